import type { StreamDefinition, StreamDefinitions, StreamName } from './definition.ts';

const DOCS = 'https://docs.customer.io/integrations/api/app/';

/** Every stream of the tap, in the order of the catalog. To add one: a schema, an entry, `npm run generate`. */
export const definitions: Readonly<Record<StreamName, StreamDefinition>> = {
  campaigns: {
    docs: `${DOCS}#operation/listCampaigns`,
    path: '/v1/campaigns',
    records: 'campaigns',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  campaign_actions: {
    docs: `${DOCS}#operation/listCampaignActions`,
    path: '/v1/campaigns/{campaign_id}/actions',
    records: 'actions',
    pagination: { kind: 'cursor' },
    primaryKey: ['campaign_id', 'id'],
    replication: { method: 'FULL_TABLE' },
    parent: { stream: 'campaigns', keys: { campaign_id: 'id' } },
  },
  broadcasts: {
    docs: `${DOCS}#operation/listBroadcasts`,
    path: '/v1/broadcasts',
    records: 'broadcasts',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  broadcast_actions: {
    docs: `${DOCS}#operation/broadcastActions`,
    path: '/v1/broadcasts/{broadcast_id}/actions',
    records: 'actions',
    pagination: { kind: 'none' },
    primaryKey: ['broadcast_id', 'id'],
    replication: { method: 'FULL_TABLE' },
    parent: { stream: 'broadcasts', keys: { broadcast_id: 'id' } },
  },
  newsletters: {
    docs: `${DOCS}#operation/listNewsletters`,
    path: '/v1/newsletters',
    // Oldest first, so that a newsletter made during the read cannot shift the pages.
    query: { sort: 'asc' },
    records: 'newsletters',
    pagination: { kind: 'cursor', limit: 100 },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  transactional_messages: {
    docs: `${DOCS}#operation/listTransactional`,
    path: '/v1/transactional',
    records: 'messages',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  segments: {
    docs: `${DOCS}#operation/listSegments`,
    path: '/v1/segments',
    records: 'segments',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  segment_membership: {
    docs: `${DOCS}#operation/getSegmentMembership`,
    path: '/v1/segments/{segment_id}/membership',
    records: 'identifiers',
    pagination: { kind: 'cursor', limit: 30_000 },
    primaryKey: ['segment_id', 'cio_id'],
    replication: { method: 'FULL_TABLE' },
    parent: { stream: 'segments', keys: { segment_id: 'id' } },
  },
  activities: {
    docs: `${DOCS}#operation/listActivities`,
    path: '/v1/activities',
    records: 'activities',
    pagination: { kind: 'cursor', limit: 100 },
    primaryKey: ['id'],
    replication: { method: 'INCREMENTAL', key: 'timestamp', by: { kind: 'walk' } },
  },
  messages: {
    docs: `${DOCS}#operation/listMessages`,
    path: '/v1/messages',
    // Without it the API leaves the answers of in-app surveys out.
    query: { get_tracked_responses: 'true' },
    records: 'messages',
    pagination: { kind: 'cursor', limit: 1000 },
    primaryKey: ['id'],
    replication: {
      method: 'INCREMENTAL',
      key: 'created',
      by: { kind: 'windows', start: 'start_ts', end: 'end_ts' },
    },
  },
  collections: {
    docs: `${DOCS}#operation/getCollections`,
    path: '/v1/collections',
    records: 'collections',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  snippets: {
    docs: `${DOCS}#operation/listSnippets`,
    path: '/v1/snippets',
    records: 'snippets',
    pagination: { kind: 'none' },
    primaryKey: ['name'],
    replication: { method: 'FULL_TABLE' },
  },
  sender_identities: {
    docs: `${DOCS}#operation/listSenders`,
    path: '/v1/sender_identities',
    query: { hidden: 'true', sort: 'asc' },
    records: 'sender_identities',
    pagination: { kind: 'cursor', limit: 100 },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
  subscription_topics: {
    docs: `${DOCS}#operation/getTopics`,
    path: '/v1/subscription_topics',
    records: 'topics',
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
  },
} satisfies StreamDefinitions;

/** The streams' names, in the order of the table. */
export const streamNames = Object.keys(definitions).filter(isStreamName);

/** Whether the tap has a stream of this name. */
export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(definitions, name);
}
