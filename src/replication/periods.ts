import { openBookmark, writeInstant, writeObject } from '../bookmarks/bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { LargeParent } from '../partitions/parent-page.ts';
import {
  type Periods,
  type PeriodsReplication,
  RESOLUTIONS,
  type Resolution,
} from '../streams/definition.ts';
import { easternPeriod, easternPeriodsBetween, utcPeriod } from '../time/calendar.ts';
import { DAY_SECONDS, toRfc3339 } from '../time/instant.ts';
import { createPartitionProgress, type PassOptions } from './partition-progress.ts';
import { type GivenProgress, readProgress } from './progress-bookmark.ts';
import { followCursor, halveNone, type Reader } from './reader.ts';

/** The keys of the bookmark. */
export const PERIODS_KEYS = ['period_start', 'resolution', 'progress'];

/** The furthest that is asked back, in seconds: ten years. */
const LONGEST_SECONDS = 3652 * DAY_SECONDS;

/** Fewer would not show whether the last period is the current one. What is more than needed is asked for, and not written. */
const FEWEST_STEPS = 2;

/** Options that decide from where on the periods of a stream are read. */
export interface PeriodsFromOptions {
  readonly bookmark: JsonObject;
  readonly replication: PeriodsReplication;
  readonly resolution: Resolution;
  /** Nothing before this is read, in unix seconds; undefined where the user has not said. */
  readonly anchor: number | undefined;
  /** Time that the first run goes back where the user has not said. */
  readonly firstSeconds: number;
  /** Time before the bookmark that is read again. */
  readonly lookbackSeconds: number;
  /** The time when the run was planned, in unix seconds. */
  readonly now: number;
  /** End of reading, in unix seconds: the later of the clocks. */
  readonly readUntil: number;
  /** True if the bookmark is to be ignored. */
  readonly isFullTableAsked: boolean;
  /** Number of values in a context's key, and in that of the parent's partitions. */
  readonly keyLength: number;
  readonly parentKeyLength: number | undefined;
}

/** Options of {@link createPeriodsReader}. */
export interface PeriodsOptions extends PeriodsFromOptions, Pick<PassOptions, 'groups' | 'digest'> {
  readonly concurrency: number;
  /** The pass over a large parent that it is read for. */
  readonly large: LargeParent | undefined;
  /** True if the time is known for sure; if not, the bookmark does not move. */
  readonly isDated: boolean;
}

/** Returns the start of the periods of a stream that are read, in unix seconds: the beginning of a period. */
export function periodsFrom(options: PeriodsFromOptions): number {
  return readStart(options).from;
}

/** Returns the interrupted pass over the periods of a stream, if a run that reads so can go on with it. */
export function periodsProgress(options: PeriodsFromOptions): GivenProgress | undefined {
  return readStart(options).given;
}

/**
 * Reads the periods of a stream once for each context, from the bookmark less the lookback on: a period counts opens and
 * clicks for months. The bookmark is the beginning of the period in which the last whole pass began, however many runs it
 * took: what had been read first would not be read again in its last form.
 */
export function createPeriodsReader(options: PeriodsOptions): Reader {
  const { replication, resolution, now, readUntil, bookmark, isDated } = options;
  const { ask } = replication.by;
  const { from, faults, isReadAgain, isReadOnce, given: own } = readStart(options);
  // It goes on where it was only if its parent does.
  const given = options.large && options.large.start === undefined ? undefined : own;
  const series = toSeries(ask, { resolution, from, now });
  const query = toQuery(ask, { resolution, from, readUntil });
  const pass = createPartitionProgress({
    ...options,
    partitionsOf: ({ params, columns, key }) => [
      { key, params, columns, query, series, readsToEnd: true, ...(isReadOnce ? { isSpan: true } : {}) },
    ],
    given,
    hasPositions: false,
  });
  // Where the next run would begin later than this one, it begins anew.
  const before = () => keepBookmark(bookmark, isDoubtful && !isReadAgain);
  const after = { period_start: writeInstant(periodOf(ask.kind)(resolution, pass.began)), resolution };
  const clocks = compareInPeriods(ask.kind, { resolution, now, readUntil });
  // What was labelled by a time that may be wrong is read again, also after a kill.
  let isDoubtful = !isDated || clocks.disagree || given?.raw?.['doubtful'] === true;
  let startedAt = now;
  const bookmarkAt = (progress: JsonObject | undefined) => ({
    ...before(),
    progress: writeObject(
      progress && { ...progress, from: writeInstant(from), resolution, doubtful: isDoubtful },
    ),
  });
  return {
    faults,
    notes: [],
    version: undefined,
    began: pass.began,
    isResumed: given !== undefined,
    concurrency: options.concurrency,
    completeness: pass.completeness,
    partitions: () => pass.partitions(),
    started(_, at) {
      startedAt = at;
      pass.started(at);
    },
    follow: followCursor,
    keep: (_, { unseen }) => unseen,
    written(partition, page) {
      if (clocks.contradict(page.apiDate, startedAt)) isDoubtful = true;
      pass.written(partition, page);
    },
    ended: (partition) => pass.ended(partition),
    failed: (partition) => pass.failed(partition),
    anew: (partition) => pass.anew(partition),
    halve: halveNone,
    bookmark: () => bookmarkAt(pass.progress()),
    finished(end) {
      const isWhole = end === 'done' && pass.completeness.reasons.size === 0 && !isDoubtful;
      if (end === 'interrupted') return bookmarkAt(pass.interrupted());
      return { ...(isWhole ? after : before()), progress: [] };
    },
  };
}

