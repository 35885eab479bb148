import { isLosslessNumber } from 'lossless-json';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { propertyOf, type Schema } from '../json/schema.ts';
import type { OnFault, UnknownKind } from './faults.ts';
import { isDeeperThan, MOST_LEVELS } from './limits.ts';

/** The last column of every stream: what the API sends beyond the tap's own schema. */
export const ADDITIONAL_FIELDS = 'additional_fields';

/** Returns the part of a value that its schema does not know, with the path as nesting; undefined if there is none. */
type Extract = (value: unknown) => unknown;

/** Path of a value. */
interface SchemaPath {
  /** The path of the object that holds it with a dot behind it; empty for a record. */
  above: string;
  /** The level that the value has, if it is an object or a list, where it is kept. */
  level: number;
}

/** Prepares what becomes of the unknown fields at a place. */
type KeepAt = (place: SchemaPath) => (name: string, value: unknown) => unknown;

/** A value that has no unknown fields, since it is a scalar or free-form. */
const NOTHING: Extract = () => undefined;

/**
 * Compiles what of a record goes into {@link ADDITIONAL_FIELDS}: the fields that neither the tap's own schema nor a
 * column of the user's catalog has. Below a column that the user has not selected nothing is looked at. `kind` says
 * what becomes of the fields; those that are dropped are only logged.
 */
export function compileUnknown(
  selected: Schema,
  known: Schema,
  kind: UnknownKind,
  onFault: OnFault,
): (raw: JsonObject) => unknown {
  // The record is level 1, the column level 2. The API's own `additional_fields` would be an unknown field like others.
  const keepAt: KeepAt =
    ({ above, level }) =>
    (name, value) => {
      const field = above + withoutCounter(name);
      onFault(kind, field);
      if (kind === 'unknown field dropped') return undefined;
      if (!isDeeperThan(MOST_LEVELS - level + 1, value)) return value;
      onFault('value nested too deeply set to null', field);
      return null;
    };
  return compileObject(selected, known, { above: '', level: 3 }, keepAt, ADDITIONAL_FIELDS);
}

function compileObject(
  selected: Schema,
  known: Schema,
  place: SchemaPath,
  keepAt: KeepAt,
  excepted?: string,
): (raw: JsonObject) => unknown {
  const names = [...Object.keys(selected.properties ?? {}), ...Object.keys(known.properties ?? {})];
  const extracts = new Map(
    names
      .filter((name) => name !== excepted)
      .map((name) => [name, compileProperty(selected, known, name, place, keepAt)]),
  );
  const keep = keepAt(place);
  // Most records have nothing unknown: they cost one look-up for each field.
  return (raw) => {
    let found: [string, unknown][] | undefined;
    for (const name in raw) {
      const extract = extracts.get(name);
      const unknown = extract === undefined ? keep(name, raw[name]) : extract(raw[name]);
      if (unknown === undefined) continue;
      found ??= [];
      found.push([name, unknown]);
    }
    return found && Object.fromEntries(found);
  };
}

function compileProperty(
  selected: Schema,
  known: Schema,
  name: string,
  { above, level }: SchemaPath,
  keepAt: KeepAt,
): Extract {
  const [own, ours] = [propertyOf(selected, name), propertyOf(known, name)];
  // Neither is what a user deselects looked into, nor what only the user's catalog has.
  if (own === undefined || ours === undefined) return NOTHING;
  return compileValue(own, ours, { above: above + name, level: level + 1 }, keepAt);
}

function compileValue(
  selected: Schema,
  known: Schema,
  { above, level }: SchemaPath,
  keepAt: KeepAt,
): Extract {
  if (selected.properties && known.properties) {
    const extract = compileObject(selected, known, { above: `${above}.`, level }, keepAt);
    return (value) => (isJsonObject(value) && !isLosslessNumber(value) ? extract(value) : undefined);
  }
  if (!selected.items || !known.items) return NOTHING;
  const place = { above: `${above}[]`, level: level + 1 };
  const extract = compileValue(selected.items, known.items, place, keepAt);
  return (value) => {
    const found = (Array.isArray(value) ? value : [value]).map(extract);
    // The list keeps its length, so that an entry can be matched with its item.
    return found.some((one) => one !== undefined) ? found.map((one) => one ?? null) : undefined;
  };
}

/** `tier4` and `tier7` are logged as one field, `tier*`. */
function withoutCounter(name: string): string {
  return name.replace(/\d+/g, '*');
}
