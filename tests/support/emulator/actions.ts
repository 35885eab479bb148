import { broadcastActionIdAt, broadcastIdAt, campaignActionIdAt, campaignIdAt } from './ids.ts';
import { inTurn, integerBetween, type Random, randomFor } from './random.ts';
import type { ActionRecord } from './wire.ts';
import { nameAt, pickSubject } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

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
  const random = randomFor(plan.seed, 'campaign_actions', id);
  const common = {
    id: String(id),
    ...commonFields(plan, random, id, position),
    campaign_id: campaignIdAt(campaign),
  };
  const parent = position > 0 && position % 3 === 0 ? { parent_action_id: id - 1 } : {};
  return {
    ...withType(common, random, position),
    ...parent,
    ...unknownFields(plan, position),
  };
}

/**
 * One variant of a broadcast. Sources disagree about the id (vendor's example: integer; a production connector
 * casts it), so every second broadcast has strings.
 */
export function makeBroadcastAction(plan: WorldPlan, broadcast: number, position: number): ActionRecord {
  const number = broadcastActionIdAt(plan, broadcast, position);
  const random = randomFor(plan.seed, 'broadcast_actions', number);
  const id = broadcast % 2 === 1 ? String(number) : number;
  const common = {
    id,
    ...commonFields(plan, random, number, position),
    broadcast_id: broadcastIdAt(broadcast),
  };
  return { ...withType(common, random, position), ...unknownFields(plan, position) };
}

function commonFields(plan: WorldPlan, random: Random, id: number, position: number) {
  const created = plan.now - integerBetween(random, 200, 900) * DAY;
  const updated = created + integerBetween(random, 0, 150 * DAY);
  return {
    deduplicate_id: `${id}:${updated}`,
    name: nameAt('action', position),
    created,
    updated,
    sending_state: sendingStateAt(position),
    ...(position % 4 === 1 ? undocumentedFields(position) : {}),
  };
}

// x-undocumented-properties of CampaignAction and BroadcastAction: values and nulls both occur
function undocumentedFields(position: number): Record<string, unknown> {
  return {
    multi_language_branch_action_id: position % 8 === 1 ? position : null,
    body_plain: null,
    editor: 'code',
    recipient_environment_id: null,
    request_method: null,
  };
}

// The four shapes of schema CampaignAction, with the values of the vendor's examples
function withType(common: { id: string | number }, random: Random, position: number): ActionRecord {
  const type = actionTypeAt(position);
  const language = position % 5 === 2 ? 'fr' : '';
  const headers = '[{"name":"X-Mailgun-Tag","value":"my-cool-tag"}]';
  switch (type) {
    case 'webhook':
      return {
        ...common,
        type,
        layout: '',
        body: '{"id":"{{customer.id}}"}',
        method: 'post',
        url: 'https://my.example.com/webhook?a=1&b=ü',
        headers,
      };
    case 'twilio':
      return {
        ...common,
        type,
        layout: '',
        language,
        body: 'Your order shipped. 📦',
        image_url: '',
        recipient: '',
      };
    case 'whatsapp':
      return {
        ...common,
        type,
        language,
        body: '{"body":"","image_url":"","whatsapp_message_template":{"id":"12345"}}',
        body_json: '',
        recipient: '',
        send_to_unsubscribed: false,
        sender_identity_id: 4534,
        tracked: true,
      };
    case 'email':
    case 'push':
    case 'in_app':
    case 'slack':
      return {
        ...common,
        type,
        layout: '',
        language,
        body: `<strong>${pickSubject(random)}</strong>`,
        body_amp: '',
        from: 'sentFrom@example.com',
        from_id: 1,
        reply_to: position % 6 === 0 ? 'replyto@example.com' : '',
        reply_to_id: position % 6 === 0 ? 38 : null,
        preprocessor: 'premailer',
        recipient: '{{customer.email}}',
        subject: pickSubject(random),
        cc: '',
        bcc: '',
        fake_bcc: true,
        preheader_text: '',
        headers,
      };
  }
}
