import type { Schema } from '../../src/json/schema.ts';
import type { Breadcrumb, CatalogEntry, MetadataEntry, ReplicationMethod } from '../../src/singer/catalog.ts';

/** What discovery must know of a stream to write its entry. */
export interface DiscoveredStream {
  readonly name: string;
  readonly schema: Schema;
  readonly primaryKey: readonly string[];
  readonly replicationKey?: string | undefined;
  /** Whether it is read where the user has selected nothing. */
  readonly isDefault: boolean;
}

/** The catalog's entry of a stream: selected if it is a default, and every property described by metadata. */
export function toCatalogEntry({
  name,
  schema,
  primaryKey,
  replicationKey,
  isDefault,
}: DiscoveredStream): CatalogEntry {
  const method: ReplicationMethod = replicationKey === undefined ? 'FULL_TABLE' : 'INCREMENTAL';
  const automatic = new Set([...primaryKey, ...(replicationKey === undefined ? [] : [replicationKey])]);
  return {
    tap_stream_id: name,
    stream: name,
    schema,
    key_properties: primaryKey,
    replication_method: method,
    ...(replicationKey === undefined ? {} : { replication_key: replicationKey }),
    metadata: [
      {
        breadcrumb: [],
        metadata: {
          inclusion: 'available',
          selected: isDefault,
          'selected-by-default': isDefault,
          'table-key-properties': primaryKey,
          'valid-replication-keys': replicationKey === undefined ? [] : [replicationKey],
          'forced-replication-method': method,
          ...(replicationKey === undefined ? {} : { 'replication-key': replicationKey }),
          'schema-name': name,
        },
      },
      ...propertyMetadata(
        schema,
        [],
        (breadcrumb) => breadcrumb.length === 2 && automatic.has(breadcrumb[1] ?? ''),
      ),
    ],
  };
}

function propertyMetadata(
  schema: Schema,
  above: Breadcrumb,
  isAutomatic: (breadcrumb: Breadcrumb) => boolean,
): MetadataEntry[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const breadcrumb = [...above, 'properties', name];
    const inclusion = isAutomatic(breadcrumb) ? 'automatic' : 'available';
    return [{ breadcrumb, metadata: { inclusion } }, ...propertyMetadata(property, breadcrumb, isAutomatic)];
  });
}
