import type { StreamEntries } from './definition.ts';

/** Streams of what people have done. */
export const activity = {
  activities: {
    operation: 'listActivities',
    path: '/v1/activities',
    rows: { kind: 'list', at: 'activities' },
    pagination: { kind: 'cursor', limit: 100 },
    // The oldest entry is 30 days old, strictly (docs/api-behaviour.md#52).
    replication: { method: 'INCREMENTAL', key: 'timestamp', by: { kind: 'newest-first', retentionDays: 30 } },
    promote: { cio_id: { from: ['customer_identifiers.cio_id'] } },
    groups: ['default'],
    references: {
      cio_id: ['segment_membership.cio_id', 'people.cio_id'],
      customer_id: ['segment_membership.id'],
      'customer_identifiers.cio_id': ['segment_membership.cio_id', 'people.cio_id'],
      delivery_id: ['messages.id'],
    },
  },
} satisfies Partial<StreamEntries>;
