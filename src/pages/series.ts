import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { ShapeError } from '../shape-error.ts';
import type { Resolution, Rows } from '../streams/definition.ts';
import { addPeriods, easternPeriod } from '../time/calendar.ts';
import { toUnixSeconds } from '../time/instant.ts';

/** Request for a series, which its answer does not repeat. */
export interface SeriesRequest {
  readonly kind: 'bounds' | 'steps';
  readonly resolution: Resolution;
  /** Start of the first period, in unix seconds; with `steps` the last one holds the time of the answer. */
  readonly from: number;
  /** The most periods that the API counts back, with `steps`. */
  readonly most?: number | undefined;
  /** The path at which the answer says where its first period begins. */
  readonly startPath?: string | undefined;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
}

/** Request for a series, and what the whole answer says of it. */
interface SeriesAnswer extends SeriesRequest, SeriesStart {
  readonly apiDate: number | undefined;
}

/** Start of a series. */
export interface SeriesStart {
  /** In unix seconds: what the answer says, or else what was asked for. */
  readonly start: number;
  /** Start as the answer states it, by its field, if that cannot be read. */
  readonly unread: JsonObject;
}

/** Reads where an answer says that its series begins. */
export function readStart({ startPath = '', from }: SeriesRequest, body: JsonObject): SeriesStart {
  const value = body[startPath] ?? undefined;
  if (value === undefined) return { start: from, unread: {} };
  const start = toUnixSeconds(value);
  return start === undefined ? { start: from, unread: { [startPath]: value } } : { start, unread: {} };
}

/**
 * One record per period of a series, which is an object of lists: the fields beside it, the counts of the period, and
 * when it begins. A period without any count is left out: what lies beyond the API's memory comes as nulls. Throws what
 * `fail` makes for a series of another form.
 */
export function readSeries(
  { at, list }: Extract<Rows, { kind: 'series' }>,
  item: JsonObject,
  answer: SeriesAnswer,
  fail: (what: string) => ShapeError,
): JsonObject[] {
  const { series, beside } = split(item, at, fail);
  // All of an item belongs to the record; of a body, only the object that holds the series.
  const [outer = ''] = at.split('.');
  const { [outer]: _, ...aside } = item;
  const others = list === undefined ? { ...beside, ...answer.unread } : { ...aside, ...beside };
  const lists = Object.entries(series).map(([name, list]): [string, readonly unknown[]] => {
    if (list !== null && !Array.isArray(list)) throw fail(`"${at}" holds something other than lists`);
    return [name, list ?? []];
  });
  const length = Math.max(0, ...lists.map(([, list]) => list.length));
  const timeOf = createClock(answer, length);
  return Array.from({ length }, (_, index): JsonObject | undefined => {
    const counts = lists.map(([name, list]): [string, unknown] => [
      name,
      // Lists that are shorter miss their beginning where periods are counted back from now.
      list[index - (answer.kind === 'steps' ? length - list.length : 0)] ?? null,
    ]);
    const time = timeOf(index);
    const isKnown = counts.some(([, count]) => count !== null);
    return time && isKnown
      ? { ...others, ...Object.fromEntries(counts), resolution: answer.resolution, ...time }
      : undefined;
  }).filter((record) => record !== undefined);
}

/** When each period begins; undefined for one that has not begun. */
function createClock(
  { kind, resolution, from, start, now, apiDate }: SeriesAnswer,
  length: number,
): (index: number) => JsonObject | undefined {
  const readAt = apiDate === undefined ? now : apiDate / 1000;
  if (kind === 'steps') {
    return (index) => {
      const periods_ago = length - 1 - index;
      const period_start = easternPeriod(resolution, readAt, -periods_ago);
      // Nothing before it was asked for: a clock that is behind has labelled it, and no later run would correct it.
      return period_start < from ? undefined : { period_start, read_at: Math.floor(readAt), periods_ago };
    };
  }
  return (index) => {
    const period_start = addPeriods(resolution, start, index);
    return period_start <= readAt ? { period_start } : undefined;
  };
}

/** The series at a path, and the fields beside it in the outermost of its objects. */
function split(
  item: JsonObject,
  at: string,
  fail: (what: string) => ShapeError,
): { series: JsonObject; beside: JsonObject } {
  const [outer = '', inner] = at.split('.');
  if (!(outer in item)) throw fail(`the answer has no "${outer}"`);
  const holder = item[outer];
  if (inner === undefined || holder === null) return { series: asSeries(holder, at, fail), beside: {} };
  if (!isJsonObject(holder) || !(inner in holder)) throw fail(`the answer has no "${at}"`);
  const { [inner]: series, ...rest } = holder;
  const isAlone = Object.keys(rest).length === 0;
  return { series: asSeries(series, at, fail), beside: isAlone ? {} : { [outer]: rest } };
}

function asSeries(value: unknown, at: string, fail: (what: string) => ShapeError): JsonObject {
  if (value === null) return {};
  if (!isJsonObject(value)) throw fail(`"${at}" is no object`);
  return value;
}
