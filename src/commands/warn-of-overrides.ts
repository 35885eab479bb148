import type { LevelLog } from '../log/log.ts';
import type { CatalogEntry } from '../singer/catalog.ts';
import { replicationKeyOf, type StreamDefinition } from '../streams/definition.ts';

/** Warns of what a catalog asks of a stream without effect: another key, or a replication that the stream does not have. */
export function warnOfOverrides(entry: CatalogEntry, definition: StreamDefinition, log: LevelLog): void {
  const metadata = entry.metadata.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata ?? {};
  const { primaryKey, replication } = definition;
  const keys = {
    key_properties: entry.key_properties,
    'table-key-properties': metadata['table-key-properties'],
  };
  for (const [name, asked] of Object.entries(keys)) {
    if (isAnotherKey(asked, primaryKey))
      log.warning(`the catalog's ${name} have no effect: the key is ${primaryKey.join(', ')}`);
  }
  const method = metadata['replication-method'] ?? entry.replication_method;
  // Any stream can be read whole.
  if (method !== undefined && method !== replication.method && method !== 'FULL_TABLE')
    log.warning(`the catalog's replication-method has no effect: the stream is ${replication.method}`);
  const key = metadata['replication-key'] ?? entry.replication_key;
  const own = replicationKeyOf(definition);
  if (typeof key === 'string' && key !== own)
    log.warning(
      `the catalog's replication-key has no effect: ${own ? `it is ${own}` : 'the stream has none'}`,
    );
}

function isAnotherKey(asked: unknown, own: readonly string[]): boolean {
  if (!Array.isArray(asked) || asked.length === 0) return false;
  return asked.length !== own.length || !own.every((key) => asked.includes(key));
}
