import { transactionalIdAt } from './ids.ts';
import { makeRecord } from './sampler.ts';
import type { NumberedRecord, SnippetRecord } from './wire.ts';
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
