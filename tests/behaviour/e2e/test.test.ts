import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { fastClock } from '../../support/harness/clocks.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { lastState, schemaStreams } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

describe('--test', () => {
  it('asks for one page of each stream, says which can be read, and writes nothing to stdout', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stdout, stderr } = await runMain(['--test'], env);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(
      stderr.match(
        /^INFO \w+: can be read, \d+ records? on the first page; (about|at least) \d+ requests? in a first run$/gm,
      ),
    ).toHaveLength(16);
    // One more, which settles that the API is there.
    expect(emulator.requests).toHaveLength(17);
  });

  it('says about how many requests a first run makes for each stream', async () => {
    const sizes = { campaigns: 20, actionsPerCampaign: 8, newsletters: 30, messages: 9000, activities: 1000 };
    const { emulator, env } = await emulatorFor({ sizes });
    const { stderr } = await runMain(['--test'], env);
    const asked = emulator.requests.length;
    const { messages } = await runMain([], env);
    const taken = (path: RegExp) =>
      emulator.requests.slice(asked).filter((one) => path.test(one.path)).length;
    const told = (stream: string) =>
      Number(
        new RegExp(`^INFO ${stream}: .* (?:about|at least) (\\d+) requests? in a first run$`, 'm').exec(
          stderr,
        )?.[1],
      );
    for (const [stream, path] of [
      ['campaigns', /campaigns$/],
      ['campaign_actions', /campaigns\/\d+\/actions$/],
      ['newsletters', /newsletters$/],
      ['segment_membership', /membership$/],
      ['messages', /messages$/],
      ['activities', /activities$/],
    ] as const) {
      expect([stream, taken(path) <= told(stream) * 1.5 + 3]).toEqual([stream, true]);
      expect([stream, taken(path) >= told(stream) * 0.6 - 3]).toEqual([stream, true]);
    }
    expect(told('messages')).toBeGreaterThan(4);
    const [, total] = /^INFO a first run takes at least (\d+) requests, /m.exec(stderr) ?? [];
    const each = [...stderr.matchAll(/ (?:about|at least) (\d+) requests? in a first run$/gm)].map(
      ([, one]) => Number(one),
    );
    expect([each.length, Number(total)]).toEqual([16, each.reduce((all, one) => all + one, 0)]);
    const [, later = ''] = /; each run after it at least (\d+) requests/.exec(stderr) ?? [];
    const before = emulator.requests.length;
    await runMain(['--state', tempFile('state.json', lastState(messages))], env);
    const again = emulator.requests.length - before;
    expect(again).toBeLessThanOrEqual(Number(later) * 1.5 + 10);
    expect(again).toBeGreaterThanOrEqual(Number(later) * 0.6 - 10);
    expect(Number(later)).toBeLessThan(Number(total) - 8);
  });

  it('names a stream that cannot be read, and those that need it, and ends with 1', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({
      match: { template: '/v1/segments' },
      times: Infinity,
      action: { kind: 'status', status: 403 },
    });
    const { code, stderr } = await runMain(['--test'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('ERROR segments: GET /v1/segments: status 403; the key may not read this');
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'CRITICAL 2 of 16 streams cannot be read (segments, segment_membership): see the errors above',
    );
  });

  it('does not count a parent that is not selected', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/segments' }, action: { kind: 'status', status: 403 } });
    const { streams } = discover();
    const catalog = { streams: streams.filter(({ stream }) => stream === 'segment_membership') };
    const path = tempFile('catalog.json', JSON.stringify(catalog));
    const { stderr } = await runMain(['--test', '--catalog', path], env);
    expect(stderr).toContain('CRITICAL 1 of 1 stream cannot be read (segment_membership)');
  });

  it('says of a child whose parent holds no record that it was not asked for', async () => {
    const { env } = await emulatorFor({ sizes: { broadcasts: 0 } });
    const { code, stderr } = await runMain(['--test'], env);
    expect(code).toBe(0);
    expect(stderr).toContain('INFO broadcast_actions: not asked for, since broadcasts holds no record');
    expect(stderr).toMatch(/, and 15 streams can be read; 1 could not be asked for\n$/);
  });

  it('spends ten seconds in all on an API that keeps failing, not ten on each stream', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({
      match: { path: /^(?!.*workspaces)/ },
      times: Infinity,
      action: { kind: 'status', status: 503 },
    });
    const argv = ['--test', '--select', 'campaigns,segments,snippets,collections'];
    const { code, stderr } = await runMain(argv, env);
    expect(code).toBe(1);
    const attempts = (path: string) => emulator.requests.filter((request) => request.path === path).length;
    expect(attempts('/v1/campaigns')).toBeGreaterThan(2);
    const waits = [...stderr.matchAll(/trying again in ([\d.]+) s$/gm)].map(([, seconds]) => Number(seconds));
    expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(11);
    for (const path of ['/v1/segments', '/v1/collections', '/v1/snippets'])
      expect(attempts(path)).toBeGreaterThan(0);
    // The address, the waits that are told, and the last attempt of each stream.
    expect(emulator.requests).toHaveLength(1 + waits.length + 4);
  });

  it('gives a slow API all the time it needs: only failures cost patience', async () => {
    // Seventeen answers: at this clock's speed each takes more than a second.
    const { env } = await emulatorFor({ latencyMs: 120 });
    const { code, stderr } = await runMain(['--test'], env, Date.now, fastClock(10));
    expect(stderr).not.toMatch(/ERROR|WARNING/);
    expect(code).toBe(0);
  });

  it('ends the run once when the host falls silent', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({
      match: { path: /^(?!.*workspaces)/ },
      times: Infinity,
      action: { kind: 'hang-before' },
    });
    const { code, stderr } = await runMain(['--test'], env, Date.now, fastClock(10));
    expect(code).toBe(1);
    expect(stderr.match(/^ERROR /gm)).toHaveLength(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^CRITICAL GET \/v1\/\S+: no complete answer in time/);
    // The address, the stream that spends the patience, and the one after it, which may be given up before it arrives.
    expect(emulator.requests.length).toBeLessThanOrEqual(3);
  });

  it('ends at once when the key is refused', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stderr } = await runMain(['--test'], { ...env, TAP_CUSTOMERIO_APP_API_KEY: 'wrong' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/CRITICAL GET \/v1\/workspaces: status 401: the key is refused/);
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('--test=schema', () => {
  it('writes the SCHEMA of each stream, and asks for nothing', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, messages } = await runMain(['--test=schema'], env);
    expect(code).toBe(0);
    expect(schemaStreams(messages)).toHaveLength(16);
    expect(messages).toHaveLength(16);
    expect(emulator.requests).toHaveLength(0);
  });

  it('needs no settings', async () => {
    const { code, messages } = await runMain(['--test=schema']);
    expect(code).toBe(0);
    expect(messages).toHaveLength(16);
  });

  it('writes what a sync with the same settings would write', async () => {
    const { env } = await emulatorFor();
    const settings = { ...env, TAP_CUSTOMERIO_FREE_FORM_AS_JSON_TEXT: 'true' };
    const tested = await runMain(['--test=schema'], settings);
    const synced = await runMain([], settings);
    const schemas = synced.messages.filter(({ type }) => type === 'SCHEMA');
    const byStream = (messages: readonly object[]) =>
      messages.map((message) => JSON.stringify(message)).sort();
    expect(byStream(tested.messages)).toEqual(byStream(schemas));
  });
});
