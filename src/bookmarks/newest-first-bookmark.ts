import type { JsonObject } from '../json/json-object.ts';
import type { Position } from '../pages/position.ts';
import type { NewestFirstReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { type BookmarkValues, openBookmark, writeInstant, writeObject } from './bookmark.ts';

/** The keys of the bookmark. */
export const NEWEST_FIRST_KEYS = ['timestamp', 'top', 'disorder', 'looked_back', 'progress'];

/** Keys of earlier releases, which did not measure the order: their bookmarks cost one scan to the end. */
const FORMER_KEYS = ['cursor', 'previous', 'order', 'unsettled', 'newest', 'newest_top', 'descends'];

/** Findings of a scan from the top of the list downward. Instants are unix seconds. */
export interface Scan {
  /** When it began; no bookmark goes beyond it. */
  began: number | undefined;
  /** The newest instant so far; where the time is not known, of those that do not lie behind its beginning: events may be dated ahead. */
  newest: number | undefined;
  /** The oldest instant so far. */
  oldest: number | undefined;
  /** The most seconds by which a record was newer than the oldest one before it. */
  disorder: number;
  /** Digests of the keys of the records that were on top. */
  top: readonly string[];
  /** It has met a record that was on top when the last scan began. */
  hasMetTop: boolean;
}

/** Knowledge of the list. Instants are unix seconds. */
export interface NewestFirstBookmark {
  /** Everything up to here has been read, but for what arrives late. */
  readonly timestamp: number | undefined;
  /** Digests of the keys of the records that were on top when the last complete scan began. */
  readonly top: readonly string[];
  /** The most seconds by which the list is out of order; undefined if not known. */
  readonly disorder: number | undefined;
  /** When the last scan began that looked back. */
  readonly lookedBack: number | undefined;
  /** Position at which an interrupted scan goes on, and the oldest instant before that page. */
  readonly resume: { readonly position: Position; readonly oldest: number | undefined } | undefined;
  readonly scan: Scan;
}

/** A scan that has seen nothing. */
export function newScan(): Scan {
  return { began: undefined, newest: undefined, oldest: undefined, disorder: 0, top: [], hasMetTop: false };
}

/** Reads the bookmark; what cannot be used of it is void, and among the faults. */
export function readNewestFirstBookmark(options: {
  readonly bookmark: JsonObject;
  readonly replication: NewestFirstReplication;
  readonly now: number;
  readonly isFullTableAsked: boolean;
}): { faults: readonly string[]; bookmark: NewestFirstBookmark } {
  const { now, replication } = options;
  const values = openBookmark(options.bookmark, { known: NEWEST_FIRST_KEYS, former: FORMER_KEYS, now });
  const timestamp = values.instant('timestamp');
  const { retentionDays } = replication.by;
  if (timestamp !== undefined && timestamp < now - retentionDays * DAY_SECONDS) {
    const since = writeInstant(timestamp);
    values.refuse(
      'timestamp',
      `is ${since}; the API lists ${retentionDays} days only, so what lies between is lost`,
    );
  }
  const underWay = options.isFullTableAsked ? undefined : readProgress(values);
  return {
    faults: values.faults,
    bookmark: {
      timestamp,
      top: values.texts('top'),
      disorder: readDisorder(options.bookmark, values),
      lookedBack: values.instant('looked_back'),
      resume: underWay && { position: underWay.position, oldest: underWay.scan.oldest },
      scan: underWay?.scan ?? newScan(),
    },
  };
}

function readDisorder({ disorder = null }: JsonObject, values: BookmarkValues): number | undefined {
  if (disorder === null) return undefined;
  if (isDuration(disorder)) return disorder;
  values.refuse('disorder', 'is no number of seconds; it is ignored');
  return undefined;
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** The progress of an earlier release has no `oldest`: from there on the order would be measured wrongly, so the scan begins anew. */
function readProgress(values: BookmarkValues): { position: Position; scan: Scan } | undefined {
  const progress = values.object('progress');
  if (progress === undefined || 'varied' in progress) return undefined;
  const { cursor, at, disorder, met } = progress;
  const keys = values.texts('keys', progress);
  const began = values.instant('began', progress);
  const isPosition = typeof cursor === 'string' && cursor !== '' && keys.length > 0;
  if (!isPosition || !isDuration(disorder) || began === undefined) {
    values.refuse('progress', 'is no position in the list; it is ignored');
    return undefined;
  }
  const scan = {
    began,
    newest: values.instant('newest', progress),
    oldest: toUnixSeconds(progress['oldest']),
    disorder,
    top: values.texts('scan_top', progress),
    hasMetTop: met === true,
  };
  return { position: { cursor, keys, at: toUnixSeconds(at) }, scan };
}

/** The bookmark as STATE holds it. */
export function writeNewestFirstBookmark(bookmark: NewestFirstBookmark): JsonObject {
  const { timestamp, top, disorder, lookedBack, resume, scan } = bookmark;
  return {
    timestamp: writeInstant(timestamp),
    top,
    disorder: disorder ?? null,
    looked_back: writeInstant(lookedBack),
    progress: writeObject(resume && writeProgress(resume, scan)),
  };
}

function writeProgress(
  { position: { cursor, keys, at }, oldest }: NonNullable<NewestFirstBookmark['resume']>,
  scan: Scan,
): JsonObject {
  return {
    cursor,
    keys,
    at: writeInstant(at),
    oldest: writeInstant(oldest),
    disorder: scan.disorder,
    began: writeInstant(scan.began),
    // An event may be dated ahead, which a bookmark must not be.
    newest: writeInstant(scan.newest && Math.min(scan.newest, scan.began ?? scan.newest)),
    scan_top: scan.top,
    met: scan.hasMetTop,
  };
}
