import { transactionalIdAt } from './ids.ts';
import { integerBetween, randomFor } from './random.ts';
import type { NumberedRecord, SnippetRecord } from './wire.ts';
import { nameAt } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** One transactional message's settings (schema TransactionalMessage). */
export function makeTransactionalMessage(plan: WorldPlan, index: number): NumberedRecord {
  return {
    id: transactionalIdAt(index),
    name: nameAt('transactional message', index),
    description: 'sends a temporary password and lets the customer reset their password.',
    send_to_unsubscribed: true,
    link_tracking: false,
    open_tracking: index % 2 === 0,
    hide_message_body: false,
    queue_drafts: false,
    // always there, and not declared (docs/api-behaviour.md#100)
    ...(plan.isLive ? { trigger_name: index % 2 === 0 ? '' : 'password_reset' } : {}),
    ...timesAt(plan, 'transactional', index),
    ...unknownFields(plan, index),
  };
}

/** One collection's description, without its rows (schema Collection). */
export function makeCollection(plan: WorldPlan, index: number): NumberedRecord {
  return {
    id: 1 + index,
    name: `upcoming events ${index + 1}`,
    rows: 2 * index,
    // beyond 2^32, where 32-bit integers end
    bytes: index % 3 === 2 ? 2 ** 33 + index : 296,
    schema: index % 2 === 0 ? ['eventDate', 'eventName', 'présents'] : [],
    ...timesAt(plan, 'collections', index),
    ...unknownFields(plan, index),
  };
}

/** One snippet, known by its name only (schema Snippet). */
export function makeSnippet(plan: WorldPlan, index: number): SnippetRecord {
  return {
    name: nameAt('snippet', index),
    value: '<strong>My Company</strong></br>1234 Fake St<br/>Fake,NY<br/>10111',
    updated_at: timesAt(plan, 'snippets', index).updated_at,
    ...unknownFields(plan, index),
  };
}

function timesAt(plan: WorldPlan, kind: string, index: number): { created_at: number; updated_at: number } {
  const random = randomFor(plan.seed, kind, index);
  const created_at = plan.now - integerBetween(random, 100, 1200) * DAY;
  return { created_at, updated_at: created_at + integerBetween(random, 0, 90 * DAY) };
}
