import { describe, expect, it } from 'vitest';
import type { WindowsProgress } from '../../../src/bookmarks/windows-bookmark.ts';
import type { Page } from '../../../src/pages/partition.ts';
import {
  claim,
  divide,
  followWindow,
  isDivisible,
  newWindow,
  shownBy,
  unclaim,
  type Window,
} from '../../../src/replication/window.ts';
import { makePage } from '../pages/make-page.ts';

/** A window from 100 to 200. */
const windowOf = (more: Partial<Window> = {}): Window =>
  newWindow([100, 200], { isLookback: false, ...more });

/** A page of records by their seconds, none of them known; the first of a request, with others behind it. */
function pageOf(seconds: readonly number[], more: Partial<Page> & { known?: number } = {}): Page {
  const { known = 0, ...rest } = more;
  const records = seconds.map((created) => ({ created }));
  const unseen = records.slice(known);
  return makePage(records, { unseen, newThisPass: unseen, next: 'c', begin: seconds[0], ...rest });
}

const readOf = (more: Partial<WindowsProgress> = {}): WindowsProgress => ({
  covered: [],
  lookedBack: undefined,
  lookedBackFrom: undefined,
  rewritten: undefined,
  lookback: undefined,
  ...more,
});

const lookbackOf = (...left: [number, number][]) => ({ start: 0, from: 0, rewrites: false, left });

describe('what a window has read', () => {
  it('counts up to five minutes before it was first asked for, and not before its beginning', () => {
    const started = windowOf({ readableUntil: 180 });
    expect(claim(readOf(), started, [150, 200]).covered).toEqual([[150, 180]]);
    expect(claim(readOf(), started, [90, 120]).covered).toEqual([[100, 120]]);
    expect(claim(readOf({ covered: [[50, 99]] }), started, [100, 200]).covered).toEqual([[50, 180]]);
  });

  it('does not count before it was asked for', () => {
    expect(claim(readOf(), windowOf(), [100, 200]).covered).toEqual([]);
  });

  it('is left no more by a lookback, up to its end; new spans stay as they are', () => {
    const read = readOf({ covered: [[1, 2]], lookback: lookbackOf([50, 300]) });
    const claimed = claim(read, windowOf({ isLookback: true, readableUntil: 180 }), [150, 200]);
    expect([claimed.covered, claimed.lookback?.left]).toEqual([
      [[1, 2]],
      [
        [50, 149],
        [201, 300],
      ],
    ]);
  });

  it('is taken back whole, and nothing else', () => {
    const read = readOf({ covered: [[50, 250]], lookback: lookbackOf([300, 400]) });
    expect(unclaim(read, windowOf()).covered).toEqual([
      [50, 99],
      [201, 250],
    ]);
    expect(unclaim(read, windowOf({ isLookback: true })).lookback?.left).toEqual([
      [100, 200],
      [300, 400],
    ]);
  });

  it('of a lookback that is none any more changes nothing', () => {
    const read = readOf({ covered: [[50, 250]] });
    const lookback = windowOf({ isLookback: true });
    expect([claim(read, lookback, [100, 200]), unclaim(read, lookback)]).toEqual([read, read]);
  });
});

describe('behind a page of a window comes', () => {
  it('the rest down to its beginning, from the second of its oldest record on', () => {
    const { window, rest } = followWindow(windowOf(), pageOf([190, 150]), [190, 150]);
    expect([rest, window.end, window.askedFrom, window.pageSeconds]).toEqual([[100, 150], 150, 100, 50]);
  });

  it('its first second by time, too', () => {
    expect(followWindow(windowOf(), pageOf([190, 100]), [190, 100]).rest).toEqual([100, 100]);
  });

  it('what was given back to it, too', () => {
    const { window, rest } = followWindow(windowOf({ span: [20, 200] }), pageOf([190, 150]), [190, 150]);
    expect([rest, window.askedFrom]).toEqual([[20, 150], 20]);
  });

  it('a span of which nothing is known to be dense, where the page was not full', () => {
    const page = pageOf([190, 150], { isFull: false });
    expect(followWindow(windowOf(), page, [190, 150]).window.pageSeconds).toBeUndefined();
  });

  it.each<[string, Partial<Window>, readonly number[], Partial<Page>]>([
    ['it is the last', {}, [190, 150], { next: undefined }],
    ['its records have no time', {}, [], { records: [{}] }],
    ['all lie within one second', { end: 150 }, [150, 150], { unseen: [] }],
    ['it reaches no further than the rest that was asked for', { end: 150 }, [190, 150], { unseen: [] }],
    ['it goes below the window, whose bounds mean nothing then', {}, [190, 99], {}],
    ['the list is read by its cursors', { isByCursor: true }, [190, 150], {}],
  ])('the page behind its cursor where %s', (_, window, seconds, page) => {
    const { rest, ...followed } = followWindow(windowOf(window), pageOf(seconds, page), seconds);
    expect(rest).toBeUndefined();
    expect(followed.window.pageSeconds).toBeUndefined();
  });

  it('all of it by cursors where the list is not newest first, from its top if a part was left out', () => {
    const page = pageOf([150, 190], { order: { rose: true, varied: true } });
    const first = followWindow(windowOf(), page, [150, 190]);
    expect([first.rest, first.window.isByCursor]).toEqual([undefined, true]);
    const later = followWindow(windowOf({ end: 150 }), page, [150, 190]);
    expect([later.rest, later.window.isByCursor, later.window.end]).toEqual([[100, 200], true, 200]);
  });

  it('the same rest with a second more, once, where nothing of the second before is on it', () => {
    const page = pageOf([140, 130]);
    const doubted = followWindow(windowOf({ end: 150 }), page, [140, 130]);
    expect([doubted.rest, doubted.window.end]).toEqual([[100, 151], 150]);
    expect(followWindow(doubted.window, page, [140, 130]).rest).toEqual([100, 130]);
    // What else is known says nothing: the list may go on in another order.
    const known = pageOf([140, 130], { known: 2 });
    expect(followWindow(windowOf({ end: 150 }), known, [140, 130]).rest).toEqual([100, 151]);
    // Behind a cursor, or with that second on it, there is no doubt.
    expect(followWindow(windowOf({ end: 150 }), pageOf([150, 130], { known: 1 }), [150, 130]).rest).toEqual([
      100, 130,
    ]);
    const behind = pageOf([140, 130], { cursor: 'b' });
    expect(followWindow(windowOf({ end: 150 }), behind, [140, 130]).rest).toEqual([100, 130]);
  });

  it('the same once more where it is empty; a second answer is believed', () => {
    const empty = pageOf([], { next: undefined });
    const once = followWindow(windowOf(), empty, []);
    expect([once.rest, once.window.wasEmpty]).toEqual([[100, 200], true]);
    expect(followWindow(once.window, empty, []).rest).toBeUndefined();
    const byCursor = followWindow(windowOf({ isByCursor: true }), empty, []);
    expect(byCursor.rest).toEqual([100, 200]);
    // What comes between begins anew.
    const between = followWindow(once.window, pageOf([190, 150]), [190, 150]);
    expect(between.window.wasEmpty).toBe(false);
  });

  it('nothing more on a later page that is empty', () => {
    const empty = pageOf([], { cursor: 'b', next: undefined });
    expect(followWindow(windowOf(), empty, []).rest).toBeUndefined();
  });
});

