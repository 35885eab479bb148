import type { JsonValue } from '../json/json-object.ts';
import type { StreamEntries } from './definition.ts';

const hasAttribute = (field: string): JsonValue => ({ attribute: { field, operator: 'exists' } });

const IS_OBJECT: JsonValue = {
  object_attribute: { field: 'cio_object_id', operator: 'exists', type_id: '{object_type_id}' },
};

const SUPPRESSION_TYPES = ['blocks', 'bounces', 'spam_reports', 'invalid_emails'] as const;

/** People, objects, segments, and who has opted out of what. */
export const audience = {
  segments: {
    operation: 'listSegments',
    path: '/v1/segments',
    record: { path: '/v1/segments/{id}' },
    rows: { kind: 'list', at: 'segments' },
    groups: ['default'],
  },
  segment_membership: {
    operation: 'getSegmentMembership',
    path: '/v1/segments/{segment_id}/membership',
    rows: { kind: 'list', at: 'identifiers' },
    pagination: { kind: 'cursor', limit: 30_000 },
    primaryKey: ['segment_id', 'cio_id'],
    partitionBy: {
      kind: 'each',
      stream: 'segments',
      keys: { segment_id: 'id' },
      // While a segment is being built its members come in parts, without a sign in the answer
      // (docs/api-behaviour.md#65).
      completeWhen: { column: 'state', is: 'finished' },
    },
    counter: { path: '/v1/segments/{segment_id}/customer_count', at: 'count' },
    groups: ['default'],
    references: { cio_id: ['people.cio_id'] },
  },
  segment_customer_counts: {
    operation: 'getSegmentCount',
    path: '/v1/segments/{segment_id}/customer_count',
    rows: { kind: 'whole' },
    primaryKey: ['segment_id'],
    partitionBy: { kind: 'each', stream: 'segments', keys: { segment_id: 'id' } },
  },
  segment_usage: {
    operation: 'getSegmentDependencies',
    path: '/v1/segments/{segment_id}/used_by',
    rows: { kind: 'whole', at: 'used_by' },
    primaryKey: ['segment_id'],
    partitionBy: { kind: 'each', stream: 'segments', keys: { segment_id: 'id' } },
    references: {
      campaigns: ['campaigns.id'],
      sent_newsletters: ['newsletters.id'],
      draft_newsletters: ['newsletters.id'],
    },
  },
  people_identifiers: {
    operation: 'getPeopleFilter',
    path: '/v1/customers',
    record: { path: '/v1/customers/{cio_id}/attributes', query: { id_type: 'cio_id' } },
    // Who has a cio_id, and who has none: whatever the server makes of `exists`, nobody is in neither.
    variants: [
      { post: { filter: { and: [hasAttribute('cio_id')] } } },
      { post: { filter: { and: [{ not: hasAttribute('cio_id') }] } } },
    ],
    narrowed: {
      setting: 'people_segment_id',
      post: { filter: { segment: { id: '{people_segment_id:number}' } } },
    },
    rows: { kind: 'list', at: 'identifiers' },
    pagination: { kind: 'cursor', limit: 1000 },
    primaryKey: ['cio_id'],
    isLarge: true,
    counter: { path: '/v1/workspaces', list: 'workspaces', at: 'people' },
    groups: ['profiles'],
    references: { cio_id: ['people.cio_id'] },
  },
  people: {
    operation: 'getPeopleById',
    path: '/v1/customers/attributes',
    query: { id_type: 'cio_id' },
    post: { ids: '{keys}' },
    // As declared, and as seen live (docs/api-behaviour.md#57).
    rows: { kind: 'list', at: 'customers', unwrap: 'customer' },
    // The item's own id repeats what was asked with.
    promote: {
      cio_id: { from: ['identifiers.cio_id', 'attributes.cio_id'], clean: 'cio_prefix' },
      id: { from: ['identifiers.id', 'attributes.id'] },
      email: { from: ['identifiers.email', 'attributes.email'] },
    },
    primaryKey: ['cio_id'],
    partitionBy: { kind: 'batch', stream: 'people_identifiers', key: 'cio_id', size: 100 },
    groups: ['profiles'],
  },
  people_relationships: {
    operation: 'getPersonRelationships',
    path: '/v1/customers/{cio_id}/relationships',
    query: { id_type: 'cio_id' },
    rows: { kind: 'list', at: 'cio_relationships' },
    pagination: { kind: 'cursor', limit: 100 },
    promote: {
      cio_object_id: { from: ['identifiers.cio_object_id'] },
      object_id: { from: ['identifiers.object_id'] },
    },
    primaryKey: ['cio_id', 'object_type_id', 'cio_object_id'],
    partitionBy: { kind: 'each', stream: 'people_identifiers', keys: { cio_id: 'cio_id' } },
    references: {
      cio_id: ['people.cio_id'],
      object_type_id: ['object_types.id'],
      cio_object_id: ['objects.cio_object_id'],
    },
  },
  object_types: {
    operation: 'getObjectTypes',
    path: '/v1/object_types',
    rows: { kind: 'list', at: 'types' },
    isFeature: true,
    groups: ['default', 'objects'],
  },
  object_identifiers: {
    operation: 'getObjectsFilter',
    path: '/v1/objects',
    record: {
      path: '/v1/objects/{object_type_id}/{cio_object_id}/attributes',
      query: { id_type: 'cio_object_id' },
    },
    // Both together hold all objects, whatever the server makes of `exists`.
    variants: [
      { post: { object_type_id: '{object_type_id}', filter: { and: [IS_OBJECT] } } },
      { post: { object_type_id: '{object_type_id}', filter: { and: [{ not: IS_OBJECT }] } } },
    ],
    rows: { kind: 'list', at: 'identifiers' },
    pagination: { kind: 'cursor', limit: 100 },
    primaryKey: ['object_type_id', 'cio_object_id'],
    partitionBy: {
      kind: 'each',
      stream: 'object_types',
      keys: { object_type_id: 'id' },
      skipWhen: { column: 'enabled', is: 'false', hidesChildren: true },
    },
    isLarge: true,
    counter: { path: '/v1/workspaces', list: 'workspaces', at: 'objects' },
    groups: ['objects'],
  },
  objects: {
    operation: 'getObjectAttributes',
    path: '/v1/objects/{object_type_id}/{cio_object_id}/attributes',
    query: { id_type: 'cio_object_id' },
    rows: { kind: 'whole', at: 'object' },
    promote: { object_id: { from: ['identifiers.object_id'] } },
    primaryKey: ['object_type_id', 'cio_object_id'],
    partitionBy: {
      kind: 'each',
      stream: 'object_identifiers',
      keys: { object_type_id: 'object_type_id', cio_object_id: 'cio_object_id' },
    },
    references: { object_type_id: ['object_types.id'] },
  },
  object_relationships: {
    operation: 'getObjectRelationships',
    path: '/v1/objects/{object_type_id}/{cio_object_id}/relationships',
    query: { id_type: 'cio_object_id' },
    rows: { kind: 'list', at: 'cio_relationships' },
    pagination: { kind: 'cursor', limit: 100 },
    promote: {
      cio_id: { from: ['identifiers.cio_id'] },
      id: { from: ['identifiers.id'] },
      email: { from: ['identifiers.email'] },
    },
    primaryKey: ['object_type_id', 'cio_object_id', 'cio_id'],
    partitionBy: {
      kind: 'each',
      stream: 'object_identifiers',
      keys: { object_type_id: 'object_type_id', cio_object_id: 'cio_object_id' },
    },
    references: {
      cio_id: ['people.cio_id'],
      object_type_id: ['object_types.id'],
      cio_object_id: ['objects.cio_object_id'],
    },
  },
  optouts: {
    operation: 'getOptouts',
    path: '/v1/optouts',
    rows: { kind: 'list', at: 'optouts', each: 'optouts' },
    pagination: { kind: 'cursor', limit: 1000 },
    promote: { cio_id: { from: ['cio_id'], clean: 'cio_prefix' } },
    primaryKey: ['cio_id', 'channel', 'from'],
    groups: ['deliverability'],
    references: { cio_id: ['people.cio_id'] },
  },
  esp_suppressions: {
    operation: 'getSuppressionByType',
    path: '/v1/esp/suppression/{suppression_type}',
    rows: { kind: 'list', at: 'suppressions' },
    pagination: { kind: 'offset', limit: 1000 },
    primaryKey: ['suppression_type', 'email'],
    partitionBy: { kind: 'values', columns: { suppression_type: SUPPRESSION_TYPES } },
    groups: ['deliverability'],
  },
  esp_domain_suppressions: {
    operation: 'getDomainSuppressionsByType',
    path: '/v1/esp/domains/{domain}/suppression/{suppression_type}',
    rows: { kind: 'list', at: 'suppressions' },
    pagination: { kind: 'cursor', limit: 1000 },
    primaryKey: ['domain', 'suppression_type', 'email'],
    partitionBy: {
      kind: 'values',
      columns: { domain: 'esp_domains', suppression_type: SUPPRESSION_TYPES },
    },
  },
  subscription_topics: {
    operation: 'getTopics',
    path: '/v1/subscription_topics',
    rows: { kind: 'list', at: 'topics' },
    groups: ['default'],
  },
  subscription_channels: {
    operation: 'getChannels',
    path: '/v1/subscription_channels',
    rows: { kind: 'list', at: 'channels' },
    isFeature: true,
    groups: ['default'],
  },
} satisfies Partial<StreamEntries>;
