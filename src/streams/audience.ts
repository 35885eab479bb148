import type { StreamEntries } from './definition.ts';

/** People, objects, segments, and who has opted out of what. */
export const audience = {
  segments: {
    operation: 'listSegments',
    path: '/v1/segments',
    rows: { kind: 'list', at: 'segments' },
    groups: ['default'],
  },
  segment_membership: {
    operation: 'getSegmentMembership',
    path: '/v1/segments/{segment_id}/membership',
    rows: { kind: 'list', at: 'identifiers' },
    pagination: { kind: 'cursor', limit: 30_000, least: 1000 },
    primaryKey: ['segment_id', 'cio_id'],
    readFor: {
      kind: 'each',
      stream: 'segments',
      keys: { segment_id: 'id' },
      // While a segment is being built its members come in parts, without a sign in the answer (live-facts 65).
      settled: { column: 'state', is: 'finished' },
    },
    groups: ['default'],
  },
  subscription_topics: {
    operation: 'getTopics',
    path: '/v1/subscription_topics',
    rows: { kind: 'list', at: 'topics' },
    groups: ['default'],
  },
} satisfies Partial<StreamEntries>;
