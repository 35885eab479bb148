import type { Page } from '../pages/partition.ts';
import type { PartitionEnd } from './reader.ts';
import type { Span } from './spans.ts';
import { claim, followWindow, newWindow, shownBy, unclaim, type Window } from './window.ts';
import { completeLookback, GRACE_SECONDS, type WindowsProgress } from './windows-bookmark.ts';

/** Knowledge of all windows of a run. Each function below gives it as it is afterwards. */
export interface WindowsState {
  readonly read: WindowsProgress;
  /** By the number that their partitions have for a key. */
  readonly windows: ReadonlyMap<number, Window>;
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

/** Opens a window for a span; its number is that of the windows before. */
export function openWindow(state: WindowsState, span: Span, isLookback: boolean): WindowsState {
  return put(state, state.windows.size, newWindow(span, isLookback));
}

/** The first request of a window is about to be made at this time, in unix seconds. */
export function startWindow(state: WindowsState, id: number, at: number): WindowsState {
  const window = windowOf(state, id);
  return put(state, id, {
    ...window,
    readableUntil: window.readableUntil ?? Math.floor(at) - GRACE_SECONDS,
  });
}

/** Decides what follows a page: the rest of its window, or the page behind its cursor. `seconds` are those of its records. */
export function followPage(
  state: WindowsState,
  id: number,
  page: Page,
  seconds: readonly number[],
): { state: WindowsState; rest: Span | undefined } {
  const before = windowOf(state, id);
  const { window, rest } = followWindow(before, page, seconds);
  const isFirstByCursor = window.isByCursor && !before.isByCursor;
  const read = isFirstByCursor ? unclaim(state.read, window) : state.read;
  return { state: put({ ...state, read }, id, window), rest };
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
  if (end === 'unproved')
    return window.isLookback ? { ...state, unproved: [...state.unproved, window.span] } : state;
  const after = settle(state, window, window.span);
  return { ...after, read: completeLookback(after.read) };
}

function settle(state: WindowsState, window: Window, span: Span): WindowsState {
  const { isDated, newest = Number.NEGATIVE_INFINITY } = state;
  const readableUntil = isDated ? window.readableUntil : newest - GRACE_SECONDS;
  return { ...state, read: claim(state.read, { ...window, readableUntil }, span) };
}
