import { lazyList } from './lazy-list.ts';
import { type MarkedList, markedByPosition } from './marks.ts';
import type { Settings } from './options.ts';
import { cutPage, type Paging } from './paging.ts';
import { type Query, readInteger } from './query-values.ts';
import { refuse } from './refusals.ts';
import { sample } from './sampler.ts';
import type { WireList } from './wire.ts';
import type { World } from './world.ts';
import type { WorldPlan } from './world-plan.ts';

/** A request for a resource, and what its answer depends on. */
export interface Place {
  readonly world: World;
  readonly plan: WorldPlan;
  readonly settings: Settings;
  readonly path: string;
  /** The values of the path's placeholders. */
  readonly params: readonly string[];
  readonly query: Query;
  /** The parsed body of a POST. */
  readonly body: unknown;
  /** The API's time, in unix seconds. */
  readonly now: number;
  /** Cursors of other generations are refused. */
  readonly cursorGeneration: number;
}

interface AnyList {
  template: string;
  method?: 'POST';
  key: string;
  /** Empty, all lists of the body come as null (docs/api-behaviour.md#1, #2). */
  isNullWhenEmpty?: true;
  paging?: Paging;
  /** Fields of the body before its records. */
  beside?: (place: Place, records: readonly unknown[]) => Record<string, unknown>;
  /** A record as this request gets it; without it as it is kept. */
  served?: (record: unknown, place: Place) => unknown;
  /** An account may not have it (option `missing`). */
  isFeature?: true;
  /** Where one record is asked for by its id, and what the body calls it; it is the body itself where there is no name. */
  single?: readonly [template: string, key?: string];
}

/** A list that the world keeps, and a test can change while it is read; undefined where there is no such parent. */
export interface KeptResource extends AnyList {
  list: (place: Place) => MarkedList<unknown> | undefined;
}

/** A list whose records are made when they are asked for. */
export interface MadeResource extends AnyList {
  /** Number of records; undefined where there is no such parent. */
  count: (place: Place) => number | undefined;
  /** Fields of a record that are not left to chance. */
  override?: (place: Place, index: number) => unknown;
  /** Records are not made from the definition, but by `override` alone. */
  isWhole?: true;
}

/** One answer that is no list; undefined where there is no such parent. */
export interface WholeResource {
  template: string;
  method?: 'POST';
  body: (place: Place) => unknown;
  isFeature?: true;
}

/** One operation of the API. */
export type Resource = KeptResource | MadeResource | WholeResource;

/** Answers a resource: the body, and how many records it holds. Throws RequestRefused for what the API refuses. */
export function answerResource(resource: Resource, place: Place): { body: unknown; records: number } {
  if (resource.isFeature && place.settings.missing.includes(resource.template)) throw refuse(404);
  if ('body' in resource) {
    const body = resource.body(place);
    if (body === undefined) throw refuse(404);
    return { body, records: 1 };
  }
  const list = 'list' in resource ? resource.list(place) : madeList(resource, place);
  if (list === undefined) throw refuse(404);
  const { records: cut, ...more } = cutPage(resource.paging, list, place);
  const { served } = resource;
  const records = served ? cut.map((record) => served(record, place)) : cut;
  const body = { ...resource.beside?.(place, records), [resource.key]: records, ...more };
  const isNull = resource.isNullWhenEmpty && place.settings.isLive && records.length === 0;
  return { body: isNull ? withNullLists(body) : body, records: records.length };
}

/** All records of a list, as they are served; undefined where there is no such parent. */
export function allRecords(resource: KeptResource | MadeResource, place: Place): unknown[] | undefined {
  const list = 'list' in resource ? resource.list(place) : madeList(resource, place);
  const { served = (record: unknown) => record } = resource;
  return list && [...list].map((record) => served(record, place));
}

/** Go writes null for a list that was never filled: every list of the body, not only the records' own. */
function withNullLists(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? null : value]),
  );
}

function madeList(resource: MadeResource, place: Place): MarkedList<unknown> | undefined {
  const count = resource.count(place);
  return count === undefined
    ? undefined
    : markedByPosition(lazyList(count, (index) => recordAt(resource, place, index)));
}

function recordAt(resource: MadeResource, place: Place, index: number): unknown {
  const override = resource.override?.(place, index);
  if (resource.isWhole) return override;
  const method = resource.method === 'POST' ? 'post' : 'get';
  const { plan, params } = place;
  const at = [resource.key, '[]'];
  const made = sample({ plan, template: resource.template, method, at, index, params });
  return { ...made, ...Object(override) };
}

/** The list of a parent that the path names by its number; what is no number is refused. */
export function childrenOf(
  lists: ReadonlyMap<number, WireList<unknown>>,
  { params }: Place,
): MarkedList<unknown> | undefined {
  const list = lists.get(readInteger({ id: params[0] ?? '' }, 'id') ?? 0);
  return list && markedByPosition(list);
}
