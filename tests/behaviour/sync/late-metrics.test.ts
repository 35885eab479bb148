import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, lastState, recordsOf } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const DAY = 86_400;
const HOUR = 3600;

/** The metrics that the API filters by, but `attempted`. */
const METRICS = 11;

/** A workspace with some messages of five months ago, and runs against it that read messages alone. */
async function workspace(options: EmulatorOptions, setting = 'auto', count = 5) {
  let time = NOW;
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => time,
    sizes: { messages: 0 },
    ...options,
  });
  const created = Array.from({ length: count }, (_, index) => NOW - 150 * DAY - index);
  const old = emulator.addMessages(count, { created }).map(({ id }) => id);
  const get = (id: string | undefined, metrics: Record<string, number>) =>
    emulator.changeMessage(id ?? '', (wire) => ({ ...wire, metrics: { ...wire.metrics, ...metrics } }));
  for (const [index, id] of old.entries())
    emulator.changeMessage(id, (wire) => ({ ...wire, metrics: { sent: created[index] ?? 0 } }));
  // So that there is a metric that is later than its message.
  get(old[4], { delivered: NOW - 149 * DAY });
  const settings = { TAP_CUSTOMERIO_STREAMS: 'messages', TAP_CUSTOMERIO_MESSAGES_LATE_METRICS: setting };
  return {
    emulator,
    old,
    get,
    async runAt(at: number, state?: Json, more: Record<string, string> = {}) {
      time = at;
      emulator.requests.length = 0;
      const argv = state ? ['--state', tempFile('state.json', state)] : [];
      const result = await runMain(argv, { ...env, ...settings, ...more }, () => at * 1000);
      const asked = emulator.requests.filter(({ template }) => template === '/v1/messages');
      return {
        ...result,
        state: lastState(result.messages),
        ids: recordsOf(result.messages, 'messages').map(({ id }) => id),
        byMetric: asked.flatMap(({ query }) => query['metric'] ?? []),
        lookedBack: asked.filter(({ query }) => !query['metric'] && Number(query['end_ts']) < at - 2 * DAY),
      };
    },
  };
}

