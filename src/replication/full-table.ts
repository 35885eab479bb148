import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys } from '../pages/position.ts';
import { openBookmark, writeInstant } from './bookmark.ts';
import type { Batch, Context } from './context.ts';
import { type ParentPage, writeParentPage } from './parent-page.ts';
import { createPartitionProgress } from './partition-progress.ts';
import { type GivenProgress, readProgress, toId } from './progress-bookmark.ts';
import type { PreparedReader, Reader } from './reader.ts';

/** The keys of the bookmark. */
export const FULL_TABLE_KEYS = ['version', 'progress'];

/** What decides how much of a list is left to read. */
export interface FullTableOptions {
  readonly bookmark: JsonObject;
  /** What the list is read for, in batches as they become known: the contexts of a batch are sorted by key. */
  readonly contexts: AsyncIterable<Batch>;
  /** The partitions of a context, one for each variant. */
  readonly partitionsOf: (context: Context) => readonly Partition[];
  /** Number of values in a partition's key. */
  readonly keyLength: number;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
  /** Version of ACTIVATE_VERSION messages of a pass that begins now; undefined if there are none. */
  readonly newVersion: number | undefined;
  /** Whether a later run may go on in the middle; not where children need all records. */
  readonly isResumable: boolean;
  /** Whether a partition may be resumed at its page. */
  readonly hasPositions: boolean;
  readonly concurrency: number;
  /** For a large parent, and what is read for one. */
  readonly large?: LargePass | undefined;
}

/** A pass over a large parent, which its children share. */
export interface LargePass {
  readonly role: 'parent' | 'child';
  /** Where it begins; undefined: at the parent's beginning. */
  readonly start: ParentPage | undefined;
  /** How the parent is asked: the pages of another way cannot be compared. */
  readonly asking: string;
}

/** A prepared reader, and the version that its records carry. */
export interface FullTableReader extends PreparedReader {
  readonly version: number | undefined;
  /** When the reading began, in unix seconds; one that goes on began when the interrupted one did. */
  readonly begun: number;
  /** The place of a page that was just written, for those that are read for its records. */
  parentPageOf(partition: Partition, page: Page): ParentPage;
  /** The bookmark once the stream has been read: the next run reads it anew, but goes on where a large one failed. */
  finished(isWhole: boolean): JsonObject;
}

/**
 * Reads a FULL_TABLE stream once for each context and variant. Progress says how far an interrupted pass has come: the
 * last partition that was begun, and the position of each that is not done.
 */
export function createFullTableReader(options: FullTableOptions): FullTableReader {
  const { bookmark, now, newVersion, isResumable, large } = options;
  const values = openBookmark(bookmark, { known: FULL_TABLE_KEYS, former: [], now });
  const own = isResumable ? readProgress(values, options) : undefined;
  const given = large ? largeProgress(large, own) : own;
  // What was written before the interruption carries its version, or none.
  const version = given && own && newVersion !== undefined ? readVersion(own) : newVersion;
  const begun = (given && own?.begun) ?? now;
  const pass = createPartitionProgress({ ...options, given });
  const pages = createPageCount(large, now);
  const last = () => version ?? readVersion(bookmark) ?? null;

  const reader: Reader = {
    isResumed: given !== undefined,
    concurrency: options.concurrency,
    partitions: () => pass.partitions(),
    keep: (_, { unseen }) => unseen,
    written: (partition, page) => pass.written(partition, page),
    ended: (partition) => pass.ended(partition),
    failed: (partition) => pass.failed(partition),
    anew(partition) {
      pages.restart();
      return pass.anew(partition);
    },
    bookmark() {
      const progress = isResumable ? pass.progress() : null;
      const parent = large?.role === 'parent' ? { parent: writeParentPage(pages.last(), []) } : {};
      const whole = { begun: writeInstant(begun), version: version ?? null };
      return { version: last(), progress: progress && { ...progress, ...parent, ...whole } };
    },
  };
  return {
    reader,
    version,
    begun,
    faults: values.faults,
    notes: [],
    parentPageOf: pages.parentPageOf,
    finished: (isWhole) => (large && !isWhole ? reader.bookmark() : { version: last(), progress: null }),
  };
}

/** The version of the last ACTIVATE_VERSION messages; undefined if there were none. */
export function readVersion({ version }: { readonly version?: unknown }): number | undefined {
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

/** A large parent goes on at the place at which it and its children can; a child, if its parent does. */
function largeProgress(
  { start, role }: LargePass,
  own: GivenProgress | undefined,
): GivenProgress | undefined {
  if (start === undefined) return undefined;
  if (role === 'child') return own;
  const underWay = new Map([[toId(start.partition), start.position]]);
  return { through: start.partition, underWay, place: undefined, raw: own?.raw };
}

/** Counts the pages of a large parent. */
function createPageCount(large: LargePass | undefined, now: number) {
  const { start, asking = '' } = large ?? {};
  let restarts = 0;
  let pass = start?.pass ?? `${writeInstant(now)} ${asking}`;
  let partition = start && toId(start.partition);
  let number = (start?.page ?? 1) - 1;
  let last: ParentPage | undefined;
  return {
    last: () => last,
    /** Page numbers start again: what later runs know of the old ones no longer holds. */
    restart() {
      restarts += 1;
      pass = `${writeInstant(now)}+${restarts} ${asking}`;
      [partition, last] = [undefined, undefined];
    },
    parentPageOf({ key }: Partition, { cursor, keys }: Page): ParentPage {
      if (partition !== toId(key)) [partition, number, last] = [toId(key), 0, undefined];
      // A page that was asked for again is the same one.
      if (last === undefined || cursor !== last.position?.cursor) number += 1;
      const position = cursor === undefined ? undefined : { cursor, keys: fingerprintKeys({ keys }) };
      last = { pass, partition: key, page: number, position };
      return last;
    },
  };
}
