import { describe, expect, it } from 'vitest';
import { asBelieved, type Probe, type ProbeAnswer, probe } from '../../../src/probe/probe.ts';
import { runProbes } from '../../../src/probe/run-probes.ts';

/** A probe that asks for paths, and believes what it hears. */
const asking = (...paths: string[]): Probe =>
  probe<never>({
    name: paths.join(),
    fact: 1,
    question: '?',
    belief: 'yes',
    steps: paths.map((path) => () => ({ path, params: {}, query: {} })),
    judge: () => asBelieved(),
    otherwise: {},
  });

/** An API that answers everything in the same way, after a number of attempts. */
function apiOf(status: number | undefined, attempts = 1) {
  const asked: string[] = [];
  const send = async (request: ProbeAnswer['request']): Promise<ProbeAnswer> => {
    asked.push(request.path);
    return {
      request,
      status,
      form: 'JSON',
      body: {},
      apiDate: 1_790_000_000,
      receivedAt: 1_790_000_000,
      headerNames: [],
      attempts,
    };
  };
  return { asked, send };
}

const kindsOf = async (probes: readonly Probe[], send: ReturnType<typeof apiOf>['send']) =>
  (await runProbes(probes, send)).results.map(({ finding }) => finding.kind);

describe('the probes of a run', () => {
  it('share the answers to the same request', async () => {
    const { asked, send } = apiOf(200);
    await runProbes([asking('/v1/a', '/v1/b'), asking('/v1/b', '/v1/a'), asking('/v1/workspaces')], send);
    expect(asked).toEqual(['/v1/workspaces', '/v1/a', '/v1/b']);
  });

  it.each([1, 2])(
    'stop at 120 attempts, %i for each request, and those that are left cannot tell',
    async (attempts) => {
      const { asked, send } = apiOf(200, attempts);
      const probes = Array.from({ length: 130 }, (_, index) => asking(`/v1/${index}`));
      const kinds = await kindsOf(probes, send);
      expect(asked.length * attempts).toBeLessThanOrEqual(120);
      expect(asked.length * attempts).toBeGreaterThanOrEqual(118);
      expect(kinds.filter((kind) => kind === 'as believed')).toHaveLength(asked.length - 1);
      expect(kinds.at(-1)).toBe('cannot tell');
    },
  );

  it.each([403, 503, undefined])('cannot tell where the answer is %s', async (status) => {
    const { asked, send } = apiOf(status);
    expect(await kindsOf([asking('/v1/a', '/v1/b')], send)).toEqual(['cannot tell']);
    expect(asked).toEqual(['/v1/workspaces', '/v1/a']);
  });
});
