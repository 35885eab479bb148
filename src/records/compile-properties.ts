import { isLosslessNumber } from 'lossless-json';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { quoteJson } from '../json/quote-json.ts';
import { mergeAlternatives, propertyOf, type Schema, typesOf } from '../json/schema.ts';
import { compileFreeForm, type SchemaPath } from './compile-free-form.ts';
import type { OnFault } from './faults.ts';
import { fitFor, UNFIT } from './fit.ts';

/** Writes a value as JSON; undefined if it cannot be brought into the form that the schema demands. */
type Write = (value: unknown) => string | undefined;

/** Writes a property, whatever its value is. */
export interface Property {
  readonly name: string;
  /** Text before the value: a comma or brace, the name, a colon. */
  readonly lead: string;
  /** The whole text where the value is absent: most values of a record are. */
  readonly absent: string;
  /** True if every object inherits something by that name, such as `constructor`. */
  readonly isInherited: boolean;
  readonly write: (value: unknown) => string;
}

function compileObject(selected: Schema, known: Schema, { path, level }: SchemaPath, onFault: OnFault) {
  const properties = compileProperties(selected, known, { above: `${path}.`, level: level + 1 }, onFault);
  return (raw: JsonObject): string => {
    let text = '';
    for (const property of properties) {
      const value = readProperty(property, raw);
      text += value === null || value === undefined ? property.absent : property.lead + property.write(value);
    }
    return text === '' ? '{}' : `${text}}`;
  };
}

/**
 * Compiles how the properties of an object are written, in the order of its selected schema. `above` is the path of the
 * object with a dot behind it, empty for a record; `level` is that of its properties.
 */
export function compileProperties(
  selected: Schema,
  known: Schema,
  { above, level }: { above: string; level: number },
  onFault: OnFault,
): Property[] {
  return Object.entries(selected.properties ?? {}).map(([name, property], index) => {
    const place = { path: above + name, level };
    const write = compileProperty(property, propertyOf(known, name) ?? property, place, onFault);
    const lead = `${index === 0 ? '{' : ','}${quoteJson(name)}:`;
    // Joined, since what is put together with + is copied piece by piece each time.
    const absent = [lead, write(null)].join('');
    return { name, lead, absent, isInherited: name in Object.prototype, write };
  });
}

/** Reads the value of a property; what an object inherits is none. */
export function readProperty({ name, isInherited }: Property, raw: JsonObject): unknown {
  return isInherited && !Object.hasOwn(raw, name) ? undefined : raw[name];
}

/** Compiles how one property is written, whatever its value is: `null` where it is absent or does not fit. */
export function compileProperty(
  given: Schema,
  known: Schema,
  place: SchemaPath,
  onFault: OnFault,
): Property['write'] {
  const schema = mergeAlternatives(given);
  const types = typesOf(schema);
  const wanted = types.filter((type) => type !== 'null');
  const writes = wanted.map((type) => compileType(type, schema, known, place, onFault));
  // A user's catalog may say nothing of the type: then everything fits.
  const write = wanted.length === 0 ? compileFreeForm(place, onFault) : preferExact(wanted, writes);
  const absent = types.includes('null') ? 'null' : emptyOf(wanted, writes);
  return (value) => {
    if (value === null || value === undefined) return absent;
    const text = write(value);
    if (text === undefined) onFault('value of another type set to null', place.path);
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

/** Returns the text for an absent value where the schema allows no null: an empty object or list, else null. */
function emptyOf(wanted: readonly string[], writes: readonly Write[]): string {
  const index = wanted.findIndex((type) => type === 'object' || type === 'array');
  return writes[index]?.(wanted[index] === 'object' ? {} : []) ?? 'null';
}

function compileType(
  type: string,
  schema: Schema,
  known: Schema,
  place: SchemaPath,
  onFault: OnFault,
): Write {
  switch (type) {
    case 'object': {
      // Without properties it is free-form and passes whole.
      const write =
        schema.properties === undefined
          ? compileFreeForm(place, onFault)
          : compileObject(schema, known, place, onFault);
      return (value) => (isPlainObject(value) ? write(value) : undefined);
    }
    case 'array':
      return compileArray(mergeAlternatives(schema.items ?? {}), known.items ?? {}, place, onFault);
    case 'string':
      return compileString(schema, known, place, onFault);
    default:
      return compileScalar(type);
  }
}

/** A time of the API keeps its form where a user's catalog takes any text; a text that is no time then passes as well. */
function compileString({ format }: Schema, known: Schema, place: SchemaPath, onFault: OnFault): Write {
  if (format === 'date-time' || format === 'date') return compileScalar(format);
  const writeText = compileText(place, onFault);
  if (known.format !== 'date-time') return writeText;
  const writeTime = compileScalar('date-time');
  return (value) => writeTime(value) ?? writeText(value);
}

function compileScalar(type: string): Write {
  const bring = fitFor(type);
  return (value) => {
    const fitted = bring(value);
    // Neither a date-time nor a number holds anything to be escaped.
    if (typeof fitted === 'string') return `"${fitted}"`;
    return fitted === UNFIT ? undefined : String(fitted);
  };
}

/** A text as it is, anything else as the text of its JSON. */
function compileText(place: SchemaPath, onFault: OnFault): Write {
  const write = compileFreeForm(place, onFault);
  return (value) => {
    if (typeof value === 'string') return quoteJson(value);
    const text = write(value);
    return text === 'null' ? text : quoteJson(text);
  };
}

function compileArray(items: Schema, known: Schema, { path, level }: SchemaPath, onFault: OnFault): Write {
  const types = typesOf(items);
  const isNullable = types.includes('null') || types.length === 0;
  // An item that is absent or does not fit comes as null, whatever the schema allows: then it is dropped below.
  const nullable = isNullable ? items : { ...items, type: [...types, 'null'] };
  const write = compileProperty(nullable, known, { path: `${path}[]`, level: level + 1 }, onFault);
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
