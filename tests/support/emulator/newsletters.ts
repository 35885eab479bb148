import { contentIdsAt, newsletterIdAt, segmentIdAt, topicIdAt } from './ids.ts';
import { inTurn, integerBetween, randomFor } from './random.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

const TYPES = ['email', 'webhook', 'twilio', 'push', 'in_app', 'inbox'] as const;

/** The channel of the n-th newsletter (schema Newsletter.type). */
export function newsletterTypeAt(index: number): (typeof TYPES)[number] {
  return inTurn(TYPES, index);
}

/** One newsletter (schema Newsletter); ids and times of creation grow together, so that `sort` is of both. */
export function makeNewsletter(plan: WorldPlan, index: number): NumberedRecord {
  const random = randomFor(plan.seed, 'newsletters', index);
  const id = newsletterIdAt(index);
  const span = 900 * DAY;
  const created = plan.now - span + Math.floor((span * index) / plan.sizes.newsletters);
  const updated = Math.min(plan.now, created + integerBetween(random, 10, 5 * DAY));
  return {
    id,
    deduplicate_id: `${id}:${updated}`,
    type: newsletterTypeAt(index),
    name: nameAt(index),
    content_ids: contentIdsAt(index),
    created,
    updated,
    // null while unsent (x-observed of Newsletter.sent_at)
    sent_at: index % 6 === 5 ? null : updated,
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
