import { actionTypeAt } from './actions.ts';
import { firstStarted } from './campaigns.ts';
import { broadcastActionIdAt, broadcastIdAt } from './ids.ts';
import { integerBetween, randomFor } from './random.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** The state of the n-th broadcast. */
export const broadcastStateAt = (index: number): 'running' | 'draft' =>
  index % 3 === 2 ? 'draft' : 'running';

/** One API-triggered broadcast (schema Broadcast). */
export function makeBroadcast(plan: WorldPlan, index: number): NumberedRecord {
  const random = randomFor(plan.seed, 'broadcasts', index);
  const id = broadcastIdAt(index);
  const created = plan.now - integerBetween(random, 400, 1200) * DAY;
  const updated = created + integerBetween(random, 0, 390 * DAY);
  const state = broadcastStateAt(index);
  return {
    id,
    deduplicate_id: `${id}:${updated}`,
    name: nameAt('broadcast', index),
    type: 'triggered_broadcast',
    created,
    updated,
    active: state === 'running',
    state,
    actions: Array.from({ length: plan.sizes.actionsPerBroadcast }, (_, position) => ({
      id: broadcastActionIdAt(plan, index, position),
      type: listedType(position),
    })),
    // the vendor's example holds the string "nil" (x-observed of Broadcast.tags)
    tags: index % 2 === 1 ? 'nil' : pickTags(random),
    ...firstStarted(plan, state, created),
    ...(index % 2 === 0 ? undocumentedFields() : {}),
    ...unknownFields(plan, index),
  };
}

// Here it is called `sms`, and the list knows five types only (schema Broadcast.actions)
function listedType(position: number): string {
  const type = actionTypeAt(position);
  if (type === 'twilio' || type === 'whatsapp') return 'sms';
  return type === 'in_app' ? 'push' : type;
}

// x-undocumented-properties of Broadcast
function undocumentedFields(): Record<string, unknown> {
  return {
    created_by: 'ExamplePerson',
    scheduled_start: null,
    scheduled_start_should_backfill: null,
    scheduled_stop: null,
    scheduled_stop_should_sunset: null,
  };
}
