import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/bookmarks/spans.ts';
import {
  completeLookback,
  dropLookback,
  readWindowsBookmark,
  type WindowsBookmarkOptions,
  type WindowsProgress,
  writeWindowsBookmark,
} from '../../../src/bookmarks/windows-bookmark.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z') / 1000;
const DAY = 86_400;
const FROM = NOW - 100 * DAY;

/** An instant some days ago, as a bookmark holds it. */
const ago = (days: number) => new Date((NOW - days * DAY) * 1000).toISOString().replace('.000', '');
/** A span between two, in unix seconds. */
const span = (from: number, to: number): Span => [NOW - from * DAY, NOW - to * DAY];

/** Reads a bookmark in a run that looks back thirty days each day, and rewrites each week. */
const read = (bookmark: JsonObject, more: Partial<WindowsBookmarkOptions> = {}) =>
  readWindowsBookmark({
    bookmark,
    from: FROM,
    now: NOW,
    lookbackSeconds: 30 * DAY,
    lookbackIntervalSeconds: DAY,
    rewriteIntervalSeconds: 7 * DAY,
    isByMetric: false,
    isFullTableAsked: false,
    isDated: true,
    ...more,
  });

describe('what has been read, by the bookmark', () => {
  it('is nothing before the first run, which counts as a lookback if it knows when it is', () => {
    const none = { covered: [], lookedBackFrom: FROM, lookback: undefined };
    expect(read({}).progress).toEqual({ ...none, lookedBack: NOW, rewritten: NOW });
    expect(read({}, { isDated: false }).progress).toEqual({
      ...none,
      lookedBack: undefined,
      rewritten: undefined,
    });
  });

  it.each<[string, string, readonly Span[]]>([
    ['up to it, less five minutes', ago(2), [[FROM, NOW - 2 * DAY - 300]]],
    ['up to it alone, where that is before what is read now', ago(120), []],
    ['nothing, where that is less than five minutes', new Date((FROM + 100) * 1000).toISOString(), []],
  ])('is, of the first release, which wrote `created` alone: %s', (_, created, covered) => {
    expect(read({ created }, { lookbackSeconds: 0 })).toMatchObject({ progress: { covered }, faults: [] });
  });

  it.each<[string, number | undefined, readonly Span[], boolean]>([
    ['that a user has not moved', 60, [span(100, 60), span(50, 1)], false],
    ['that ends with the last span', 1, [span(100, 60), span(50, 1)], false],
    ['that a later run had read beyond', 0.5, [span(100, 60), span(50, 1)], false],
    ['that is null', undefined, [span(100, 60), span(50, 1)], false],
    ['that was moved back into the first span', 80, [span(100, 80)], true],
    ['that was moved back into the last one', 20, [span(100, 60), span(50, 20)], true],
    ['that was moved back between both', 55, [span(100, 60)], true],
  ])('is cut at a `created` that was moved back, which is told: one %s', (_, created, covered, isTold) => {
    const bookmark = {
      created: created === undefined ? null : ago(created),
      covered: [
        [ago(100), ago(60)],
        [ago(50), ago(1)],
      ],
      looked_back: ago(0),
    };
    const { progress, notes } = read(bookmark);
    expect([progress.covered, notes.length]).toEqual([covered, isTold ? 1 : 0]);
  });

  it.each([true, false])(
    'is read as it was written, and keys of former releases are no fault; a lookback that writes all: %s',
    (rewrites) => {
      const progress: WindowsProgress = {
        covered: [span(100, 60), span(50, 0)],
        lookedBack: NOW - 5 * DAY,
        lookedBackFrom: NOW - 36 * DAY,
        rewritten: NOW - 9 * DAY,
        lookback: { start: NOW - DAY, from: NOW - 40 * DAY, rewrites, left: [span(40, 30)] },
      };
      const bookmark = { ...writeWindowsBookmark(progress, FROM), progress: 1 };
      expect(read(bookmark)).toEqual({ progress, faults: [], notes: [] });
    },
  );

  it.each<[string, number, string | null]>([
    ['at its begin', 100, ago(60)],
    ['at its end', 60, ago(60)],
    ['between two', 55, null],
    ['in the other', 50, ago(0)],
    ['before all', 101, null],
  ])('has as `created` the end of the span in which reading begins: %s', (_, from, created) => {
    const nothing = {
      lookedBack: undefined,
      lookedBackFrom: undefined,
      rewritten: undefined,
      lookback: undefined,
    };
    const progress = { covered: [span(100, 60), span(50, 0)], ...nothing };
    expect(writeWindowsBookmark(progress, NOW - from * DAY)['created']).toBe(created);
  });
});

