import { markedById, markedByPosition } from '../marks.ts';
import { countPeople } from '../people.ts';
import type { Resource } from '../resource.ts';

/** Exports, webhooks, workspaces, addresses, and the rows of collections. */
export const reference: readonly Resource[] = [
  {
    // every workspace of the account, readable by any key (docs/api-behaviour.md#78)
    template: '/v1/workspaces',
    key: 'workspaces',
    count: () => 2,
    override: ({ plan }, index) => ({
      id: index + 1,
      people: index === 0 ? countPeople(plan) : 7,
      object_types: plan.sizes.objectTypes,
      objects: plan.sizes.objectTypes * plan.sizes.objectsPerType,
    }),
  },
  {
    template: '/v1/collections',
    key: 'collections',
    single: ['/v1/collections/{collection_id}', 'collection'],
    isNullWhenEmpty: true,
    list: ({ world }) => markedById(world.collections),
  },
  {
    template: '/v1/snippets',
    key: 'snippets',
    list: ({ world }) => markedByPosition(world.snippets),
  },
  {
    // The first is one object, as the definition has it; the others are lists.
    template: '/v1/collections/{collection_id}/content',
    body: ({ world, params }) => {
      const collection = world.collections.find(({ id }) => String(id) === params[0]);
      if (!collection) return undefined;
      const row = (index: number) => ({ eventName: `event ${index}`, presents: { total: index } });
      return collection.id === 1 ? row(0) : Array.from({ length: collection.id }, (_, index) => row(index));
    },
  },
  {
    template: '/v1/exports',
    key: 'exports',
    isNullWhenEmpty: true,
    count: () => 2,
    override: (_, index) => ({ id: 110 + index, status: 'done', type: 'customers' }),
  },
  {
    template: '/v1/reporting_webhooks',
    key: 'reporting_webhooks',
    isNullWhenEmpty: true,
    count: () => 2,
    override: (_, index) => ({
      id: 4 + index,
      endpoint: index === 0 ? 'https://user:secret@example.com/hook?token=1' : 'https://example.com/hook',
    }),
  },
  {
    template: '/v1/info/ip_addresses',
    key: 'ip_addresses',
    isWhole: true,
    count: () => 3,
    override: (_, index) => `192.0.2.${index + 1}`,
  },
];
