import { isDue } from '../bookmarks/bookmark.ts';
import { createCompleteness } from '../bookmarks/completeness.ts';
import {
  type NewestFirstBookmark,
  newScan,
  readNewestFirstBookmark,
  writeNewestFirstBookmark,
} from '../bookmarks/newest-first-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys, type Position } from '../pages/position.ts';
import type { NewestFirstReplication } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { complete, type InstantOf, measureOrder, planStop, type Stop } from './newest-first-scan.ts';
import { halveNone, type PartitionEnd, type Reader } from './reader.ts';

/** The note on a list that cannot be left early. */
const SLOW = 'the list is not known to be newest first, so it is read to its end: slower, but complete';

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
  /** The oldest instant before the last page that was taken for another one: it may turn out to have been in its place. */
  readonly oldestBefore?: number | undefined;
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
  { digest, instantOf, isDated }: Pick<NewestFirstOptions, 'digest' | 'isDated'> & { instantOf: InstantOf },
): NewestFirstState {
  const { scan } = state;
  const { cursor, begin, isInPlace } = page;
  const keys = fingerprintKeys(page).map(digest);
  if (scan.top.length === 0 && cursor === undefined) scan.top = keys;
  // An empty page cannot be verified, nor can one that came in place of another.
  const isPosition = isInPlace && cursor !== undefined && keys.length > 0;
  const last = state.resume?.position.cursor === cursor ? state.resume : undefined;
  // If others have moved down onto it, they were before it. Where reading has gone on in another place, what came before
  // it was not.
  const isElsewhere = last ? last.position.keys[0] !== keys[0] : !page.joins;
  const oldestBefore = isInPlace ? state.oldestBefore : scan.oldest;
  if (isElsewhere) scan.oldest = undefined;
  // Asked for again, it is compared with what was before it.
  const oldest = isElsewhere ? undefined : last ? last.oldest : scan.oldest;
  const resume = isPosition ? { position: { cursor, keys, at: begin }, oldest } : state.resume;
  const before = page.isInPlaceAfterAll ? state.oldestBefore : oldest;
  measureOrder(scan, page, { instantOf, before, isDated });
  return { ...state, resume, oldestBefore };
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
    const readsToEnd = state.stop === undefined;
    return { key: [], params: {}, query: {}, columns: {}, resumeAt, readsToEnd, isSpan: true };
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
      state = countPage(state, page, { digest, instantOf, isDated });
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
    halve: halveNone,
    bookmark: () => writeNewestFirstBookmark(state),
    finished: () => writeNewestFirstBookmark(state),
  };
}
