import type { JsonObject } from '../json/json-object.ts';
import { isKeyValue } from '../json/key-value.ts';
import type { Schema } from '../json/schema.ts';
import { compileProperty } from './compile-properties.ts';

/** A record's key as text; undefined if a column of it has no value that can be a key. */
export type KeyOf = (record: JsonObject) => string | undefined;

/** No text has it: it is taken out of what the API sends. */
const BETWEEN = '\u0000';

/**
 * Compiles the key of records as it is once they are conformed: `"90"`, `90`, and ` 90 ` are one where the schema says
 * integer. Keys of one schema and the same columns are equal exactly if their texts are.
 */
export function compileKey(schema: Schema, keys: readonly string[]): KeyOf {
  const [first, ...others] = keys.map((name) => compileColumn(name, schema.properties?.[name] ?? {}));
  // One record at most, known by what it was asked for.
  if (first === undefined) return () => '';
  if (others.length === 0) return first;
  return (record) => {
    let text = first(record);
    for (const column of others) {
      const part = column(record);
      if (text === undefined || part === undefined) return undefined;
      text += BETWEEN + part;
    }
    return text;
  };
}

function compileColumn(name: string, property: Schema): KeyOf {
  const types = [property.type ?? []].flat().filter((type) => type !== 'null');
  const [type] = types.length === 1 ? types : [];
  const write = compileProperty(property, property, { path: name, level: 2 }, () => {});
  const conformed: KeyOf = (record) => {
    const value = record[name];
    const text = isKeyValue(value) ? write(value) : 'null';
    return text === 'null' ? undefined : text;
  };
  // Nearly all keys come in their form; one column must cost next to nothing.
  if (type === 'integer') {
    return (record) => {
      const value = record[name];
      return Number.isSafeInteger(value) ? String(value) : conformed(record);
    };
  }
  if (type === 'string' && property.format !== 'date-time') {
    return (record) => {
      const value = record[name];
      if (typeof value === 'string') return isKeyValue(value) ? value : undefined;
      // A number, conformed, comes in quotes.
      return typeof value === 'number' || typeof value === 'bigint'
        ? String(value)
        : unquote(conformed(record));
    };
  }
  return conformed;
}

/** The text itself, so that what is conformed to one equals what came as one. */
function unquote(json: string | undefined): string | undefined {
  return json === undefined ? undefined : String(JSON.parse(json));
}
