import { readCursor, writeCursor } from './cursors.ts';
import { type MarkedList, positionOf } from './marks.ts';
import { type MessageWindow, messageWindow } from './message-window.ts';
import type { PagedStream, Settings } from './options.ts';
import { cutPage as cutList } from './pages.ts';
import { type Query, readBoolean, readDescending, readInteger, readLimit } from './query-values.ts';
import { RequestRefused, refuse } from './refusals.ts';
import type { Place } from './resource.ts';

/** Cut by the caller's own offset, by numbers of pages, or by a cursor that is an offset. */
export interface OffsetPaging {
  kind: 'cursor' | 'offset' | 'page';
  defaultLimit: number;
  maxLimit: number;
  /** The query parameter of the cursor; default `start`. */
  parameter?: string;
  /** Form of `next` on the last page; default an empty text. `meta`: in `meta.pagination.next_cursor`. */
  end?: 'absent' | 'empty' | 'zero' | 'meta';
  /** Content of a cursor: `0:100` (docs/api-behaviour.md#96), or the number itself. */
  token?: 'bucket' | 'number';
}

/** Cut by cursors that hold a mark, so that a page stays the same while other records come; its end is an option. */
export interface MarkPaging {
  kind: 'mark';
  stream: PagedStream;
  defaultLimit: number;
  maxLimit: number;
  /** The page size cannot be chosen. */
  isFixed?: true;
  /** Decides the order: the `sort` parameter, or an emulator option; without it the lowest mark is first. */
  order?: 'sort' | 'activities' | 'messages';
  /** start_ts and end_ts select by mark. */
  hasWindow?: true;
  /** Visible records are listed, or with hidden=true the hidden ones alone (docs/api-behaviour.md#77). */
  hidesRecords?: true;
  /** A full last page, or any, has a `next` that leads to an empty page (docs/api-behaviour.md#8, #9). */
  hasTokenAtEnd?: true;
  /** Cursors are offsets; one past the end brings the first page back (docs/api-behaviour.md#10). */
  hasOffsets?: true;
}

/** Way in which a list is cut into pages; sizes from the parameter descriptions of its operation. */
export type Paging = OffsetPaging | MarkPaging;

/** Records in the order served, and what a body holds behind them. */
export interface CutPage {
  records: unknown[];
  next?: string | number | null;
  meta?: unknown;
}

/** Cuts the page that a request asks for out of a list. */
export function cutPage(paging: Paging | undefined, list: MarkedList<unknown>, place: Place): CutPage {
  switch (paging?.kind) {
    case undefined:
      return { records: [...list] };
    case 'offset': {
      const from = Math.max(0, readInteger(place.query, 'offset') ?? 0);
      return { records: slice(list, from, readLimit(place.query, paging.defaultLimit, paging.maxLimit)) };
    }
    case 'page':
      return byNumber(paging, list, place.query);
    case 'cursor':
      return byCursor(paging, list, place.query);
    case 'mark':
      return place.settings.isLive && paging.hasOffsets
        ? byMessageOffset(paging, list, place)
        : byMark(paging, list, place);
  }
}

function slice(list: MarkedList<unknown>, from: number, limit: number): unknown[] {
  const length = Math.max(0, Math.min(limit, list.length - from));
  return Array.from({ length }, (_, position) => list.at(from + position));
}

/** The strict family: what is out of range is refused, each with its own text (docs/api-behaviour.md#105). */
function byNumber(
  { defaultLimit, maxLimit }: OffsetPaging,
  list: MarkedList<unknown>,
  query: Query,
): CutPage {
  const limit = readInteger(query, 'limit') ?? defaultLimit;
  if (limit < 1 || limit > maxLimit)
    throw new RequestRefused(400, `limit must be an integer between 1 and ${maxLimit}`);
  const page = readInteger(query, 'page') ?? 1;
  if (page < 1) throw new RequestRefused(400, 'page must be an integer >= 1');
  const pagination = { page, limit, total: list.length };
  return { records: slice(list, (page - 1) * limit, limit), meta: { pagination, filters: {} } };
}

function byCursor(paging: OffsetPaging, list: MarkedList<unknown>, query: Query): CutPage {
  const { defaultLimit, maxLimit, parameter = 'start', end = 'empty', token = 'bucket' } = paging;
  const start = query[parameter];
  const from = start ? readToken(start, token) : 0;
  const records = slice(list, from, readLimit(query, defaultLimit, maxLimit));
  const to = from + records.length;
  const next = to < list.length ? writeToken(to, token) : undefined;
  if (end === 'meta') {
    const pagination = { limit: maxLimit, ...(next === undefined ? {} : { next_cursor: next }) };
    return { records, meta: { pagination } };
  }
  // A number, also as a cursor, and 0 at the end (the vendor's example of trigger errors).
  if (end === 'zero') return { records, next: next === undefined ? 0 : to };
  if (next !== undefined) return { records, next };
  return end === 'absent' ? { records } : { records, next: '' };
}

