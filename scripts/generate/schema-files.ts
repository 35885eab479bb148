import { readdirSync, readFileSync } from 'node:fs';
import type { Schema } from '../../src/json/schema.ts';
import { resolveSchema, type SchemaSource } from './resolve-schema.ts';

const FOLDER = new URL('../../schemas/', import.meta.url);

/** The area of each stream, by its name, in the order of the names. */
export const areaByStream: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.startsWith('parts'))
    .map((path): [string, string] => {
      const [area = '', file = ''] = path.split('/');
      return [file.replace('.json', ''), area];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1)),
);

/** The schema of a stream as its file has it, without references to parts. */
export function schemaOf(name: string): Schema {
  const area = areaByStream.get(name);
  if (area === undefined) throw new Error(`there is no schema of ${name} in schemas/`);
  return resolveSchema(readSource(`${area}/${name}.json`), (path) => readSource(path.replace('../', '')));
}

function readSource(path: string): SchemaSource {
  return JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'));
}
