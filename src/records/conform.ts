import type { JsonObject } from '../json/json-object.ts';
import type { Schema } from '../json/schema.ts';
import { compileProperties, type Property } from './compile-properties.ts';
import type { OnFault } from './faults.ts';
import { isTooLarge } from './limits.ts';
import { shrink } from './shrink.ts';
import { ADDITIONAL_FIELDS, compileUnknown } from './unknown-fields.ts';

/**
 * Writes a record of the API as JSON text, in the form that the stream's SCHEMA promises; undefined if the record
 * lacks a key. `columns` are those of its parent's keys, which stand above its own.
 */
export type Conform = (raw: JsonObject, columns?: JsonObject) => string | undefined;

/** What a stream's records are brought into. */
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
  /** Whether the catalog is older than `additional_fields`: then unknown fields are dropped, and told. */
  isOldCatalog?: boolean;
  onFault: OnFault;
}

/** A column of a record. */
interface Column extends Property {
  readonly isKey: boolean;
  /** What of the whole record is its value, if it is {@link ADDITIONAL_FIELDS}. */
  readonly unknownOf: ((raw: JsonObject) => unknown) | undefined;
}

/**
 * Compiles the conversion of a stream's records. Text is made at once, without an object between: that takes half the
 * time of conforming an object and having it written by JSON.stringify.
 */
export function compileConform(input: ConformInput): Conform {
  const { keys, onFault } = input;
  const columns = compileColumns(input, onFault);
  const tellDropped = compileDropped(input);
  /** As `columns`, for a second look at a record whose faults have been told. */
  let silent: readonly Column[] | undefined;
  return (raw, above) => {
    let text = '';
    let lacking: string[] | undefined;
    for (const column of columns) {
      const written = column.write(read(column, raw, above));
      if (column.isKey && (written === 'null' || written === '""'))
        lacking = [...(lacking ?? []), column.name];
      text += column.lead + written;
    }
    tellDropped(raw);
    const missing = lacking && keys.find((key) => lacking.includes(key));
    if (missing !== undefined) {
      onFault('record without its key skipped', missing);
      return undefined;
    }
    if (!isTooLarge(text)) return text === '' ? '{}' : `${text}}`;
    silent ??= compileColumns(input, () => {});
    const values = silent.map((column) => ({
      name: column.name,
      lead: column.lead,
      isKey: column.isKey,
      text: column.write(read(column, raw, above)),
      absent: column.write(null),
    }));
    return shrink(values, onFault);
  };
}

/** Its parent's keys stand above a record's own. */
function read({ name, isKey, unknownOf }: Column, raw: JsonObject, above: JsonObject | undefined): unknown {
  if (isKey) return above?.[name] ?? raw[name];
  return unknownOf === undefined ? raw[name] : unknownOf(raw);
}

function compileColumns({ selected, known, keys }: ConformInput, onFault: OnFault): Column[] {
  const unknownOf = compileUnknown(selected, known, 'unknown field kept', onFault);
  return compileProperties(selected, known, { above: '', level: 2 }, onFault).map((property) => ({
    ...property,
    isKey: keys.includes(property.name),
    unknownOf: property.name === ADDITIONAL_FIELDS ? unknownOf : undefined,
  }));
}

function compileDropped({
  selected,
  known,
  isOldCatalog,
  onFault,
}: ConformInput): (raw: JsonObject) => unknown {
  return isOldCatalog ? compileUnknown(selected, known, 'unknown field dropped', onFault) : () => {};
}
