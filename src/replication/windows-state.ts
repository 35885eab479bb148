import type { Span } from '../bookmarks/spans.ts';
import { completeLookback, GRACE_SECONDS, type WindowsProgress } from '../bookmarks/windows-bookmark.ts';
import type { Page } from '../pages/partition.ts';
import type { PartitionEnd } from './reader.ts';
import {
  claim,
  divide,
  followWindow,
  gapAbove,
  isDivisible,
  isEmpty,
  newWindow,
  restOf,
  shownBy,
  unclaim,
  type Window,
} from './window.ts';

/**
 * Knowledge of all windows of a run. Each function below gives it as it is afterwards.
 *
 *     windows[2]      windows[0]             windows[1]
 *     ├────◀──────────┼────────◀─────────────┼─────────◀────────┤──▶ time of creation
 *
 * Each is read downward, side by side. When a place is free and none waits, the widest gives up its lower half; one that is
 * found empty is given back to the window above, whose own end is then the second answer.
 */
export interface WindowsState {
  readonly read: WindowsProgress;
  /** Those that have not ended, by the number that their partitions have for a key. */
  readonly windows: ReadonlyMap<number, Window>;
  /** Number of windows that there have been. */
  readonly opened: number;
  /** Those that wait for a place. */
  readonly waiting: readonly number[];
  /** Number of windows that may be read side by side. */
  readonly places: number;
  /** The newest creation time that has come, in unix seconds. */
  readonly newest: number | undefined;
  /** Windows of the lookback whose ends proved nothing. */
  readonly unproved: readonly Span[];
  /** True if the time is known for sure; if not, what came is all that is known of the time. */
  readonly isDated: boolean;
}

/** Returns a window by its number. */
export function windowOf({ windows }: WindowsState, id: number): Window {
  const window = windows.get(id);
  if (!window) throw new Error('no such window');
  return window;
}

function put(state: WindowsState, id: number, window: Window): WindowsState {
  return { ...state, windows: new Map(state.windows).set(id, window) };
}

/** Opens a window, which waits for a place. */
export function openWindow(state: WindowsState, window: Window): WindowsState {
  const { opened, waiting } = state;
  return put({ ...state, opened: opened + 1, waiting: [...waiting, opened] }, opened, window);
}

/** The first request of a window is about to be made at this time, in unix seconds. */
export function startWindow(state: WindowsState, id: number, at: number): WindowsState {
  const window = windowOf(state, id);
  return put(state, id, {
    ...window,
    readableUntil: window.readableUntil ?? Math.floor(at) - GRACE_SECONDS,
  });
}

/** Decides what follows a page. `seconds` are those of its records. */
export function followPage(
  state: WindowsState,
  id: number,
  page: Page,
  seconds: readonly number[],
): { state: WindowsState; follow: Span | 'cursor' | 'stop' } {
  const before = windowOf(state, id);
  const gap = gapAbove(before, page, seconds);
  if (gap) return followPage(cutOff(state, id, gap), id, page, seconds);
  const above = isEmpty(page) && !before.wasEmpty ? findAbove(state, before) : undefined;
  if (above !== undefined) return { state: giveBack(state, id, above), follow: 'stop' };
  const { window, rest } = followWindow(before, page, seconds);
  const read = window.isByCursor && !before.isByCursor ? unclaim(state.read, window) : state.read;
  const after = put({ ...state, read }, id, window);
  if (rest === undefined) return { state: after, follow: 'cursor' };
  const shared = share(after, id);
  return { state: shared, follow: [windowOf(shared, id).askedFrom, rest[1]] };
}

/** Makes what lies above the rest of a window one of its own. */
function cutOff(state: WindowsState, id: number, gap: Span): WindowsState {
  const window = windowOf(state, id);
  const end = gap[0] - 1;
  const rest: Window = { ...window, span: [window.span[0], end], end, doubted: undefined };
  return openWindow(put(state, id, rest), newWindow(gap, { isLookback: window.isLookback }));
}

/**
 * Finds the window that a half was cut off, or that which has become its upper neighbour since; undefined for a half of which
 * something has come: its rest is known to hold that again.
 */
