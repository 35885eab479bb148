import type { JsonObject } from '../json/json-object.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { type BookmarkValues, openBookmark, writeInstant, writeSpans } from './bookmark.ts';
import { intersect, merge, type Span } from './spans.ts';

/** Records may become visible some minutes after their own time: the latest are read again by the next run. */
export const GRACE_SECONDS = 300;

/** The keys of the bookmark. */
export const WINDOWS_KEYS = ['created', 'covered', 'lookback', 'looked_back', 'looked_back_from'];

/** A bookmark of windows, and what decides how it is read. */
export interface WindowsBookmarkOptions {
  readonly bookmark: JsonObject;
  /** The run reads records created from this time on, in unix seconds. */
  readonly from: number;
  /** The API's time when the run was planned, in whole unix seconds. */
  readonly now: number;
  /** How far the lookback goes; 0: there is none. */
  readonly lookbackSeconds: number;
  /** A lookback is due when the last one is older than this. */
  readonly lookbackIntervalSeconds: number;
  /** Everything is read, whatever has been read before. */
  readonly isFullTableAsked: boolean;
}

/** A lookback under way: when it was planned, the time from which it reads, and the spans that are left. */
export interface Lookback {
  readonly start: number;
  readonly from: number;
  left: Span[];
}

/** What has been read so far, by this run and earlier ones. */
export interface WindowsProgress {
  /** The creation times that have been read. */
  covered: Span[];
  /** When the last complete lookback was planned, and the time from which it read, in unix seconds. */
  lookedBack: number | undefined;
  lookedBackFrom: number | undefined;
  /** The lookback under way; undefined if none is due. */
  lookback: Lookback | undefined;
}

/** Reads the bookmark, and plans the lookback that is due. */
export function readWindowsBookmark(options: WindowsBookmarkOptions): {
  progress: WindowsProgress;
  faults: readonly string[];
  notes: readonly string[];
} {
  const { bookmark, from, now } = options;
  const values = openBookmark(bookmark, { known: WINDOWS_KEYS, former: ['progress'], now });
  const notes: string[] = [];
  const covered = readCovered(values, options, (note) => void notes.push(note));
  const [last, lastFrom] = [values.instant('looked_back'), values.instant('looked_back_from')];
  // A first run reads everything: it counts as a lookback.
  const [lookedBack, lookedBackFrom] = covered.length === 0 ? [now, from] : [last, lastFrom];
  const lookback = planLookback(values, { ...options, covered, lookedBack });
  return { progress: { covered, lookedBack, lookedBackFrom, lookback }, faults: values.faults, notes };
}

function readCovered(
  values: BookmarkValues,
  { bookmark, from }: WindowsBookmarkOptions,
  tell: (note: string) => void,
): Span[] {
  const created = values.instant('created');
  // The first release wrote no spans: everything up to `created`, less its grace, had been read.
  if ((bookmark['covered'] ?? undefined) === undefined && created !== undefined)
    return merge([[Math.min(from, created), Math.floor(created) - GRACE_SECONDS]]);
  const spans = values.spans('covered');
  const end = created === undefined ? undefined : Math.floor(created);
  if (end === undefined || spans.some(([, to]) => to === end) || spans.every(([, to]) => to < end))
    return spans;
  tell(`the bookmark was moved back to ${writeInstant(end)}: what is later is read again`);
  return intersect(spans, [[0, end]]);
}

function planLookback(
  values: BookmarkValues,
  options: WindowsBookmarkOptions & Pick<WindowsProgress, 'covered' | 'lookedBack'>,
): Lookback | undefined {
  const { now, lookbackSeconds, covered, lookedBack } = options;
  if (lookbackSeconds === 0 || options.isFullTableAsked) return undefined;
  const begun = values.object('lookback');
  if (begun) {
    const [start, since] = [values.instant('start', begun), values.instant('from', begun)];
    const rest = intersect(values.spans('left', begun), covered);
    if (start !== undefined && since !== undefined && rest.length > 0)
      return { start, from: since, left: rest };
  }
  if (lookedBack !== undefined && now - lookedBack < options.lookbackIntervalSeconds) return undefined;
  // A day more, so that no pause and no boundary hides a change.
  const since = Math.floor((lookedBack ?? now) - lookbackSeconds - DAY_SECONDS);
  const rest = intersect(covered, [[since, now]]);
  return rest.length === 0 ? undefined : { start: now, from: since, left: rest };
}

/** The bookmark of what has been read; `from` as in {@link WindowsBookmarkOptions}. */
export function writeWindowsBookmark(
  { covered, lookedBack, lookedBackFrom, lookback }: WindowsProgress,
  from: number,
): JsonObject {
  return {
    created: writeInstant(covered.find(([start, end]) => start <= from && end >= from)?.[1]),
    covered: writeSpans(covered),
    lookback: lookback
      ? {
          start: writeInstant(lookback.start),
          from: writeInstant(lookback.from),
          left: writeSpans(lookback.left),
        }
      : null,
    looked_back: writeInstant(lookedBack),
    looked_back_from: writeInstant(lookedBackFrom),
  };
}
