import { actionTypeAt, sendingStateAt } from './actions.ts';
import { broadcastStateAt } from './broadcasts.ts';
import { campaignStateAt } from './campaigns.ts';
import type { Channel } from './channels.ts';
import {
  broadcastActionIdAt,
  broadcastIdAt,
  campaignActionIdAt,
  campaignIdAt,
  contentIdsAt,
  countCampaignActions,
  newsletterIdAt,
  transactionalIdAt,
} from './ids.ts';
import { newsletterSentAt, newsletterTypeAt } from './newsletters.ts';
import type { Random } from './random.ts';
import type { WorldPlan } from './world-plan.ts';

/** Sender of a message, as the message has it: all ids as keys, null where they do not apply. */
export interface Sender {
  action_id: number | null;
  parent_action_id: number | null;
  broadcast_id: number | null;
  campaign_id: number | null;
  newsletter_id: number | null;
  content_id: number | null;
  transactional_message_id: number | null;
  trigger_event_id: string | null;
  type: Channel;
}

const NOBODY: Sender = {
  action_id: null,
  parent_action_id: null,
  broadcast_id: null,
  campaign_id: null,
  newsletter_id: null,
  content_id: null,
  transactional_message_id: null,
  trigger_event_id: null,
  type: 'email',
};

/** The parents that send anything at all, and the positions of their actions that do. */
interface Cast {
  readonly campaigns: readonly { index: number; positions: readonly number[] }[];
  readonly broadcasts: readonly { index: number; positions: readonly number[] }[];
  /** By the time at which they were sent, the earliest first. */
  readonly newsletters: readonly { index: number; sentAt: number }[];
}

const casts = new WeakMap<WorldPlan, Cast>();

function castOf(plan: WorldPlan): Cast {
  const known = casts.get(plan);
  if (known) return known;
  const { campaigns, broadcasts, actionsPerBroadcast, newsletters } = plan.sizes;
  const indices = (length: number) => Array.from({ length }, (_, index) => index);
  const withPositions = (count: (index: number) => number) => (index: number) => ({
    index,
    positions: indices(count(index)).filter((position) => sendingStateAt(position) === 'automatic'),
  });
  const cast: Cast = {
    campaigns: indices(campaigns)
      .filter((index) => campaignStateAt(index) !== 'draft')
      .map(withPositions((index) => countCampaignActions(plan, index)))
      .filter(({ positions }) => positions.length > 0),
    broadcasts: indices(broadcasts)
      .filter((index) => broadcastStateAt(index) !== 'draft')
      .map(withPositions(() => actionsPerBroadcast))
      .filter(({ positions }) => positions.length > 0),
    newsletters: indices(newsletters).flatMap((index) => {
      const sentAt = newsletterSentAt(plan, index);
      return sentAt === null ? [] : [{ index, sentAt }];
    }),
  };
  casts.set(plan, cast);
  return cast;
}

const choose = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[Math.floor(random() * items.length)];

/** Chooses who sends the message: six of ten come from campaigns, two from newsletters, one from broadcasts, one is transactional. */
export function senderOf(plan: WorldPlan, random: Random, index: number, created: number): Sender {
  const share = random();
  if (share < 0.6) return ofCampaign(plan, random, index);
  if (share < 0.8) return ofNewsletter(plan, random, created);
  return share < 0.9 ? ofBroadcast(plan, random) : ofTransactional(plan, random);
}

function ofCampaign(plan: WorldPlan, random: Random, index: number): Sender {
  const campaign = choose(random, castOf(plan).campaigns);
  const position = choose(random, campaign?.positions ?? []);
  if (campaign === undefined || position === undefined) return ofTransactional(plan, random);
  const hasParent = position > 0 && position % 3 === 0;
  return {
    ...NOBODY,
    campaign_id: campaignIdAt(campaign.index),
    action_id: campaignActionIdAt(plan, campaign.index, position),
    parent_action_id: hasParent ? campaignActionIdAt(plan, campaign.index, position - 1) : null,
    trigger_event_id:
      campaign.index % 7 === 2 ? `21E4C3CT6YDC7Y4N7FE1${String(index).padStart(6, '0')}` : null,
    type: actionTypeAt(position),
  };
}

/** The one that was sent last; its two variants go out by turns. */
function ofNewsletter(plan: WorldPlan, random: Random, created: number): Sender {
  const newsletter = castOf(plan).newsletters.findLast(({ sentAt }) => sentAt <= created);
  if (newsletter === undefined) return ofTransactional(plan, random);
  const [first, second] = contentIdsAt(newsletter.index);
  const type = newsletterTypeAt(newsletter.index);
  return {
    ...NOBODY,
    newsletter_id: newsletterIdAt(newsletter.index),
    content_id: random() < 0.5 ? first : second,
    // a type that no list declares was seen live (docs/api-behaviour.md#40)
    type: type === 'inbox' && !plan.isLive ? 'in_app' : type,
  };
}

function ofBroadcast(plan: WorldPlan, random: Random): Sender {
  const broadcast = choose(random, castOf(plan).broadcasts);
  const position = choose(random, broadcast?.positions ?? []);
  if (broadcast === undefined || position === undefined) return ofTransactional(plan, random);
  return {
    ...NOBODY,
    broadcast_id: broadcastIdAt(broadcast.index),
    action_id: broadcastActionIdAt(plan, broadcast.index, position),
    type: actionTypeAt(position),
  };
}

function ofTransactional({ sizes }: WorldPlan, random: Random): Sender {
  const count = sizes.transactionalMessages;
  if (count === 0) return NOBODY;
  return { ...NOBODY, transactional_message_id: transactionalIdAt(Math.floor(random() * count)) };
}
