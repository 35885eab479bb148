import type { Page } from '../pages/partition.ts';
import { merge, type Span, subtract } from './spans.ts';
import type { WindowsProgress } from './windows-bookmark.ts';

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

/** A window that has not been asked for. */
export function newWindow(span: Span, isLookback: boolean): Window {
  return {
    span,
    isLookback,
    end: span[1],
    readableUntil: undefined,
    isByCursor: false,
    doubted: undefined,
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
