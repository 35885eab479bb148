import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Part } from '../pages/part.ts';
import { keysOfPlace, type Position } from '../pages/position.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { type BookmarkValues, openBookmark, writeInstant } from './bookmark.ts';
import { type Batch, compareKeys } from './context.ts';
import type { PreparedReader, Reader } from './reader.ts';

/** Progress is believed for so long after it was last saved: the list changes meanwhile. */
const PROGRESS_LIFETIME_SECONDS = DAY_SECONDS;

/** The keys of the bookmark. */
export const FULL_TABLE_KEYS = ['version', 'progress'];

/** What decides how much of a list is left to read. */
export interface FullTableOptions {
  readonly bookmark: JsonObject;
  /** What the list is read for, in batches as they become known: the contexts of a batch are sorted by key. */
  readonly contexts: AsyncIterable<Batch>;
  /** The queries that together give each record once; one without parameters where the list is asked for as it is. */
  readonly variants: readonly Readonly<Record<string, string>>[];
  /** Number of columns in a context's key. */
  readonly keyLength: number;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
  /** Version of ACTIVATE_VERSION messages of a pass that begins now; undefined if there are none. */
  readonly newVersion: number | undefined;
  /** Whether a later run may go on in the middle; not where children need all records. */
  readonly isResumable: boolean;
  readonly concurrency: number;
}

/** A prepared reader, and the version that its records carry. */
export interface FullTableReader extends PreparedReader {
  readonly version: number | undefined;
  /** The bookmark once the stream has been read, whether whole or not: the next run reads it anew. */
  finished(): JsonObject;
}

/** How far an interrupted pass had come. */
interface Progress {
  readonly version: number | undefined;
  /** All parts up to this one, in the order of their keys, have been begun; all but `underWay` are done. */
  readonly through: readonly unknown[];
  readonly underWay: ReadonlyMap<string, Position | undefined>;
}

/** A part that has been begun and is not done, and where it stands; undefined: on its first page. */
interface Begun {
  readonly key: readonly unknown[];
  position: Position | undefined;
}

/**
 * Reads a FULL_TABLE stream once for each context and variant. Progress says how far an interrupted pass has come: the
 * last part that was begun, and the position of each that is not done.
 */
export function createFullTableReader(options: FullTableOptions): FullTableReader {
  const values = openBookmark(options.bookmark, { known: FULL_TABLE_KEYS, former: [], now: options.now });
  const given = options.isResumable ? readProgress(values, options) : undefined;
  // What was written before the interruption carries its version, or none.
  const version = given && options.newVersion !== undefined ? given.version : options.newVersion;
  const begun = new Map<string, Begun>();
  for (const [id, position] of given?.underWay ?? []) begun.set(id, { key: JSON.parse(id), position });
  let through = given?.through;
  let saved = options.now;
  /** Only contexts that come sorted as a whole can be skipped by their order. */
  let isOrdered = options.isResumable;

  const begin = (part: Part): Part => {
    const id = toId(part.key);
    const known = begun.get(id);
    begun.set(id, { key: part.key, position: known?.position });
    if (through === undefined || compareKeys(part.key, through) > 0) through = part.key;
    return known?.position ? { ...part, resumeAt: known.position } : part;
  };
  const isDone = ({ key }: Part) =>
    given !== undefined && compareKeys(key, given.through) <= 0 && !given.underWay.has(toId(key));

  const reader: Reader = {
    concurrency: options.variants.length > 1 ? 1 : options.concurrency,
    async *parts() {
      for await (const { contexts, isAll } of options.contexts) {
        isOrdered &&= isAll;
        for (const { params, columns, key } of contexts) {
          for (const [index, query] of options.variants.entries()) {
            const part = { key: [...key, index], params, query, columns, isWhole: true };
            if (!isOrdered || !isDone(part)) yield begin(part);
          }
        }
      }
    },
    keep: (_, { fresh }) => fresh,
    written(part, page) {
      const { cursor, begin: at, apiDate } = page;
      saved = apiDate === undefined ? saved : Math.max(saved, Math.floor(apiDate / 1000));
      const entry = begun.get(toId(part.key));
      const keys = keysOfPlace(page);
      // An empty page could not be proved.
      if (entry && cursor !== undefined && keys.length > 0) entry.position = { cursor, keys, at };
    },
    ended: (part) => void begun.delete(toId(part.key)),
    failed() {},
    anew(part) {
      begun.set(toId(part.key), { key: part.key, position: undefined });
      return { ...part, resumeAt: undefined };
    },
    bookmark: () => ({
      version: version ?? readVersion(options.bookmark) ?? null,
      progress:
        isOrdered && through !== undefined
          ? {
              saved: writeInstant(saved),
              version: version ?? null,
              through,
              under_way: [...begun.values()].map(writeBegun),
            }
          : null,
    }),
  };
  return {
    reader,
    version,
    faults: values.faults,
    notes: [],
    finished: () => ({ version: version ?? readVersion(options.bookmark) ?? null, progress: null }),
  };
}

/** The version of the last ACTIVATE_VERSION messages; undefined if there were none. */
export function readVersion({ version }: JsonObject): number | undefined {
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

function readProgress(values: BookmarkValues, { keyLength, now }: FullTableOptions): Progress | undefined {
  const progress = values.object('progress');
  // The first release's progress has another form; it is void after a day in any case.
  if (progress === undefined || 'since' in progress) return undefined;
  const saved = values.instant('saved', progress);
  const { through, under_way: underWay } = progress;
  const begun = Array.isArray(underWay)
    ? underWay.map((item) => readBegun(item, keyLength + 1))
    : [undefined];
  if (saved === undefined || !isKey(through, keyLength + 1) || !begun.every((item) => item !== undefined)) {
    values.refuse(
      'progress',
      'does not say how far the stream was read; the stream is read from its beginning',
    );
    return undefined;
  }
  if (now - saved > PROGRESS_LIFETIME_SECONDS) return undefined;
  return {
    version: readVersion(progress),
    through,
    underWay: new Map(begun.map(({ key, position }) => [toId(key), position])),
  };
}

function readBegun(item: unknown, length: number): Begun | undefined {
  if (!isJsonObject(item)) return undefined;
  const { key, cursor, keys, at } = item;
  if (!isKey(key, length)) return undefined;
  if (typeof cursor !== 'string') return { key, position: undefined };
  const areKeys = Array.isArray(keys) && keys.every((text) => typeof text === 'string');
  return areKeys ? { key, position: { cursor, keys, at: toUnixSeconds(at) } } : undefined;
}

function writeBegun({ key, position }: Begun): JsonObject {
  return { key, cursor: position?.cursor ?? null, keys: position?.keys ?? null };
}

function isKey(value: unknown, length: number): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every(
      (part) =>
        typeof part === 'number' || typeof part === 'bigint' || (typeof part === 'string' && part !== ''),
    )
  );
}

function toId(key: readonly unknown[]): string {
  return JSON.stringify(key.map(String));
}
