import { type Catalog, toCatalogEntry } from '../singer/catalog.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import { definitions, streamNames } from '../streams/definitions.ts';
import { readSchema } from '../streams/schemas.ts';

/** The catalog of all streams: always the same, without a config and without the network. */
export function discover(): Catalog {
  return {
    streams: streamNames.map((name) => {
      const { primaryKey } = definitions[name];
      const replicationKey = replicationKeyOf(definitions[name]);
      return toCatalogEntry({ name, schema: readSchema(name), primaryKey, replicationKey });
    }),
  };
}

/** The catalog as discovery prints it and as `catalog.json` holds it. */
export function printCatalog(catalog: Catalog): string {
  return `${JSON.stringify(catalog, null, 2)}\n`;
}
