import type { JsonObject } from '../json/json-object.ts';
import type { Schema } from '../json/schema.ts';

/** TEMP */
export function compileKey(
  _schema: Schema,
  keys: readonly string[],
): (record: JsonObject) => string | undefined {
  return (record) => {
    const values = keys.map((key) => record[key]);
    if (values.some((value) => value === undefined || value === null || value === '')) return undefined;
    return values.length === 1 ? String(values[0]).trim() : JSON.stringify(values.map(String));
  };
}
