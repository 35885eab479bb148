import { contentIdsAt, newsletterIdAt, segmentIdAt, topicIdAt } from './ids.ts';
import { inTurn, integerBetween, randomFor } from './random.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

const TYPES = ['email', 'webhook', 'email', 'twilio', 'email', 'push', 'in_app', 'inbox'] as const;

/** The channel of the n-th newsletter (schema Newsletter.type). */
export function newsletterTypeAt(index: number): (typeof TYPES)[number] {
  return inTurn(TYPES, index);
}

/** When the n-th newsletter was made and last changed; the later it is in the list, the later it was made. */
function timesOf(plan: WorldPlan, index: number): { created: number; updated: number } {
  const random = randomFor(plan.seed, 'newsletters', index);
  const span = 900 * DAY;
  const created = plan.now - span + Math.floor((span * index) / plan.sizes.newsletters);
  return { created, updated: Math.min(plan.now, created + integerBetween(random, 10, 5 * DAY)) };
}

/** When the n-th newsletter was sent: null while it is not (x-observed of Newsletter.sent_at). */
export function newsletterSentAt(plan: WorldPlan, index: number): number | null {
  return index % 6 === 5 ? null : timesOf(plan, index).updated;
}

/** One newsletter (schema Newsletter); ids and times of creation grow together, so that `sort` is of both. */
export function makeNewsletter(plan: WorldPlan, index: number): NumberedRecord {
  const random = randomFor(plan.seed, 'newsletter tags', index);
  const id = newsletterIdAt(index);
  const { created, updated } = timesOf(plan, index);
  return {
    id,
    deduplicate_id: `${id}:${updated}`,
    type: newsletterTypeAt(index),
    name: nameAt('newsletter', index),
    content_ids: contentIdsAt(index),
    created,
    updated,
    sent_at: newsletterSentAt(plan, index),
    recipient_segment_ids: [segmentIdAt(0), segmentIdAt(3)],
    tags: pickTags(random),
    ...(index % 2 === 0 ? { subscription_topic_id: topicIdAt(0) } : {}),
    ...(index % 3 === 0 ? undocumentedFields(index, created) : {}),
    ...unknownFields(plan, index),
  };
}

// x-undocumented-properties of Newsletter
function undocumentedFields(index: number, created: number): Record<string, unknown> {
  const sent = index % 6 !== 5;
  return {
    expires_after: null,
    recipient_file_error: null,
    recipient_file_status: null,
    scheduled_at: sent ? null : created + DAY,
    send_state: sent ? 'sent' : null,
    timezone: 'Europe/Berlin',
    tz_match_enabled: false,
  };
}
