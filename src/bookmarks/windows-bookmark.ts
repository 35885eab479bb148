import type { JsonObject } from '../json/json-object.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import {
  type BookmarkValues,
  isDue,
  openBookmark,
  writeInstant,
  writeObject,
  writeSpans,
} from './bookmark.ts';
import { LATE_METRICS_KEYS } from './late-metrics-bookmark.ts';
import { intersect, merge, type Span, subtract } from './spans.ts';

/** Records may become visible some minutes after their own time: the latest are read again by the next run. */
export const GRACE_SECONDS = 300;

/** The keys of the bookmark. */
export const WINDOWS_KEYS = [
  'created',
  'covered',
  'lookback',
  'looked_back',
  'looked_back_from',
  'rewritten',
  ...LATE_METRICS_KEYS,
];

/** A bookmark of windows, and what decides how it is read. */
export interface WindowsBookmarkOptions {
  readonly bookmark: JsonObject;
  /** The run reads records created from this time on, in unix seconds. */
  readonly from: number;
  /** The time when the run was planned, in whole unix seconds. */
  readonly now: number;
  /** Length of the lookback; 0: there is none. */
  readonly lookbackSeconds: number;
  /** A lookback is due when the last one is older than this. */
  readonly lookbackIntervalSeconds: number;
  /** A lookback writes all that it reads when the last one that did is older than this; 0: never. */
  readonly rewriteIntervalSeconds: number;
  /** True if late changes are read by metric: then only those lookbacks are needed that rewrite, if there are any. */
  readonly isByMetric: boolean;
  /** Everything is read, whatever has been read before. */
  readonly isFullTableAsked: boolean;
  /** True if the time is known for sure; if not, nothing is remembered up to it. */
  readonly isDated: boolean;
}

/** A lookback under way. */
export interface Lookback {
  /** When it was planned, in unix seconds; where that is not known for sure, what had been read by then. */
  readonly start: number;
  /** The time from which it reads. */
  readonly from: number;
  /** It writes all that it reads, changed or not. */
  readonly rewrites: boolean;
  /** The spans that it has not read yet. */
  readonly left: readonly Span[];
}

/** Record of what has been read so far, by this run and earlier ones. Times are unix seconds. */
export interface WindowsProgress {
  /** The creation times that have been read. */
  readonly covered: readonly Span[];
  /** When the last complete lookback was planned, and the time from which it read. */
  readonly lookedBack: number | undefined;
  readonly lookedBackFrom: number | undefined;
  /** When the last complete lookback was planned that wrote all it read. */
  readonly rewritten: number | undefined;
  /** The lookback under way; undefined if none is due. */
  readonly lookback: Lookback | undefined;
}

/** Reads the bookmark, and plans the lookback that is due. */
export function readWindowsBookmark(options: WindowsBookmarkOptions): {
  progress: WindowsProgress;
  faults: readonly string[];
  notes: readonly string[];
} {
  const { bookmark, from, now, isDated } = options;
  const values = openBookmark(bookmark, { known: WINDOWS_KEYS, former: ['progress'], now });
  const notes: string[] = [];
  const covered = readCovered(values, options, (note) => void notes.push(note));
  // A first run reads everything, and writes it: it counts as a lookback, unless it does not know when it is.
  const first = isDated ? now : undefined;
  const last =
    covered.length === 0
      ? { lookedBack: first, lookedBackFrom: from, rewritten: first }
      : {
          // What the first release had read up to a time, it had read by then.
          lookedBack:
            values.instant('looked_back') ?? (isOfFirstRelease(bookmark) ? covered[0]?.[1] : undefined),
          lookedBackFrom: values.instant('looked_back_from'),
          rewritten: values.instant('rewritten'),
        };
  const lookback = planLookback(values, { ...options, ...last, covered });
  return { progress: { covered, ...last, lookback }, faults: values.faults, notes };
}

/** The first release wrote no spans. */
function isOfFirstRelease({ covered = null }: JsonObject): boolean {
  return covered === null;
}

function readCovered(
  values: BookmarkValues,
  { bookmark, from }: WindowsBookmarkOptions,
  tell: (note: string) => void,
): Span[] {
  const created = values.instant('created');
  // Everything up to `created`, less its grace, had been read.
  if (isOfFirstRelease(bookmark) && created !== undefined)
    return merge([[Math.min(from, created), Math.floor(created) - GRACE_SECONDS]]);
  const spans = values.spans('covered');
  const end = created === undefined ? undefined : Math.floor(created);
  if (end === undefined || spans.some(([, to]) => to === end) || spans.every(([, to]) => to < end))
    return spans;
  tell(`the bookmark was moved back to ${writeInstant(end)}: what is later is read again`);
  return intersect(spans, [[0, end]]);
}

