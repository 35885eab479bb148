import type { WorldPlan } from './world-plan.ts';

/** Ids of campaigns have gaps, as after deletions. */
export const campaignIdAt = (index: number): number => 5 + 3 * index;

/** Ids of API-triggered broadcasts. */
export const broadcastIdAt = (index: number): number => 2 + 2 * index;

/** Ids of newsletters; they grow with the time of creation. */
export const newsletterIdAt = (index: number): number => 10 + index;

/** Ids of transactional messages. */
export const transactionalIdAt = (index: number): number => 2 + index;

/** Ids of segments. */
export const segmentIdAt = (index: number): number => 7 + index;

/** Ids of subscription topics count up from 1 (schema SubscriptionTopic). */
export const topicIdAt = (index: number): number => 1 + index;

/** The ids of the two variants of a newsletter (schema Newsletter, content_ids). */
export const contentIdsAt = (index: number): [number, number] => [1000 + 2 * index, 1001 + 2 * index];

/** Number of a campaign's actions: the second has none, the third exactly one page of ten at most. */
export function countCampaignActions(plan: WorldPlan, campaign: number): number {
  if (campaign === 1) return 0;
  const { actionsPerCampaign } = plan.sizes;
  return campaign === 2 ? Math.min(10, actionsPerCampaign) : actionsPerCampaign;
}

/** Ids of actions are unique in the workspace: first those of campaigns, then those of broadcasts. */
export function campaignActionIdAt(plan: WorldPlan, campaign: number, position: number): number {
  return 100 + campaign * plan.sizes.actionsPerCampaign + position;
}

/** The id of a broadcast's action. */
export function broadcastActionIdAt(plan: WorldPlan, broadcast: number, position: number): number {
  const { campaigns, actionsPerCampaign, actionsPerBroadcast } = plan.sizes;
  return 100 + campaigns * actionsPerCampaign + broadcast * actionsPerBroadcast + position;
}