function findAbove({ windows }: WindowsState, { span, end, isHalf, isLookback }: Window): number | undefined {
  if (!isHalf || end < span[1]) return undefined;
  const found = [...windows].find(
    ([, other]) => other.span[0] === span[1] + 1 && other.isLookback === isLookback && !other.isByCursor,
  );
  return found?.[0];
}

function giveBack(state: WindowsState, id: number, aboveId: number): WindowsState {
  const [window, above] = [windowOf(state, id), windowOf(state, aboveId)];
  const [from, emptyTo] = window.span;
  const extended: Window = { ...above, span: [from, above.span[1]], emptyTo };
  // Nothing of it is left.
  const end = window.span[1];
  return put(put(state, aboveId, extended), id, { ...window, span: [end + 1, end], askedFrom: end + 1 });
}

/** Cuts the rest of a window in two, again and again, while places are free and no other window has more left. */
function share(state: WindowsState, id: number): WindowsState {
  const window = windowOf(state, id);
  const divisible = [...state.windows.values()].filter(isDivisible);
  const isWidest = divisible.every((other) => restOf(other) <= restOf(window));
  if (state.windows.size >= state.places || !isDivisible(window) || !isWidest) return state;
  const halves = divide(window);
  if (!halves) return state;
  const half = { ...halves.lower, isHalf: true };
  return share(openWindow(put(state, id, halves.upper), half), id);
}

/** Cuts in two what the API cannot answer; undefined if that is a single second. */
export function halveWindow(
  state: WindowsState,
  id: number,
): { state: WindowsState; rest: Span } | undefined {
  const halves = divide(windowOf(state, id));
  if (!halves) return undefined;
  const upper = { ...halves.upper, wasEmpty: false, pageSeconds: undefined };
  return { state: openWindow(put(state, id, upper), halves.lower), rest: [upper.askedFrom, upper.end] };
}

/** The rest of a window is asked for anew. */
export function restartWindow(state: WindowsState, id: number): { state: WindowsState; rest: Span } {
  const window = windowOf(state, id);
  const [from] = window.span;
  return { state: put(state, id, { ...window, askedFrom: from }), rest: [from, window.end] };
}

/** The records of a page have been written. */
export function countPage(
  state: WindowsState,
  id: number,
  page: Page,
  seconds: readonly number[],
): WindowsState {
  const newest = Math.max(state.newest ?? Number.NEGATIVE_INFINITY, ...seconds);
  const after = { ...state, newest: Number.isFinite(newest) ? newest : undefined };
  const window = windowOf(state, id);
  const shown = shownBy(window, page, seconds);
  return shown ? settle(after, window, shown) : after;
}

/** A window has been read. */
export function endWindow(state: WindowsState, id: number, end: PartitionEnd): WindowsState {
  const window = windowOf(state, id);
  const after = closeWindow(state, id);
  const asked: Span = [window.askedFrom, window.span[1]];
  if (end === 'unproved')
    return window.isLookback ? { ...after, unproved: [...after.unproved, asked] } : after;
  const settled = settle(after, window, asked);
  return { ...settled, read: completeLookback(settled.read) };
}

/** Closes a window. What was given back to it since it asked last has been answered once, and is asked for by itself. */
export function closeWindow(state: WindowsState, id: number): WindowsState {
  const { span, askedFrom, isLookback } = windowOf(state, id);
  const windows = new Map(state.windows);
  windows.delete(id);
  const after = { ...state, windows, waiting: state.waiting.filter((other) => other !== id) };
  if (askedFrom === span[0]) return after;
  return openWindow(after, newWindow([span[0], askedFrom - 1], { isLookback, wasEmpty: true }));
}

function settle(state: WindowsState, window: Window, span: Span): WindowsState {
  const { isDated, newest = Number.NEGATIVE_INFINITY } = state;
  const readableUntil = isDated ? window.readableUntil : newest - GRACE_SECONDS;
  return { ...state, read: claim(state.read, { ...window, readableUntil }, span) };
}
