import type { JsonObject } from '../json/json-object.ts';
import type { Order } from '../pages/order-evidence.ts';
import { toRfc3339 } from '../time/instant.ts';
import { readInstant } from './bookmark.ts';

/** What the bookmark of a walked stream holds; instants in unix seconds. */
export interface WalkBookmark {
  /** The newest instant of the last complete walk: all that were in the list when it began have been written. */
  readonly known: number | undefined;
  /** Keys of the records at the top of the list when the last complete walk began. */
  readonly knownTop: readonly string[];
  /** Where to go on: in a walk that was interrupted, or near the end of a list that grows there. */
  readonly cursor: string | undefined;
  /** The cursor of the last page with records before it; undefined if that was the first page. */
  readonly previous: string | undefined;
  /** The order of the list, as far as its records have told it. */
  readonly order: Order | undefined;
  /** Whether the pages before the cursor may still get records, should the order turn out to be oldest first. */
  readonly isUnsettled: boolean;
  /** The newest instant of the walk that was interrupted. */
  readonly newest: number | undefined;
  /** Keys of the records at the top of the list when that walk began. */
  readonly top: readonly string[];
}

/** Reads the bookmark of a walked stream; `key` is its replication key. Throws as {@link readInstant} does. */
export function readWalkBookmark(
  stream: string,
  bookmark: JsonObject,
  key: string,
  startedAt: number,
): WalkBookmark {
  const { order } = bookmark;
  return {
    known: readInstant(stream, bookmark, key, startedAt),
    knownTop: readKeys(bookmark['top']),
    cursor: readCursor(bookmark['cursor']),
    previous: readCursor(bookmark['previous']),
    order: order === 'newest_first' || order === 'oldest_first' ? order : undefined,
    isUnsettled: bookmark['unsettled'] === true,
    newest: readInstant(stream, bookmark, 'newest', startedAt),
    top: readKeys(bookmark['newest_top']),
  };
}

function readCursor(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readKeys(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}

/** The bookmark as STATE has it. */
export function writeWalkBookmark(
  { known, knownTop, cursor, previous, order, isUnsettled, newest, top }: WalkBookmark,
  key: string,
): JsonObject {
  return {
    [key]: known === undefined ? null : toRfc3339(known),
    top: knownTop.length > 0 ? knownTop : null,
    cursor: cursor ?? null,
    previous: previous ?? null,
    order: order ?? null,
    ...(isUnsettled ? { unsettled: true } : {}),
    newest: newest === undefined ? null : toRfc3339(newest),
    newest_top: top.length > 0 ? top : null,
  };
}
