import type { JsonObject } from '../json/json-object.ts';
import type { Schema } from '../json/schema.ts';
import { toBoolean } from '../json/to-boolean.ts';
import type { Breadcrumb, CatalogEntry } from './catalog.ts';

/** Metadata of a stream by breadcrumb, for look-ups. */
type MetadataMap = ReadonlyMap<string, JsonObject>;

/**
 * Tells whether the user wants a stream. As the SDK has it, an entry without any metadata counts as selected, unless the
 * legacy `schema.selected` says otherwise.
 */
export function isStreamSelected(entry: CatalogEntry): boolean {
  const metadata = toMap(entry);
  const legacy = toBoolean(entry.schema['selected']);
  const root = metadata.get(toKey([]));
  if (root === undefined) return legacy ?? metadata.size === 0;
  return isSelected({ ...root, selected: root['selected'] ?? legacy }, false);
}

/**
 * The stream's schema without the properties that the user has deselected, at every depth of objects. Those of
 * `automatic` stay whatever the catalog says: without its keys a record cannot be loaded.
 */
export function selectedSchema(entry: CatalogEntry, automatic: readonly string[]): Schema {
  return prune(entry.schema, [], toMap(entry), new Set(automatic));
}

function prune(
  schema: Schema,
  above: Breadcrumb,
  metadata: MetadataMap,
  automatic: ReadonlySet<string>,
): Schema {
  // The legacy way to select is a keyword in the schema itself, where no target expects it.
  const { selected: _legacy, ...rest } = schema;
  if (schema.properties === undefined) return typeof schema['selected'] === 'boolean' ? rest : schema;
  const kept = Object.entries(schema.properties).flatMap(([name, property]): [string, Schema][] => {
    const breadcrumb = [...above, 'properties', name];
    const isKey = above.length === 0 && automatic.has(name);
    const own = metadata.get(toKey(breadcrumb)) ?? {};
    const asked = { ...own, selected: own['selected'] ?? property['selected'] };
    // A property is asked about only if what holds it is selected, so that is its parent's value.
    return isKey || isSelected(asked, true) ? [[name, prune(property, breadcrumb, metadata, automatic)]] : [];
  });
  const properties = Object.fromEntries(kept);
  const required: unknown = schema['required'];
  return {
    ...rest,
    properties,
    ...(Array.isArray(required) ? { required: required.filter((name) => String(name) in properties) } : {}),
  };
}

/** The rules of Singer's metadata, in their order: inclusion, `selected`, `selected-by-default`, the parent's value. */
function isSelected(metadata: JsonObject | undefined, parent: boolean): boolean {
  if (metadata?.['inclusion'] === 'unsupported') return false;
  if (metadata?.['inclusion'] === 'automatic') return true;
  return toBoolean(metadata?.['selected']) ?? toBoolean(metadata?.['selected-by-default']) ?? parent;
}

/**
 * Tells whether the user asks for the whole of a stream, bookmark or not. Discovery writes the top-level method, some
 * tools write only metadata `replication-method` over it, others both: so either counts.
 */
export function isFullTableAsked(entry: CatalogEntry): boolean {
  const inMetadata = toMap(entry).get(toKey([]))?.['replication-method'];
  return entry.replication_method === 'FULL_TABLE' || inMetadata === 'FULL_TABLE';
}

function toMap({ metadata }: CatalogEntry): MetadataMap {
  return new Map(metadata.map((entry) => [toKey(entry.breadcrumb), entry.metadata]));
}

function toKey(breadcrumb: Breadcrumb): string {
  return JSON.stringify(breadcrumb);
}