function writeToken(offset: number, token: 'bucket' | 'number'): string {
  return token === 'number' ? String(offset) : Buffer.from(`0:${offset}`).toString('base64');
}

function readToken(text: string, token: 'bucket' | 'number'): number {
  const decoded = token === 'number' ? text : Buffer.from(text, 'base64').toString('utf8').replace(/^0:/, '');
  if (!/^\d+$/.test(decoded)) throw refuse(400);
  return Number(decoded);
}

function byMark(paging: MarkPaging, list: MarkedList<unknown>, place: Place): CutPage {
  const { settings, query, cursorGeneration: generation } = place;
  const belongsTo = `${place.path}?${['start_ts', 'end_ts', 'sort', 'hidden', 'drafts'].map((name) => query[name]).join('&')}`;
  const cursor = query['start'] ? readCursor(query['start'], belongsTo, generation) : undefined;
  const window = paging.hasWindow && (cursor?.window ?? messageWindow(query, settings.clock()));
  const number = cursor?.page ?? 1;
  const isEmpty = settings.emptyPageEvery !== undefined && number % settings.emptyPageEvery === 0;
  const { records, last, hasMore } = cutList({
    list,
    ...positionsOf(list, window || undefined, settings),
    descending: isDescending(paging, settings, query),
    limit: isEmpty ? 0 : limitOf(paging, settings, query),
    after: cursor?.after,
    keep: paging.hidesRecords ? (record) => isHidden(record) === readBoolean(query, 'hidden') : () => true,
  });
  const hasTrailingPage = settings.trailingEmptyPage ?? paging.hasTokenAtEnd ?? false;
  if (last !== undefined && (hasMore || (hasTrailingPage && records.length > 0))) {
    const content = { belongsTo, after: last, page: number + 1, window: window || undefined, generation };
    return { records, next: writeCursor(content) };
  }
  if (settings.endOfPages === 'absent') return { records };
  return { records, next: settings.endOfPages === 'null' ? null : '' };
}

/** A page of a list whose cursors are offsets into what the query finds now: `v20:1` after one record. */
function byMessageOffset(paging: MarkPaging, list: MarkedList<unknown>, { settings, query }: Place): CutPage {
  const { low, high } = positionsOf(list, messageWindow(query, settings.clock()), settings);
  const asked = readOffset(query['start']);
  // Past the end the list begins anew.
  const offset = asked < high - low ? asked : 0;
  const descending = isDescending(paging, settings, query);
  const { records, hasMore } = cutList({
    list,
    low: descending ? low : low + offset,
    high: descending ? high - offset : high,
    descending,
    limit: limitOf(paging, settings, query),
    after: undefined,
  });
  return { records, next: hasMore ? writeOffset(offset + records.length) : '' };
}

/** The cursor of messages behind this many records. */
export function writeOffset(offset: number): string {
  return Buffer.from(`v20:${offset}`).toString('base64');
}

/** Number of records before the page that a cursor of messages leads to; what is no cursor is refused. */
export function readOffset(start: string | undefined): number {
  if (!start) return 0;
  const [, digits] = /^v20:(\d+)$/.exec(Buffer.from(start, 'base64').toString('utf8')) ?? [];
  if (digits === undefined) throw refuse(400);
  return Number(digits);
}

function limitOf({ stream, defaultLimit, maxLimit, isFixed }: MarkPaging, settings: Settings, query: Query) {
  const maximum = Math.min(maxLimit, settings.maxPageSizes[stream] ?? maxLimit);
  return isFixed ? maximum : readLimit(query, defaultLimit, maximum);
}

function positionsOf(
  list: MarkedList<unknown>,
  window: MessageWindow | undefined,
  { boundsInclusive: inclusive }: Settings,
): { low: number; high: number } {
  if (window === undefined) return { low: 0, high: list.length };
  const firstAt = (time: number) => positionOf(list, [time, Number.NEGATIVE_INFINITY]);
  return {
    low: firstAt(inclusive.start ? window.start : window.start + 1),
    high: firstAt(inclusive.end ? window.end + 1 : window.end),
  };
}

function isDescending({ order }: MarkPaging, settings: Settings, query: Query): boolean {
  if (order === undefined) return false;
  return order === 'sort' ? readDescending(query) : settings.orders[order] === 'newest_first';
}

const isHidden = (record: unknown): boolean => Object(record).hidden === true;