describe('by metric', () => {
  it('an open that comes five months later is read in the next run, at one request for each metric', async () => {
    const { old, get, runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    const first = await runAt(NOW);
    expect([first.ids.length, first.byMetric]).toEqual([5, []]);
    // What is empty rests on two answers once in a day.
    const second = await runAt(NOW + HOUR, first.state);
    expect([second.ids, second.byMetric.length]).toEqual([[], 2 * METRICS]);
    get(old[2], { opened: NOW + 2 * HOUR });
    const third = await runAt(NOW + 3 * HOUR, second.state);
    expect(third.ids).toEqual([old[2]]);
    expect(new Set(third.byMetric).size).toBe(METRICS);
    expect(third.byMetric).toHaveLength(METRICS);
    const fourth = await runAt(NOW + 4 * HOUR, third.state);
    expect([fourth.ids, fourth.byMetric.length]).toEqual([[], METRICS]);
  });

  it('the size of page that the proof has found is that of the first window, too', async () => {
    const { emulator, runAt } = await workspace({ metricWindow: 'metric' });
    const first = await runAt(NOW);
    emulator.faults.add({
      match: { template: '/v1/messages', where: ({ query }) => Number(query['limit']) > 300 },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'status', status: 504 },
    });
    await runAt(NOW + 25 * HOUR, first.state);
    const windows = emulator.requests.filter(
      ({ template, query }) => template === '/v1/messages' && !query['metric'],
    );
    expect(windows.map(({ query }) => query['limit'])).not.toContain('1000');
  });

  it('each page more costs one request more, and a message that got several metrics is written once', async () => {
    const { old, get, runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric', 1001);
    const first = await runAt(NOW);
    const second = await runAt(NOW + HOUR, first.state);
    for (const id of old) get(id, { opened: NOW + 2 * HOUR });
    get(old[0], { clicked: NOW + 2 * HOUR + 60 });
    const third = await runAt(NOW + 3 * HOUR, second.state);
    expect(third.ids.sort()).toEqual([...old].sort());
    expect(third.byMetric).toHaveLength(METRICS + 1);
  });

  it('a metric that reaches the API hours later than its own time is found once the interval of lookbacks is over', async () => {
    const { old, get, runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    const first = await runAt(NOW);
    const second = await runAt(NOW + HOUR, first.state);
    const third = await runAt(NOW + 12 * HOUR, second.state);
    get(old[1], { clicked: NOW + 2 * HOUR });
    const fourth = await runAt(NOW + 13 * HOUR, third.state);
    expect(fourth.ids).toEqual([]);
    const fifth = await runAt(NOW + 25 * HOUR, fourth.state);
    expect(fifth.ids).toEqual([old[1]]);
  });

  it('a metric that the API refuses is left to the lookbacks, with a WARNING, and the others are read', async () => {
    const { emulator, old, get, runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    const first = await runAt(NOW);
    get(old[0], { opened: NOW + HOUR });
    emulator.faults.add({
      match: { where: ({ query }) => query['metric'] === 'dropped' },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'status', status: 400 },
    });
    const { code, ids, stderr, state } = await runAt(NOW + 2 * HOUR, first.state);
    expect([code, ids]).toEqual([0, [old[0]]]);
    expect(stderr).toMatch(
      /^WARNING messages: GET \/v1\/messages: status 400.*: the API does not filter by metric=dropped: what changes so is found by the next lookback$/m,
    );
    // Read anew, and a day further back, until the API takes it.
    const left = Object(state).bookmarks.messages.metrics_read.filter(
      ([, , wide]: unknown[]) => wide === null,
    );
    expect(left.map(([name]: string[]) => name)).toEqual(['dropped']);
  });

  it('messages are looked back at only to be rewritten', async () => {
    const { runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    // Lookbacks stay within what was read.
    const all = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '180' };
    const first = await runAt(NOW, undefined, all);
    const second = await runAt(NOW + 2 * DAY, first.state, all);
    expect([second.ids, second.lookedBack]).toEqual([[], []]);
    const third = await runAt(NOW + 8 * DAY, second.state, all);
    expect([third.ids.length, third.lookedBack.length > 0]).toEqual([5, true]);
  });

  it('messages are looked back at as ever where nothing is rewritten', async () => {
    const { runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    const never = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '180', TAP_CUSTOMERIO_MESSAGES_REWRITE_DAYS: '0' };
    const first = await runAt(NOW, undefined, never);
    const second = await runAt(NOW + 2 * DAY, first.state, never);
    expect(second.lookedBack.length).toBeGreaterThan(0);
  });

  it('messages that the same run reads anyway, or that no run was to read, are left out', async () => {
    const { old, get, runAt } = await workspace({ metricWindow: 'metric' }, 'by_metric');
    const since = { TAP_CUSTOMERIO_ANCHOR_DATE: String(NOW - 10 * DAY) };
    const first = await runAt(NOW, undefined, since);
    get(old[0], { opened: NOW + HOUR });
    const second = await runAt(NOW + 2 * HOUR, first.state, since);
    expect([first.ids, second.ids]).toEqual([[], []]);
  });
});

describe('auto', () => {
  it('reads by metric once one request has shown that the API filters so, and shows it anew in each run', async () => {
    const { old, get, runAt } = await workspace({ metricWindow: 'metric' });
    const first = await runAt(NOW);
    expect(first.state).toMatchObject({
      bookmarks: { messages: { metrics_read: [], metric_sample: [['delivered', expect.any(String)]] } },
    });
    const soon = await runAt(NOW + HOUR, first.state);
    expect(soon.byMetric).toEqual([]);
    const second = await runAt(NOW + 25 * HOUR, soon.state);
    // The proof, and each metric twice, since none has come.
    expect([second.byMetric[0], second.byMetric.length]).toEqual(['delivered', 1 + 2 * METRICS]);
    expect(second.stderr).toContain('what changes late is read by the time of each metric');
    get(old[3], { opened: NOW + 26 * HOUR });
    const third = await runAt(NOW + 27 * HOUR, second.state);
    expect([third.ids, third.byMetric.length]).toEqual([[old[3]], 1 + METRICS]);
  });

  it.each(['created', 'ignored'] as const)(
    'looks back where the API filters by another time (%s), at one request more for each lookback',
    async (metricWindow) => {
      const { old, get, runAt } = await workspace({ metricWindow });
      const far = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '180' };
      const first = await runAt(NOW, undefined, far);
      get(old[3], { opened: NOW + 2 * HOUR });
      const second = await runAt(NOW + 25 * HOUR, first.state, far);
      expect([second.ids, second.byMetric]).toEqual([[old[3]], ['delivered']]);
      const soon = await runAt(NOW + 26 * HOUR, second.state, far);
      expect(soon.byMetric).toEqual([]);
    },
  );

  it('looks back where the API refuses to filter by metric, and fails for nothing', async () => {
    const { emulator, old, get, runAt } = await workspace({ metricWindow: 'metric' });
    const far = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '180' };
    const first = await runAt(NOW, undefined, far);
    get(old[3], { opened: NOW + 2 * HOUR });
    emulator.faults.add({
      match: { where: ({ query }) => query['metric'] !== undefined },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'status', status: 400 },
    });
    const second = await runAt(NOW + 25 * HOUR, first.state, far);
    expect([second.code, second.ids, second.byMetric]).toEqual([0, [old[3]], ['delivered']]);
  });

  it('looks back as far as ever once the API does not filter so any more', async () => {
    const can = await workspace({ metricWindow: 'metric' });
    const far = {
      TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '180',
      TAP_CUSTOMERIO_LOOKBACK_INTERVAL_HOURS: '24',
    };
    const first = await can.runAt(NOW, undefined, far);
    const second = await can.runAt(NOW + 2 * DAY, first.state, far);
    expect(second.lookedBack).toEqual([]);
    const cannot = await workspace({ metricWindow: 'created' });
    // A link has no filter, so no series has shown it; the last lookback was before it.
    cannot.get(cannot.old[3], { 'link:4': NOW + DAY });
    const third = await cannot.runAt(NOW + 3 * DAY, second.state, far);
    expect(third.ids).toEqual([cannot.old[3]]);
  });
});

it('lookback asks for no metric, whatever the API can', async () => {
  const { runAt } = await workspace({ metricWindow: 'metric' }, 'lookback');
  const first = await runAt(NOW);
  const second = await runAt(NOW + 25 * HOUR, first.state);
  expect(second.byMetric).toEqual([]);
});
