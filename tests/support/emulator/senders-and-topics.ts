import { topicIdAt } from './ids.ts';
import { inTurn, integerBetween, randomFor } from './random.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** One sender (schema SenderIdentity): every fourth is hidden, every fifth a phone number. */
export function makeSenderIdentity(plan: WorldPlan, index: number): NumberedRecord {
  const random = randomFor(plan.seed, 'sender_identities', index);
  const id = 4534 + index;
  const updated = plan.now - integerBetween(random, 1, 900) * DAY;
  const name = nameAt('sender', index);
  const email = `sender.${index}@example.com`;
  const reach =
    index % 5 === 4
      ? { phone: `+1555${String(1_000_000 + index)}`, template_type: 'phone' }
      : { email, address: `${name} <${email}>`, template_type: 'email' };
  return {
    id,
    deduplicate_id: `${id}:${updated}`,
    name,
    ...reach,
    auto_generated: index % 7 === 0,
    ...(index % 4 === 3 ? { hidden: true } : {}),
    ...unknownFields(plan, index),
  };
}

/** One subscription topic (schema SubscriptionTopic). */
export function makeSubscriptionTopic(plan: WorldPlan, index: number): NumberedRecord {
  const id = topicIdAt(index);
  return {
    id,
    identifier: `topic_${id}`,
    name: nameAt('topic', index),
    description: 'For people who want updates on product releases.',
    subscribed_by_default: index % 2 === 1,
    ...unknownFields(plan, index),
  };
}

const CHANNELS = ['email', 'sms', 'push'] as const;

/** One channel that people can subscribe to (schema SubscriptionChannel). */
export function makeSubscriptionChannel(_plan: WorldPlan, index: number): NumberedRecord {
  const type = inTurn(CHANNELS, index);
  return {
    id: index + 1,
    type,
    name: nameAt('channel', index),
    description: `Messages by ${type}`,
    subscribed_by_default: index === 0,
  };
}
