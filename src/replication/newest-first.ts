import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys, type Position } from '../pages/position.ts';
import type { NewestFirstReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { isDue } from './bookmark.ts';
import { createCompleteness } from './completeness.ts';
import {
  type NewestFirstBookmark,
  newScan,
  readNewestFirstBookmark,
  type Scan,
  writeNewestFirstBookmark,
} from './newest-first-bookmark.ts';
import type { PartitionEnd, Reader } from './reader.ts';

/** Every scan reads at least so far before the bookmark: entries may arrive late. */
const LEAST_LOOKBACK_SECONDS = 3600;

/** A list that is out of order by more says nothing of where it can be left. */
const MOST_DISORDER_SECONDS = 2 * DAY_SECONDS;

/** Without a date of the API, nothing that is newer than the newest record less this counts as read. */
const CLOCK_DOUBT_SECONDS = 300;

/** The note on a list that cannot be left early. */
const SLOW = 'the list is not known to be newest first, so it is read to its end: slower, but complete';

/** The instant of a record, in unix seconds. */
type InstantOf = (record: JsonObject) => number | undefined;

/** Options that decide how far a list is read. */
export interface NewestFirstOptions {
  readonly bookmark: JsonObject;
  readonly replication: NewestFirstReplication;
  /** Records older than this are not written, in unix seconds. */
  readonly anchor: number;
  /** The time when the run was planned, in unix seconds. */
  readonly now: number;
  readonly lookbackSeconds: number;
  readonly lookbackIntervalSeconds: number;
  readonly isFullTableAsked: boolean;
  /** True if the time is known for sure; if not, nothing is remembered up to it. */
  readonly isDated: boolean;
  readonly keyOf: (record: JsonObject) => string | undefined;
  /** Turns a record's key into what a bookmark may hold. */
  readonly digest: (key: string) => string;
}

/** Point at which a scan may stop: after a page whose records are all older than `oldest`. Undefined: at the end of the list. */
export interface Stop {
  readonly oldest: number;
}

/**
 * Decides how far a scan goes.
 *
 *     looked_back - lookback - disorder     timestamp - 1 h - disorder       timestamp    now
 *     ────────┼──────────────────────────────────────┼───────────────────────────┼─────────┼──▶ time of the event
 *             │◀──────── when a lookback is due ─────┼───────────────────────────┼─────────│ scan
 *                                                    │◀──── every scan ──────────┼─────────│
 *
 * `disorder` is how far the list was seen to be out of order. As long as that is not known, every scan goes to the end.
 */
export function planStop(
  { timestamp, disorder, lookedBack }: Pick<NewestFirstBookmark, 'timestamp' | 'disorder' | 'lookedBack'>,
  { isLookbackDue, lookbackSeconds }: { isLookbackDue: boolean; lookbackSeconds: number },
): Stop | undefined {
  if (timestamp === undefined || disorder === undefined) return undefined;
  const usual = timestamp - LEAST_LOOKBACK_SECONDS;
  if (!isLookbackDue) return { oldest: usual - disorder };
  if (lookedBack === undefined) return undefined;
  return { oldest: Math.min(usual, lookedBack - lookbackSeconds) - disorder };
}

/** Takes the records of a page, in the order of the list, into what a scan has seen of its order. */
export function measureOrder(scan: Scan, page: Page, instantOf: InstantOf): void {
  // A page that took the place of another one, since the list has moved, is compared with itself alone.
  let oldest = page.isInPlace && page.cursor !== undefined ? scan.oldest : undefined;
  for (const record of page.newThisPass) {
    const instant = instantOf(record);
    if (instant === undefined) continue;
    if (oldest !== undefined && instant > oldest) scan.disorder = Math.max(scan.disorder, instant - oldest);
    oldest = Math.min(oldest ?? instant, instant);
    scan.newest = Math.max(scan.newest ?? instant, instant);
  }
  if (oldest !== undefined) scan.oldest = Math.min(scan.oldest ?? oldest, oldest);
}

/** Returns how far the list is out of order, after a scan; undefined if that is not known, or too much to rely on. */
export function nextDisorder(
  known: number | undefined,
  { disorder, newest, oldest }: Scan,
  wentToEnd: boolean,
): number | undefined {
  const measured = wentToEnd ? disorder : known === undefined ? undefined : Math.max(known, disorder);
  const span = (newest ?? 0) - (oldest ?? newest ?? 0);
  // A list whose records are all of one instant shows no order.
  if (measured === undefined || (wentToEnd && span === 0)) return undefined;
  return measured > MOST_DISORDER_SECONDS || (wentToEnd && measured > span / 2) ? undefined : measured;
}

/** The bookmark once a scan is complete. */
function complete(
  before: NewestFirstBookmark,
  end: { wentToEnd: boolean; hasLookedBack: boolean; isDated: boolean },
): NewestFirstBookmark {
  const { scan } = before;
  const { began, newest, top } = scan;
  // Without a date, what came is all that is known of the time.
  const reached = newest === undefined ? undefined : end.isDated ? newest : newest - CLOCK_DOUBT_SECONDS;
  const timestamp = later(before.timestamp, earlier(reached, began));
  const lookedBack = end.isDated ? began : earlier(began, reached);
  return {
    timestamp,
    top: top.length > 0 ? top : before.top,
    disorder: nextDisorder(before.disorder, scan, end.wentToEnd),
    lookedBack: end.hasLookedBack ? (lookedBack ?? before.lookedBack) : before.lookedBack,
    resume: undefined,
    scan: newScan(),
  };
}

/**
 * A list that is scanned from its top downward.
 *
 *     end of the list      stop           resume           top
 *     ┼─────────────────────┼───────────────┼───────────────┼──▶ time of the event
 *     │◀───── not read ─────│◀── not yet ───│◀── scanned ───│
 *
 * The bookmark moves when a scan has reached its stop, or the end of the list where it has none. An interrupted one leaves
 * `resume`, the last page that was written.
 */
interface NewestFirstState extends NewestFirstBookmark {
  /** Of the scan under way; what it sees decides how far the next one goes. */
  readonly stop: Stop | undefined;
  readonly isLookbackDue: boolean;
  /** A scan from the top has begun. */
  readonly isFromTop: boolean;
  readonly hasFailed: boolean;
}

/** Plans the next scan. */
function plan(bookmark: NewestFirstBookmark, options: NewestFirstOptions) {
  const { now, lookbackIntervalSeconds, isFullTableAsked } = options;
  const isLookbackDue = isDue(bookmark.lookedBack, lookbackIntervalSeconds, now);
  const stop = isFullTableAsked ? undefined : planStop(bookmark, { ...options, isLookbackDue });
  return { isLookbackDue, stop };
}

/** A page of a scan has been written: a position, unless it cannot be verified. */
function countPage(
  state: NewestFirstState,
  page: Page,
  { digest, instantOf }: Pick<NewestFirstOptions, 'digest'> & { instantOf: InstantOf },
): NewestFirstState {
  const { scan } = state;
  const { cursor, begin, isInPlace } = page;
  const keys = fingerprintKeys(page).map(digest);
  if (scan.top.length === 0 && cursor === undefined) scan.top = keys;
  // An empty page cannot be verified, nor can one that came in place of another.
  const isPosition = isInPlace && cursor !== undefined && keys.length > 0;
  const resume = isPosition ? { position: { cursor, keys, at: begin }, oldest: scan.oldest } : state.resume;
  measureOrder(scan, page, instantOf);
  return { ...state, resume };
}

/** A scan has ended; one whose end proves nothing is as good as none. */
function endScan(state: NewestFirstState, end: PartitionEnd, isDated: boolean): NewestFirstState {
  if (end === 'unproved') return restartScan(state);
  const wentToEnd = end === 'verified';
  return {
    ...state,
    ...complete(state, { wentToEnd, hasLookedBack: wentToEnd || state.isLookbackDue, isDated }),
  };
}

function restartScan(state: NewestFirstState): NewestFirstState {
  return { ...state, resume: undefined, scan: newScan() };
}

/** Tells whether a page lies below the point at which a scan may stop. */
function isBelow({ records }: Page, { oldest }: Stop, instantOf: InstantOf): boolean {
  return records.length > 0 && records.every((record) => (instantOf(record) ?? oldest) < oldest);
}

/** Tells whether a page holds one of the records that were on top when the last scan began. */
function hasTop({ records }: Page, { top }: NewestFirstBookmark, { keyOf, digest }: NewestFirstOptions) {
  if (top.length === 0) return false;
  return records.some((record) => {
    const key = keyOf(record);
    return key !== undefined && (top.includes(key) || top.includes(digest(key)));
  });
}

/**
 * Reads an INCREMENTAL stream whose API has no time filter, by scanning its list from the top, newest first
 * (docs/api-behaviour.md#49). The bookmark moves when a scan is complete. An interrupted scan goes on where it was, and then
 * a new one reads what has arrived since.
 */
export function createNewestFirstReader(options: NewestFirstOptions): Reader {
  const { now, replication, digest, isDated, isFullTableAsked, anchor } = options;
  const { faults, bookmark } = readNewestFirstBookmark(options);
  const instantOf: InstantOf = (record) => toUnixSeconds(record[replication.key]);
  let state: NewestFirstState = {
    ...bookmark,
    ...plan(bookmark, options),
    isFromTop: false,
    hasFailed: false,
  };
  const toPartition = (resumeAt?: Position): Partition => {
    state = { ...state, ...plan(state, options) };
    return { key: [], params: {}, query: {}, columns: {}, resumeAt, readsToEnd: state.stop === undefined };
  };
  const isSlow = state.stop === undefined && state.timestamp !== undefined && !isFullTableAsked;

  return {
    faults,
    notes: isSlow ? [SLOW] : [],
    version: undefined,
    began: state.scan.began ?? now,
    isResumed: state.resume !== undefined,
    concurrency: 1,
    completeness: createCompleteness(),
    *partitions() {
      if (state.resume) yield toPartition(state.resume.position);
      if (!state.isFromTop && !state.hasFailed) yield toPartition();
    },
    started(partition, at) {
      if (partition.resumeAt === undefined) state = { ...state, isFromTop: true };
      state.scan.began ??= at;
    },
    follow(_, page) {
      const { scan, stop } = state;
      scan.hasMetTop ||= hasTop(page, state, options);
      return stop && scan.hasMetTop && isBelow(page, stop, instantOf) ? 'stop' : 'cursor';
    },
    keep: (_, { unseen }) => unseen.filter((record) => (instantOf(record) ?? anchor) >= anchor),
    written(_, page) {
      state = countPage(state, page, { digest, instantOf });
    },
    ended(_, end) {
      state = endScan(state, end, isDated);
    },
    failed() {
      state = { ...state, hasFailed: true };
    },
    anew() {
      state = restartScan(state);
      return toPartition();
    },
    bookmark: () => writeNewestFirstBookmark(state),
    finished: () => writeNewestFirstBookmark(state),
  };
}

/** The later of two instants. */
function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