/** Finds the period that holds an instant: those that are counted back begin in Eastern time, those between bounds in UTC. */
function periodOf(kind: Periods['kind']): typeof utcPeriod {
  return kind === 'steps' ? easternPeriod : utcPeriod;
}

/**
 * Compares times by the period that holds them: the two clocks when the run was planned, and an answer's own time, which
 * labels its periods or says which of them have begun, with what the run has counted since.
 */
function compareInPeriods(
  kind: Periods['kind'],
  { resolution, now, readUntil }: Pick<PeriodsFromOptions, 'resolution' | 'now' | 'readUntil'>,
) {
  const isCounted = kind === 'steps';
  const begin = (seconds: number) => periodOf(kind)(resolution, seconds);
  return {
    disagree: isCounted && begin(now) !== begin(readUntil),
    contradict(apiDate: number | undefined, startedAt: number): boolean {
      const answered = begin(apiDate === undefined ? now : apiDate / 1000);
      const counted = begin(startedAt);
      // Bounds say themselves which period is which; only what had not begun by the answer's time is left out.
      return isCounted ? answered !== counted : answered < counted;
    },
  };
}

/** Finds where reading begins, what of an interrupted pass is left, and what of the bookmark cannot be used. */
function readStart(options: PeriodsFromOptions) {
  const { bookmark, replication, resolution, now, isFullTableAsked } = options;
  const { ask } = replication.by;
  const values = openBookmark(bookmark, { known: PERIODS_KEYS, former: [], now });
  const read = bookmark['resolution'] ?? null;
  if (read !== null && !RESOLUTIONS.some((one) => one === read))
    values.refuse(
      'resolution',
      `is none of ${RESOLUTIONS.join(', ')}; the periods are read from the first one on`,
    );
  const progress = isFullTableAsked ? undefined : readProgress(values, options);
  const began =
    progress?.raw?.['resolution'] === resolution ? values.instant('from', progress.raw) : undefined;
  const isSame = bookmark['resolution'] === resolution && !isFullTableAsked;
  const known = isSame ? values.instant('period_start') : undefined;
  const wanted = known === undefined ? now - options.firstSeconds : known - options.lookbackSeconds;
  const { anchor = wanted } = options;
  const start = known === undefined ? anchor : Math.max(anchor, wanted);
  const fromOf = (seconds: number) => {
    const earliest = Math.max(seconds, now - LONGEST_SECONDS);
    if (ask.kind === 'bounds') return utcPeriod(resolution, earliest);
    return easternPeriod(resolution, now, 1 - countPeriods(ask, resolution, earliest, now));
  };
  const from = fromOf(began ?? start);
  const gap = known === undefined ? undefined : describeGap(ask, resolution, known, now);
  return {
    from,
    /** True if the bookmark, as it is, has the next run read all that this one reads. */
    isReadAgain: known !== undefined && fromOf(start) <= from,
    /** True if periods are read for the first time that no lookback reaches: an empty answer would leave them out for good. */
    isReadOnce: fromOf(known ?? start) < fromOf(now - options.lookbackSeconds),
    faults: [...values.faults, ...(gap === undefined ? [] : [gap])],
    given:
      began === undefined ? undefined : progress && { ...progress, began: Math.min(progress.began, now) },
  };
}

/** Makes what the answers of a pass are read by. */
function toSeries(
  ask: Periods,
  { resolution, from, now }: { resolution: Resolution; from: number; now: number },
) {
  const startPath = ask.kind === 'bounds' ? ask.startPath : undefined;
  const most = ask.kind === 'steps' ? ask.most[resolution] : undefined;
  return { kind: ask.kind, resolution, from, most, startPath, now };
}

/** Makes the bookmark of a pass that does not move it: as it was, or of nothing. */
function keepBookmark({ period_start = null, resolution = null }: JsonObject, isVoid: boolean): JsonObject {
  return { period_start: isVoid ? null : period_start, resolution };
}

function toQuery(
  ask: Periods,
  { resolution, from, readUntil }: { resolution: Resolution; from: number; readUntil: number },
): Record<string, string> {
  return ask.kind === 'bounds'
    ? { [ask.resolution]: resolution, start: String(from), end: String(readUntil) }
    : {
        period: resolution,
        steps: String(Math.max(FEWEST_STEPS, countPeriods(ask, resolution, from, readUntil))),
      };
}

/** Counts the periods from the one that holds an instant up to now; at most as many as the API gives. */
function countPeriods(
  { most }: Extract<Periods, { kind: 'steps' }>,
  resolution: Resolution,
  from: number,
  now: number,
): number {
  const periods = easternPeriodsBetween(resolution, from, now) + 1;
  return Math.min(most[resolution], periods);
}

/** Describes what the API does not count any more, since the last run was too long ago. */
function describeGap(ask: Periods, resolution: Resolution, known: number, now: number): string | undefined {
  if (ask.kind === 'bounds') return undefined;
  const first = easternPeriod(resolution, now, 1 - ask.most[resolution]);
  if (known >= first) return undefined;
  return `the API counts back to ${toRfc3339(first)} only; what lies between ${toRfc3339(known)} and then is lost`;
}
