import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Position } from '../pages/position.ts';
import { type Context, compareKeys } from './context.ts';

/**
 * A page of a large parent, as its children's bookmarks hold it. The parent and all its children begin a later run at the
 * earliest of their places.
 */
export interface ParentPage {
  /** The pass over the parent that counts the pages, and how it asks for them: others count otherwise. */
  readonly pass: string;
  /** The parent's partition that the page belongs to. */
  readonly partition: readonly unknown[];
  /** The page's number within the partition, from 1. */
  readonly page: number;
  /** Undefined for the first page, which needs none. */
  readonly position: Position | undefined;
}

/** The earliest of places; undefined if one is missing, or they were not counted by one pass that asked as this run does. */
export function earliestParentPage(
  places: readonly (ParentPage | undefined)[],
  asking: string,
): ParentPage | undefined {
  const [first] = places;
  if (!first?.pass.endsWith(asking) || !places.every((place) => place?.pass === first.pass)) return undefined;
  return places
    .filter((place) => place !== undefined)
    .reduce((one, other) => (compareParentPages(other, one) < 0 ? other : one));
}

function compareParentPages(left: ParentPage, right: ParentPage): number {
  return compareKeys(left.partition, right.partition) || left.page - right.page;
}

/** Whether a page was read at a place. */
export function isSamePage(left: ParentPage, right: ParentPage): boolean {
  return left.pass === right.pass && compareParentPages(left, right) === 0;
}

/** A place as a bookmark holds it. `contexts` are those of its page: whether they have changed is told by a digest. */
export function writeParentPage(
  place: ParentPage | undefined,
  contexts: readonly Context[],
): JsonObject | null {
  if (place === undefined) return null;
  const { pass, partition, page, position } = place;
  return {
    pass,
    part: partition,
    page,
    cursor: position?.cursor ?? null,
    keys: position?.keys ?? null,
    digest: digestOf(contexts),
  };
}

/** Reads what {@link writeParentPage} wrote; undefined if it is malformed. */
export function readParentPage(value: unknown): (ParentPage & { readonly digest: string }) | undefined {
  if (!isJsonObject(value)) return undefined;
  const { pass, part, page, cursor, keys, digest } = value;
  if (typeof pass !== 'string' || !Array.isArray(part) || typeof digest !== 'string') return undefined;
  if (typeof page !== 'number' || !Number.isSafeInteger(page) || page < 1) return undefined;
  if (cursor === null && page === 1) return { pass, partition: part, page, position: undefined, digest };
  if (typeof cursor !== 'string' || !Array.isArray(keys)) return undefined;
  return keys.every((key) => typeof key === 'string')
    ? { pass, partition: part, page, position: { cursor, keys }, digest }
    : undefined;
}

/** Tells the contexts of a page from others. */
export function digestOf(contexts: readonly Context[]): string {
  const keys = contexts.map(({ key, keys = key }) => keys.map(String));
  return createHash('sha256').update(JSON.stringify(keys)).digest('hex').slice(0, 16);
}
