import type { JsonObject, JsonValue } from '../json/json-object.ts';
import { compareKeys, isKey, toId } from './key-order.ts';
import type { ParentPage } from './parent-page.ts';

/** Something that a list is read for: a parent's record, or nothing at all for a stream without a parent. */
export interface Context {
  /** Values of the placeholders of path and body. */
  readonly params: Readonly<Record<string, string>>;
  /** Columns that each record is given. */
  readonly columns: JsonObject;
  /** Identifies the context among those of its stream, and orders it. */
  readonly key: readonly unknown[];
  /** The keys of several records of the parent, where they are asked for together. */
  readonly keys?: readonly string[];
  /** Values of ancestors that decide whether descendants are asked for, by their columns: `newsletters.sent_at`. */
  readonly carried?: JsonObject;
}

/** Contexts that are read together, sorted by their keys, each once: all of a stream, or those of one page of parents. */
export interface ContextGroup {
  readonly contexts: readonly Context[];
  /** The page of a large parent that they were made from. */
  readonly at?: ParentPage | undefined;
}

/** The only context of a stream without a parent. */
export const ROOT_CONTEXT: Context = { params: {}, columns: {}, key: [] };

/**
 * The context that a parent's record makes for a child; undefined if the record lacks the key. `keys` says which of the
 * parent's columns (right) become columns of the child (left). What the parent itself was read for is taken from there:
 * its records need not repeat it (docs/api-behaviour.md#73).
 */
export function toContext(
  keys: Readonly<Record<string, string>>,
  record: JsonObject,
  parent: Context,
): Context | undefined {
  const columns = Object.fromEntries(
    Object.entries(keys).map(([column, above]) => [column, parent.columns[above] ?? record[above]]),
  );
  const values = Object.values(columns);
  if (!values.every(isKey)) return undefined;
  const params = Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, String(value)]));
  return { params, columns, key: values };
}

/** Contexts that look up several records of the parent each, by one of its columns. */
export function toLookups(
  column: string,
  size: number,
  records: readonly JsonObject[],
): { contexts: Context[]; lacking: number } {
  const given = records.map((record) => record[column]).filter(isKey);
  const keys = [...new Set(given.map(String))].sort();
  const contexts: Context[] = [];
  for (let from = 0; from < keys.length; from += size) {
    const group = keys.slice(from, from + size);
    contexts.push({ params: {}, columns: {}, key: group.slice(0, 1), keys: group });
  }
  return { contexts, lacking: records.length - given.length };
}

/** A context for each combination of values. */
export function combineValues(columns: Readonly<Record<string, readonly string[]>>): Context[] {
  let contexts: Context[] = [ROOT_CONTEXT];
  for (const [column, values] of Object.entries(columns)) {
    contexts = contexts.flatMap(({ params, columns: given, key }) =>
      values.map((value) => ({
        params: { ...params, [column]: value },
        columns: { ...given, [column]: value },
        key: [...key, value],
      })),
    );
  }
  return contexts;
}

/** Fills a body: `{name}` with the value of that name, `{name:number}` as a number, `{keys}` with the keys of a batch. */
export function fillBody(
  body: JsonValue,
  { params, keys = [] }: Pick<Context, 'params' | 'keys'>,
): JsonValue {
  if (typeof body === 'string') {
    if (body === '{keys}') return keys;
    const [, name = '', isNumber] = /^\{(\w+)(:number)?\}$/.exec(body) ?? [];
    const value = params[name];
    return value === undefined ? body : isNumber ? Number(value) : value;
  }
  if (Array.isArray(body)) return body.map((item) => fillBody(item, { params, keys }));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, fillBody(value, { params, keys })]),
  );
}

/** Contexts in the order of their keys, each once: a list that shifts between two pages may show a parent twice. */
export function sortContexts(contexts: readonly Context[]): Context[] {
  const byKey = new Map(contexts.map((context) => [toId(context.key), context]));
  return [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key));
}
