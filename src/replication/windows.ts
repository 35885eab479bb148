import type { JsonObject } from '../json/json-object.ts';
import type { Follow, Page, Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { createCompleteness } from './completeness.ts';
import { mayHaveChanged } from './may-have-changed.ts';
import type { Reader } from './reader.ts';
import { cut, merge, type Span, subtract } from './spans.ts';
import {
  completeLookback,
  dropLookback,
  GRACE_SECONDS,
  readWindowsBookmark,
  type WindowsBookmarkOptions,
  type WindowsProgress,
  writeWindowsBookmark,
} from './windows-bookmark.ts';

/** Options that decide which windows are read. */
export interface WindowsOptions extends WindowsBookmarkOptions {
  readonly replication: WindowsReplication;
  /** End of reading, in whole unix seconds: the later of the clocks. */
  readonly readUntil: number;
  readonly longestSeconds: number;
  readonly concurrency: number;
}

/**
 * A window: a span of creation times that is being read, newest first.
 *
 *     from                 end (rest)        span's end
 *     ├─────────────────────┼──────────────────┤──────▶ time of creation
 *     │◀──── still asked ───│◀──── claimed ────│
 *
 * A page reaches down to its oldest record. What lies above that record's second counts as read, and the rest of the window
 * is asked for by time: from `from` to that second, inclusive, so the second itself comes again. Of the newest part, only
 * what is older than `readableUntil` counts.
 */
export interface Window {
  readonly span: Span;
  readonly isLookback: boolean;
  /** The last second of the rest that is still asked for. */
  readonly end: number;
  /** Nothing after this counts as read: five minutes before the first request. Undefined before that. */
  readonly readableUntil: number | undefined;
  /** It is not newest first: it is read by its cursors, and counts when it is complete. */
  readonly isByCursor: boolean;
  /** The end of the rest whose first page held nothing that was known: it was asked for again with a second more. */
  readonly doubted: number | undefined;
}

/** Knowledge of all windows. */
export interface WindowsState {
  readonly read: WindowsProgress;
  readonly windows: ReadonlyMap<number, Window>;
  /** The newest creation time that has come, in unix seconds. */
  readonly newest: number | undefined;
}

/** Counts a span of a window as read. */
export function claim(
  read: WindowsProgress,
  { isLookback, readableUntil = Number.NEGATIVE_INFINITY, span }: Window,
  [start, end]: Span,
): WindowsProgress {
  const claimed: Span[] = [[Math.max(start, span[0]), isLookback ? end : Math.min(end, readableUntil)]];
  if (!isLookback) return { ...read, covered: merge([...read.covered, ...claimed]) };
  const { lookback } = read;
  return lookback ? { ...read, lookback: { ...lookback, left: subtract(lookback.left, claimed) } } : read;
}

/** Takes back all that a window has counted as read. */
export function unclaim(read: WindowsProgress, { isLookback, span }: Window): WindowsProgress {
  const { covered, lookback } = read;
  if (!isLookback) return { ...read, covered: subtract(covered, [span]) };
  return lookback ? { ...read, lookback: { ...lookback, left: merge([...lookback.left, span]) } } : read;
}

/** Tells whether a page that begins a rest holds nothing that was known. */
function isApart({ cursor, unseen, records }: Page): boolean {
  return cursor === undefined && unseen.length === records.length;
}

/** Decides what follows a page of a window: the page behind its cursor, or the rest of the window up to a second. */
export function followWindow(
  window: Window,
  page: Page,
  seconds: readonly number[],
): { window: Window; rest: Span | undefined } {
  const [from, last] = window.span;
  const isCut = window.end < last;
  if (page.order.rose || window.isByCursor) {
    // Before this was seen, a part may have been left out as older than what was read.
    const byCursor = { ...window, isByCursor: true, end: last };
    return { window: byCursor, rest: isCut ? window.span : undefined };
  }
  // What lies in the second at which the rest begins is known. If none of it is there, it was deleted, or the bound
  // means something else: then a second more shows it.
  if (isCut && isApart(page) && window.doubted !== window.end)
    return { window: { ...window, doubted: window.end }, rest: [from, window.end + 1] };
  const oldest = Math.min(...seconds);
  const isWithinOneSecond = oldest === Math.max(...seconds);
  const isLast = page.next === undefined || seconds.length === 0;
  if (isLast || isWithinOneSecond || oldest >= window.end || oldest < from)
    return { window, rest: undefined };
  return { window: { ...window, end: oldest }, rest: [from, oldest] };
}

/** The seconds of a window that a page has shown to be read; undefined where its order proves nothing. */
export function shownBy(window: Window, page: Page, seconds: readonly number[]): Span | undefined {
  if (window.isByCursor || page.order.rose || !page.order.varied) return undefined;
  if (window.doubted === window.end && isApart(page)) return undefined;
  const oldest = Math.min(...seconds);
  return Number.isFinite(oldest) ? [oldest + 1, window.span[1]] : undefined;
}

/**
 * Reads an INCREMENTAL stream whose API can be asked for a span of time. `covered` says which creation times have been
 * read; the run reads the rest. Pages come newest first (docs/api-behaviour.md#31). After each page the tap asks for the
 * rest of the window by time, not by cursor, since a cursor is a mere offset (docs/api-behaviour.md#10). It follows cursors
 * only within a second that fills more than a page. A list that is not newest first is read by its cursors, and counts as
 * read when it is complete. After the new windows comes the lookback: what may have changed is written again.
 */
export function createWindowsReader(options: WindowsOptions): Reader {
  const { replication, from, readUntil, longestSeconds, isDated } = options;
  const { progress, faults, notes } = readWindowsBookmark(options);
  const wanted: Span[] = [[from, Math.max(readUntil, from)]];
  const left = options.isFullTableAsked ? wanted : subtract(wanted, progress.covered);
  let state: WindowsState = { read: progress, windows: new Map(), newest: undefined };
  /** Windows of the lookback whose ends proved nothing. */
  const unproved: Span[] = [];

  const idOf = ({ key }: Partition) => Number(key[0]);
  const windowOf = (partition: Partition): Window => {
    const window = state.windows.get(idOf(partition));
    if (!window) throw new Error('no such window');
    return window;
  };
  const put = (id: number, window: Window) => {
    state = { ...state, windows: new Map(state.windows).set(id, window) };
  };
  const toPartition = (id: number, [start, end]: Span): Partition => ({
    key: [id],
    params: {},
    // Both bounds belong to what is asked for (docs/api-behaviour.md#28).
    query: { [replication.by.start]: String(start), [replication.by.end]: String(end) },
    isSpan: true,
    columns: {},
    readsToEnd: false,
  });
  const open = (span: Span, isLookback: boolean): Partition => {
    const id = state.windows.size;
    const [, end] = span;
    put(id, { span, isLookback, end, readableUntil: undefined, isByCursor: false, doubted: undefined });
    return toPartition(id, span);
  };
  const secondsOf = ({ records }: Page): number[] =>
    records.flatMap((record) => {
      const instant = toUnixSeconds(record[replication.key]);
      return instant === undefined ? [] : [Math.floor(instant)];
    });
  /** Without a date of the API, what came is all that is known of the time. */
  const dated = (window: Window): Window =>
    isDated
      ? window
      : { ...window, readableUntil: (state.newest ?? Number.NEGATIVE_INFINITY) - GRACE_SECONDS };
  const settle = (window: Window, span: Span) => {
    state = { ...state, read: claim(state.read, dated(window), span) };
  };

  return {
    faults,
    notes,
    version: undefined,
    began: options.now,
    isResumed: false,
    concurrency: options.concurrency,
    completeness: createCompleteness(),
    *partitions() {
      for (const span of left.flatMap((piece) => cut(piece, longestSeconds))) yield open(span, false);
      for (const span of (state.read.lookback?.left ?? []).flatMap((piece) => cut(piece, longestSeconds)))
        yield open(span, true);
    },
    started(partition, at) {
      const window = windowOf(partition);
      put(idOf(partition), {
        ...window,
        readableUntil: window.readableUntil ?? Math.floor(at) - GRACE_SECONDS,
      });
    },
    follow(partition, page): Follow {
      const id = idOf(partition);
      const before = windowOf(partition);
      const { window, rest } = followWindow(before, page, secondsOf(page));
      if (window.isByCursor && !before.isByCursor) state = { ...state, read: unclaim(state.read, window) };
      put(id, window);
      return rest ? toPartition(id, rest) : 'cursor';
    },
    keep(partition, { unseen }): readonly JsonObject[] {
      const { lookedBack, lookedBackFrom, lookback } = state.read;
      const isAllWritten = !windowOf(partition).isLookback || lookback?.rewrites !== false;
      if (isAllWritten || lookedBack === undefined) return unseen;
      const since = { metricsAfter: lookedBack - DAY_SECONDS, createdBefore: lookedBackFrom };
      return unseen.filter((record) => mayHaveChanged(record, replication, since));
    },
    written(partition, page) {
      const seconds = secondsOf(page);
      const newest = Math.max(state.newest ?? Number.NEGATIVE_INFINITY, ...seconds);
      state = { ...state, newest: Number.isFinite(newest) ? newest : undefined };
      const window = windowOf(partition);
      const shown = shownBy(window, page, seconds);
      if (shown) settle(window, shown);
    },
    ended(partition, end) {
      const window = windowOf(partition);
      if (end === 'unproved') {
        if (window.isLookback) unproved.push(window.span);
        return;
      }
      settle(window, window.span);
      state = { ...state, read: completeLookback(state.read) };
    },
    failed() {},
    anew(partition) {
      const { span, end } = windowOf(partition);
      return toPartition(idOf(partition), [span[0], end]);
    },
    bookmark: () => writeWindowsBookmark(state.read, from),
    finished: () => writeWindowsBookmark(dropLookback(state.read, unproved), from),
  };
}
