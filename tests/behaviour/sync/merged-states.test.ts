import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { momentsOf, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { type Json, recordsOf } from '../../support/harness/messages.ts';

const DAY = 86_400;
const VERSIONS = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
const MEMBERS = '/v1/segments/{segment_id}/membership';

/** Puts a state over an older one as Meltano does: object by object. */
function merge(old: unknown, given: unknown): unknown {
  if (!isObject(old) || !isObject(given)) return given;
  const merged = Object.entries(given).map(([key, value]) => [key, merge(old[key], value)]);
  return { ...old, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('a run without a state, as of --full-refresh, that is killed at any STATE', () => {
  it('brings all when its state is merged over the old one: what has not been read is null there', async () => {
    const { emulator, runAt } = await startMadeUpApi('messages', 'activities', 'newsletters');
    emulator.addMessages(60, { created: numbers(1, 60).map((days) => NOW - days * DAY) });
    emulator.addActivities(25, { timestamps: numbers(1, 25).map((days) => NOW - (26 - days) * DAY) });
    const clean = await runAt(NOW);
    expect([clean.ids('messages').length, clean.ids('activities').length]).toEqual([60, 25]);
    // In many spans, so that there are many states.
    const settings = { TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '7' };
    const refreshed = await runAt(NOW + DAY, { settings });
    const moments = momentsOf(refreshed.messages);
    expect(moments.length).toBeGreaterThan(5);
    for (const { written, state } of moments) {
      const next = await runAt(NOW + DAY + 60, { state: merge(clean.state, state) });
      for (const stream of ['messages', 'activities', 'newsletters']) {
        const before = recordsOf(written, stream).map(({ id }) => id);
        const union = new Set([...before, ...next.ids(stream)]);
        expect([stream, union]).toEqual([stream, new Set(clean.ids(stream))]);
      }
    }
  });
});

describe('a run for which nothing is selected', () => {
  it('gives the state back as it was given', async () => {
    const { runAt, emulator } = await startMadeUpApi();
    const state = {
      bookmarks: { messages: { created: '2026-01-30T11:55:00Z' }, people: { since: 5 } },
      x: 1,
    };
    const { code, stdout } = await runAt(NOW, { state });
    expect([code, stdout, emulator.requests]).toEqual([
      0,
      `${JSON.stringify({ type: 'STATE', value: state })}\n`,
      [],
    ]);
  });
});

describe("another tap's state", () => {
  const TOLD =
    'WARNING the state has bookmarks of no stream of this tap (users, orders): it may be of another tap; they are kept, and everything is read';

  it.each([
    ['is told once, and kept', { users: { replication_key_value: 'x' }, orders: null }, true],
    ['is not meant where one stream is known', { users: {}, snippets: {} }, false],
    ['is not meant where there are no bookmarks', {}, false],
  ])('%s', async (_, bookmarks, isTold) => {
    const { runAt } = await startMadeUpApi('snippets');
    const { code, stderr, state } = await runAt(NOW, { state: { bookmarks } });
    expect([code, stderr.split('\n').filter((line) => line.startsWith('WARNING'))]).toEqual([
      0,
      isTold ? [TOLD] : [],
    ]);
    if (isTold) expect(state).toMatchObject({ bookmarks });
  });
});

describe("another tap's bookmark", () => {
  it.each([
    ['replication_key_value', { replication_key: 'created', replication_key_value: '2026-01-30T11:55:00Z' }],
    ['starting_replication_value', { starting_replication_value: '2026-01-30T11:55:00Z' }],
  ])('with %s is told to have no effect, and everything is read', async (key, messages) => {
    const { emulator, runAt } = await startMadeUpApi('messages');
    emulator.addMessages(3, { created: [NOW - 9 * DAY, NOW - 5 * DAY, NOW - DAY] });
    const { code, ids, stderr } = await runAt(NOW, { state: { bookmarks: { messages } } });
    expect([code, ids('messages').length]).toEqual([0, 3]);
    expect(stderr).toContain(
      `WARNING messages: bookmark: ${key} is none of the keys of this stream; it has no effect`,
    );
  });
});

describe('a cursor of activities in a state', () => {
  it.each<[string, () => { status: number; body?: string } | { body: string }]>([
    ['500', () => ({ status: 500 })],
    ['403', () => ({ status: 403 })],
    ['its own echo', () => ({ body: '{"activities":[],"next":"20"}' })],
    ['its own echo behind other records', () => ({ body: '{"activities":[{"id":"z"}],"next":"20"}' })],
    ['no list', () => ({ body: '{"next":""}' })],
    ['no object', () => ({ body: '[]' })],
    ['a list of something else', () => ({ body: '{"activities":["x"],"next":""}' })],
    ['records without a key', () => ({ body: '{"activities":[{"type":"x"}],"next":""}' })],
  ])('that the API answers with %s is tried, then void, and the list is read anew', async (_, answer) => {
    const { emulator, runAt } = await startMadeUpApi('activities');
    emulator.addActivities(250, {
      timestamps: numbers(1, 250).map((minutes) => NOW - 60 * (251 - minutes)),
    });
    const progress = {
      cursor: '20',
      keys: ['a', 'b', 'c'],
      at: '2026-01-31T09:00:00Z',
      began: '2026-01-31T11:00:00Z',
      disorder: 0,
    };
    const state = { bookmarks: { activities: { disorder: 0, progress: [progress] } } };
    const given = answer();
    const action =
      'status' in given ? ({ kind: 'status', ...given } as const) : ({ kind: 'body', ...given } as const);
    emulator.faults.add({ match: { query: { start: '20' } }, times: Infinity, action });
    const settings = { TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' };
    const first = await runAt(NOW, { state, settings });
    expect([first.code, first.ids('activities').length]).toEqual([0, 250]);
    expect(first.stderr).toMatch(/INFO activities: GET \/v1\/activities: .*; it is read again/);
    expect(first.asked('/v1/activities').filter(({ start }) => start === '20')).toHaveLength(1);
    expect(first.state).toMatchObject({ bookmarks: { activities: { progress: [] } } });
    const second = await runAt(NOW + 60, { state: first.state, settings });
    expect(second.code).toBe(0);
  });
});

describe('a state whose progress cannot be', () => {
  it.each([
    ['through nothing', []],
    ['through null', [null]],
    ['through null and a number', [null, 0]],
    ['through a parent without its number', [9]],
  ])('%s is void: all parents are read before ACTIVATE_VERSION, and a WARNING tells', async (_, through) => {
    const { serve, runAt } = await startMadeUpApi('segments', 'segment_membership');
    serve('/v1/segments', () => ({ segments: [3, 4].map((id) => ({ id, state: 'finished' })) }));
    serve(MEMBERS, ({ path }) => ({ identifiers: [{ cio_id: `c${path.split('/')[3]}` }], next: '' }));
    const progress = { saved: '2026-01-31T11:00:00Z', version: 5, through, under_way: [] };
    const state = { bookmarks: { segment_membership: { version: 5, progress } } };
    const { code, messages, stderr } = await runAt(NOW, { state, settings: VERSIONS });
    expect(code).toBe(0);
    const members = recordsOf(messages, 'segment_membership').map(({ cio_id }) => cio_id);
    expect(members.toSorted()).toEqual(['c3', 'c4']);
    expect(stderr).toContain(
      'WARNING segment_membership: bookmark: progress does not say how far the stream was read; the stream is read from its beginning',
    );
    const last = messages.findLast(
      (message) => 'stream' in message && message.stream === 'segment_membership',
    );
    expect(last?.type).toBe('ACTIVATE_VERSION');
  });

  it('with windows up to the year 9999 is void, with a WARNING', async () => {
    const { emulator, runAt } = await startMadeUpApi('messages');
    emulator.addMessages(2, { created: [NOW - 3600, NOW - 600] });
    const covered = [['2025-07-01T00:00:00Z', '9999-12-31T23:59:59Z']];
    const state = { bookmarks: { messages: { created: '9999-12-31T23:59:59Z', covered } } };
    const settings = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '0' };
    const { code, ids, stderr } = await runAt(NOW, { state, settings });
    expect([code, ids('messages').length]).toEqual([0, 2]);
    expect(stderr).toContain('WARNING messages: bookmark: covered lies ahead of the time');
  });
});

describe('a resumed run in which every remaining parent is gone', () => {
  const progress = { saved: '2026-01-31T11:00:00Z', version: null, through: [3, 0], under_way: [] };
  const state = { bookmarks: { segment_membership: { version: null, progress } } };

  it.each([
    [404, 2, 1, 'ERROR segment_membership: GET /v1/segments/{segment_id}/membership: status 404'],
    [400, 2, 1, 'ERROR segment_membership: GET /v1/segments/{segment_id}/membership: status 400'],
    [404, 1, 0, 'WARNING segment_membership: 1 record of segments could not be read'],
  ])(
    'with %d, ends with %d left as %d: two or more show that the list is not to be had',
    async (status, left, code, message) => {
      const { emulator, serve, runAt } = await startMadeUpApi('segments', 'segment_membership');
      const ids = numbers(3, 3 + left);
      serve('/v1/segments', () => ({ segments: ids.map((id) => ({ id, state: 'finished' })) }));
      // Each still exists, as its own request says.
      serve('/v1/segments/{segment_id}', () => ({ segment: { id: 3 } }));
      const action = { kind: 'status', status } as const;
      emulator.faults.add({ match: { template: MEMBERS }, times: Infinity, action });
      const result = await runAt(NOW, { state, settings: VERSIONS });
      expect(result.code).toBe(code);
      expect(result.stderr).toContain(message);
      expect(result.asked(MEMBERS)).toHaveLength(left);
      const activated = result.messages.flatMap((sent) =>
        sent.type === 'ACTIVATE_VERSION' ? sent.stream : [],
      );
      expect(activated).toEqual(['segments']);
    },
  );
});
