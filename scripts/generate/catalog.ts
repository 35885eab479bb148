import type { Catalog } from '../../src/singer/catalog.ts';
import { replicationKeyOf } from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { toCatalogEntry } from './catalog-entry.ts';
import { schemaOf } from './schema-files.ts';

/** The catalog of all streams as text: what `catalog.json` holds, and discovery prints. */
export function catalogText(): string {
  const catalog: Catalog = {
    streams: streamNames.map((name) => {
      const { primaryKey, groups } = definitions[name];
      const replicationKey = replicationKeyOf(definitions[name]);
      const isDefault = groups.includes('default');
      return toCatalogEntry({ name, schema: schemaOf(name), primaryKey, replicationKey, isDefault });
    }),
  };
  return `${JSON.stringify(catalog, null, 2)}\n`;
}
