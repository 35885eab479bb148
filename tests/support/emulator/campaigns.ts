import { actionTypeAt } from './actions.ts';
import { campaignActionIdAt, campaignIdAt, countCampaignActions, segmentIdAt } from './ids.ts';
import { inTurn, randomFor } from './random.ts';
import { makeRecord, timesAt } from './sampler.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import type { WorldPlan } from './world-plan.ts';

/** The shapes that schema Campaign tells apart by the trigger, in its order. */
const SHAPES = ['segment', 'event', 'form', 'date', 'relationship', 'object', 'webhook'] as const;
const STATES = ['running', 'draft', 'stopped'] as const;

/** The state of the n-th campaign. */
export const campaignStateAt = (index: number): (typeof STATES)[number] => inTurn(STATES, index);

/** One campaign. */
export function makeCampaign(plan: WorldPlan, index: number): NumberedRecord {
  const shape = inTurn(SHAPES, index);
  const state = campaignStateAt(index);
  const filter_segment_ids = shape === 'form' ? [] : [segmentIdAt(0), segmentIdAt(1)];
  const own = {
    id: campaignIdAt(index),
    name: nameAt('campaign', index),
    active: state === 'running',
    state,
    actions: Array.from({ length: countCampaignActions(plan, index) }, (_, position) => ({
      id: campaignActionIdAt(plan, index, position),
      type: actionTypeAt(position),
    })),
    ...firstStarted(plan, state, timesAt(plan, 'Campaign', index).created),
    tags: pickTags(randomFor(plan.seed, 'tags of campaigns', index)),
    // a type that no branch declares was seen in a live workspace (x-observed of Campaign)
    type: shape === 'segment' && index >= SHAPES.length ? 'seg_attr' : shape,
    ...(shape === 'webhook' ? {} : { filter_segment_ids }),
    ...(shape === 'segment' ? { trigger_segment_ids: [segmentIdAt(2)] } : {}),
    ...(shape === 'date' ? { start_hour: 9, start_minutes: 30 } : {}),
    ...(shape === 'relationship' || shape === 'object' ? { object_type_id: 1 } : {}),
  };
  return makeRecord(plan, 'Campaign', index, own, index % SHAPES.length);
}

/** Time at which it first sent anything: live, a draft has 0 (docs/api-behaviour.md#68), which the definition does not say. */
export function firstStarted(
  { isLive }: WorldPlan,
  state: string,
  created: number,
): { first_started: number | undefined } {
  if (state !== 'draft') return { first_started: created + 60 };
  return { first_started: isLive ? 0 : undefined };
}
