/** A span of time to ask for, in unix seconds: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A window that an earlier run has begun. Without a cursor it has been read to its end. */
export interface BegunWindow extends Window {
  readonly cursor?: string;
  /** The cursor of the last page with records before it. */
  readonly previous?: string | undefined;
}

/** What is to be covered, and in which pieces. */
export interface WindowsInput extends Window {
  /** Longest window, in seconds. */
  longest: number;
  /** Begun by earlier runs and still valid. */
  begun: readonly BegunWindow[];
}

/**
 * The windows that together with the finished ones cover the span, in the order of time. Those in progress stay
 * as they are, since their cursor belongs to their bounds; what is left between is cut into the longest pieces.
 */
export function planWindows({ from, to, longest, begun }: WindowsInput): BegunWindow[] {
  const planned: BegunWindow[] = [];
  let at = from;
  for (const window of [...begun].sort((a, b) => a.from - b.from)) {
    // One that overlaps what is covered already can add nothing but doubt: it is read anew as part of a gap.
    if (window.to <= at || window.from >= to || (window.cursor !== undefined && window.from < at)) continue;
    planned.push(...cut(at, window.from, longest));
    if (window.cursor !== undefined) planned.push(window);
    at = window.to;
  }
  return [...planned, ...cut(at, to, longest)];
}

function cut(from: number, to: number, longest: number): Window[] {
  const windows: Window[] = [];
  for (let at = from; at < to; at += longest) windows.push({ from: at, to: Math.min(at + longest, to) });
  return windows;
}

/** Adds a finished window to the finished ones, joining those that touch: the list stays as short as can be. */
export function joinWindows(finished: readonly Window[], added: Window): Window[] {
  const joined: Window[] = [];
  for (const window of [...finished, added].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && window.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, window.to) };
    else joined.push({ from: window.from, to: window.to });
  }
  return joined;
}
