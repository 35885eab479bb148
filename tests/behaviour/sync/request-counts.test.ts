import { expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { type Env, runMain } from '../../support/harness/run-main.ts';

/** Requests of a first run over the default streams in this world, by the last build (9cd62b5) that proved no list. */
const WITHOUT_PROOFS = 85;

async function requestsOf(settings: Env): Promise<Map<string, number>> {
  const { emulator, env } = await emulatorFor();
  const { code } = await runMain([], { ...env, ...settings });
  expect(code).toBe(0);
  const counts = new Map<string, number>();
  for (const { template } of emulator.requests) counts.set(template, (counts.get(template) ?? 0) + 1);
  return counts;
}

const sum = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((total, count) => total + count, 0);

it('a run in which nothing is deleted asks at most ten times more than one that proves nothing', async () => {
  expect(sum(await requestsOf({}))).toBeLessThanOrEqual(WITHOUT_PROOFS + 10);
});

it('before rows are deleted, a page of a list by cursor is asked for at most once more, and any other list not at all', async () => {
  const plain = await requestsOf({});
  const proved = await requestsOf({ TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' });
  const dearer = [...proved].filter(([template, count]) => count > (plain.get(template) ?? 0));
  expect(dearer.map(([template]) => template).sort()).toEqual([
    '/v1/campaigns/{campaign_id}/actions',
    '/v1/newsletters',
    '/v1/segments/{segment_id}/membership',
  ]);
  for (const [template, count] of dearer) expect(count).toBeLessThanOrEqual(2 * (plain.get(template) ?? 0));
});
