import { actionTypeAt } from './actions.ts';
import { firstStarted } from './campaigns.ts';
import { broadcastActionIdAt, broadcastIdAt } from './ids.ts';
import { randomFor } from './random.ts';
import { makeRecord, timesAt } from './sampler.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import type { WorldPlan } from './world-plan.ts';

/** The state of the n-th broadcast. */
export const broadcastStateAt = (index: number): 'running' | 'draft' =>
  index % 3 === 2 ? 'draft' : 'running';

/** One API-triggered broadcast. */
export function makeBroadcast(plan: WorldPlan, index: number): NumberedRecord {
  const state = broadcastStateAt(index);
  return makeRecord(plan, 'Broadcast', index, {
    id: broadcastIdAt(index),
    name: nameAt('broadcast', index),
    active: state === 'running',
    state,
    actions: Array.from({ length: plan.sizes.actionsPerBroadcast }, (_, position) => ({
      id: broadcastActionIdAt(plan, index, position),
      type: listedType(position),
    })),
    // the vendor's example holds the string "nil" (x-observed of Broadcast.tags)
    tags: index % 2 === 1 ? 'nil' : pickTags(randomFor(plan.seed, 'tags of broadcasts', index)),
    ...firstStarted(plan, state, timesAt(plan, 'Broadcast', index).created),
  });
}

// Here it is called `sms`, and the list knows five types only (schema Broadcast.actions)
function listedType(position: number): string {
  const type = actionTypeAt(position);
  if (type === 'twilio' || type === 'whatsapp') return 'sms';
  return type === 'in_app' ? 'push' : type;
}
