import { type Catalog, parseCatalog } from '../singer/catalog.ts';
import { readCatalogText, readOwnCatalog } from '../streams/schemas.ts';

/** The catalog of all streams: always the same, without a config and without the network. */
export function discover(): Catalog {
  return parseCatalog(readOwnCatalog());
}

/** The catalog as --discover prints it, byte for byte as the build has it. */
export function printCatalog(): string {
  return readCatalogText();
}
