import { asJsonObject, isJsonObject, type JsonObject } from '../json/json-object.ts';
import { isSchema, type Schema } from '../json/schema.ts';
import { toBoolean } from '../json/to-boolean.ts';
import { TapError } from '../tap-error.ts';

/** Singer's replication methods, as far as an API can have them. */
export type ReplicationMethod = 'FULL_TABLE' | 'INCREMENTAL';

/** Path to which a metadata entry belongs: `[]` the stream, `["properties","id"]` a property, and so on downwards. */
export type Breadcrumb = readonly string[];

/** One entry of a stream's metadata list. */
export interface MetadataEntry {
  readonly breadcrumb: Breadcrumb;
  readonly metadata: JsonObject;
}

/** One stream of a catalog. The order of the keys is the order in which discovery prints them. */
export interface CatalogEntry {
  readonly tap_stream_id: string;
  readonly stream: string;
  readonly schema: Schema;
  readonly key_properties: readonly string[];
  /** A {@link ReplicationMethod}, or what a user has written in its place. */
  readonly replication_method?: string;
  readonly replication_key?: string;
  readonly metadata: readonly MetadataEntry[];
}

/** Catalog, as discovery prints it and a sync is given it. */
export interface Catalog {
  readonly streams: readonly CatalogEntry[];
}

/** Reads a catalog given by the user; what is missing or of another form is named in a {@link TapError}. */
export function parseCatalog(value: JsonObject): Catalog {
  const { streams } = value;
  if (!Array.isArray(streams))
    throw new TapError('catalog: "streams" must be a list; write one with --discover');
  return { streams: streams.map(parseEntry) };
}

function parseEntry(value: unknown, index: number): CatalogEntry {
  const fail = (what: string) => new TapError(`catalog: ${what}; compare with the output of --discover`);
  if (!isJsonObject(value)) throw fail(`streams[${index}] must be an object`);
  const name = value['tap_stream_id'] ?? value['stream'];
  if (typeof name !== 'string') throw fail(`streams[${index}] has no tap_stream_id`);
  const { schema, key_properties: keys, replication_method: method, replication_key: replicationKey } = value;
  if (!isSchema(schema)) throw fail(`the schema of stream ${name} is missing or no JSON Schema`);
  const metadata = value['metadata'] ?? [];
  if (!Array.isArray(metadata)) throw fail(`the metadata of stream ${name} must be a list`);
  return {
    tap_stream_id: name,
    stream: name,
    schema,
    key_properties: Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
    ...(typeof method === 'string' ? { replication_method: method } : {}),
    ...(typeof replicationKey === 'string' ? { replication_key: replicationKey } : {}),
    metadata: metadata.map(parseMetadataEntry).map((item, position) => {
      if (!item) throw fail(`metadata[${position}] of stream ${name} needs a breadcrumb, a list of texts`);
      const selected = item.metadata['selected'] ?? true;
      if (toBoolean(selected) === undefined)
        throw fail(`metadata[${position}] of stream ${name}: selected must be true or false`);
      return item;
    }),
  };
}

function parseMetadataEntry(value: unknown): MetadataEntry | undefined {
  const { breadcrumb, metadata } = asJsonObject(value);
  const isBreadcrumb = Array.isArray(breadcrumb) && breadcrumb.every((part) => typeof part === 'string');
  return isBreadcrumb ? { breadcrumb, metadata: asJsonObject(metadata) } : undefined;
}
