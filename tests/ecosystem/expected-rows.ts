import type { World } from '../support/emulator/world.ts';
import type { Row } from './store.ts';
import { columnsOfType, tables } from './tables.ts';

type Wire = { readonly [field: string]: unknown };

const METRIC_TIMES = [
  'created',
  'drafted',
  'sent',
  'delivered',
  'opened',
  'clicked',
  'converted',
  'unsubscribed',
  'spammed',
  'bounced',
  'dropped',
  'failed',
  'undeliverable',
  'human_opened',
  'human_clicked',
  'prefetch_opened',
  'prefetch_clicked',
  'machine_clicked',
  'attempted',
  'processed',
  'topic_unsubscribed',
  'secondary:delivered',
  'secondary:failed',
];
/** Fields that the emulator adds, and that no table has. */
const UNKNOWN = ['beta_feature'];

/** The rows that the tables have to hold, made of what the emulator serves and of nothing that the tap says. */
export function expectedRows(world: World): Record<string, Row[]> {
  const wire: Record<string, Wire[]> = {
    campaigns: world.campaigns.map((campaign) => ({
      ...campaign,
      audience: audienceOf(campaign['audience']),
      object_attribute_triggers: textOf(campaign['object_attribute_triggers']),
      relationship_attribute_triggers: textOf(campaign['relationship_attribute_triggers']),
    })),
    campaign_actions: childrenOf(world.campaignActions, 'campaign_id').map(withNumber),
    broadcasts: world.broadcasts.map((broadcast) => ({
      ...broadcast,
      tags: broadcast['tags'] === 'nil' ? null : broadcast['tags'],
    })),
    broadcast_actions: childrenOf(world.broadcastActions, 'broadcast_id').map(withNumber),
    newsletters: world.newsletters,
    transactional_messages: world.transactionalMessages,
    segments: world.segments,
    segment_membership: childrenOf(world.segmentMembers, 'segment_id'),
    activities: [...world.activities].map((activity) => ({ ...activity, cio_id: cioIdOf(activity) })),
    messages: [...world.messages].map((message) => ({
      ...message,
      cio_id: cioIdOf(message),
      metrics: metricsOf(message.metrics),
      additional_fields: unknownOfMessage(message),
    })),
    collections: world.collections,
    snippets: world.snippets,
    sender_identities: world.senderIdentities,
    subscription_topics: world.subscriptionTopics,
    subscription_channels: world.subscriptionChannels,
    object_types: world.objectTypes.map((type) => ({ ...type, id: Number(type.id) })),
  };
  return Object.fromEntries(
    Object.entries(wire).map(([name, records]) => [name, records.map((record) => rowOf(name, record))]),
  );
}

/** Customer.io's id of the person, which lies within the record. */
function cioIdOf(record: object): unknown {
  return Object(Object(record).customer_identifiers).cio_id;
}

/** Every column, null where the record has nothing; times stay unix seconds, of which 0 means none. */
function rowOf(name: string, record: Wire): Row {
  const table = tables[name];
  if (table === undefined) throw new RangeError(`no table ${name}`);
  const times = new Set(columnsOfType(table, 'timestamp without time zone'));
  return Object.fromEntries(
    [...table.columns.keys()].map((column) => {
      const value =
        (column === 'additional_fields' ? (record[column] ?? unknownOf(record)) : record[column]) ?? null;
      return [column, times.has(column) && value === 0 ? null : value];
    }),
  );
}

/** What the emulator has added to a record; undefined if nothing. */
function unknownOf(record: Wire): Wire | undefined {
  const unknown = Object.entries(record).filter(([field]) => UNKNOWN.includes(field));
  return unknown.length > 0 ? Object.fromEntries(unknown) : undefined;
}

/** The metrics of a message are an open map, too. */
function unknownOfMessage(message: Wire & { metrics: Readonly<Record<string, number>> }): Wire | undefined {
  const metrics = Object.entries(message.metrics).filter(([name]) => !METRIC_TIMES.includes(name));
  if (metrics.length === 0) return unknownOf(message);
  return { ...unknownOf(message), metrics: Object.fromEntries(metrics) };
}

function childrenOf(lists: ReadonlyMap<number, Iterable<object>>, parentKey: string): Wire[] {
  return [...lists].flatMap(([parent, list]) =>
    [...list].map((child) => ({ ...child, [parentKey]: parent })),
  );
}

// Ids of actions are strings in some lists and integers in others
function withNumber(action: Wire): Wire {
  return { ...action, id: Number(action['id']) };
}

/** Filters come as objects or as JSON text of them; in the table they are text. */
function audienceOf(audience: unknown): Wire | null {
  if (typeof audience !== 'object' || audience === null) return null;
  const filters: Wire = { person_filters: null, relationship_filters: null, ...audience };
  return {
    ...filters,
    person_filters: textOf(filters['person_filters']),
    relationship_filters: textOf(filters['relationship_filters']),
  };
}

const textOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

/** Every metric is there, with its time or null. */
function metricsOf(metrics: Readonly<Record<string, number>>): Wire {
  const time = (seconds: number | undefined) =>
    seconds ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : null;
  return Object.fromEntries(METRIC_TIMES.map((name) => [name.replace(':', '_'), time(metrics[name])]));
}
