import { readBoolean } from '../query-values.ts';
import type { Resource } from '../resource.ts';

/** Activities, and messages with all that has happened to them. */
export const activity: readonly Resource[] = [
  {
    template: '/v1/activities',
    key: 'activities',
    list: ({ world }) => world.activities,
    paging: { kind: 'mark', stream: 'activities', defaultLimit: 10, maxLimit: 100, order: 'activities' },
  },
  {
    template: '/v1/messages',
    key: 'messages',
    // drafts=true lists drafts alone; nothing lists both (docs/api-behaviour.md#44)
    list: ({ world, query }) => (readBoolean(query, 'drafts') ? world.drafts : world.messages),
    // tracked_responses are there only with get_tracked_responses=true (schema Message)
    served: (record, { query }) => {
      if (readBoolean(query, 'get_tracked_responses')) return record;
      const { tracked_responses, ...rest } = Object(record);
      return rest;
    },
    paging: {
      kind: 'mark',
      stream: 'messages',
      defaultLimit: 50,
      maxLimit: 1000,
      order: 'messages',
      hasWindow: true,
      hasOffsets: true,
    },
  },
];
