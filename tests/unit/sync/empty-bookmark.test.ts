import { expect, it } from 'vitest';
import { definitions } from '../../../src/streams/definitions.ts';
import { emptyBookmark } from '../../../src/sync/empty-bookmark.ts';

it.each([
  ['campaigns', { version: null, progress: [] }],
  [
    'messages',
    {
      created: null,
      covered: [],
      lookback: [],
      looked_back: null,
      looked_back_from: null,
      rewritten: null,
      metrics_read: [],
      metric_sample: [],
    },
  ],
  ['activities', { timestamp: null, top: [], disorder: null, looked_back: null, progress: [] }],
  ['campaign_metrics', { period_start: null, resolution: null, progress: [] }],
] as const)('an empty bookmark of %s has every key, null or an empty list', (name, own) => {
  expect(emptyBookmark(definitions[name].replication)).toEqual({ ...own, begun: null, key: null, told: [] });
});
