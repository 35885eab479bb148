import { readFileSync } from 'node:fs';
import { isSchema, type Schema } from '../json/schema.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import type { StreamName } from './definition.ts';

/** The folder that holds one schema for each stream. */
const FOLDER = new URL('schemas/', PACKAGE_ROOT);

/** Reads the schema of a stream. */
export function readSchema(name: StreamName): Schema {
  const schema: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  if (!isSchema(schema)) throw new Error(`schemas/${name}.json is no JSON Schema`);
  return schema;
}
