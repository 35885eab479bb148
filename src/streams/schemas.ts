import { readFileSync } from 'node:fs';
import { asJsonObject, isJsonObject, type JsonObject } from '../json/json-object.ts';
import { isSchema, type Schema } from '../json/schema.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import type { StreamName } from './definition.ts';

/** The build's copy: a user of a clone may overwrite the one that is tracked. */
const FILE = new URL('dist/catalog.json', PACKAGE_ROOT);

let catalog: JsonObject | undefined;
let schemas: ReadonlyMap<string, Schema> | undefined;

/** The text of the catalog of all streams, as discovery prints it. */
export function readCatalogText(): string {
  return readFileSync(FILE, 'utf8');
}

/** The catalog of all streams, parsed; it is read once. */
export function readOwnCatalog(): JsonObject {
  catalog ??= asJsonObject(JSON.parse(readCatalogText()));
  return catalog;
}

/** The schema of a stream, as the catalog has it. */
export function readSchema(name: StreamName): Schema {
  schemas ??= readSchemas();
  const schema = schemas.get(name);
  if (schema === undefined) throw new Error(`dist/catalog.json has no stream ${name}: run npm run build`);
  return schema;
}

function readSchemas(): ReadonlyMap<string, Schema> {
  const { streams } = readOwnCatalog();
  const entries = Array.isArray(streams) ? streams.filter(isJsonObject) : [];
  return new Map(
    entries.flatMap(({ tap_stream_id: name, schema }): [string, Schema][] =>
      typeof name === 'string' && isSchema(schema) ? [[name, schema]] : [],
    ),
  );
}
