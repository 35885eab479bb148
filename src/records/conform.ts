import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import { isKeyValue } from '../json/key-value.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Schema } from '../json/schema.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { compileProperties, type Property, readProperty } from './compile-properties.ts';
import type { OnFault } from './faults.ts';
import { isTooLarge } from './limits.ts';
import { shrink } from './shrink.ts';
import { ADDITIONAL_FIELDS, compileUnknown } from './unknown-fields.ts';

/**
 * Writes a record of the API as JSON text, in the form that the stream's SCHEMA promises; undefined if the record
 * lacks a key. `columns` are those of its parent's keys, which stand above its own.
 */
export type Conform = (raw: JsonObject, columns?: JsonObject) => string | undefined;

/** Form into which a stream's records are brought. */
export interface ConformInput {
  /** The schema that goes into SCHEMA: the result has all its properties and no others. */
  selected: Schema;
  /**
   * The tap's own schema. What only it has is left out silently, since the user has asked for that; what neither has is
   * kept in `additional_fields`, if that is selected.
   */
  known: Schema;
  /** Properties that a record must have. */
  keys: readonly string[];
  /** Properties besides the keys that are given with a page, and are not of the record. */
  given?: readonly string[];
  /** True if the catalog is older than `additional_fields`: then unknown fields are dropped and logged. */
  isOldCatalog?: boolean;
  onFault: OnFault;
}

/** The columns of a stream. */
interface Columns {
  /** All that the API has, in the order of the schema. */
  readonly own: readonly Column[];
  /** Writes what is unknown of a record behind them, if that is selected. */
  readonly additional: Column | undefined;
}

type Column = Property & { readonly isKey: boolean; readonly isGiven: boolean };

/**
 * Compiles the conversion of a stream's records. Text is made at once, without an object between: that takes half the
 * time of conforming an object and having it written by JSON.stringify.
 */
export function compileConform(input: ConformInput): Conform {
  const { selected, known, isOldCatalog, onFault } = input;
  const { own, additional } = compileColumns(input);
  const unknownOf = compileUnknown(selected, known, 'unknown field kept', onFault);
  const tellDropped = isOldCatalog && compileUnknown(selected, known, 'unknown field dropped', onFault);
  return (raw, above) => {
    let text = '';
    let lacking: string | undefined;
    for (const property of own) {
      const { name, lead, write, isKey, isGiven } = property;
      const value = isGiven ? (above?.[name] ?? raw[name]) : readProperty(property, raw);
      if (!isKey && (value === null || value === undefined)) text += property.absent;
      else {
        const written = write(value);
        if (isKey && (written === 'null' || !isKeyValue(value))) lacking ??= name;
        text += lead + written;
      }
    }
    if (additional) text += additional.lead + additional.write(unknownOf(raw));
    if (tellDropped) tellDropped(raw);
    if (lacking !== undefined) {
      onFault('record without its key skipped', lacking);
      return undefined;
    }
    text += '}';
    return isTooLarge(text) ? shorten(text, additional ? [...own, additional] : own, onFault) : text;
  };
}

function compileColumns({ selected, known, keys, given = [], onFault }: ConformInput): Columns {
  const { [ADDITIONAL_FIELDS]: last, ...others } = selected.properties ?? {};
  const ordered = { properties: last ? { ...others, [ADDITIONAL_FIELDS]: last } : others };
  const all = compileProperties(ordered, known, { above: '', level: 2 }, onFault).map((property) => ({
    ...property,
    isKey: keys.includes(property.name),
    isGiven: keys.includes(property.name) || given.includes(property.name),
  }));
  return {
    own: all.filter(({ name }) => name !== ADDITIONAL_FIELDS),
    additional: all.find(({ name }) => name === ADDITIONAL_FIELDS),
  };
}

/** Shortens a record that is too large for a line. Such records are rare: it is read back. */
function shorten(text: string, columns: readonly Column[], onFault: OnFault): string | undefined {
  const written = asJsonObject(parseJson(text));
  return shrink(
    columns.map(({ name, lead, absent, isKey }) => ({
      name,
      isKey,
      text: lead + stringifyJson(written[name]),
      absent,
    })),
    onFault,
  );
}
