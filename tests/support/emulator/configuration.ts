import { topicIdAt, transactionalIdAt } from './ids.ts';
import { inTurn } from './random.ts';
import { makeRecord } from './sampler.ts';
import type { NumberedRecord, ObjectTypeRecord, SnippetRecord } from './wire.ts';
import { nameAt } from './words.ts';
import type { WorldPlan } from './world-plan.ts';

/** One transactional message's settings. */
export function makeTransactionalMessage(plan: WorldPlan, index: number): NumberedRecord {
  return makeRecord(plan, 'TransactionalMessage', index, {
    id: transactionalIdAt(index),
    name: nameAt('transactional message', index),
    // always there, and not declared (docs/api-behaviour.md#100)
    ...(plan.isLive ? { trigger_name: index % 2 === 0 ? '' : 'password_reset' } : {}),
  });
}

/** One collection's description, without its rows. */
export function makeCollection(plan: WorldPlan, index: number): NumberedRecord {
  return makeRecord(plan, 'Collection', index, {
    id: 1 + index,
    name: `upcoming events ${index + 1}`,
    rows: 2 * index,
    // beyond 2^32, where 32-bit integers end
    bytes: index % 3 === 2 ? 2 ** 33 + index : 296,
  });
}

/** One snippet, known by its name only. */
export function makeSnippet(plan: WorldPlan, index: number): SnippetRecord {
  const value = '<strong>My Company</strong></br>1234 Fake St<br/>Fake,NY<br/>10111';
  return makeRecord(plan, 'Snippet', index, { name: nameAt('snippet', index), value });
}

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

const NAMES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['Companies', 'Company'],
  ['Concerts', 'Concert'],
  ['Cars', 'Car'],
];

/**
 * One type of objects (schema ObjectType): the last of several is switched off, one has no icon
 * (docs/api-behaviour.md#76).
 */
export function makeObjectType(plan: WorldPlan, index: number): ObjectTypeRecord {
  const [name, singular] = inTurn(NAMES, index);
  return {
    id: String(index + 1),
    name,
    singular_name: singular,
    slug: name.toLowerCase(),
    singular_slug: singular.toLowerCase(),
    enabled: index === 0 || index + 1 < plan.sizes.objectTypes,
    ...(index === 0 ? {} : { icon: 'calendar' }),
  };
}