/**
 * Plans a lookback, or goes on with one that was interrupted.
 *
 *     looked_back - lookback - 1 d             looked_back              now
 *     ─────────────┼────────────────────────────────┼────────────────────┼──▶ time of creation
 *                  │◀────────────── read again ─────┼────────────────────│
 *
 * It begins where the one before could not see: a day more, so that no pause and no boundary hides a change. One that
 * rewrites begins at the last one that did.
 */
function planLookback(
  values: BookmarkValues,
  options: WindowsBookmarkOptions & Pick<WindowsProgress, 'covered' | 'lookedBack' | 'rewritten'>,
): Lookback | undefined {
  const { now, lookbackSeconds, covered, lookedBack, rewritten, rewriteIntervalSeconds } = options;
  if (lookbackSeconds === 0 || options.isFullTableAsked) return undefined;
  const begun = values.object('lookback');
  if (begun) {
    const [start, since] = [values.instant('start', begun), values.instant('from', begun)];
    const left = intersect(values.spans('left', begun), covered);
    if (start !== undefined && since !== undefined && left.length > 0)
      return { start, from: since, left, rewrites: begun['rewrites'] === true };
  }
  if (!isDue(lookedBack, options.lookbackIntervalSeconds, now)) return undefined;
  const rewrites = rewriteIntervalSeconds > 0 && isDue(rewritten, rewriteIntervalSeconds, now);
  if (options.isByMetric && rewriteIntervalSeconds > 0 && !rewrites) return undefined;
  const known = lastLookedBack(options, now);
  const last = rewrites ? Math.min(rewritten ?? known, known) : known;
  const since = Math.floor(last - lookbackSeconds - DAY_SECONDS);
  const left = intersect(covered, [[since, now]]);
  // Without a date nothing says when it is, but that it is later than all that has been read.
  const start = options.isDated ? now : Math.min(now, covered.at(-1)?.[1] ?? now);
  return left.length === 0 ? undefined : { start, from: since, left, rewrites };
}

/** The time of the last lookback, or of the last rewrite. Where nothing says when, records were not read before they were created. */
export function lastLookedBack(
  { covered, lookedBack, rewritten }: Pick<WindowsProgress, 'covered' | 'lookedBack' | 'rewritten'>,
  now: number,
): number {
  return lookedBack ?? rewritten ?? covered[0]?.[0] ?? now;
}

/** The progress once the lookback under way has read all; the same as before if there is none, or something is left. */
export function completeLookback(progress: WindowsProgress): WindowsProgress {
  const { lookback, rewritten } = progress;
  if (lookback?.left.length !== 0) return progress;
  return {
    ...progress,
    lookedBack: lookback.start,
    lookedBackFrom: lookback.from,
    rewritten: lookback.rewrites ? lookback.start : rewritten,
    lookback: undefined,
  };
}

/**
 * The progress without a lookback that has read all but windows whose ends prove nothing. It would never be complete, and so
 * never make room for the next one; that one looks back from the same time.
 */
export function dropLookback(progress: WindowsProgress, unproved: readonly Span[]): WindowsProgress {
  const { lookback } = progress;
  if (!lookback || subtract(lookback.left, unproved).length > 0) return progress;
  return { ...progress, lookback: undefined };
}

/** The bookmark of what has been read; `from` as in {@link WindowsBookmarkOptions}. */
export function writeWindowsBookmark(
  { covered, lookedBack, lookedBackFrom, rewritten, lookback }: WindowsProgress,
  from: number,
): JsonObject {
  return {
    created: writeInstant(covered.find(([start, end]) => start <= from && end >= from)?.[1]),
    covered: writeSpans(covered),
    lookback: writeObject(
      lookback && {
        start: writeInstant(lookback.start),
        from: writeInstant(lookback.from),
        left: writeSpans(lookback.left),
        rewrites: lookback.rewrites,
      },
    ),
    looked_back: writeInstant(lookedBack),
    looked_back_from: writeInstant(lookedBackFrom),
    rewritten: writeInstant(rewritten),
  };
}
