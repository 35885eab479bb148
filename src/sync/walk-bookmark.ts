import type { Order } from '../extract/order-evidence.ts';
import type { JsonObject } from '../json/json-object.ts';
import { toRfc3339 } from '../time/instant.ts';
import { readInstant } from './bookmark.ts';

/** What the bookmark of a walked stream holds; instants in unix seconds. */
export interface WalkBookmark {
  /** The newest record when the last complete walk began: all that were in the list then have been written. */
  readonly known: number | undefined;
  /** Where to go on: in a walk that was interrupted, or near the end of a list that grows there. */
  readonly cursor: string | undefined;
  /** The order of the list, as far as its records have told it. */
  readonly order: Order | undefined;
  /** The newest record of the walk that was interrupted. */
  readonly newest: number | undefined;
}

/** Reads the bookmark of a walked stream; `key` is its replication key. Throws as {@link readInstant} does. */
export function readWalkBookmark(
  stream: string,
  bookmark: JsonObject,
  key: string,
  startedAt: number,
): WalkBookmark {
  const { cursor, order } = bookmark;
  return {
    known: readInstant(stream, bookmark, key, startedAt),
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined,
    order: order === 'newest_first' || order === 'oldest_first' ? order : undefined,
    newest: readInstant(stream, bookmark, 'newest', startedAt),
  };
}

/** The bookmark as STATE has it. */
export function writeWalkBookmark({ known, cursor, order, newest }: WalkBookmark, key: string): JsonObject {
  return {
    [key]: known === undefined ? null : toRfc3339(known),
    cursor: cursor ?? null,
    order: order ?? null,
    newest: newest === undefined ? null : toRfc3339(newest),
  };
}
