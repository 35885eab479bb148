import { isLosslessNumber } from 'lossless-json';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { quoteJson } from '../json/quote-json.ts';
import type { Schema } from '../json/schema.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { fitFor, UNFIT } from './fit.ts';

/** What was wrong with a field; each kind is told once for a stream and field, and counted. */
export type FaultKind =
  | 'unknown field dropped'
  | 'value of another type set to null'
  | 'value nested too deeply set to null'
  | 'item dropped from the list'
  | 'record without its key skipped';

/** Called for each fault, with the field's path, such as `metrics.sent`. Never with a value. */
export type OnFault = (kind: FaultKind, field: string) => void;

/** Writes a value as JSON; undefined if it cannot be brought into the form that the schema demands. */
type Write = (value: unknown) => string | undefined;

/** Writes a property, whatever its value is. */
export interface Property {
  readonly name: string;
  /** What precedes the value: a comma or brace, the name, a colon. */
  readonly lead: string;
  readonly write: (value: unknown) => string;
}

function compileObject(selected: Schema, known: Schema, above: string, onFault: OnFault) {
  const properties = compileProperties(selected, known, above, onFault);
  const tellUnknown = compileUnknown(selected, known, above, onFault);
  return (raw: JsonObject): string => {
    let text = '';
    for (const { name, lead, write } of properties) text += lead + write(raw[name]);
    tellUnknown(raw);
    return text === '' ? '{}' : `${text}}`;
  };
}

/**
 * Compiles how the properties of an object are written, in the order of its selected schema. `above` is the path of the
 * object with a dot behind it, empty for a record.
 */
export function compileProperties(
  selected: Schema,
  known: Schema,
  above: string,
  onFault: OnFault,
): Property[] {
  return Object.entries(selected.properties ?? {}).map(([name, property], index) => ({
    name,
    lead: `${index === 0 ? '{' : ','}${quoteJson(name)}:`,
    write: compileProperty(property, known.properties?.[name] ?? property, above + name, onFault),
  }));
}

/** Compiles how the fields of an object that are in no schema are told. */
export function compileUnknown(selected: Schema, known: Schema, above: string, onFault: OnFault) {
  // Of what our own schema leaves free-form, the keys are the customers': one who picks some drops the others.
  if (known.properties === undefined) return () => {};
  const names = new Set([...Object.keys(selected.properties ?? {}), ...Object.keys(known.properties)]);
  return (raw: JsonObject): void => {
    for (const name in raw) if (!names.has(name)) onFault('unknown field dropped', above + name);
  };
}

function compileProperty(schema: Schema, known: Schema, path: string, onFault: OnFault): Property['write'] {
  const types = typesOf(schema);
  const wanted = types.filter((type) => type !== 'null');
  const writes = wanted.map((type) => compileType(type, schema, known, path, onFault));
  // A user's catalog may say nothing of the type: then everything fits.
  const write = wanted.length === 0 ? compileFreeForm(path, onFault) : preferExact(wanted, writes);
  const absent = types.includes('null') ? 'null' : emptyOf(wanted, writes);
  return (value) => {
    if (value === null || value === undefined) return absent;
    const text = write(value);
    if (text === undefined) onFault('value of another type set to null', path);
    return text === undefined || text === 'null' ? absent : text;
  };
}

/** Of several types the one that the value has already, else the first that it can be brought into. */
function preferExact(wanted: readonly string[], writes: readonly Write[]): Write {
  const [only] = writes;
  if (only && writes.length === 1) return only;
  return (value) => {
    const exact = writes[wanted.findIndex((type) => isOfType(type, value))];
    if (exact) return exact(value);
    for (const write of writes) {
      const text = write(value);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** What stands for an absent value where the schema allows no null: an object or a list can be empty, else null. */
function emptyOf(wanted: readonly string[], writes: readonly Write[]): string {
  const index = wanted.findIndex((type) => type === 'object' || type === 'array');
  return writes[index]?.(wanted[index] === 'object' ? {} : []) ?? 'null';
}

function compileType(type: string, schema: Schema, known: Schema, path: string, onFault: OnFault): Write {
  switch (type) {
    case 'object': {
      // Without properties it is free-form and passes whole.
      const write =
        schema.properties === undefined
          ? compileFreeForm(path, onFault)
          : compileObject(schema, known, `${path}.`, onFault);
      return (value) => (isPlainObject(value) ? write(value) : undefined);
    }
    case 'array':
      return compileArray(schema.items ?? {}, known.items ?? {}, path, onFault);
    default:
      return compileScalar(type, schema.format);
  }
}

function compileScalar(type: string, format: string | undefined): Write {
  const bring = fitFor(type, format);
  // Neither a date-time nor a number holds anything to be escaped.
  const quote = format === 'date-time' ? (text: string) => `"${text}"` : quoteJson;
  return (value) => {
    const fitted = bring(value);
    if (typeof fitted === 'string') return quote(fitted);
    return fitted === UNFIT ? undefined : String(fitted);
  };
}

function compileFreeForm(path: string, onFault: OnFault): (value: unknown) => string {
  return (value) => {
    try {
      return stringifyJson(value);
    } catch (error) {
      // Nested so deeply that writing it exhausts the stack; no target could read it.
      if (!(error instanceof RangeError)) throw error;
      onFault('value nested too deeply set to null', path);
      return 'null';
    }
  };
}

function compileArray(items: Schema, known: Schema, path: string, onFault: OnFault): Write {
  const types = typesOf(items);
  const isNullable = types.includes('null') || types.length === 0;
  // An item that is absent or does not fit comes as null, whatever the schema allows: then it is dropped below.
  const nullable = isNullable ? items : { ...items, type: [...types, 'null'] };
  const write = compileProperty(nullable, known, `${path}[]`, onFault);
  return (value) => {
    // The API writes "nil" or an empty text where a list is not set.
    if (value === 'nil' || value === '') return 'null';
    const written = (Array.isArray(value) ? value : [value]).map((item) => write(item));
    // Many targets cannot hold a null in a list.
    const kept = isNullable ? written : written.filter((item) => item !== 'null');
    if (kept.length < written.length) onFault('item dropped from the list', path);
    return `[${kept.join(',')}]`;
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
