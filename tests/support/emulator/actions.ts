import { broadcastActionIdAt, broadcastIdAt, campaignActionIdAt, campaignIdAt } from './ids.ts';
import { inTurn, randomFor } from './random.ts';
import { makeRecord } from './sampler.ts';
import type { ActionRecord } from './wire.ts';
import { nameAt, pickSubject } from './words.ts';
import type { WorldPlan } from './world-plan.ts';

const TYPES = [
  'email',
  'webhook',
  'email',
  'twilio',
  'whatsapp',
  'email',
  'push',
  'in_app',
  'slack',
  'email',
] as const;

/** The type of the action at a position, the same in every parent. */
export function actionTypeAt(position: number): (typeof TYPES)[number] {
  return inTurn(TYPES, position);
}

const STATES = ['automatic', 'automatic', 'automatic', 'automatic', 'automatic', 'draft', 'off'] as const;

/** The sending state of the action at a position: one queues drafts, one is off. */
export const sendingStateAt = (position: number): (typeof STATES)[number] => inTurn(STATES, position);

/**
 * One tile of a campaign. Its id is a STRING here, while `campaign.actions[].id` is an integer (x-observed of
 * CampaignAction.id).
 */
export function makeCampaignAction(plan: WorldPlan, campaign: number, position: number): ActionRecord {
  const id = campaignActionIdAt(plan, campaign, position);
  const hasParent = position > 0 && position % 3 === 0;
  return makeAction(plan, 'CampaignAction', position, {
    id: String(id),
    campaign_id: campaignIdAt(campaign),
    broadcast_id: undefined,
    parent_action_id: hasParent ? id - 1 : undefined,
  });
}

/**
 * One variant of a broadcast. Sources disagree about the id (vendor's example: integer; a production connector
 * casts it), so every second broadcast has strings.
 */
export function makeBroadcastAction(plan: WorldPlan, broadcast: number, position: number): ActionRecord {
  const id = broadcastActionIdAt(plan, broadcast, position);
  return makeAction(plan, 'BroadcastAction', position, {
    id: broadcast % 2 === 1 ? String(id) : id,
    broadcast_id: broadcastIdAt(broadcast),
    campaign_id: undefined,
    parent_action_id: undefined,
  });
}

/** The shapes of both schemas that have one of their own, in their order; the first one is that of all others. */
const SHAPES: readonly string[] = ['message', 'twilio', 'whatsapp', 'webhook'];

function makeAction<Ids extends { id: string | number }>(
  plan: WorldPlan,
  schema: string,
  position: number,
  ids: Ids,
): ActionRecord {
  const type = actionTypeAt(position);
  const shape = Math.max(0, SHAPES.indexOf(type));
  const subject = pickSubject(randomFor(plan.seed, 'subjects', Number(ids.id)));
  const sends = {
    body: `<strong>${subject}</strong>`,
    subject,
    bcc: '',
    cc: '',
    reply_to_id: null,
    language: position % 5 === 2 ? 'fr' : '',
  };
  return makeRecord(
    plan,
    schema,
    position,
    {
      ...ids,
      type,
      name: nameAt('action', position),
      sending_state: sendingStateAt(position),
      ...(shape === 0 ? sends : {}),
    },
    shape,
  );
}