describe('a page shows that all is read', () => {
  it('above the second of its oldest record', () => {
    expect(shownBy(windowOf(), pageOf([190, 150]), [190, 150])).toEqual([151, 200]);
  });

  it.each<[string, Partial<Window>, readonly number[], Partial<Page>]>([
    ['is read by cursors', { isByCursor: true }, [190, 150], {}],
    ['is not newest first', {}, [190, 150], { order: { rose: true, varied: true } }],
    ['lies within one second so far', {}, [190, 190], { order: { rose: false, varied: false } }],
    ['has no times', {}, [], {}],
    ['is doubted, and holds nothing of that second', { end: 150, doubted: 150 }, [140, 130], {}],
    ['is doubted, and holds what was known alone', { end: 150, doubted: 150 }, [140, 130], { unseen: [] }],
  ])('not where the list %s', (_, window, seconds, page) => {
    expect(shownBy(windowOf(window), pageOf(seconds, page), seconds)).toBeUndefined();
  });

  it('not where the page came in place of another one', () => {
    const page = pageOf([190, 150], { cursor: 'b', isInPlace: false });
    expect(shownBy(windowOf(), page, [190, 150])).toBeUndefined();
  });

  it('where what was doubted holds something of that second', () => {
    const page = pageOf([150, 130], { known: 1 });
    expect(shownBy(windowOf({ end: 150, doubted: 150 }), page, [150, 130])).toEqual([131, 200]);
  });
});

describe('the rest of a window', () => {
  it.each([
    ['is twice as wide as its last page', 25, undefined, true],
    ['is narrower', 26, undefined, false],
    ['is unknown, as its last page was not full', undefined, undefined, false],
    ['was found empty but for less than two pages', 20, 111, false],
    ['was found empty but for two pages', 20, 109, true],
  ])('that %s can be shared: %d seconds a page, empty to %d: %s', (_, pageSeconds, emptyTo, expected) => {
    expect(isDivisible(windowOf({ end: 150, pageSeconds, emptyTo }))).toBe(expected);
  });

  it('is cut in the middle; the upper half goes on', () => {
    const halves = divide(windowOf({ end: 151, pageSeconds: 10 }));
    expect(halves?.lower).toMatchObject({ span: [100, 125], end: 125, askedFrom: 100, isLookback: false });
    expect(halves?.upper).toMatchObject({ span: [126, 200], end: 151, askedFrom: 126, pageSeconds: 10 });
  });

  it('is cut above what was found empty, which goes with the lower half', () => {
    const halves = divide(windowOf({ end: 150, emptyTo: 119, isLookback: true }));
    expect(halves?.lower).toMatchObject({ span: [100, 135], emptyTo: 119, isLookback: true });
    expect(halves?.upper).toMatchObject({ span: [136, 200], emptyTo: undefined });
  });

  it('is read by its cursors in both halves, where the list is not newest first', () => {
    const byCursor = { isByCursor: true };
    expect(divide(windowOf(byCursor))).toMatchObject({ lower: byCursor, upper: byCursor });
  });

  it('is cut down to single seconds, and no further', () => {
    expect(divide(windowOf({ end: 101 }))).toMatchObject({
      lower: { span: [100, 100] },
      upper: { span: [101, 200] },
    });
    expect(divide(windowOf({ end: 101, emptyTo: 100 }))).toMatchObject({ lower: { span: [100, 100] } });
    expect(divide(windowOf({ end: 100 }))).toBeUndefined();
  });
});
