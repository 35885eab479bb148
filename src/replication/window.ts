import { merge, type Span, subtract } from '../bookmarks/spans.ts';
import type { WindowsProgress } from '../bookmarks/windows-bookmark.ts';
import type { Page } from '../pages/partition.ts';

/**
 * A window: a span of creation times that is being read, newest first.
 *
 *     span's beginning   askedFrom             end            span's end
 *     ├─────────────────────┼───────────────────┼──────────────────┤──▶ time of creation
 *     │◀─── given back ─────│◀── asked for now ─│◀──── claimed ────│
 *
 * A page reaches down to its oldest record. What lies above that record's second counts as read, and the rest of the window
 * is asked for by time, down to the span's beginning and up to that second, inclusive, so the second itself comes again. Of
 * the newest part, only what is older than `readableUntil` counts.
 */
export interface Window {
  /** Its beginning rises when its lower half becomes a window of its own, and falls when that is given back. */
  readonly span: Span;
  readonly isLookback: boolean;
  /** The last second of the rest that is still asked for. */
  readonly end: number;
  /** The first second of what is asked for now. */
  readonly askedFrom: number;
  /** Nothing after this counts as read: five minutes before the first request. Undefined before that. */
  readonly readableUntil: number | undefined;
  /** It is not newest first: it is read by its cursors, and counts when it is complete. */
  readonly isByCursor: boolean;
  /** The end of the rest whose first page held nothing that was known: it was asked for again with a second more. */
  readonly doubted: number | undefined;
  /** What is asked for was answered without a record once. */
  readonly wasEmpty: boolean;
  /** Seconds by which the last page has brought it down; undefined unless that page was full, and the list newest first. */
  readonly pageSeconds: number | undefined;
  /** It is the lower half of another one: found empty, it is given back. */
  readonly isHalf: boolean;
  /** The last second of what was given back to it: no other half is sought there. */
  readonly emptyTo: number | undefined;
}

/** A window that has not been asked for. */
export function newWindow(span: Span, more: Pick<Window, 'isLookback'> & Partial<Window>): Window {
  return {
    span,
    end: span[1],
    askedFrom: span[0],
    readableUntil: undefined,
    isByCursor: false,
    doubted: undefined,
    wasEmpty: false,
    pageSeconds: undefined,
    isHalf: false,
    emptyTo: undefined,
    ...more,
  };
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

/** Tells whether what is asked for was answered without a record. */
export function isEmpty({ cursor, records }: Page): boolean {
  return cursor === undefined && records.length === 0;
}

/** Tells whether a page that begins a rest holds nothing of the second in which the page before it has ended. */
function isApart({ end }: Window, { cursor }: Page, seconds: readonly number[]): boolean {
  return cursor === undefined && seconds.every((second) => second < end);
}

/**
 * Finds what lies between the second in which the page before has ended and the first record of the rest, where that was asked
 * for again, and still held nothing of that second. Its records were deleted, or the list has another order below: so what lies
 * between has not been read.
 */
export function gapAbove(window: Window, page: Page, seconds: readonly number[]): Span | undefined {
  const { span, end, doubted } = window;
  const newest = Math.max(...seconds);
  if (end === span[1] || doubted !== end || !isApart(window, page, seconds) || newest < span[0])
    return undefined;
  return [newest + 1, end];
}

/** A window, and the span that is asked for next; undefined: the page behind the cursor. */
export interface Followed {
  readonly window: Window;
  readonly rest: Span | undefined;
}

/** Asks for a span of a window. */
function ask(window: Window, rest: Span): Followed {
  return { window: { ...window, askedFrom: rest[0] }, rest };
}

/** Decides what follows a page of a window: the page behind its cursor, or the rest of the window up to a second. */
export function followWindow(before: Window, page: Page, seconds: readonly number[]): Followed {
  const { span, end } = before;
  const [from, last] = span;
  const isCut = end < last;
  const window = { ...before, wasEmpty: isEmpty(page), pageSeconds: undefined };
  // Nothing rests on a single empty answer.
  if (isEmpty(page) && !before.wasEmpty) return ask(window, [from, end]);
  if (page.order.rose || window.isByCursor) {
    // Before this was seen, a part may have been left out as older than what was read.
    const byCursor = { ...window, isByCursor: true, end: last };
    return isCut ? ask(byCursor, span) : { window: byCursor, rest: undefined };
  }
  // What lies in the second at which the rest begins is known. If none of it is there, it was deleted, or the bound
  // means something else: then a second more shows it.
  if (isCut && isApart(before, page, seconds) && window.doubted !== end)
    return ask({ ...window, doubted: end }, [from, end + 1]);
  const oldest = Math.min(...seconds);
  const isWithinOneSecond = oldest === Math.max(...seconds);
  // Without a record that has a time, the oldest is later than any.
  if (page.next === undefined || isWithinOneSecond || oldest >= end || oldest < from)
    return { window, rest: undefined };
  const pageSeconds = page.isFull ? end - oldest : undefined;
  return ask({ ...window, end: oldest, pageSeconds }, [from, oldest]);
}

/** The seconds of a window that a page has shown to be read; undefined where its order proves nothing. */
export function shownBy(window: Window, page: Page, seconds: readonly number[]): Span | undefined {
  if (window.isByCursor || page.order.rose || !page.order.varied) return undefined;
  // What came in place of another page says nothing of the order there.
  if (!page.isInPlace) return undefined;
  if (window.doubted === window.end && isApart(window, page, seconds)) return undefined;
  const oldest = Math.min(...seconds);
  return Number.isFinite(oldest) ? [oldest + 1, window.span[1]] : undefined;
}

/** The first second of a window of which nothing is known. */
function unknownFrom({ span: [from], emptyTo }: Window): number {
  return emptyTo === undefined ? from : emptyTo + 1;
}

/** Seconds of a window that are still asked for, but for those of which an answer has said that they are empty. */
export function restOf(window: Window): number {
  return window.end - unknownFrom(window);
}

/** Tells whether a window is long enough to be cut: at least two more pages are left. */
export function isDivisible(window: Window): boolean {
  const { pageSeconds } = window;
  return pageSeconds !== undefined && restOf(window) >= 2 * pageSeconds;
}

/** Cuts the rest of a window in two, by time; the upper half goes on. Undefined if the rest is a single second. */
export function divide(window: Window): { upper: Window; lower: Window } | undefined {
  const { span, end, emptyTo, isLookback, isByCursor } = window;
  const [from, last] = span;
  if (end <= from) return undefined;
  const bottom = Math.min(unknownFrom(window), end - 1);
  const middle = bottom + Math.floor((end - bottom) / 2);
  return {
    upper: { ...window, span: [middle + 1, last], askedFrom: middle + 1, emptyTo: undefined },
    lower: newWindow([from, middle], { isLookback, emptyTo, isByCursor }),
  };
}
