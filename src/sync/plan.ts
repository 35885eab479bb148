import type { Schema } from '../json/schema.ts';
import { freeFormAsText } from '../records/free-form.ts';
import { ADDITIONAL_FIELDS } from '../records/unknown-fields.ts';
import type { Catalog, CatalogEntry } from '../singer/catalog.ts';
import { isFullTableAsked, isStreamSelected, selectedSchema } from '../singer/selection.ts';
import { parentOf, type StreamName } from '../streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../streams/definitions.ts';
import { type PlannedStream, READ_AT, withDescendants } from '../streams/planned-stream.ts';
import { readSchema } from '../streams/schemas.ts';
import { TapError } from '../tap-error.ts';

/** Streams in the order of the table, children below their parents. */
export interface Plan {
  readonly roots: readonly PlannedStream[];
  /** Those whose records are written, in the order of the table. */
  readonly selected: readonly PlannedStream[];
}

/** Options of a plan. */
export interface PlanOptions {
  /** Free-form objects are written as JSON text. */
  isFreeFormText?: boolean;
  /** FULL_TABLE streams have the column `read_at`. */
  addsReadAt?: boolean;
}

/**
 * Decides which streams a run reads. A parent is read, but not written, when only its child is selected. Throws a
 * {@link TapError} for a selected stream that the tap does not have, and for a schema without the stream's keys.
 */
export function createPlan(catalog: Catalog, options: PlanOptions = {}): Plan {
  const entries = new Map<StreamName, CatalogEntry>();
  for (const entry of catalog.streams.filter(isStreamSelected)) {
    const name = entry.tap_stream_id;
    if (!isStreamName(name)) throw unknownStream(name);
    if (entries.has(name)) throw new TapError(`catalog: stream ${name} is listed twice; remove one of them`);
    entries.set(name, entry);
  }
  const plan = (name: StreamName): PlannedStream[] => {
    const children = streamNames.filter((child) => parentOf(definitions[child]) === name).flatMap(plan);
    const entry = entries.get(name);
    return entry || children.length > 0 ? [toPlanned(name, entry, children, options)] : [];
  };
  const roots = streamNames.filter((name) => parentOf(definitions[name]) === undefined).flatMap(plan);
  const all = roots.flatMap(withDescendants);
  const selected = streamNames.flatMap(
    (name) => all.find((stream) => stream.name === name && stream.isSelected) ?? [],
  );
  return { roots, selected };
}

function toPlanned(
  name: StreamName,
  entry: CatalogEntry | undefined,
  children: readonly PlannedStream[],
  { isFreeFormText, addsReadAt = false }: PlanOptions,
): PlannedStream {
  const definition = definitions[name];
  const known = readSchema(name);
  const { primaryKey, replication } = definition;
  const replicationKeys = replication.method === 'INCREMENTAL' ? [replication.key] : [];
  const automatic = [...new Set([...primaryKey, ...replicationKeys])];
  const selected = entry ? selectedSchema(entry, automatic) : known;
  const hasReadAt = addsReadAt && replication.method === 'FULL_TABLE';
  const own = isFreeFormText ? freeFormAsText(selected) : selected;
  const schema = hasReadAt ? withReadAt(own) : own;
  const missing = automatic.filter((key) => !(key in (schema.properties ?? {})));
  if (missing.length > 0) {
    throw new TapError(
      `catalog: the schema of stream ${name} lacks ${missing.join(', ')}; take it from --discover`,
    );
  }
  return {
    name,
    definition,
    isSelected: entry !== undefined,
    schema,
    known,
    isOldCatalog: entry !== undefined && !(ADDITIONAL_FIELDS in (entry.schema.properties ?? {})),
    isFullTableAsked: entry !== undefined && isFullTableAsked(entry),
    hasReadAt,
    children,
  };
}

function withReadAt({ properties = {}, ...schema }: Schema): Schema {
  const { [ADDITIONAL_FIELDS]: last, ...own } = properties;
  const readAt: Schema = { type: ['string', 'null'], format: 'date-time' };
  const additional = last ? { [ADDITIONAL_FIELDS]: last } : {};
  return { ...schema, properties: { ...own, [READ_AT]: readAt, ...additional } };
}

function unknownStream(name: string): TapError {
  const known = streamNames.join(', ');
  return new TapError(`catalog: there is no stream ${JSON.stringify(name)}; the streams are ${known}`);
}
