import { type MarkedList, markedById, markedByPosition } from './marks.ts';
import type { PagedStream } from './options.ts';
import { type Query, readBoolean } from './query-values.ts';
import type { Resource } from './resource.ts';
import { audience } from './resources/audience.ts';
import { design } from './resources/design.ts';
import { messaging } from './resources/messaging.ts';
import { metrics } from './resources/metrics.ts';
import { reference } from './resources/reference.ts';
import type { WireList } from './wire.ts';
import type { World } from './world.ts';

/** How a list is cut into pages; sizes from the parameter descriptions of its operation. */
export interface Paging {
  stream: PagedStream;
  defaultLimit: number;
  maxLimit: number;
  /** False: the page size cannot be chosen. */
  hasLimit: boolean;
  /** Who decides the order: the `sort` parameter, an emulator option, or nobody (lowest mark first). */
  order: 'sort' | 'activities' | 'messages' | 'fixed';
  /** start_ts and end_ts select by mark. */
  hasWindow?: true;
  /** Visible records are listed, or with hidden=true the hidden ones alone (docs/api-behaviour.md#77). */
  hidesRecords?: true;
  /** A full last page, or any, has a `next` that leads to an empty page (docs/api-behaviour.md#8, #9). */
  hasTokenAtEnd?: true;
  /** Cursors are offsets; one past the end brings the first page back (docs/api-behaviour.md#10). */
  hasOffsets?: true;
}

/** One operation of the API: where it is, what it lists, under which key. */
export interface Route {
  template: string;
  recordsKey: string;
  /** An empty list comes as null (docs/api-behaviour.md#1, #2). */
  isNullWhenEmpty?: true;
  /** Undefined when there is no such parent. */
  list: (world: World, parentId: number, query: Query) => MarkedList<unknown> | undefined;
  paging?: Paging;
  /** Adds what a body holds besides its records. */
  extraFields?: (parentId: number, records: readonly unknown[]) => Record<string, unknown>;
}

const children = (lists: Map<number, WireList<unknown>>, parentId: number) => {
  const list = lists.get(parentId);
  return list && markedByPosition(list);
};

/** The lists that a test can change while they are read. */
const LISTS: readonly Route[] = [
  {
    template: '/v1/campaigns',
    recordsKey: 'campaigns',
    list: (world) => markedById(world.campaigns),
  },
  {
    template: '/v1/campaigns/{campaign_id}/actions',
    recordsKey: 'actions',
    list: (world, campaignId) => children(world.campaignActions, campaignId),
    paging: { stream: 'campaign_actions', defaultLimit: 10, maxLimit: 10, hasLimit: false, order: 'fixed' },
  },
  {
    template: '/v1/broadcasts',
    recordsKey: 'broadcasts',
    list: (world) => markedById(world.broadcasts),
  },
  {
    template: '/v1/broadcasts/{broadcast_id}/actions',
    recordsKey: 'actions',
    list: (world, broadcastId) => children(world.broadcastActions, broadcastId),
  },
  {
    // neither default nor maximum is declared; production connectors ask for 100 (x-observed of `next`)
    template: '/v1/newsletters',
    recordsKey: 'newsletters',
    list: (world) => markedById(world.newsletters),
    paging: {
      stream: 'newsletters',
      defaultLimit: 50,
      maxLimit: 100,
      hasLimit: true,
      order: 'sort',
      hasTokenAtEnd: true,
    },
  },
  {
    template: '/v1/transactional',
    recordsKey: 'messages',
    list: (world) => markedById(world.transactionalMessages),
  },
  {
    template: '/v1/segments',
    recordsKey: 'segments',
    list: (world) => markedById(world.segments),
  },
  {
    template: '/v1/segments/{segment_id}/membership',
    recordsKey: 'identifiers',
    isNullWhenEmpty: true,
    list: (world, segmentId) => children(world.segmentMembers, segmentId),
    paging: {
      stream: 'segment_membership',
      defaultLimit: 1000,
      maxLimit: 30_000,
      hasLimit: true,
      order: 'fixed',
    },
    // a person without an id shows as an empty string in `ids` (schema SegmentMembership)
    extraFields: (segment_id, people) => ({ segment_id, ids: people.map(idOrEmpty) }),
  },
  {
    template: '/v1/activities',
    recordsKey: 'activities',
    list: (world) => world.activities,
    paging: { stream: 'activities', defaultLimit: 10, maxLimit: 100, hasLimit: true, order: 'activities' },
  },
  {
    template: '/v1/messages',
    recordsKey: 'messages',
    // drafts=true lists drafts alone; nothing lists both (docs/api-behaviour.md#44)
    list: (world, _, query) => (readBoolean(query, 'drafts') ? world.drafts : world.messages),
    paging: {
      stream: 'messages',
      defaultLimit: 50,
      maxLimit: 1000,
      hasLimit: true,
      order: 'messages',
      hasWindow: true,
      hasOffsets: true,
    },
  },
  {
    template: '/v1/collections',
    recordsKey: 'collections',
    isNullWhenEmpty: true,
    list: (world) => markedById(world.collections),
  },
  {
    template: '/v1/snippets',
    recordsKey: 'snippets',
    list: (world) => markedByPosition(world.snippets),
  },
  {
    // neither default nor maximum is declared
    template: '/v1/sender_identities',
    recordsKey: 'sender_identities',
    list: (world) => markedById(world.senderIdentities),
    paging: {
      stream: 'sender_identities',
      defaultLimit: 50,
      maxLimit: 100,
      hasLimit: true,
      order: 'sort',
      hidesRecords: true,
      hasTokenAtEnd: true,
    },
  },
  {
    template: '/v1/subscription_topics',
    recordsKey: 'topics',
    list: (world) => markedById(world.subscriptionTopics),
  },
];

/** Every operation that is served. */
const OPERATIONS: readonly (Route | Resource)[] = [
  ...LISTS,
  ...messaging,
  ...audience,
  ...metrics,
  ...reference,
  ...design,
];

const PATTERNS = OPERATIONS.map((route) => ({
  route,
  method: 'method' in route ? route.method : 'GET',
  pattern: new RegExp(`^${route.template.replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/** What a path leads to, with the values of its placeholders. */
export interface FoundRoute {
  readonly route: Route | Resource;
  readonly method: string;
  readonly params: readonly string[];
}

/** The operation of a path, by method where several share it; undefined if there is none. */
export function findRoute(path: string, method: string): FoundRoute | undefined {
  const found = PATTERNS.flatMap(({ route, method: own = 'GET', pattern }) => {
    const [, ...params] = pattern.exec(path) ?? [];
    return pattern.test(path) ? [{ route, method: own, params: params.map(decodeURIComponent) }] : [];
  });
  return found.find((one) => one.method === method) ?? found[0];
}

function idOrEmpty(person: unknown): string {
  const hasId = typeof person === 'object' && person !== null && 'id' in person;
  return hasId && typeof person.id === 'string' ? person.id : '';
}
