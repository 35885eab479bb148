import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Position } from '../pages/position.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import type { BookmarkValues } from './bookmark.ts';
import { type ParentPage, readParentPage } from './parent-page.ts';

/** How long saved progress is trusted: the list changes meanwhile. */
const PROGRESS_LIFETIME_SECONDS = DAY_SECONDS;

/** How far an interrupted pass had come. */
export interface GivenProgress {
  /** All partitions up to this one, in the order of their keys, have been begun; all but `underWay` are done. */
  readonly through: readonly unknown[] | undefined;
  readonly underWay: ReadonlyMap<string, Position | undefined>;
  /** The page of a large parent whose contexts these are. */
  readonly place: (ParentPage & { readonly digest: string }) | undefined;
  /** As the bookmark has it: it stays until the pass has begun. */
  readonly raw?: JsonObject | undefined;
}

/** A partition that has been begun and is not done, and its position; undefined: on its first page. */
export interface Begun {
  readonly key: readonly unknown[];
  readonly position: Position | undefined;
}

/**
 * Reads the progress of a bookmark; undefined if there is none, if it is too old, or malformed, which is told. `keyLength`
 * is that of a partition's key.
 */
export function readProgress(
  values: BookmarkValues,
  { keyLength, now }: { keyLength: number; now: number },
): (GivenProgress & { readonly version: unknown; readonly begun: number | undefined }) | undefined {
  const progress = values.object('progress');
  // The first release's progress has another form; it is void after a day in any case.
  if (progress === undefined || 'since' in progress) return undefined;
  const saved = values.instant('saved', progress);
  const { through, under_way: underWay, parent = null, version } = progress;
  const place = readParentPage(parent);
  const parts = Array.isArray(underWay) ? underWay.map((item) => readBegun(item, keyLength)) : [undefined];
  const isWellFormed =
    saved !== undefined &&
    isKey(through, keyLength) &&
    (parent === null || place !== undefined) &&
    parts.every((item) => item !== undefined);
  if (!isWellFormed) {
    values.refuse(
      'progress',
      'does not say how far the stream was read; the stream is read from its beginning',
    );
    return undefined;
  }
  if (now - saved > PROGRESS_LIFETIME_SECONDS) return undefined;
  const entries = parts.map(({ key, position }): [string, Position | undefined] => [toId(key), position]);
  const begun = 'begun' in progress ? values.instant('begun', progress) : undefined;
  return { version, begun, through, place, underWay: new Map(entries), raw: progress };
}

function readBegun(item: unknown, length: number): Begun | undefined {
  if (!isJsonObject(item)) return undefined;
  const { key, cursor, keys } = item;
  if (!isKey(key, length)) return undefined;
  if (typeof cursor !== 'string') return { key, position: undefined };
  const areKeys = Array.isArray(keys) && keys.every((text) => typeof text === 'string');
  return areKeys ? { key, position: { cursor, keys } } : undefined;
}

/** A partition that has been begun, as a bookmark holds it. */
export function writeBegun({ key, position }: Begun): JsonObject {
  return { key, cursor: position?.cursor ?? null, keys: position?.keys ?? null };
}

function isKey(value: unknown, length: number): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every(
      (partition) =>
        typeof partition === 'number' ||
        typeof partition === 'bigint' ||
        (typeof partition === 'string' && partition !== ''),
    )
  );
}

/** Identifies a partition among those of its stream. */
export function toId(key: readonly unknown[]): string {
  return JSON.stringify(key.map(String));
}
