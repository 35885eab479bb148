import { actionTypeAt } from './actions.ts';
import { campaignActionIdAt, campaignIdAt, countCampaignActions, segmentIdAt } from './ids.ts';
import { inTurn, integerBetween, randomFor } from './random.ts';
import type { NumberedRecord } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

const SHAPES = ['segment', 'date', 'event', 'form', 'relationship', 'object', 'webhook'] as const;
const STATES = ['running', 'draft', 'stopped'] as const;

/** The state of the n-th campaign. */
export const campaignStateAt = (index: number): (typeof STATES)[number] => inTurn(STATES, index);

/** One campaign, in one of the seven shapes that schema Campaign tells apart by the trigger. */
export function makeCampaign(plan: WorldPlan, index: number): NumberedRecord {
  const random = randomFor(plan.seed, 'campaigns', index);
  const id = campaignIdAt(index);
  const created = plan.now - integerBetween(random, 400, 1500) * DAY;
  const updated = created + integerBetween(random, 0, 390 * DAY);
  const shape = inTurn(SHAPES, index);
  const state = campaignStateAt(index);
  return {
    id,
    deduplicate_id: `${id}:${updated}`,
    name: nameAt('campaign', index),
    ...(index % 3 === 0 ? { description: 'Sends a welcome series to new trial signups.' } : {}),
    created,
    updated,
    active: state === 'running',
    state,
    actions: Array.from({ length: countCampaignActions(plan, index) }, (_, position) => ({
      id: campaignActionIdAt(plan, index, position),
      type: actionTypeAt(position),
    })),
    ...firstStarted(plan, state, created),
    tags: pickTags(random),
    // a type that no branch declares was seen in a live workspace (x-observed of Campaign)
    type: shape === 'segment' && index >= SHAPES.length ? 'seg_attr' : shape,
    ...triggerFields(shape, index),
    ...(index % 2 === 0 ? undocumentedFields(index, created) : {}),
    ...unknownFields(plan, index),
  };
}

/** When it first sent anything: live, a draft has 0 (docs/api-behaviour.md#68), which the definition does not say. */
export function firstStarted(
  { isLive }: WorldPlan,
  state: string,
  created: number,
): { first_started?: number } {
  if (state !== 'draft') return { first_started: created + 60 };
  return isLive ? { first_started: 0 } : {};
}

// x-undocumented-properties of Campaign
function undocumentedFields(index: number, created: number): Record<string, unknown> {
  return {
    created_by: index % 4 === 0 ? null : 'ExamplePerson',
    event_type: null,
    scheduled_start: index % 4 === 0 ? created + DAY : null,
    scheduled_start_should_backfill: index % 4 === 0 ? false : null,
    scheduled_stop: null,
    scheduled_stop_should_sunset: null,
  };
}

function triggerFields(shape: (typeof SHAPES)[number], index: number): Record<string, unknown> {
  const filter_segment_ids = [segmentIdAt(0), segmentIdAt(1)];
  switch (shape) {
    case 'segment':
      return {
        trigger_segment_ids: [segmentIdAt(2)],
        filter_segment_ids,
        msg_templates: [{ id: 43, type: 'email' }],
      };
    case 'event':
      return { event_name: 'order_placed', filter_segment_ids };
    case 'form':
      return { filter_segment_ids: [] };
    case 'date':
      return {
        date_attribute: 'renewal_date',
        frequency: 'yearly',
        start_hour: 9,
        start_minutes: 30,
        timezone: 'America/Chicago',
        use_customer_timezone: false,
        filter_segment_ids,
      };
    case 'webhook':
      return { webhook_id: 7 + index };
    case 'relationship':
      return {
        object_type_id: 1,
        audience: audienceAt(index),
        relationship_attribute_triggers: condition('relationship_attribute', 'trig', 'true'),
        filter_relationship_attributes: condition('relationship_attribute', 'email', 'dscs@test.com'),
        filter_segment_ids,
      };
    case 'object':
      return {
        object_type_id: 1,
        audience: audienceAt(index),
        object_attribute_triggers: condition('object_attribute', 'name', 'sfa'),
        filter_object_attributes: condition('object_attribute', 'renewal_date', 'sdfs'),
      };
  }
}

// Declared as objects, written as strings of JSON in the vendor's examples (x-observed): strings first, then both
function audienceAt(index: number): Record<string, unknown> {
  const person_filters = { and: [{ attribute: { field: 'title', operator: 'eq', value: 'asdca' } }] };
  if (index % 2 === 1) return { type: 1, person_filters };
  return {
    type: 1,
    person_filters: JSON.stringify(person_filters),
    relationship_filters: condition('relationship_attribute', 'trig', 'asd'),
  };
}

function condition(kind: string, field: string, value: string): string {
  return JSON.stringify({ and: [{ [kind]: { type_id: 1, field, operator: 'eq', value } }] });
}
