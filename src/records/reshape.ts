import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { propertyOf, type Schema } from '../json/schema.ts';
import type { Promotion } from '../streams/definition.ts';

/** Brings a record of the API into the columns of its stream. Changes the record itself: copies of all take as long as the rest. */
export type Reshape = (record: Record<string, unknown>) => JsonObject;

/**
 * Compiles what `promote` says: columns that are made of what lies deeper. What they were taken from is not kept a second
 * time, unless it is a column of its own; nor is what repeats a column of what the record was read for.
 */
export function compileReshape(
  promote: Readonly<Record<string, Promotion>> | undefined,
  { known, given }: { known: Schema; given: readonly string[] },
): Reshape | undefined {
  if (promote === undefined) return undefined;
  const renames = compileRenames(promote);
  const columns = Object.entries(promote)
    .filter(isTopLevel)
    .map(([column, { from, clean }]) => ({
      column,
      paths: from.map((path) => path.split('.')),
      // A column that is cleaned in its place stays what it is where it is empty.
      empty: (record: JsonObject) => (from.includes(column) ? record[column] : undefined),
      clean: clean && CLEANINGS[clean],
    }));
  const containers = new Set(columns.flatMap(({ paths }) => paths.flatMap((path) => path.slice(0, 1))));
  const used = [...containers].filter((name) => propertyOf(known, name) === undefined);
  const lifted = new Set(columns.flatMap(({ paths }) => paths.map((path) => path.join('.'))));
  return (record) => {
    const values = columns.map(({ paths, empty }) => firstGiven(record, paths) ?? empty(record));
    for (const name of used) {
      record[name] = lifted.has(name) ? undefined : restOf(record[name], name, lifted, given);
      if (record[name] === undefined) delete record[name];
    }
    for (const [index, { column, clean }] of columns.entries()) {
      const value = values[index];
      record[column] = (clean ? cleanTexts(value, clean) : value) ?? null;
    }
    for (const [container, names] of renames) rename(record[container], names);
    return record;
  };
}

function isTopLevel([column]: [string, Promotion]): boolean {
  return !column.includes('.');
}

/** For each object that holds promoted fields, the names of these fields and those of the API. */
function compileRenames(promote: Readonly<Record<string, Promotion>>): Map<string, Map<string, string>> {
  const renames = new Map<string, Map<string, string>>();
  for (const [path, { from }] of Object.entries(promote).filter((entry) => !isTopLevel(entry))) {
    const dot = path.indexOf('.');
    const [container, name] = [path.slice(0, dot), path.slice(dot + 1)];
    const names = renames.get(container) ?? new Map<string, string>();
    renames.set(container, names.set(from[0].slice(container.length + 1), name));
  }
  return renames;
}

/** Gives other names to some of an object's fields. */
function rename(value: unknown, names: ReadonlyMap<string, string>): void {
  if (!isJsonObject(value)) return;
  for (const [name, other] of names) {
    if (!Object.hasOwn(value, name)) continue;
    Reflect.set(value, other, value[name]);
    Reflect.deleteProperty(value, name);
  }
}

const CLEANINGS: Readonly<Record<NonNullable<Promotion['clean']>, (text: string) => string>> = {
  cio_prefix: (text) => text.replace(/^cio_/, ''),
  credentials: withoutCredentials,
  url_credentials: (text) => (IS_URL.test(text) ? withoutCredentials(text) : text),
};

/** An address that begins with a scheme, or with a user and a password: no address of e-mail, phone or device does. */
const IS_URL = /^\s*(?:[a-z][a-z0-9+.-]*:[\\/]|[^\s\\/<@:]+:[^\s@]*@)/i;

/** The query first: an @ in it is no end of a password. An address may lack its scheme, or have one slash. */
function withoutCredentials(text: string): string {
  return text
    .trim()
    .replace(/[?#].*/s, '')
    .replace(/^((?:[a-z][a-z0-9+.-]*:)?[\\/]+)?[^\\/]*@/i, '$1');
}

/** Cleans a text, and those in a list. */
function cleanTexts(value: unknown, clean: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => cleanTexts(item, clean));
  return typeof value === 'string' ? clean(value) : value;
}

/** Returns the rest of a container of which no column was made; undefined if there is none. */
function restOf(
  container: unknown,
  name: string,
  lifted: ReadonlySet<string>,
  given: readonly string[],
): unknown {
  if (!isJsonObject(container)) return container;
  const rest = Object.entries(container).filter(
    ([key, value]) => isGiven(value) && !lifted.has(`${name}.${key}`) && !given.includes(key),
  );
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

/** The first value that is given, of those at some paths. */
function firstGiven(record: JsonObject, paths: readonly (readonly string[])[]): unknown {
  for (const path of paths) {
    const value = valueAt(record, path);
    if (isGiven(value)) return value;
  }
  return undefined;
}

function valueAt(record: JsonObject, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (!isJsonObject(value)) return undefined;
    value = value[name];
  }
  return value;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
