import type { JsonObject } from '../json/json-object.ts';
import { isKeyValue } from '../json/key-value.ts';
import type { Schema } from '../json/schema.ts';
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
  readonly own: readonly (Property & { readonly isKey: boolean; readonly isGiven: boolean })[];
  /** Writes what is unknown of a record behind them, if that is selected. */
  readonly additional: Property | undefined;
  readonly unknownOf: (raw: JsonObject) => unknown;
}

/**
 * Compiles the conversion of a stream's records. Text is made at once, without an object between: that takes half the
 * time of conforming an object and having it written by JSON.stringify.
 */
export function compileConform(input: ConformInput): Conform {
  const { keys, onFault } = input;
  const { own, additional, unknownOf } = compileColumns(input, onFault);
  const tellDropped = compileDropped(input);
  const shorten = compileShorten(input);
  return (raw, above) => {
    let text = '';
    let lacking: string[] | undefined;
    for (const property of own) {
      const { name, lead, write, isKey, isGiven } = property;
      const value = isGiven ? (above?.[name] ?? raw[name]) : readProperty(property, raw);
      if (!isKey && (value === null || value === undefined)) text += property.absent;
      else {
        const written = write(value);
        if (isKey && (written === 'null' || !isKeyValue(value))) lacking = [...(lacking ?? []), name];
        text += lead + written;
      }
    }
    if (additional) text += additional.lead + additional.write(unknownOf(raw));
    tellDropped?.(raw);
    const missing = lacking && keys.find((key) => lacking.includes(key));
    if (missing !== undefined) {
      onFault('record without its key skipped', missing);
      return undefined;
    }
    if (isTooLarge(text)) return shorten(raw, above);
    return text === '' ? '{}' : `${text}}`;
  };
}

function compileColumns({ selected, known, keys, given = [] }: ConformInput, onFault: OnFault): Columns {
  const { [ADDITIONAL_FIELDS]: last, ...others } = selected.properties ?? {};
  const ordered = { ...selected, properties: last ? { ...others, [ADDITIONAL_FIELDS]: last } : others };
  const all = compileProperties(ordered, known, { above: '', level: 2 }, onFault).map((property) => ({
    ...property,
    isKey: keys.includes(property.name),
    isGiven: keys.includes(property.name) || given.includes(property.name),
  }));
  return {
    own: all.filter(({ name }) => name !== ADDITIONAL_FIELDS),
    additional: all.find(({ name }) => name === ADDITIONAL_FIELDS),
    unknownOf: compileUnknown(selected, known, 'unknown field kept', onFault),
  };
}

/** Compiles how a record is written that is too large; its other faults are already logged. */
function compileShorten(input: ConformInput): Conform {
  let columns: Columns | undefined;
  return (raw, above) => {
    // Such records are rare.
    columns ??= compileColumns(input, () => {});
    const { own, additional, unknownOf } = columns;
    const written = own.map((property) => {
      const { name, lead, write, isKey, isGiven } = property;
      const value = isGiven ? (above?.[name] ?? raw[name]) : readProperty(property, raw);
      return { name, lead, isKey, text: write(value), absent: write(null) };
    });
    if (additional) {
      const { name, lead, write } = additional;
      written.push({ name, lead, isKey: false, text: write(unknownOf(raw)), absent: write(null) });
    }
    return shrink(written, input.onFault);
  };
}

function compileDropped({
  selected,
  known,
  isOldCatalog,
  onFault,
}: ConformInput): ((raw: JsonObject) => unknown) | undefined {
  return isOldCatalog ? compileUnknown(selected, known, 'unknown field dropped', onFault) : undefined;
}