describe('a lookback', () => {
  const COVERED = { covered: [[ago(100), ago(0)]], created: ago(0) };
  const looked = (back: number, rewritten: number | null = 1) => ({
    ...COVERED,
    looked_back: ago(back),
    rewritten: rewritten === null ? null : ago(rewritten),
  });
  const lookback = (bookmark: JsonObject, more?: Partial<WindowsBookmarkOptions>) =>
    read(bookmark, more).progress.lookback;
  /** One that begins now, and goes back some days. */
  const back = (days: number, rewrites = false) => ({
    start: NOW,
    from: NOW - days * DAY,
    left: [span(days, 0)],
    rewrites,
  });

  it.each<[string, JsonObject, Partial<WindowsBookmarkOptions>, object | undefined]>([
    ['is not due within its interval', looked(0.5), {}, undefined],
    ['goes back a day more than the one before', looked(2), {}, back(33)],
    [
      'counts, where the run does not know when it is, as of the newest that was read before it',
      { ...looked(3), covered: [[ago(100), ago(2)]] },
      { isDated: false },
      { ...back(34), start: NOW - 2 * DAY, left: [span(34, 2)] },
    ],
    ['is not made where its length is 0', looked(2), { lookbackSeconds: 0 }, undefined],
    ['is not made where everything is read', looked(2), { isFullTableAsked: true }, undefined],
    ['writes all of it, once in its interval, from the last that did', looked(2, 8), {}, back(39, true)],
    ['that writes all begins no later than one that does not', looked(9, 8), {}, back(40, true)],
    ['never writes all of it where the interval is 0', looked(2, 8), { rewriteIntervalSeconds: 0 }, back(33)],
    ['writes all of it where none ever did', looked(2, null), {}, back(33, true)],
    [
      'reads all, where nothing says when the last one was made',
      {
        covered: [
          [ago(100), ago(50)],
          [ago(20), ago(0)],
        ],
      },
      {},
      { ...back(131, true), left: [span(100, 50), span(20, 0)] },
    ],
    [
      'goes back from the last that wrote all of it, where no other is known',
      { ...looked(9, 9), looked_back: null },
      {},
      back(40, true),
    ],
    [
      'begins, of the first release, with what had been read at its time',
      { created: ago(3) },
      { from: NOW - 60 * DAY },
      {
        start: NOW,
        from: NOW - 34 * DAY - 300,
        left: [[NOW - 34 * DAY - 300, NOW - 3 * DAY - 300]],
        rewrites: true,
      },
    ],
    [
      'is not made where nothing was read in its time',
      { ...looked(2), covered: [[ago(100), ago(40)]] },
      {},
      undefined,
    ],
    [
      'is needed, late changes being read by metric, only if it writes all',
      looked(2),
      { isByMetric: true },
      undefined,
    ],
    ['by metric, that writes all', looked(2, 8), { isByMetric: true }, back(39, true)],
    [
      'by metric, where none writes all',
      looked(2),
      { isByMetric: true, rewriteIntervalSeconds: 0 },
      back(33),
    ],
  ])('%s', (_, bookmark, more, expected) => {
    expect(lookback(bookmark, more)).toEqual(expected);
  });

  const UNDER_WAY = { start: ago(1), from: ago(40), left: [[ago(40), ago(30)]], rewrites: true };
  const GOES_ON = { start: NOW - DAY, from: NOW - 40 * DAY, left: [span(40, 30)], rewrites: true };

  it.each<[string, JsonObject, object | undefined]>([
    ['goes on where it was, in its way', UNDER_WAY, GOES_ON],
    [
      'goes on in what is still covered',
      { ...UNDER_WAY, left: [[ago(120), ago(90)]] },
      { ...GOES_ON, left: [span(100, 90)] },
    ],
    [
      'takes a way that is none for the usual one',
      { ...UNDER_WAY, rewrites: 'yes' },
      { ...GOES_ON, rewrites: false },
    ],
    ['that has read all is done', { ...UNDER_WAY, left: [] }, undefined],
    ['without its start is void', { ...UNDER_WAY, start: null }, undefined],
    ['without the time from which it reads is void', { ...UNDER_WAY, from: null }, undefined],
  ])('that was interrupted %s', (_, value, expected) => {
    expect(lookback({ ...looked(0.5), lookback: [value] })).toEqual(expected);
  });

  it('is complete once it has read all, and what it rewrote counts as rewritten', () => {
    const begun = read({ ...looked(0.5, 3), lookback: [UNDER_WAY] }).progress;
    expect(completeLookback(begun)).toBe(begun);
    const done = (rewrites: boolean) =>
      completeLookback({ ...begun, lookback: { ...GOES_ON, rewrites, left: [] } });
    const ended = { lookedBack: NOW - DAY, lookedBackFrom: NOW - 40 * DAY, lookback: undefined };
    expect(done(true)).toEqual({ ...begun, ...ended, rewritten: NOW - DAY });
    expect(done(false)).toEqual({ ...begun, ...ended, rewritten: NOW - 3 * DAY });
  });

  it('that has read all but what proves nothing makes room for the next one', () => {
    const begun = read({ ...looked(0.5), lookback: [UNDER_WAY] }).progress;
    expect(dropLookback(begun, [span(40, 35)])).toBe(begun);
    const without = { ...begun, lookback: undefined };
    expect(dropLookback(begun, [span(41, 30)])).toEqual(without);
    expect([dropLookback(without, []), completeLookback(without)]).toEqual([without, without]);
  });
});
