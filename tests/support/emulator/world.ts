import { makeBroadcastAction, makeCampaignAction } from './actions.ts';
import { activityTimeAt, makeActivity } from './activities.ts';
import { makeBroadcast } from './broadcasts.ts';
import { makeCampaign } from './campaigns.ts';
import {
  makeCollection,
  makeObjectType,
  makeSenderIdentity,
  makeSnippet,
  makeSubscriptionChannel,
  makeSubscriptionTopic,
  makeTransactionalMessage,
} from './configuration.ts';
import { countCampaignActions } from './ids.ts';
import { lazyList } from './lazy-list.ts';
import { makeDraft, makeMessage, messageTimeAt } from './messages.ts';
import { makeNewsletter } from './newsletters.ts';
import { makeMembers, makeSegment } from './segments.ts';
import { createTimeline } from './timeline.ts';
import type { NumberedRecord, WireList } from './wire.ts';
import type { WorldPlan } from './world-plan.ts';

/**
 * Everything the emulator serves, in wire shape. Children are kept by their parent's id. Messages carry
 * `tracked_responses` here, which are served only to those who ask; hidden senders are here too; of drafts the newest is
 * the last.
 */
export type World = ReturnType<typeof createWorld>;

/** Makes the world that a plan describes; people leave segments as time goes by. */
export function createWorld(plan: WorldPlan, clock: () => number = () => plan.now) {
  const { sizes } = plan;
  const many = <Item>(length: number, make: (plan: WorldPlan, index: number) => Item): Item[] =>
    Array.from({ length }, (_, index) => make(plan, index));
  const byParent = <Item>(parents: NumberedRecord[], list: (index: number) => WireList<Item>) =>
    new Map(parents.map(({ id }, index) => [id, list(index)] as const));

  const campaigns = many(sizes.campaigns, makeCampaign);
  const broadcasts = many(sizes.broadcasts, makeBroadcast);
  const segments = many(sizes.segments, makeSegment);
  return {
    campaigns,
    campaignActions: byParent(campaigns, (campaign) =>
      lazyList(countCampaignActions(plan, campaign), (position) =>
        makeCampaignAction(plan, campaign, position),
      ),
    ),
    broadcasts,
    broadcastActions: byParent(broadcasts, (broadcast) =>
      lazyList(sizes.actionsPerBroadcast, (position) => makeBroadcastAction(plan, broadcast, position)),
    ),
    newsletters: many(sizes.newsletters, makeNewsletter),
    transactionalMessages: many(sizes.transactionalMessages, makeTransactionalMessage),
    segments,
    segmentMembers: byParent(segments, (segment) => makeMembers(plan, clock, segment)),
    activities: createTimeline(
      sizes.activities,
      (index) => activityTimeAt(plan, index),
      (index) => makeActivity(plan, index, activityTimeAt(plan, index)),
    ),
    messages: createTimeline(
      sizes.messages,
      (index) => messageTimeAt(plan, index),
      (index) => makeMessage(plan, index, messageTimeAt(plan, index)),
    ),
    drafts: createTimeline(
      sizes.drafts,
      (index) => makeDraft(plan, sizes.drafts - 1 - index).created,
      (index) => makeDraft(plan, sizes.drafts - 1 - index),
    ),
    collections: many(sizes.collections, makeCollection),
    snippets: many(sizes.snippets, makeSnippet),
    senderIdentities: many(sizes.senderIdentities, makeSenderIdentity),
    subscriptionTopics: many(sizes.subscriptionTopics, makeSubscriptionTopic),
    subscriptionChannels: many(sizes.subscriptionChannels, makeSubscriptionChannel),
    objectTypes: many(sizes.objectTypes, makeObjectType),
  };
}
