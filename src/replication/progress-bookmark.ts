import type { BookmarkValues } from '../bookmarks/bookmark.ts';
import { readCompleteness, type SavedCompleteness } from '../bookmarks/completeness.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Position } from '../pages/position.ts';
import { isKey, toId } from '../partitions/key-order.ts';
import { type ParentPage, readParentPage } from '../partitions/parent-page.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';

/** Time for which saved progress is trusted: the list changes meanwhile. A day would be too short for daily runs that are cut. */
const PROGRESS_LIFETIME_SECONDS = 30 * DAY_SECONDS;

/** Progress of an interrupted pass. */
export interface GivenProgress {
  /** When it began, in unix seconds; no bookmark goes beyond it. Ahead of the time by minutes if a clock was. */
  readonly began: number;
  /** All partitions up to this one, in the order of their keys, have been begun; all but `underWay` are done. */
  readonly through: readonly unknown[] | undefined;
  readonly underWay: ReadonlyMap<string, Position | undefined>;
  /** A digest of all that had been read for, up to `parentsThrough`, by default `through`. */
  readonly parents: string | undefined;
  readonly parentsThrough?: readonly unknown[] | undefined;
  /** The page of a large parent whose contexts these are. */
  readonly place: (ParentPage & { readonly digest: string }) | undefined;
  /** Undefined where an earlier release did not save it. */
  readonly completeness: SavedCompleteness | undefined;
  readonly version: unknown;
  /** As the bookmark has it: it stays until the pass has begun. */
  readonly raw?: JsonObject | undefined;
}

/** A partition that has been begun and is not done, and its position; undefined: on its first page. */
export interface Begun {
  readonly key: readonly unknown[];
  readonly position: Position | undefined;
}

/** Form that progress must have. */
export interface ProgressForm {
  /** Number of values in a partition's key. */
  readonly keyLength: number;
  /** Number of values in the key of the parent's partitions; undefined where no place of a large parent is used. */
  readonly parentKeyLength: number | undefined;
  /** The time in unix seconds. */
  readonly now: number;
}

/** Reads the progress of a bookmark; undefined if there is none, if it is too old, or malformed, which gives a fault. */
export function readProgress(values: BookmarkValues, form: ProgressForm): GivenProgress | undefined {
  const progress = values.object('progress');
  // The first release's progress has another form; it is void after a day in any case.
  if (progress === undefined || 'since' in progress) return undefined;
  const saved = values.instant('saved', progress);
  const { keyLength, parentKeyLength, now } = form;
  const { through, under_way: underWay, parent = null, version, parents } = progress;
  const place = readParentPage(parent, parentKeyLength);
  const begun = Array.isArray(underWay) ? underWay.map((item) => readBegun(item, keyLength)) : [undefined];
  const isWellFormed =
    saved !== undefined &&
    // A page of a large parent may have had nothing to read for.
    (isKeyOf(through, keyLength) || (through === null && place !== undefined)) &&
    (parent === null || place !== undefined) &&
    begun.every((item) => item !== undefined);
  if (!isWellFormed) {
    values.refuse(
      'progress',
      'does not say how far the stream was read; the stream is read from its beginning',
    );
    return undefined;
  }
  if (now - saved > PROGRESS_LIFETIME_SECONDS) return undefined;
  return {
    // As it is, since rows that have been written say so.
    began:
      values.instant('began', progress) === undefined ? saved : (toUnixSeconds(progress['began']) ?? saved),
    through: through ?? undefined,
    underWay: new Map(begun.map(({ key, position }) => [toId(key), position])),
    parents: typeof parents === 'string' ? parents : undefined,
    place,
    completeness: readCompleteness(progress),
    version,
    raw: progress,
  };
}

function readBegun(item: unknown, length: number): Begun | undefined {
  if (!isJsonObject(item)) return undefined;
  const { key, cursor, keys } = item;
  if (!isKeyOf(key, length)) return undefined;
  if (typeof cursor !== 'string') return { key, position: undefined };
  const areKeys = Array.isArray(keys) && keys.every((text) => typeof text === 'string');
  return areKeys ? { key, position: { cursor, keys } } : undefined;
}

/** A partition that has been begun, as a bookmark holds it. */
export function writeBegun({ key, position }: Begun): JsonObject {
  return { key, cursor: position?.cursor ?? null, keys: position?.keys ?? null };
}

function isKeyOf(value: unknown, length: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === length && value.every(isKey);
}
