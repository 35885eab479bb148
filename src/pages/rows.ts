import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { NullObjectError, ShapeError } from '../shape-error.ts';
import { describeRequest, type Rows, type StreamDefinition } from '../streams/definition.ts';
import { readSeries, readStart, type SeriesRequest } from './series.ts';

/** Part of a definition that says where its records are. */
export type RowsList = Pick<StreamDefinition, 'path' | 'post' | 'variants' | 'rows'>;

/** Facts that records depend on besides their body. */
export interface RowsContext {
  /** Number of records of the list that came before this page. */
  readonly position: number;
  /** Request for a series, where the records are periods. */
  readonly series?: SeriesRequest | undefined;
  /** The API's clock, in unix milliseconds. */
  readonly apiDate: number | undefined;
  /** Called with the field in which the answer says when its series begins, if that cannot be read. */
  readonly onUnreadStart?: ((field: string) => void) | undefined;
}

/**
 * The records of a body. A null list is an empty one (docs/api-behaviour.md#1 to #3), and so is an answer without a
 * body; an absent one is an error (docs/api-behaviour.md#4). Throws {@link ShapeError}.
 */
export function parseRows(list: RowsList, body: unknown, context: RowsContext): readonly JsonObject[] {
  if (body === undefined) return [];
  const { rows } = list;
  const fail = (what: string) => new ShapeError(describeRequest(list), what);
  if (rows.kind === 'any') return readAny(rows, body, context);
  if (!isJsonObject(body)) throw fail('the answer is no JSON object');
  return readBody(list, rows, body, context, fail);
}

function readBody(
  list: RowsList,
  rows: Exclude<Rows, { kind: 'any' }>,
  body: JsonObject,
  context: RowsContext,
  fail: Fail,
): readonly JsonObject[] {
  switch (rows.kind) {
    case 'list': {
      const items = readObjects(body, rows.at, fail);
      const isPlain = rows.unwrap === undefined && rows.each === undefined;
      return isPlain ? items : items.flatMap((item) => readItem(rows, item, fail));
    }
    case 'texts':
      return readList(body, rows.at, fail).map((text, index) => {
        if (typeof text === 'object') throw fail(`the list "${rows.at}" holds something other than texts`);
        const { column, position } = rows;
        return { [column]: text, ...(position ? { [position]: context.position + index } : {}) };
      });
    case 'whole': {
      const record = rows.at === undefined ? body : valueAt(body, rows.at, 'object', fail);
      if (record === null) throw new NullObjectError(describeRequest(list), `"${rows.at}" is null`);
      if (!isJsonObject(record)) throw fail(`"${rows.at}" is no object`);
      return [record];
    }
    case 'series': {
      const { series, apiDate, onUnreadStart = () => {} } = context;
      if (series === undefined) return [];
      const begin = readStart(series, body);
      Object.keys(begin.unread).forEach(onUnreadStart);
      const items = rows.list === undefined ? [body] : readObjects(body, rows.list, fail);
      return items.flatMap((item) => readSeries(rows, item, { ...series, ...begin, apiDate }, fail));
    }
  }
}

type Fail = (what: string) => ShapeError;

function readItem({ unwrap, each }: Extract<Rows, { kind: 'list' }>, item: JsonObject, fail: Fail) {
  const wrapped = unwrap === undefined ? undefined : item[unwrap];
  const record = isJsonObject(wrapped) ? wrapped : item;
  if (each === undefined) return [record];
  const { [each]: _, ...outer } = record;
  return readObjects(record, each, fail).map((inner) => ({ ...outer, ...inner }));
}

function readAny(
  { column, position }: Extract<Rows, { kind: 'any' }>,
  body: unknown,
  context: RowsContext,
): JsonObject[] {
  const items = Array.isArray(body) ? body : body === null ? [] : [body];
  return items.map((item, index) => ({ [position]: context.position + index, [column]: item }));
}

/** Returns the value at a path; a part that is null makes it null. */
function valueAt(body: JsonObject, path: string, noun: string, fail: Fail): unknown {
  let value: unknown = body;
  for (const name of path.split('.')) {
    if (value === null) return null;
    if (!isJsonObject(value) || !(name in value)) throw fail(`the answer has no ${noun} "${path}"`);
    value = value[name];
  }
  return value;
}

function readList(body: JsonObject, path: string, fail: Fail): readonly unknown[] {
  const list = valueAt(body, path, 'list', fail) ?? [];
  if (!Array.isArray(list)) throw fail(`"${path}" is no list`);
  return list;
}

function readObjects(body: JsonObject, path: string, fail: Fail): readonly JsonObject[] {
  const list = readList(body, path, fail);
  if (!list.every(isJsonObject)) throw fail(`the list "${path}" holds something other than objects`);
  return list;
}
