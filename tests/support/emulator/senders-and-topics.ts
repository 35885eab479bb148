import { topicIdAt } from './ids.ts';
import { inTurn } from './random.ts';
import { makeRecord } from './sampler.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt } from './words.ts';
import type { WorldPlan } from './world-plan.ts';

/** One sender: every fourth is hidden, every fifth a phone number. */
export function makeSenderIdentity(plan: WorldPlan, index: number): NumberedRecord {
  const name = nameAt('sender', index);
  const email = `sender.${index}@example.com`;
  const reach =
    index % 5 === 4
      ? { email: undefined, address: undefined, phone: `+1555${1_000_000 + index}`, template_type: 'phone' }
      : { email, address: `${name} <${email}>`, phone: undefined, template_type: 'email' };
  const hidden = index % 4 === 3 ? true : undefined;
  return makeRecord(plan, 'SenderIdentity', index, { id: 4534 + index, name, ...reach, hidden });
}

/** One subscription topic. */
export function makeSubscriptionTopic(plan: WorldPlan, index: number): NumberedRecord {
  const id = topicIdAt(index);
  const name = nameAt('topic', index);
  return makeRecord(plan, 'SubscriptionTopic', index, { id, identifier: `topic_${id}`, name });
}

const CHANNELS = ['email', 'sms', 'push'] as const;

/** One channel that people can subscribe to. */
export function makeSubscriptionChannel(plan: WorldPlan, index: number): NumberedRecord {
  const type = inTurn(CHANNELS, index);
  const own = { id: index + 1, type, name: nameAt('channel', index), subscribed_by_default: index === 0 };
  return makeRecord(plan, 'SubscriptionChannel', index, own);
}
