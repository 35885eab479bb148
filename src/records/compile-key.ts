import type { JsonObject } from '../json/json-object.ts';
import { isKeyValue } from '../json/key-value.ts';
import { propertyOf, type Schema, typesOf } from '../json/schema.ts';
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
  const [first, ...others] = keys.map((name) => compileColumn(name, propertyOf(schema, name) ?? {}));
  // One record at most, known by what it was asked for.
  if (first === undefined) return () => '';
  return others.reduce(join, first);
}

function join(left: KeyOf, right: KeyOf): KeyOf {
  return (record) => {
    const [before, after] = [left(record), right(record)];
    return before === undefined || after === undefined ? undefined : before + BETWEEN + after;
  };
}

function compileColumn(name: string, property: Schema): KeyOf {
  const types = typesOf(property).filter((type) => type !== 'null');
  // Conformed, it would only come in quotes.
  if (types.join() === 'string' && property.format === undefined)
    return (record) => (isKeyValue(record[name]) ? String(record[name]) : undefined);
  const write = compileProperty(property, property, { path: name, level: 2 }, () => {});
  return (record) => {
    const value = record[name];
    const text = isKeyValue(value) ? write(value) : 'null';
    return text === 'null' ? undefined : text;
  };
}
