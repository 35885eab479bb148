import { type ActionType, actionTypeAt } from './actions.ts';
import {
  broadcastActionIdAt,
  broadcastIdAt,
  campaignActionIdAt,
  campaignIdAt,
  contentIdsAt,
  countCampaignActions,
  newsletterIdAt,
} from './ids.ts';
import { newsletterTypeAt } from './newsletters.ts';
import { countPeople, personAt } from './people.ts';
import { integerBetween, type Random, randomFor } from './random.ts';
import type { MessageRecord } from './wire.ts';
import { pickSubject } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** When the n-th generated message was created; every fourth shares its second with the one before. */
export function messageTimeAt(plan: WorldPlan, index: number): number {
  const span = plan.messagesSpanDays * DAY;
  const step = index % 4 === 3 ? index - 1 : index;
  return plan.now - span + Math.floor((span * (step + 0.5)) / plan.sizes.messages);
}

/** The id of the n-th message, in the form of the vendor's examples: 26 bytes in URL-safe base64, padded. */
export function messageIdAt(plan: WorldPlan, index: number): string {
  const random = randomFor(plan.seed, 'message_ids', index);
  const bytes = Buffer.alloc(26);
  for (let at = 0; at < 20; at += 4) bytes.writeUInt32BE(Math.floor(random() * 2 ** 32), at);
  bytes.writeUIntBE(index, 20, 6);
  return `${bytes.toString('base64url')}=`;
}

/**
 * The n-th delivery (schema Message), with all parent ids as keys and null where they do not apply.
 * `tracked_responses` is served only to those who ask for it.
 */
export function makeMessage(plan: WorldPlan, index: number, created: number): MessageRecord {
  const random = randomFor(plan.seed, 'messages', index);
  const id = messageIdAt(plan, index);
  const parent = parentOf(plan, random, index);
  const person = personAt(plan, Math.floor(random() * countPeople(plan)));
  const failed = index % 13 === 6;
  const documented = metricsOf(random, created, Math.max(plan.now, created), failed);
  const metrics = plan.isLive ? withLinks(documented, index) : documented;
  const email = parent.type === 'email';
  const inApp = parent.type === 'in_app';
  return {
    id,
    deduplicate_id: `${id}:${Math.max(created, ...Object.values(metrics))}`,
    msg_template_id: 43 + (index % 50),
    ...(index % 5 === 1 ? { message_template_id: 43 + (index % 50) } : {}),
    ...parent,
    customer_id: person.id,
    // missing in the vendor's in-app example
    ...(inApp ? {} : { customer_identifiers: person }),
    recipient: inApp ? (person.id ?? person.cio_id) : (person.email ?? '+15550100'),
    subject: email ? pickSubject(random) : null,
    created,
    metrics,
    ...(inApp ? { tracked_responses: { 'how-satisfied': { id: 1, ts: created + 60 } } } : {}),
    failure_message: failed ? 'mailbox "full" 📪' : null,
    forgotten: index % 17 === 0,
    ...unknownFields(plan, index),
  };
}

type Parent = {
  action_id: number | null;
  parent_action_id: number | null;
  broadcast_id: number | null;
  campaign_id: number | null;
  newsletter_id: number | null;
  content_id: number | null;
  trigger_event_id: string | null;
  type: ActionType;
};

const NO_PARENT: Parent = {
  action_id: null,
  parent_action_id: null,
  broadcast_id: null,
  campaign_id: null,
  newsletter_id: null,
  content_id: null,
  trigger_event_id: null,
  type: 'email',
};

/** Six of ten come from campaigns, two from newsletters, one from broadcasts, one is transactional (no parent). */
function parentOf(plan: WorldPlan, random: Random, index: number): Parent {
  const { campaigns, broadcasts, actionsPerBroadcast, newsletters } = plan.sizes;
  const share = random();
  if (share < 0.6 && campaigns > 0) {
    const campaign = Math.floor(random() * campaigns);
    const actions = countCampaignActions(plan, campaign);
    if (actions === 0) return NO_PARENT;
    const position = Math.floor(random() * actions);
    return {
      ...NO_PARENT,
      campaign_id: campaignIdAt(campaign),
      action_id: campaignActionIdAt(plan, campaign, position),
      parent_action_id:
        position > 0 && position % 3 === 0 ? campaignActionIdAt(plan, campaign, position - 1) : null,
      trigger_event_id: campaign % 7 === 2 ? `21E4C3CT6YDC7Y4N7FE1${String(index).padStart(6, '0')}` : null,
      type: actionTypeAt(position),
    };
  }
  if (share >= 0.6 && share < 0.8 && newsletters > 0) {
    const newsletter = Math.floor(random() * newsletters);
    const channel = newsletterTypeAt(newsletter);
    return {
      ...NO_PARENT,
      newsletter_id: newsletterIdAt(newsletter),
      content_id: contentIdsAt(newsletter)[index % 2] ?? null,
      type: channel === 'inbox' ? 'in_app' : channel,
    };
  }
  if (share >= 0.8 && share < 0.9 && broadcasts > 0 && actionsPerBroadcast > 0) {
    const broadcast = Math.floor(random() * broadcasts);
    const position = Math.floor(random() * actionsPerBroadcast);
    return {
      ...NO_PARENT,
      broadcast_id: broadcastIdAt(broadcast),
      action_id: broadcastActionIdAt(plan, broadcast, position),
      type: actionTypeAt(position),
    };
  }
  return NO_PARENT;
}

/** Only what has happened by `horizon`; other keys are absent (schema MessageMetrics). */
function metricsOf(
  random: Random,
  created: number,
  horizon: number,
  failed: boolean,
): Record<string, number> {
  const metrics: Record<string, number> = {};
  const happened = (name: string, time: number): boolean => {
    if (time <= horizon) metrics[name] = time;
    return time <= horizon;
  };
  const sent = created + integerBetween(random, 0, 120);
  if (failed) {
    happened(random() < 0.5 ? 'failed' : 'dropped', sent);
    return metrics;
  }
  if (random() < 0.05 || !happened('sent', sent)) return metrics;
  const delivered = sent + integerBetween(random, 0, 30);
  if (random() < 0.1) {
    happened('bounced', delivered);
    return metrics;
  }
  happened('delivered', delivered);
  const opened = delivered + integerBetween(random, 1, 3 * DAY);
  if (random() < 0.4 && happened('opened', opened)) {
    happened('human_opened', opened);
    if (random() < 0.3) happened('clicked', opened + integerBetween(random, 1, 3600));
    if (random() < 0.05) happened('converted', opened + integerBetween(random, 3600, 7200));
    if (random() < 0.02) happened('unsubscribed', opened + 90);
  }
  return metrics;
}

/**
 * What was seen live beside what is declared: a time for each link, and for a second channel
 * (docs/api-behaviour.md#37).
 */
function withLinks(metrics: Record<string, number>, index: number): Record<string, number> {
  const { clicked, delivered } = metrics;
  return {
    ...metrics,
    ...(clicked === undefined
      ? {}
      : {
          human_clicked: clicked,
          [`link:${1 + (index % 5)}`]: clicked,
          [`human_link:${1 + (index % 5)}`]: clicked,
        }),
    ...(delivered !== undefined && index % 11 === 3 ? { 'secondary:delivered': delivered + 60 } : {}),
  };
}
