import { type Catalog, parseCatalog } from '../singer/catalog.ts';
import { readCatalogText, readOwnCatalog } from '../streams/schemas.ts';
import { narrowCatalog, selectStreams } from './select-streams.ts';

/** The catalog of all streams: always the same, without a config and without the network. */
export function discover(): Catalog {
  return parseCatalog(readOwnCatalog());
}

/**
 * The catalog as --discover prints it: byte for byte as the build has it, or, where words name streams, those alone, each
 * selected.
 */
export function printCatalog(words: readonly string[] | undefined): string {
  if (words === undefined) return readCatalogText();
  const { narrowed } = narrowCatalog(discover(), words);
  return `${JSON.stringify(selectStreams(narrowed, words), null, 2)}\n`;
}
