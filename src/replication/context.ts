import type { JsonObject } from '../json/json-object.ts';

/** What a list is read for: a parent's record, or nothing at all for a stream without a parent. */
export interface Context {
  /** Values of the path's placeholders. */
  readonly params: Readonly<Record<string, string>>;
  /** Columns that each record is given. */
  readonly columns: JsonObject;
  /** Identifies the context among those of its stream, and orders it. */
  readonly key: readonly unknown[];
}

/** Contexts that one page of parents makes, sorted by their keys, each once. */
export interface Batch {
  readonly contexts: readonly Context[];
  /** Whether these are all contexts of the stream. */
  readonly isAll: boolean;
}

/** The only context of a stream without a parent. */
export const ROOT_CONTEXT: Context = { params: {}, columns: {}, key: [] };

/**
 * The context that a parent's record makes for a child; undefined if the record lacks the key. `keys` says which of the
 * parent's columns (right) become columns of the child (left).
 */
export function toContext(
  keys: Readonly<Record<string, string>>,
  record: JsonObject,
  parent: Context,
): Context | undefined {
  const columns = Object.fromEntries(Object.entries(keys).map(([column, above]) => [column, record[above]]));
  const values = Object.values(columns);
  if (!values.every(isKey)) return undefined;
  const params = Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, String(value)]));
  return {
    params: { ...parent.params, ...params },
    columns: { ...parent.columns, ...columns },
    key: [...parent.key, ...values],
  };
}

/** Contexts in the order of their keys, each once: a list that shifts between two pages may show a parent twice. */
export function sortContexts(contexts: readonly Context[]): Context[] {
  const byKey = new Map(contexts.map((context) => [JSON.stringify(context.key.map(String)), context]));
  return [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key));
}

function isKey(value: unknown): value is string | number | bigint {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'bigint'
  );
}

/** Orders keys part by part: integers by size, before texts. */
export function compareKeys(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [String(a), String(b)];
  const [isLeftInteger, isRightInteger] = [isInteger(left), isInteger(right)];
  if (isLeftInteger !== isRightInteger) return isLeftInteger ? -1 : 1;
  return isLeftInteger ? compare(BigInt(left), BigInt(right)) : compare(left, right);
}

/** Ids are integers here and digits in a text there. */
function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function compare<Value extends string | bigint>(left: Value, right: Value): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
