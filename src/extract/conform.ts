import { isLosslessNumber } from 'lossless-json';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Schema } from '../schema.ts';
import { fitScalar, UNFIT } from './fit.ts';

/** What was wrong with a field; each kind is told once for a stream and field, and counted. */
export type FaultKind =
  | 'unknown field dropped'
  | 'value of another type set to null'
  | 'item dropped from the list';

/** Called for each fault, with the field's path, such as `metrics.sent`. Never with a value. */
export type OnFault = (kind: FaultKind, field: string) => void;

/** Brings a record of the API into the form that the stream's SCHEMA promises. */
export type Conform = (raw: JsonObject) => JsonObject;

type Convert = (value: unknown) => unknown;

/**
 * Compiles the conversion of a stream's records. `selected` is the schema that goes into SCHEMA: the result has all
 * its properties and no others. `known` is the schema before selection: a field that only it has is left out
 * silently, since the user has asked for that; any other is a fault.
 */
export function compileConform(selected: Schema, known: Schema, onFault: OnFault): Conform {
  return compileObject(selected, known, '', onFault);
}

function compileObject(selected: Schema, known: Schema, above: string, onFault: OnFault): Conform {
  const converters = Object.entries(selected.properties ?? {}).map(([name, property]): [string, Convert] => [
    name,
    compileProperty(property, known.properties?.[name] ?? property, above + name, onFault),
  ]);
  const knownNames = new Set([
    ...Object.keys(selected.properties ?? {}),
    ...Object.keys(known.properties ?? {}),
  ]);
  const isFreeForm = known.properties === undefined;
  return (raw) => {
    const record: Record<string, unknown> = {};
    for (const [name, convert] of converters) record[name] = convert(raw[name]);
    // Of what our own schema leaves free-form, the keys are the customers': one who picks some drops the others.
    if (isFreeForm) return record;
    for (const name in raw) if (!knownNames.has(name)) onFault('unknown field dropped', above + name);
    return record;
  };
}

function compileProperty(schema: Schema, known: Schema, path: string, onFault: OnFault): Convert {
  const types = typesOf(schema);
  const wanted = types.filter((type) => type !== 'null');
  // A user's catalog may say nothing of the type: then everything fits.
  if (wanted.length === 0) return (value) => value ?? null;
  const fits = wanted.map((type) => compileType(type, schema, known, path, onFault));
  const isNullable = types.includes('null');
  const absent = isNullable ? () => null : emptyOf(wanted, fits);
  return (value) => {
    if (value === null || value === undefined) return absent();
    const exact = wanted.length > 1 ? wanted.findIndex((type) => isOfType(type, value)) : -1;
    const fitted = exact >= 0 ? fits[exact]?.(value) : firstFit(fits, value);
    if (fitted === UNFIT) {
      onFault('value of another type set to null', path);
      return absent();
    }
    return fitted ?? absent();
  };
}

function firstFit(fits: readonly Convert[], value: unknown): unknown {
  for (const attempt of fits) {
    const fitted = attempt(value);
    if (fitted !== UNFIT) return fitted;
  }
  return UNFIT;
}

/** What stands for an absent value where the schema allows no null: an object or a list can be empty, else null. */
function emptyOf(wanted: readonly string[], fits: readonly Convert[]): () => unknown {
  const index = wanted.findIndex((type) => type === 'object' || type === 'array');
  const make = fits[index];
  if (!make) return () => null;
  return () => make(wanted[index] === 'object' ? {} : []);
}

function compileType(type: string, schema: Schema, known: Schema, path: string, onFault: OnFault): Convert {
  switch (type) {
    case 'object': {
      // Without properties it is free-form and passes whole.
      if (schema.properties === undefined) return (value) => (isPlainObject(value) ? value : UNFIT);
      const conform = compileObject(schema, known, `${path}.`, onFault);
      return (value) => (isPlainObject(value) ? conform(value) : UNFIT);
    }
    case 'array':
      return compileArray(schema.items ?? {}, known.items ?? {}, path, onFault);
    default:
      return (value) => fitScalar(type, schema.format, value);
  }
}

function compileArray(items: Schema, known: Schema, path: string, onFault: OnFault): Convert {
  const types = typesOf(items);
  const isNullable = types.includes('null') || types.length === 0;
  // An item that is absent or does not fit comes as null, whatever the schema allows: then it is dropped below.
  const nullable = isNullable ? items : { ...items, type: [...types, 'null'] };
  const convert = compileProperty(nullable, known, `${path}[]`, onFault);
  return (value) => {
    // The API writes "nil" or an empty text where a list is not set.
    if (value === 'nil' || value === '') return null;
    const converted = (Array.isArray(value) ? value : [value]).map((item) => convert(item));
    if (isNullable) return converted;
    // Many targets cannot hold a null in a list.
    const kept = converted.filter((item) => item !== null);
    if (kept.length < converted.length) onFault('item dropped from the list', path);
    return kept;
  };
}

function typesOf({ type }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}

function isPlainObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && !isLosslessNumber(value);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isPlainObject(value);
    case 'integer':
      return Number.isInteger(value) || typeof value === 'bigint';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' || isLosslessNumber(value);
    default:
      return typeof value === type;
  }
}
