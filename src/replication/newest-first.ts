import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys, type Position } from '../pages/position.ts';
import type { NewestFirstReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { type BookmarkValues, openBookmark, writeInstant } from './bookmark.ts';
import type { PreparedReader, Reader } from './reader.ts';

/** Every walk reads at least so far before the bookmark: entries may arrive late. */
const LEAST_LOOKBACK_SECONDS = 3600;

/** The keys of the bookmark. */
export const NEWEST_FIRST_KEYS = ['timestamp', 'top', 'descends', 'looked_back', 'progress'];

/** Keys of the first release. Its bookmark does not say that the list descends, so it costs one whole walk. */
const FORMER_KEYS = ['cursor', 'previous', 'order', 'unsettled', 'newest', 'newest_top'];

/** What decides how far a list is walked. */
export interface NewestFirstOptions {
  readonly bookmark: JsonObject;
  readonly replication: NewestFirstReplication;
  /** Records older than this are not written, in unix seconds. */
  readonly anchor: number;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
  readonly lookbackSeconds: number;
  readonly lookbackIntervalSeconds: number;
  readonly isFullTableAsked: boolean;
  readonly keyOf: (record: JsonObject) => string | undefined;
}

/** A walk from the top of the list downward. */
interface Walk {
  /** The API's time when it began; no bookmark goes beyond it. */
  began: number | undefined;
  newest: number | undefined;
  /** The keys of the records that were on top. */
  top: readonly string[];
  /** It has met a record that was on top when the last walk began. */
  hasMetTop: boolean;
  /** It has seen at least two different instants. */
  isVaried: boolean;
  /** It has met a record that is newer than the one before. */
  hasRisen: boolean;
}

/**
 * Reads an INCREMENTAL stream whose API has no time filter, by walking its list from the top, newest first
 * (docs/api-behaviour.md#49). A walk stops at the first page with only known times, if an earlier walk to the end has
 * shown that the list descends; otherwise it goes to the end. The bookmark moves when a walk is complete. An
 * interrupted walk goes on where it was, and then a new one reads what has arrived since.
 */
export function createNewestFirstReader(options: NewestFirstOptions): PreparedReader {
  const { now, keyOf, replication } = options;
  const { key } = replication;
  const values = openBookmark(options.bookmark, { known: NEWEST_FIRST_KEYS, former: FORMER_KEYS, now });
  let timestamp = values.instant('timestamp');
  let top = values.texts('top');
  let descends = readDescends(options.bookmark, values);
  let lookedBack = values.instant('looked_back');
  let position = readPosition(values);
  let walk: Walk = position ? readWalk(values) : newWalk();
  const isResumed = position !== undefined && walk.began !== undefined && !options.isFullTableAsked;
  if (!isResumed) [position, walk] = [undefined, newWalk()];

  const { retentionDays } = replication.by;
  if (timestamp !== undefined && timestamp < now - retentionDays * DAY_SECONDS) {
    const since = writeInstant(timestamp);
    values.refuse(
      'timestamp',
      `is ${since}; the API lists ${retentionDays} days only, so what lies between is lost`,
    );
  }

  const isLookbackDue = lookedBack === undefined || now - lookedBack >= options.lookbackIntervalSeconds;
  const lookback = isLookbackDue ? options.lookbackSeconds : 0;
  const instantOf = (record: JsonObject) => toUnixSeconds(record[key]);
  let isFromTop = false;
  let hasFailed = false;
  const readsToEnd = () => descends !== true || timestamp === undefined || options.isFullTableAsked;
  const toPartition = (resumeAt?: Position): Partition => {
    isFromTop = resumeAt === undefined;
    return { key: [], params: {}, query: {}, columns: {}, resumeAt, readsToEnd: readsToEnd() };
  };
  const isWhollyOlder = ({ records }: Page) => {
    const oldest = (timestamp ?? 0) - Math.max(LEAST_LOOKBACK_SECONDS, lookback);
    return records.length > 0 && records.every((record) => (instantOf(record) ?? oldest) < oldest);
  };

  const reader: Reader = {
    concurrency: 1,
    *partitions() {
      if (position) yield toPartition(position);
      if (!isFromTop && !hasFailed) yield toPartition();
    },
    follow(partition, page) {
      walk.hasMetTop ||= page.records.some((record) => top.includes(keyOf(record) ?? ''));
      return !partition.readsToEnd && walk.hasMetTop && isWhollyOlder(page) ? 'stop' : 'cursor';
    },
    keep: (_, { unseen }) =>
      unseen.filter((record) => (instantOf(record) ?? options.anchor) >= options.anchor),
    written(_, page) {
      const { cursor, begin } = page;
      walk.began ??= page.apiDate === undefined ? now : page.apiDate / 1000;
      if (walk.top.length === 0 && cursor === undefined) walk.top = fingerprintKeys(page);
      for (const record of page.records) walk.newest = later(walk.newest, instantOf(record));
      walk.isVaried ||= page.order.varied;
      walk.hasRisen ||= page.order.rose;
      if (walk.hasRisen) descends = false;
      const keys = fingerprintKeys(page);
      // An empty page cannot be proved, nor can one that came in place of another.
      if (page.isInPlace && cursor !== undefined && keys.length > 0) position = { cursor, keys, at: begin };
    },
    ended(partition, ending) {
      const newest = walk.newest === undefined ? undefined : Math.min(walk.newest, walk.began ?? now);
      timestamp = later(timestamp, newest);
      if (walk.top.length > 0) top = [...walk.top];
      if (ending === 'verified' && walk.isVaried && !walk.hasRisen) descends = true;
      if (partition.readsToEnd || isLookbackDue) lookedBack = walk.began ?? lookedBack;
      [position, walk] = [undefined, newWalk()];
    },
    failed() {
      hasFailed = true;
    },
    anew() {
      [position, walk] = [undefined, newWalk()];
      return toPartition();
    },
    bookmark: () => ({
      timestamp: writeInstant(timestamp),
      top: top.length > 0 ? top : null,
      descends: descends ?? null,
      looked_back: writeInstant(lookedBack),
      progress: position ? writeProgress(position, walk) : null,
    }),
  };
  const isUnproved = timestamp !== undefined && descends !== true && !options.isFullTableAsked;
  const note = 'the list is not known to be newest first, so it is read to its end';
  return { reader, faults: values.faults, notes: isUnproved ? [note] : [] };
}

function newWalk(): Walk {
  return { began: undefined, newest: undefined, top: [], hasMetTop: false, isVaried: false, hasRisen: false };
}

function readDescends({ descends = null }: JsonObject, values: BookmarkValues): boolean | undefined {
  if (descends === null) return undefined;
  if (typeof descends === 'boolean') return descends;
  values.refuse('descends', 'is neither true nor false; it is ignored');
  return undefined;
}

function readPosition(values: BookmarkValues): Position | undefined {
  const progress = values.object('progress');
  if (progress === undefined) return undefined;
  const { cursor, at } = progress;
  const keys = values.texts('keys', progress);
  if (typeof cursor === 'string' && cursor !== '' && keys.length > 0)
    return { cursor, keys, at: toUnixSeconds(at) };
  values.refuse('progress', 'is no position in the list; it is ignored');
  return undefined;
}

function readWalk(values: BookmarkValues): Walk {
  const progress = values.object('progress') ?? {};
  return {
    began: values.instant('began', progress),
    newest: values.instant('newest', progress),
    top: values.texts('top', progress),
    hasMetTop: progress['met'] === true,
    isVaried: progress['varied'] === true,
    hasRisen: progress['rose'] === true,
  };
}

function writeProgress({ cursor, keys, at }: Position, walk: Walk): JsonObject {
  return {
    cursor,
    keys,
    at: writeInstant(at),
    began: writeInstant(walk.began),
    newest: writeInstant(walk.newest),
    top: walk.top,
    met: walk.hasMetTop,
    varied: walk.isVaried,
    rose: walk.hasRisen,
  };
}

/** The later of two instants. */
function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
