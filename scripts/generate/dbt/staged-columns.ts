import type { Schema } from '../../../src/json/schema.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { schemaOf } from '../schema-files.ts';

/** A column of a staging model. */
export interface StagedColumn {
  /** Column of the table, or a field of an object in it: `metrics.sent`. */
  readonly source: string;
  /** The type that `stage` of the package casts it to. */
  readonly type: 'integer' | 'boolean' | 'text' | 'timestamp' | 'json';
  readonly name: string;
  readonly description: string;
}

/** Names of the column `id`, where the stream's own name would make another one than its references have. */
const IDS: Partial<Record<StreamName, string>> = {
  broadcast_actions: 'action_id',
  broadcast_triggers: 'trigger_id',
  campaign_actions: 'action_id',
  design_studio_email_contents: 'design_studio_email_id',
  messages: 'delivery_id',
  newsletter_contents: 'content_id',
  newsletter_test_groups: 'test_group_id',
  object_relationships: 'customer_id',
  people: 'customer_id',
  people_identifiers: 'customer_id',
  segment_membership: 'customer_id',
  transactional_contents: 'content_id',
  subscription_topics: 'topic_id',
  subscription_channels: 'channel_id',
};

/** Names by which the rest of the package, and other packages, know a column. */
const NAMES: Readonly<Record<string, string>> = {
  from: 'sender',
  bytes: 'byte_count',
  period_start: 'period_start',
  rows: 'row_count',
  timestamp: 'occurred_at',
  transactional_id: 'transactional_message_id',
};

/** The columns of a stream's staging model: those of its table, and the fields of objects, in the order of its schema. */
export function stagedColumns(stream: StreamName): StagedColumn[] {
  const columns = Object.entries(schemaOf(stream).properties ?? {}).flatMap(([column, schema]) => [
    toColumn(stream, column, schema),
    ...Object.entries(schema.properties ?? {}).map(([field, inner]) =>
      toColumn(stream, `${column}.${field}`, inner),
    ),
  ]);
  return [...columns, ...readingColumns(stream)];
}

/** When rows of a FULL_TABLE stream were read, for targets and settings that say so. */
function readingColumns(stream: StreamName): StagedColumn[] {
  if (definitions[stream].replication.method !== 'FULL_TABLE') return [];
  return [
    {
      source: 'read_at',
      type: 'timestamp',
      name: 'read_at',
      description: 'When the reading began that found this row. Null without the setting add_read_at.',
    },
    {
      source: '_sdc_deleted_at',
      type: 'timestamp',
      name: 'deleted_at',
      description: 'When the target marked the row as deleted. Null where it marks none.',
    },
  ];
}

function toColumn(stream: StreamName, source: string, schema: Schema): StagedColumn {
  const type = typeOf(schema);
  const name = nameOf(stream, source, type);
  return { source, type, name, description: String(schema['description'] ?? '') };
}

function nameOf(stream: StreamName, source: string, type: StagedColumn['type']): string {
  if (source === 'id') return IDS[stream] ?? `${stream.replace(/ies$/, 'y').replace(/s$/, '')}_id`;
  const plain = NAMES[source] ?? source.replace('.', '_');
  const isTime = type === 'timestamp' && !/_at$|^period_start$|^occurred_at$/.test(plain);
  return isTime ? `${plain}_at` : plain;
}

function typeOf({ type, format }: Schema): StagedColumn['type'] {
  const types = [type].flat();
  if (types.includes('object') || types.includes('array')) return 'json';
  if (format === 'date-time') return 'timestamp';
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('integer')) return 'integer';
  return 'text';
}
