import { hash } from '../digest.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys, type Position } from '../pages/position.ts';
import { toRfc3339 } from '../time/instant.ts';
import { compareKeys, isKey, toId } from './key-order.ts';

/**
 * A page of a large parent, as its children's bookmarks hold it. The parent and all its children begin a later run at the
 * earliest of their pages.
 */
export interface ParentPage {
  /** The pass over the parent that counts the pages, and how it asks for them: others count otherwise. */
  readonly pass: string;
  /** The key of the parent's partition that the page belongs to. */
  readonly partition: readonly unknown[];
  /** The page's number within the partition, from 1. */
  readonly page: number;
  /** Undefined for the first page, which needs none. */
  readonly position: Position | undefined;
  /** A partition before it could not be read. */
  readonly isBehindFailure?: boolean;
  /** Tells whether the page holds one of the keys of a position, all of them digests; of pages that have come in this run. */
  readonly holds?: (keys: readonly string[]) => boolean;
}

/** Part of a context that tells it from others. */
type Keyed = { readonly key: readonly unknown[]; readonly keys?: readonly string[] };

/** A pass over a large parent, which its children share. */
export interface LargeParent {
  readonly role: 'parent' | 'child';
  /** Page at which it begins; undefined: at the parent's beginning. */
  readonly start: ParentPage | undefined;
  /** Form of the requests for the parent: pages of another form cannot be compared. */
  readonly asking: string;
  /** True if the next run goes on where a run has ended since the parent's list failed; if not, it begins anew. */
  readonly goesOnAtFailure: boolean;
}

/** Counts the pages of a large parent. */
export interface ParentPages {
  /** The page at which a later run begins if this one is ended early: the one that was written last, at first `start`. */
  last(): ParentPage | undefined;
  /** The page that was written last before a partition failed. */
  beforeFailure(): ParentPage | undefined;
  /** A partition could not be read. */
  fail(): void;
  /** The page that was just written, for those that are read for its records. */
  of(partition: Partition, page: Page): ParentPage;
  /** Page numbers start again: what later runs know of the old ones no longer holds. */
  restart(): void;
}

/** Starts counting at `start`; `now` is the time in unix seconds, and tells this pass from others. */
export function createParentPages(
  { start, asking }: Pick<LargeParent, 'start' | 'asking'>,
  { now, digest }: { now: number; digest: (key: string) => string },
): ParentPages {
  let restarts = 0;
  let pass = start?.pass ?? `${toRfc3339(now)} ${asking}`;
  let partition = start && toId(start.partition);
  let number = start?.page ?? 0;
  let last = start;
  let failedAt: { last: ParentPage | undefined } | undefined;
  return {
    last: () => last,
    beforeFailure: () => (failedAt ?? { last }).last,
    fail() {
      failedAt ??= { last };
    },
    restart() {
      restarts += 1;
      pass = `${toRfc3339(now)}+${restarts} ${asking}`;
      [partition, last] = [undefined, undefined];
    },
    of({ key }, page) {
      const { cursor } = page;
      if (partition !== toId(key)) [partition, number, last] = [toId(key), 0, undefined];
      // A page that was asked for again is the same one.
      if (last === undefined || cursor !== last.position?.cursor) number += 1;
      const position = cursor === undefined ? undefined : { cursor, keys: fingerprintKeys(page).map(digest) };
      const { keys } = page;
      last = {
        pass,
        partition: key,
        page: number,
        position,
        isBehindFailure: failedAt !== undefined,
        holds: (digests) =>
          (keys.length === 0 && digests.length === 0) ||
          keys.some((known) => known !== undefined && digests.includes(digest(known))),
      };
      return last;
    },
  };
}

/**
 * The earliest of pages; undefined if one is missing, or was counted by a pass that asked otherwise than this run does. Where the
 * parent has been read anew since a child was there, their numbers still say which is to come first.
 */
export function earliestParentPage(
  pages: readonly (ParentPage | undefined)[],
  asking: string,
): ParentPage | undefined {
  const known = pages.filter((page) => page !== undefined);
  const isAll = known.length === pages.length && known.every(({ pass }) => pass.endsWith(asking));
  const [first] = known;
  if (first === undefined || !isAll) return undefined;
  return known.reduce((one, other) => (compareParentPages(other, one) < 0 ? other : one), first);
}

function compareParentPages(left: ParentPage, right: ParentPage): number {
  return compareKeys(left.partition, right.partition) || left.page - right.page;
}

/**
 * Tells where a page of the parent lies, seen from the one at which an earlier run stopped: that is found by its keys, since
 * records that come and go move them to other pages. `behind`: it did not come until a page with its number did.
 */
export function locatePage(page: ParentPage, place: ParentPage): 'before' | 'same' | 'behind' {
  const order = compareKeys(page.partition, place.partition);
  if (order !== 0) return order < 0 ? 'before' : 'behind';
  const { position } = place;
  if (position === undefined ? page.page === 1 : page.holds?.(position.keys)) return 'same';
  return page.page < place.page ? 'before' : 'behind';
}

/** Tells whether all that was behind the beginning of a page is still there: its first record has not moved to an earlier one. */
export function holdsBeginning(page: ParentPage, { position }: ParentPage): boolean {
  return position === undefined || page.holds?.(position.keys.slice(0, 1)) === true;
}

/** A page as a bookmark holds it. `contexts` are those of the page: whether they have changed is seen by a digest. */
export function writeParentPage(
  parentPage: ParentPage | undefined,
  contexts: readonly Keyed[],
): JsonObject | null {
  if (parentPage === undefined) return null;
  const { pass, partition, page, position } = parentPage;
  return {
    pass,
    part: partition,
    page,
    cursor: position?.cursor ?? null,
    keys: position?.keys ?? null,
    digest: digestOf(contexts),
  };
}

/**
 * Reads what {@link writeParentPage} wrote; undefined if it is malformed. `keyLength` is the number of values in the key of a
 * partition, the last of which numbers the variant; undefined: any.
 */
export function readParentPage(
  value: unknown,
  keyLength: number | undefined,
): (ParentPage & { readonly digest: string }) | undefined {
  if (!isJsonObject(value)) return undefined;
  const { pass, part, page, cursor, keys, digest } = value;
  if (typeof pass !== 'string' || typeof digest !== 'string') return undefined;
  if (!Array.isArray(part) || !part.every(isKey)) return undefined;
  if (keyLength !== undefined && part.length !== keyLength) return undefined;
  if (!Number.isSafeInteger(part.at(-1))) return undefined;
  if (typeof page !== 'number' || !Number.isSafeInteger(page) || page < 1) return undefined;
  if (cursor === null && page === 1) return { pass, partition: part, page, position: undefined, digest };
  if (typeof cursor !== 'string' || !Array.isArray(keys)) return undefined;
  return keys.every((key) => typeof key === 'string')
    ? { pass, partition: part, page, position: { cursor, keys }, digest }
    : undefined;
}

/** The digest of no contexts at all. */
export const NO_DIGEST = '';

/** The digest of contexts with one more; short, since it only has to tell lists apart that should be the same. */
export function addToDigest(digest: string, key: readonly unknown[]): string {
  return hash(digest + toId(key));
}

/** Tells the contexts of a page from others. */
export function digestOf(contexts: readonly Keyed[]): string {
  const keys = contexts.map(({ key, keys = key }) => keys.map(String));
  return hash(JSON.stringify(keys));
}
