import type { StreamEntries } from './definition.ts';

/** Streams of what the workspace keeps besides, and of what concerns its account. */
export const reference = {
  collections: {
    operation: 'getCollections',
    path: '/v1/collections',
    record: { path: '/v1/collections/{id}' },
    rows: { kind: 'list', at: 'collections' },
    groups: ['default'],
  },
  collection_rows: {
    operation: 'getCollectionContents',
    path: '/v1/collections/{collection_id}/content',
    rows: { kind: 'any', column: 'data', position: 'position' },
    primaryKey: ['collection_id', 'position'],
    partitionBy: { kind: 'each', stream: 'collections', keys: { collection_id: 'id' } },
  },
  snippets: {
    operation: 'listSnippets',
    path: '/v1/snippets',
    rows: { kind: 'list', at: 'snippets' },
    primaryKey: ['name'],
    groups: ['default'],
  },
  exports: {
    operation: 'listExports',
    path: '/v1/exports',
    rows: { kind: 'list', at: 'exports' },
  },
  reporting_webhooks: {
    operation: 'listWebhooks',
    path: '/v1/reporting_webhooks',
    rows: { kind: 'list', at: 'reporting_webhooks' },
    // The vendor recommends a password in the address of the receiver; others put a token into its query.
    promote: { endpoint: { from: ['endpoint'], clean: 'credentials' } },
  },
  workspaces: {
    operation: 'listWorkspaces',
    path: '/v1/workspaces',
    rows: { kind: 'list', at: 'workspaces' },
  },
  ip_addresses: {
    operation: 'getCioAllowlist',
    path: '/v1/info/ip_addresses',
    rows: { kind: 'texts', at: 'ip_addresses', column: 'ip_address' },
    primaryKey: ['ip_address'],
    groups: ['deliverability'],
  },
} satisfies Partial<StreamEntries>;
