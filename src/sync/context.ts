import type { JsonObject } from '../json/json-object.ts';
import type { PlannedStream } from './plan.ts';

/** What a list is read for: a parent's record, or nothing at all for a stream without a parent. */
export interface Context {
  /** Values of the path's placeholders. */
  readonly params: Readonly<Record<string, string>>;
  /** Columns that each record is given. */
  readonly columns: JsonObject;
  /** Identifies the context among those of its stream, and orders it. */
  readonly key: readonly unknown[];
}

/** What a stream is read for. */
export interface Contexts {
  readonly list: readonly Context[];
  /** False if a parent's record had no key, so that one is missing: then nothing can be said of what is gone. */
  readonly isWhole: boolean;
}

/** The only context of a stream without a parent. */
export const ROOT_CONTEXT: Context = { params: {}, columns: {}, key: [] };

/** The context that a parent's record makes for a child; undefined if the record lacks the key. */
export function toContext(child: PlannedStream, record: JsonObject, parent: Context): Context | undefined {
  const keys = Object.entries(child.definition.parent?.keys ?? {});
  const columns = Object.fromEntries(keys.map(([column, parentColumn]) => [column, record[parentColumn]]));
  const values = Object.values(columns);
  if (!values.every(isKey)) return undefined;
  const params = Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, String(value)]));
  return {
    params: { ...parent.params, ...params },
    columns: { ...parent.columns, ...columns },
    key: [...parent.key, ...values],
  };
}

function isKey(value: unknown): value is string | number | bigint {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'bigint'
  );
}

/** Orders contexts by their keys: integers by size, before texts. */
export function compareContexts(a: Context | readonly unknown[], b: Context | readonly unknown[]): number {
  const [left, right] = [toKey(a), toKey(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function toKey(value: Context | readonly unknown[]): readonly unknown[] {
  return 'key' in value ? value.key : value;
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
