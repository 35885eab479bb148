import { readCursor, writeCursor } from './cursors.ts';
import { type MarkedList, positionOf } from './marks.ts';
import { type MessageWindow, messageWindow } from './message-window.ts';
import type { Settings } from './options.ts';
import { cutPage, type Page } from './pages.ts';
import { type Query, readBoolean, readDescending, readInteger, readLimit } from './query-values.ts';
import { refuse } from './refusals.ts';
import type { Paging, Route } from './routes.ts';
import type { World } from './world.ts';

/** A correct answer: the body and how many records it holds. */
export interface Answer {
  body: Record<string, unknown>;
  records: number;
}

/** What answers depend on besides the request. */
export interface AnswerContext {
  world: World;
  settings: Settings;
  /** Cursors of other generations are refused. */
  cursorGeneration: number;
}

/** Answers any of the routes; throws RequestRefused for what the API refuses. */
export function answer(
  context: AnswerContext,
  route: Route,
  request: { path: string; parent: string | undefined; query: Query },
): Answer {
  const parentId = readInteger({ id: request.parent ?? '0' }, 'id') ?? 0;
  const list = route.list(context.world, parentId, request.query);
  if (list === undefined) throw refuse(404);
  const { records, ...rest } = route.paging
    ? readPage(context, route.paging, list, request)
    : { records: [...list] };
  const extra = route.extraFields?.(parentId, records) ?? {};
  const body = { ...extra, [route.recordsKey]: records, ...rest };
  const isNull = context.settings.isLive && route.isNullWhenEmpty && records.length === 0;
  return { body: isNull ? withNullLists(body) : body, records: records.length };
}

/** Go writes null for a list that was never filled: every list of the body, not only the records' own. */
function withNullLists(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? null : value]),
  );
}

function readPage(
  { settings, cursorGeneration: generation }: AnswerContext,
  paging: Paging,
  list: MarkedList<unknown>,
  { path, query }: { path: string; query: Query },
): { records: unknown[]; next?: string | null } {
  const belongsTo = `${path}?${['start_ts', 'end_ts', 'sort', 'hidden', 'drafts'].map((name) => query[name]).join('&')}`;
  const start = query['start'];
  if (settings.isLive && paging.hasOffsets) return readByOffset(settings, paging, list, query);
  const cursor = start ? readCursor(start, belongsTo, generation) : undefined;
  const window = paging.hasWindow && (cursor?.window ?? messageWindow(query, settings.clock()));
  const number = cursor?.page ?? 1;
  const empty = settings.emptyPageEvery !== undefined && number % settings.emptyPageEvery === 0;
  const maximum = Math.min(paging.maxLimit, settings.maxPageSizes[paging.stream] ?? paging.maxLimit);
  const limit = paging.hasLimit ? readLimit(query, paging.defaultLimit, maximum) : maximum;
  // hidden=true lists hidden ones alone (docs/api-behaviour.md#77)
  const keep = paging.hidesRecords
    ? (record: unknown) => isVisible(record) !== readBoolean(query, 'hidden')
    : () => true;

  const page: Page<unknown> = cutPage({
    list,
    ...positionsOf(list, window, settings.boundsInclusive),
    descending: isDescending(paging, settings, query),
    limit: empty ? 0 : limit,
    after: cursor?.after,
    keep,
  });
  const hasTrailingPage = settings.trailingEmptyPage ?? paging.hasTokenAtEnd ?? false;
  const leadsOn = page.hasMore || (hasTrailingPage && page.records.length > 0);
  if (leadsOn && page.last !== undefined) {
    const content = {
      belongsTo,
      after: page.last,
      page: number + 1,
      window: window || undefined,
      generation,
    };
    return { records: served(page.records, paging, query), next: writeCursor(content) };
  }
  const records = served(page.records, paging, query);
  if (settings.endOfPages === 'absent') return { records };
  return { records, next: settings.endOfPages === 'null' ? null : '' };
}

/** A page of a list whose cursors are offsets into what the query finds now: `v20:1` after one record. */
function readByOffset(
  settings: Settings,
  paging: Paging,
  list: MarkedList<unknown>,
  query: Query,
): { records: unknown[]; next: string } {
  const window = messageWindow(query, settings.clock());
  const { low, high } = positionsOf(list, window, settings.boundsInclusive);
  const maximum = Math.min(paging.maxLimit, settings.maxPageSizes[paging.stream] ?? paging.maxLimit);
  const limit = readLimit(query, paging.defaultLimit, maximum);
  const asked = readOffset(query['start']);
  // Past the end the list begins anew.
  const offset = asked < high - low ? asked : 0;
  const isNewestFirst = isDescending(paging, settings, query);
  const { records, hasMore } = cutPage({
    list,
    low: isNewestFirst ? low : low + offset,
    high: isNewestFirst ? high - offset : high,
    descending: isNewestFirst,
    limit,
    after: undefined,
    keep: () => true,
  });
  const next = hasMore ? Buffer.from(`v20:${offset + records.length}`).toString('base64') : '';
  return { records: served(records, paging, query), next };
}

function readOffset(start: string | undefined): number {
  if (!start) return 0;
  const [, digits] = /^v20:(\d+)$/.exec(Buffer.from(start, 'base64').toString('utf8')) ?? [];
  if (digits === undefined) throw refuse(400);
  return Number(digits);
}

function positionsOf(
  list: MarkedList<unknown>,
  window: MessageWindow | undefined,
  inclusive: { start: boolean; end: boolean },
): { low: number; high: number } {
  if (window === undefined) return { low: 0, high: list.length };
  const firstAt = (time: number) => positionOf(list, [time, Number.NEGATIVE_INFINITY]);
  return {
    low: firstAt(inclusive.start ? window.start : window.start + 1),
    high: firstAt(inclusive.end ? window.end + 1 : window.end),
  };
}

function isDescending(paging: Paging, settings: Settings, query: Query): boolean {
  if (paging.order === 'fixed') return false;
  if (paging.order === 'sort') return readDescending(query);
  return settings.orders[paging.order] === 'newest_first';
}

function isVisible(record: unknown): boolean {
  return !(typeof record === 'object' && record !== null && 'hidden' in record && record.hidden === true);
}

// tracked_responses are there only with get_tracked_responses=true (schema Message)
function served(records: unknown[], paging: Paging, query: Query): unknown[] {
  if (paging.stream !== 'messages' || readBoolean(query, 'get_tracked_responses')) return records;
  return records.map((record) => {
    if (typeof record !== 'object' || record === null || !('tracked_responses' in record)) return record;
    const { tracked_responses, ...rest } = record;
    return rest;
  });
}
