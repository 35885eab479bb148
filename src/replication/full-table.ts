import { type BookmarkValues, openBookmark, writeInstant, writeObject } from '../bookmarks/bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import { toId } from '../partitions/key-order.ts';
import {
  type LargeParent,
  type ParentPage,
  type ParentPages,
  writeParentPage,
} from '../partitions/parent-page.ts';
import { READ_AT } from '../streams/planned-stream.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { createPartitionProgress, type PassOptions } from './partition-progress.ts';
import { type GivenProgress, type ProgressForm, readProgress } from './progress-bookmark.ts';
import { followCursor, halveNone, type Reader } from './reader.ts';

/** The keys of the bookmark; where rows have `read_at`, it holds that of the last pass, too. */
export const FULL_TABLE_KEYS = ['version', 'progress'];

/** Options that decide how much of a list is left to read. */
export interface FullTableOptions extends Omit<PassOptions, 'given'>, ProgressForm {
  readonly bookmark: JsonObject;
  /** Version of ACTIVATE_VERSION messages of a pass that begins now; undefined if there are none. */
  readonly newVersion: number | undefined;
  /** True if rows have the column `read_at`. */
  readonly hasReadAt: boolean;
  /** True if a later run may go on in the middle; not where children need all records. */
  readonly isResumable: boolean;
  readonly concurrency: number;
  /** For a large parent, and what is read for one. */
  readonly large?: LargeParent | undefined;
  /** Counts the pages of a stream that others are read for. */
  readonly parentPages: ParentPages;
}

/**
 * Reads a FULL_TABLE stream once for each context and variant. Progress says how far an interrupted pass has come: the
 * last partition that was begun, and the position of each that is not done.
 */
export function createFullTableReader(options: FullTableOptions): Reader {
  const { bookmark, now, newVersion, isResumable, large, parentPages } = options;
  const values = openBookmark(bookmark, { known: [...FULL_TABLE_KEYS, READ_AT], former: [], now });
  if ((bookmark['version'] ?? null) !== null && readVersion(bookmark) === undefined)
    values.refuse('version', 'is no whole number above zero; it is ignored');
  const own = isResumable ? readProgress(values, options) : undefined;
  const given = large ? largeProgress(large, own, now) : own;
  // What was written before the interruption carries its version, or none.
  const version = given && own && newVersion !== undefined ? readVersion(own) : newVersion;
  const pass = createPartitionProgress({ ...options, given });
  const lastReadAt = readLastReadAt(bookmark, values);
  // Where a clock has gone back, rows of this pass are still later than those that were read before.
  const began = Math.max(pass.began, (lastReadAt ?? 0) + (given ? 0 : 1));
  const readAt = options.hasReadAt ? began : lastReadAt;
  const kept = readAt === undefined ? {} : { [READ_AT]: writeInstant(readAt) };
  const last = version ?? readVersion(bookmark) ?? null;

  const bookmarkAt = (progress: JsonObject | undefined, page: ParentPage | undefined) => {
    const parent = large?.role === 'parent' ? { parent: writeParentPage(page, []) } : {};
    const all = isResumable && progress ? { ...progress, ...parent, version: version ?? null } : undefined;
    return { version: last, progress: writeObject(all), ...kept };
  };
  return {
    faults: values.faults,
    notes: [],
    version,
    began,
    isResumed: given !== undefined,
    concurrency: options.concurrency,
    completeness: pass.completeness,
    partitions: () => pass.partitions(),
    started: (_, at) => pass.started(at),
    follow: followCursor,
    keep: (_, { unseen }) => unseen,
    written: (partition, page) => pass.written(partition, page),
    ended: (partition) => pass.ended(partition),
    failed(partition) {
      parentPages.fail();
      pass.failed(partition);
    },
    anew(partition) {
      parentPages.restart();
      return pass.anew(partition);
    },
    halve: halveNone,
    bookmark: () => bookmarkAt(pass.progress(), parentPages.last()),
    finished: (end) =>
      end === 'interrupted'
        ? bookmarkAt(pass.interrupted(), parentPages.beforeFailure())
        : { version: last, progress: [], ...kept },
  };
}

/** The version of the last ACTIVATE_VERSION messages; undefined if there were none. */
export function readVersion({ version }: { readonly version?: unknown }): number | undefined {
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

/** Reads what the rows of the last pass have in `read_at`, in unix seconds; it may lie ahead of the time. */
function readLastReadAt(bookmark: JsonObject, values: BookmarkValues): number | undefined {
  const value = bookmark[READ_AT] ?? undefined;
  const seconds = toUnixSeconds(value);
  if (value !== undefined && seconds === undefined) values.refuse(READ_AT, 'is no date-time; it is ignored');
  return seconds;
}

/** A large parent goes on at the page at which it and its children can; a child, if its parent does. */
function largeProgress(
  { start, role }: LargeParent,
  own: GivenProgress | undefined,
  now: number,
): GivenProgress | undefined {
  if (start === undefined) return undefined;
  if (role === 'child') return own;
  return {
    began: own?.began ?? now,
    through: start.partition,
    underWay: new Map([[toId(start.partition), start.position]]),
    parents: own?.parents,
    parentsThrough: own?.through,
    place: undefined,
    completeness: own ? own.completeness : { asked: 0, refused: 0, reasons: [] },
    version: own?.version,
    raw: own?.raw,
  };
}
