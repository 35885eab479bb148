import { contentIdsAt, newsletterIdAt, segmentIdAt, topicIdAt } from './ids.ts';
import { inTurn, integerBetween, randomFor } from './random.ts';
import { makeRecord } from './sampler.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, type WorldPlan } from './world-plan.ts';

const TYPES = ['email', 'webhook', 'email', 'twilio', 'email', 'push', 'in_app', 'inbox'] as const;

/** The channel of the n-th newsletter (schema Newsletter.type). */
export function newsletterTypeAt(index: number): (typeof TYPES)[number] {
  return inTurn(TYPES, index);
}

/** Times at which the n-th newsletter was made and last changed; the later it is in the list, the later it was made. */
function timesOf(plan: WorldPlan, index: number): { created: number; updated: number } {
  const random = randomFor(plan.seed, 'newsletters', index);
  const span = 900 * DAY;
  const created = plan.now - span + Math.floor((span * index) / plan.sizes.newsletters);
  return { created, updated: Math.min(plan.now, created + integerBetween(random, 10, 5 * DAY)) };
}

/** Time at which the n-th newsletter was sent: null while it is not (x-observed of Newsletter.sent_at). */
export function newsletterSentAt(plan: WorldPlan, index: number): number | null {
  return index % 6 === 5 ? null : timesOf(plan, index).updated;
}

/** One newsletter; ids and times of creation grow together, so that `sort` is of both. */
export function makeNewsletter(plan: WorldPlan, index: number): NumberedRecord {
  return makeRecord(plan, 'Newsletter', index, {
    id: newsletterIdAt(index),
    type: newsletterTypeAt(index),
    name: nameAt('newsletter', index),
    content_ids: contentIdsAt(index),
    ...timesOf(plan, index),
    sent_at: newsletterSentAt(plan, index),
    recipient_segment_ids: [segmentIdAt(0), segmentIdAt(3)],
    tags: pickTags(randomFor(plan.seed, 'newsletter tags', index)),
    subscription_topic_id: index % 2 === 0 ? topicIdAt(0) : undefined,
  });
}
