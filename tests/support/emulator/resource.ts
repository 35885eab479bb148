import type { Settings } from './options.ts';
import { type Query, readInteger, readLimit } from './query-values.ts';
import { RequestRefused, refuse } from './refusals.ts';
import { sample } from './sampler.ts';
import type { World } from './world.ts';
import type { WorldPlan } from './world-plan.ts';

/** A request for a resource, and what its answer depends on. */
export interface Place {
  readonly world: World;
  readonly plan: WorldPlan;
  readonly settings: Settings;
  /** The values of the path's placeholders. */
  readonly params: readonly string[];
  readonly query: Query;
  /** The parsed body of a POST. */
  readonly body: unknown;
  /** The API's time, in unix seconds. */
  readonly now: number;
}

/** How a list is cut: by an opaque offset, by the caller's own offset, or by numbers of pages. */
export interface ResourcePaging {
  kind: 'cursor' | 'offset' | 'page';
  defaultLimit: number;
  maxLimit: number;
  /** The query parameter of the cursor; default `start`. */
  parameter?: string;
  /** What `next` is on the last page; default an empty text. `meta`: in `meta.pagination.next_cursor`. */
  end?: 'absent' | 'empty' | 'zero' | 'meta';
  /** What a cursor decodes to: `0:100` (docs/api-behaviour.md#96), or the number itself. */
  token?: 'bucket' | 'number';
}

/** One list of the API, beyond those that a test can change while it is read. */
export interface ListResource {
  template: string;
  method?: 'POST';
  key: string;
  /** How many records there are; undefined where there is no such parent. */
  count: (place: Place) => number | undefined;
  /** What of a record is not as the definition has it by chance. */
  override?: (place: Place, index: number) => unknown;
  /** Records are not made from the definition, but by `override` alone. */
  isWhole?: true;
  isNullWhenEmpty?: true;
  paging?: ResourcePaging;
  /** What a body holds besides its records. */
  beside?: (place: Place, records: readonly unknown[]) => Record<string, unknown>;
  /** An account may not have it (option `missing`). */
  isFeature?: true;
}

/** One answer that is no list; undefined where there is no such parent. */
export interface WholeResource {
  template: string;
  method?: 'POST';
  body: (place: Place) => unknown;
  isFeature?: true;
}

/** One operation of the API. */
export type Resource = ListResource | WholeResource;

/** Answers a resource: the body, and how many records it holds. Throws RequestRefused for what the API refuses. */
export function answerResource(resource: Resource, place: Place): { body: unknown; records: number } {
  if (resource.isFeature && place.settings.missing.includes(resource.template)) throw refuse(404);
  if ('body' in resource) {
    const body = resource.body(place);
    if (body === undefined) throw refuse(404);
    return { body, records: 1 };
  }
  const count = resource.count(place);
  if (count === undefined) throw refuse(404);
  const { from, to, ...more } = cut(resource.paging, count, place);
  const records = Array.from({ length: to - from }, (_, position) =>
    recordAt(resource, place, from + position),
  );
  const isNull = resource.isNullWhenEmpty && place.settings.isLive && records.length === 0;
  const body = {
    ...resource.beside?.(place, records),
    [resource.key]: isNull ? null : records,
    ...more,
  };
  return { body, records: records.length };
}

function recordAt(resource: ListResource, place: Place, index: number): unknown {
  const override = resource.override?.(place, index);
  if (resource.isWhole) return override;
  const method = resource.method === 'POST' ? 'post' : 'get';
  const { plan, params } = place;
  const at = [resource.key, '[]'];
  const made = sample({ plan, template: resource.template, method, at, index, params });
  return { ...made, ...Object(override) };
}

function cut(paging: ResourcePaging | undefined, count: number, { query }: Place) {
  if (paging === undefined) return { from: 0, to: count };
  switch (paging.kind) {
    case 'offset': {
      const from = Math.min(count, Math.max(0, readInteger(query, 'offset') ?? 0));
      return { from, to: Math.min(count, from + readLimit(query, paging.defaultLimit, paging.maxLimit)) };
    }
    case 'page':
      return cutPages(paging, count, query);
    case 'cursor':
      return cutCursor(paging, count, query);
  }
}

/** The strict family: what is out of range is refused, each with its own text (docs/api-behaviour.md#105). */
function cutPages({ defaultLimit, maxLimit }: ResourcePaging, count: number, query: Query) {
  const limit = readInteger(query, 'limit') ?? defaultLimit;
  if (limit < 1 || limit > maxLimit)
    throw new RequestRefused(400, `limit must be an integer between 1 and ${maxLimit}`);
  const page = readInteger(query, 'page') ?? 1;
  if (page < 1) throw new RequestRefused(400, 'page must be an integer >= 1');
  const from = Math.min(count, (page - 1) * limit);
  const pagination = { page, limit, total: count };
  return { from, to: Math.min(count, from + limit), meta: { pagination, filters: {} } };
}

function cutCursor(paging: ResourcePaging, count: number, query: Query) {
  const { defaultLimit, maxLimit, parameter = 'start', end = 'empty', token = 'bucket' } = paging;
  const start = query[parameter];
  const from = start ? readToken(start, token) : 0;
  const to = Math.max(from, Math.min(count, from + readLimit(query, defaultLimit, maxLimit)));
  const next = to < count ? writeToken(to, token) : undefined;
  if (end === 'meta') {
    const pagination = { limit: maxLimit, ...(next === undefined ? {} : { next_cursor: next }) };
    return { from, to, meta: { pagination } };
  }
  // A number, also as a cursor, and 0 at the end (the vendor's example of trigger errors).
  if (end === 'zero') return { from, to, next: to < count ? to : 0 };
  if (next !== undefined) return { from, to, next };
  return end === 'absent' ? { from, to } : { from, to, next: '' };
}

function writeToken(offset: number, token: 'bucket' | 'number'): string {
  return token === 'number' ? String(offset) : Buffer.from(`0:${offset}`).toString('base64');
}

function readToken(text: string, token: 'bucket' | 'number'): number {
  const decoded = token === 'number' ? text : Buffer.from(text, 'base64').toString('utf8').replace(/^0:/, '');
  if (!/^\d+$/.test(decoded)) throw refuse(400);
  return Number(decoded);
}
