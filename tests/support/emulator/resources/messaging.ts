import { timesOf } from '../counts.ts';
import { contentIdsAt } from '../ids.ts';
import { markedById } from '../marks.ts';
import { childrenOf, type Place, type Resource } from '../resource.ts';
import { DAY } from '../world-plan.ts';

/** The index of a newsletter in the world; undefined if there is none. */
function newsletterIndex({ world, params }: Place): number | undefined {
  const index = world.newsletters.findIndex(({ id }) => String(id) === params[0]);
  return index < 0 ? undefined : index;
}

/** A number of records where the world has the broadcast, or the newsletter, that the path names. */
const ifThere = (records: readonly { id: number }[], { params }: Place, count: number) =>
  records.some(({ id }) => String(id) === params[0]) ? count : undefined;

const usage = { campaigns: [5], sent_newsletters: [10], draft_newsletters: [] };

/** Fields of live contents that are not declared (docs/api-behaviour.md#99), and those that are not left to chance. */
const liveContent = ({ plan }: Place, index: number) => ({
  type: 'email',
  created: plan.now - (index + 2) * DAY,
  updated: plan.now - (index + 1) * DAY,
  headers: '[]',
  from_id: null,
  reply_to_id: null,
  ...(plan.isLive ? { test_group_id: 0, preprocessor: 'none' } : {}),
});

/** Every fourth newsletter is a test of its two variants, whose groups count from 0. */
const isTested = (index: number | undefined) => index !== undefined && index % 4 === 0;

/** The variant that people clicked more, the first of equals; none in the two days after sending. */
function winnerOf(place: Place): number | undefined {
  const { world, now } = place;
  const index = newsletterIndex(place);
  const sentAt = index === undefined ? undefined : world.newsletters[index]?.['sent_at'];
  if (index === undefined || typeof sentAt !== 'number' || sentAt > now - 2 * DAY) return undefined;
  const [first, second] = contentIdsAt(index).map(
    (id) => timesOf(world, { field: 'content_id', id }, 'human_clicked').length,
  );
  return (second ?? 0) > (first ?? 0) ? 1 : 0;
}

/** Senders of messages, and all that belongs to them: actions, contents, tests, triggers, senders. */
export const messaging: readonly Resource[] = [
  {
    template: '/v1/campaigns',
    key: 'campaigns',
    single: ['/v1/campaigns/{campaign_id}', 'campaign'],
    list: ({ world }) => markedById(world.campaigns),
  },
  {
    template: '/v1/campaigns/{campaign_id}/actions',
    key: 'actions',
    single: ['/v1/campaigns/{campaign_id}/actions/{action_id}', 'action'],
    list: (place) => childrenOf(place.world.campaignActions, place),
    paging: { kind: 'mark', stream: 'campaign_actions', defaultLimit: 10, maxLimit: 10, isFixed: true },
  },
  {
    template: '/v1/broadcasts',
    key: 'broadcasts',
    single: ['/v1/broadcasts/{broadcast_id}', 'broadcast'],
    list: ({ world }) => markedById(world.broadcasts),
  },
  {
    template: '/v1/broadcasts/{broadcast_id}/actions',
    key: 'actions',
    single: ['/v1/broadcasts/{broadcast_id}/actions/{action_id}', 'action'],
    list: (place) => childrenOf(place.world.broadcastActions, place),
  },
  {
    // neither default nor maximum is declared; production connectors ask for 100 (x-observed of `next`)
    template: '/v1/newsletters',
    key: 'newsletters',
    single: ['/v1/newsletters/{newsletter_id}', 'newsletter'],
    list: ({ world }) => markedById(world.newsletters),
    paging: {
      kind: 'mark',
      stream: 'newsletters',
      defaultLimit: 50,
      maxLimit: 100,
      order: 'sort',
      hasTokenAtEnd: true,
    },
  },
  {
    template: '/v1/transactional',
    key: 'messages',
    single: ['/v1/transactional/{transactional_id}', 'message'],
    list: ({ world }) => markedById(world.transactionalMessages),
  },
  {
    // neither default nor maximum is declared
    template: '/v1/sender_identities',
    key: 'sender_identities',
    single: ['/v1/sender_identities/{sender_id}', 'sender_identity'],
    list: ({ world }) => markedById(world.senderIdentities),
    paging: {
      kind: 'mark',
      stream: 'sender_identities',
      defaultLimit: 50,
      maxLimit: 100,
      order: 'sort',
      hidesRecords: true,
      hasTokenAtEnd: true,
    },
  },
  {
    template: '/v1/newsletters/{newsletter_id}/contents',
    key: 'contents',
    single: ['/v1/newsletters/{newsletter_id}/contents/{content_id}', 'content'],
    count: (place) => ifThere(place.world.newsletters, place, 2),
    override: (place, index) => ({
      ...liveContent(place, index),
      id: contentIdsAt(newsletterIndex(place) ?? 0)[index],
      newsletter_id: Number(place.params[0]),
      ...(place.plan.isLive ? { body_plain: 'Hello' } : {}),
    }),
  },
  {
    template: '/v1/newsletters/{newsletter_id}/test_groups',
    key: 'test_groups',
    count: (place) => ifThere(place.world.newsletters, place, isTested(newsletterIndex(place)) ? 2 : 0),
    override: (place, index) => ({
      id: index,
      winner: index === winnerOf(place),
      content_ids: [contentIdsAt(newsletterIndex(place) ?? 0)[index]],
    }),
  },
  {
    template: '/v1/transactional/{transactional_id}/contents',
    key: 'contents',
    count: (place) => ifThere(place.world.transactionalMessages, place, 1),
    override: (place, index) => ({
      ...liveContent(place, index),
      id: 500 + Number(place.params[0]),
      ...(place.plan.isLive ? { recipient: null, cc: null, bcc: null, preheader_text: null } : {}),
    }),
  },
  {
    template: '/v1/broadcasts/{broadcast_id}/triggers',
    key: 'triggers',
    single: ['/v1/campaigns/{broadcast_id}/triggers/{trigger_id}'],
    count: (place) => ifThere(place.world.broadcasts, place, 3),
    override: ({ params }, index) => ({ id: index + 1, broadcast_id: Number(params[0]) }),
  },
  {
    template: '/v1/campaigns/{broadcast_id}/triggers/{trigger_id}/errors',
    key: 'errors',
    isWhole: true,
    count: (place) =>
      ifThere(place.world.broadcasts, place, place.params[1] === '1' ? place.plan.sizes.errorsPerTrigger : 0),
    override: (_, index) => `line ${index + 1}: person not found`,
    paging: { kind: 'cursor', defaultLimit: 50, maxLimit: 100, end: 'zero', token: 'number' },
  },
  {
    template: '/v1/sender_identities/{sender_id}/used_by',
    body: ({ world, params }) =>
      world.senderIdentities.some(({ id }) => String(id) === params[0]) ? usage : undefined,
  },
];
