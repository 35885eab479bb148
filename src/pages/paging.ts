import { isJsonObject } from '../json/json-object.ts';
import { ShapeError } from '../shape-error.ts';
import { describeRequest, type Pagination, placeOf, type StreamDefinition } from '../streams/definition.ts';

/** Rules by which the requests of one partition follow each other. */
export interface Paging {
  /** The query parameter that holds the cursor. */
  readonly parameter: string;
  /** The page size to ask for; undefined where it cannot be chosen. */
  readonly limit: number | undefined;
  /** True if smaller pages may be asked for: not where the size decides what a cursor means. */
  readonly isResizable: boolean;
  /** Counts the records of the list that came before a page. */
  positionOf(cursor: string | undefined): number;
  /** The cursor that follows a page of this many records; undefined on the last one. Throws {@link ShapeError}. */
  nextOf(cursor: string | undefined, length: number, body: unknown): string | undefined;
}

/**
 * Starts at the first page of a list. Offsets and numbers of pages make cursors of their own. Pages by offset hold the last
 * `overlap` records of the page before, too.
 */
export function createPaging(
  list: Pick<StreamDefinition, 'path' | 'post' | 'variants' | 'pagination' | 'rows'>,
  overlap = 0,
): Paging {
  const { pagination } = list;
  const place = placeOf(list);
  const positions = new Map<string | undefined, number>();
  const request = describeRequest(list);
  return {
    parameter: parameterOf(pagination),
    limit: 'limit' in pagination ? pagination.limit : undefined,
    isResizable: 'limit' in pagination && pagination.kind !== 'page',
    positionOf: (cursor) => positions.get(cursor) ?? 0,
    nextOf(cursor, length, body) {
      const next = nextOf(list, { cursor, length, overlap }, body, request);
      // Remembered only where it is asked for: a list may have thousands of pages.
      // What the first page leads to keeps its place if that page comes back for a forgotten cursor.
      if (next !== undefined && place !== undefined && !positions.has(next))
        positions.set(next, (positions.get(cursor) ?? 0) + length);
      return next;
    },
  };
}

/** Tells whether the pages of a list are asked for by a number, which the API cannot forget. */
export function isNumbered({ pagination: { kind } }: Pick<StreamDefinition, 'pagination'>): boolean {
  return kind === 'offset' || kind === 'page';
}

function parameterOf(pagination: Pagination): string {
  switch (pagination.kind) {
    case 'offset':
    case 'page':
      return pagination.kind;
    default:
      return ('parameter' in pagination ? pagination.parameter : undefined) ?? 'start';
  }
}

function nextOf(
  { pagination, rows }: Pick<StreamDefinition, 'pagination' | 'rows'>,
  { cursor, length, overlap }: { cursor: string | undefined; length: number; overlap: number },
  body: unknown,
  request: string,
): string | undefined {
  switch (pagination.kind) {
    case 'none':
      // A list that comes whole today may come in pages tomorrow; other bodies are the customer's own.
      return rows.kind === 'list' ? parseNext('next', body, request) : undefined;
    case 'offset':
      return length <= (cursor === undefined ? 0 : overlap)
        ? undefined
        : String(Number(cursor ?? 0) + length - overlap);
    case 'page':
      return length === 0 ? undefined : String(Number(cursor ?? 1) + 1);
    case 'cursor':
      return parseNext('nextAt' in pagination ? pagination.nextAt : undefined, body, request);
  }
}

/** The end is an absent, null or empty `next` (docs/api-behaviour.md#6), or the number 0. */
function parseNext(path = 'next', body: unknown, request: string): string | undefined {
  let next: unknown = body;
  for (const name of path.split('.')) next = isJsonObject(next) ? next[name] : undefined;
  switch (typeof next) {
    case 'string':
      return next === '' ? undefined : next;
    case 'number':
    case 'bigint':
      return Number(next) === 0 ? undefined : String(next);
    default:
      if (next === undefined || next === null) return undefined;
      throw new ShapeError(request, `"${path}" is neither a text, a number nor null`);
  }
}
