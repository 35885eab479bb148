import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { cutPage, momentsOf, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { type Json, recordsOf } from '../../support/harness/messages.ts';

const ACTIVITIES = '/v1/activities';
const DAY = 86_400;
const HOUR = 3600;

/** An entry of the log, some seconds before or after NOW. */
const entry = (id: string, offset: number): Json => ({ id, timestamp: NOW + offset });

/** Entries, the oldest first, one a minute. */
const oldestFirst = (prefix: string, length: number, from: number): Json[] =>
  numbers(0, length - 1).map((index) => entry(`${prefix}${index}`, from + 60 * index));

const idsOf = (rows: readonly Json[]) => rows.map(({ id }) => String(id)).sort();

/** An API whose list of activities can be changed; its cursors are offsets, its pages have ten entries. */
async function startList(rows: readonly Json[]) {
  const api = await startMadeUpApi('activities');
  const log = { rows: [...rows], served: 0 };
  api.serve(ACTIVITIES, ({ query }) => {
    const page = cutPage(log.rows, 10, query['start']);
    log.served += 1;
    return { activities: page.rows, next: page.next };
  });
  return { ...api, log };
}

describe('activities', () => {
  it('imported newest first at the end of a list that is oldest first are all read by the run that comes next', async () => {
    const { runAt, log } = await startList(oldestFirst('a', 40, -5 * DAY));
    let { state, code, ids } = await runAt(NOW);
    expect([code, ids('activities').sort()]).toEqual([0, idsOf(log.rows)]);
    for (const run of numbers(1, 3)) {
      const imported = oldestFirst(`import${run}-`, 50, run * HOUR - 20 * DAY).reverse();
      log.rows = [...log.rows, ...oldestFirst(`new${run}-`, 3, run * HOUR - 300), ...imported];
      ({ state, code, ids } = await runAt(NOW + run * HOUR, { state }));
      expect([code, ids('activities').sort()]).toEqual([0, idsOf(log.rows)]);
    }
  });

  it.each([
    ['oldest first, at the start of its last page', (rows: Json[]) => rows],
    ['newest first, at the end of its first page', (rows: Json[]) => [...rows].reverse()],
  ])('of which one is dated ten days ahead, in a list %s, hide no later ones', async (_, inOrder) => {
    const rows = oldestFirst('a', 30, -DAY);
    rows.splice(20, 0, entry('ahead', 10 * DAY));
    const { runAt, log } = await startList(inOrder(rows));
    const first = await runAt(NOW);
    expect([first.code, first.ids('activities').sort()]).toEqual([0, idsOf(rows)]);
    const timestamp = Object(first.state['bookmarks']).activities.timestamp;
    expect(Date.parse(timestamp) / 1000).toBeLessThanOrEqual(NOW);
    const later = oldestFirst('later', 25, 60);
    log.rows = inOrder([...rows, ...later]);
    const second = await runAt(NOW + HOUR, { state: first.state });
    expect(second.code).toBe(0);
    expect(second.ids('activities')).toEqual(expect.arrayContaining(later.map(({ id }) => id)));
  });

  it('whose order flips during a walk that was interrupted are all read by the runs together', async () => {
    const rows = oldestFirst('a', 60, -2 * DAY);
    const { runAt, log } = await startList(rows);
    const first = await runAt(NOW);
    const moments = momentsOf(first.messages);
    expect(moments.length).toBeGreaterThan(6);
    for (const { written, state } of moments) {
      log.rows = [...rows].reverse();
      const second = await runAt(NOW + HOUR, { state });
      expect(second.code).toBe(0);
      const before = recordsOf(written, 'activities').map(({ id }) => String(id));
      const union = new Set([...before, ...second.ids('activities').map(String)]);
      expect([...union].sort()).toEqual(idsOf(rows));
      log.rows = rows;
    }
  });

  it('imported on top of a list that is newest first do not hide the new ones below them', async () => {
    const rows = oldestFirst('a', 60, -2 * DAY).reverse();
    const { runAt, log } = await startList(rows);
    const first = await runAt(NOW);
    expect(first.state).toMatchObject({ bookmarks: { activities: { disorder: 0 } } });
    for (const length of [1, 9, 20, 45]) {
      const unseen = oldestFirst('new', 5, 60).reverse();
      const imported = oldestFirst('import', length, -10 * DAY).reverse();
      log.rows = [...imported, ...unseen, ...rows];
      const second = await runAt(NOW + HOUR, { state: first.state });
      expect(second.code).toBe(0);
      expect(second.ids('activities')).toEqual(
        expect.arrayContaining([...imported, ...unseen].map(({ id }) => id)),
      );
    }
  });

  it('that a shift hides, since others expire in front of them, are found by the next walk, which is whole', async () => {
    const rows = oldestFirst('a', 60, -2 * DAY);
    const { runAt, log, serve } = await startList(rows);
    let served = 0;
    serve(ACTIVITIES, ({ query }) => {
      const page = cutPage(log.rows, 10, query['start']);
      served += 1;
      // Five entries expire behind the third page.
      if (served === 3) log.rows = log.rows.slice(5);
      return { activities: page.rows, next: page.next };
    });
    const first = await runAt(NOW);
    expect([first.code, first.ids('activities').length]).toEqual([0, 55]);
    expect(first.state).toMatchObject({ bookmarks: { activities: { disorder: null } } });
    const second = await runAt(NOW + HOUR, { state: first.state });
    expect([second.code, second.ids('activities').sort()]).toEqual([0, idsOf(rows.slice(5))]);
  });

  it('whose times have nine decimals move the bookmark, and are not all read again', async () => {
    const rows = numbers(1, 60).map((minutes) => ({
      id: `a${minutes}`,
      timestamp: `${new Date((NOW - minutes * 60 * 10) * 1000).toISOString().slice(0, 19)}.123456789Z`,
    }));
    const { runAt } = await startList(rows);
    const first = await runAt(NOW);
    expect(first.state).toMatchObject({
      bookmarks: { activities: { timestamp: '2026-01-31T11:50:00.123Z', disorder: 0 } },
    });
    const second = await runAt(NOW + HOUR, { state: first.state });
    // An hour before the bookmark, and the page that is wholly older.
    expect([second.code, second.asked(ACTIVITIES).length]).toEqual([0, 2]);
  });
});
