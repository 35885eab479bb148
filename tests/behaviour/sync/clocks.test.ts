import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { cutPage, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import type { Json } from '../../support/harness/messages.ts';

const HOUR = 3600;
const NO_LOOKBACK = {
  TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-01',
  TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '0',
};

/** Ten messages of the last hours, and one that is created ten minutes after NOW. */
async function startWithMessages() {
  const api = await startMadeUpApi('messages');
  const known = api.emulator.addMessages(10, { created: numbers(1, 10).map((hours) => NOW - hours * HOUR) });
  return { ...api, known: known.map(({ id }) => id).sort() };
}

const bookmarkOf = (state: Json): Json => Object(state['bookmarks']).messages;

describe('the clock of this machine', () => {
  it.each([
    ['25 hours ahead for one run', 25 * HOUR],
    ['two days ahead', 48 * HOUR],
    ['two days behind', -48 * HOUR],
  ])('%s loses no message: a bookmark goes by the earlier of two clocks', async (_, wrong) => {
    const { emulator, known, runAt } = await startWithMessages();
    const clock = () => (NOW + wrong) * 1000;
    const covered = NOW + Math.min(0, wrong) - 300;
    const end = new Date(covered * 1000).toISOString().replace('.000Z', 'Z');
    const first = await runAt(NOW, { settings: NO_LOOKBACK, clock });
    expect([first.code, first.ids('messages').sort()]).toEqual([0, known]);
    expect(bookmarkOf(first.state)).toMatchObject({
      created: end,
      covered: [['2026-01-01T00:00:00Z', end]],
    });
    expect(first.stderr).toMatch(/WARNING the API's clock shows 2026-01-31T12:00:00Z, this machine's clock /);
    const [later] = emulator.addMessages(1, { created: [NOW + 600] });
    const second = await runAt(NOW + HOUR, { state: first.state, settings: NO_LOOKBACK });
    // What lies behind the bookmark of a clock that was late comes again.
    const again = wrong < 0 ? known : [];
    expect([second.code, second.ids('messages').sort()]).toEqual([0, [...again, later?.id].sort()]);
    expect(second.stderr).not.toContain('WARNING');
  });

  it('an hour ahead at the start, and stepped back before the first answer, skips no message', async () => {
    const { emulator, known, runAt } = await startWithMessages();
    const first = await runAt(NOW, { settings: NO_LOOKBACK });
    const late = emulator.addMessages(11, { created: numbers(1, 11).map((minutes) => NOW + 60 * minutes) });
    const at = NOW + HOUR / 2;
    let looks = 0;
    const clock = () => {
      const isBeforeFirstAnswer = emulator.requests.length === 0;
      if (isBeforeFirstAnswer) looks += 1;
      return (at + (isBeforeFirstAnswer ? HOUR : 0)) * 1000;
    };
    const second = await runAt(at, { state: first.state, settings: NO_LOOKBACK, clock });
    const third = await runAt(at + HOUR, { state: second.state, settings: NO_LOOKBACK });
    expect(looks).toBeGreaterThan(0);
    expect(bookmarkOf(second.state)).toMatchObject({ created: '2026-01-31T12:25:00Z' });
    const all = [first, second, third].flatMap((run) => run.ids('messages'));
    expect(all.sort()).toEqual([...known, ...late.map(({ id }) => id)].sort());
  });
});

it('a year ahead, where the API shows no time, loses no activity in the first run', async () => {
  const { emulator, serve, runAt } = await startMadeUpApi('activities');
  const headers = { date: 'Thu, 01 Jan 1970 00:00:00 GMT' };
  const action = { kind: 'body', body: '{"workspaces":[]}', headers } as const;
  emulator.faults.add({ match: { template: '/v1/workspaces' }, action });
  const activities = numbers(1, 60).map((hours) => ({ id: String(hours), timestamp: NOW - hours * HOUR }));
  serve('/v1/activities', ({ query }) => {
    const { rows, next } = cutPage(activities, 10, query['start']);
    return { activities: rows, next };
  });
  const first = await runAt(NOW, { clock: () => (NOW + 400 * 24 * HOUR) * 1000 });
  expect(first.stderr).toContain('WARNING');
  const second = await runAt(NOW + HOUR, { state: first.state });
  const written = new Set([...first.ids('activities'), ...second.ids('activities')]);
  expect(written.size).toBe(activities.length);
});

describe("a bookmark ahead of the API's time", () => {
  it.each([
    ['by two days', '2026-02-02T12:00:00Z'],
    ['by 20 hours', '2026-02-01T08:00:00Z'],
    ['by centuries', '2199-01-01T00:00:00Z'],
  ])('%s is void: a WARNING, and what it covered is read again', async (_, ahead) => {
    const { known, runAt } = await startWithMessages();
    const covered = [['2026-01-01T00:00:00Z', ahead]];
    const looked = { lookback: null, looked_back: null, looked_back_from: null };
    const state = { bookmarks: { messages: { created: ahead, covered, ...looked } } };
    const { code, asked, ids, stderr, state: left } = await runAt(NOW, { state, settings: NO_LOOKBACK });
    expect([code, ids('messages').sort()]).toEqual([0, known]);
    const start = String(Date.parse('2026-01-01T00:00:00Z') / 1000);
    expect(
      asked('/v1/messages')
        .map(({ start_ts }) => start_ts)
        .sort()[0],
    ).toBe(start);
    expect(stderr).toContain(
      'WARNING messages: bookmark: covered lies ahead of the time, 2026-01-31T12:00:00Z; it is void',
    );
    expect(bookmarkOf(left)).toMatchObject({ created: '2026-01-31T11:55:00Z' });
  });
});
