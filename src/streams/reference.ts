import type { StreamEntries } from './definition.ts';

/** What the workspace keeps besides, and what concerns its account. */
export const reference = {
  collections: {
    operation: 'getCollections',
    path: '/v1/collections',
    rows: { kind: 'list', at: 'collections' },
    groups: ['default'],
  },
  snippets: {
    operation: 'listSnippets',
    path: '/v1/snippets',
    rows: { kind: 'list', at: 'snippets' },
    primaryKey: ['name'],
    groups: ['default'],
  },
} satisfies Partial<StreamEntries>;
