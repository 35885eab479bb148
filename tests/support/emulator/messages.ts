import { happenTo } from './engagement.ts';
import { linkIdsOf } from './links.ts';
import { countPeople, personAt } from './people.ts';
import { type Random, randomFor } from './random.ts';
import { type Sender, senderOf } from './senders-of-messages.ts';
import type { MessageRecord } from './wire.ts';
import { pickSubject } from './words.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** Creation time of the n-th generated message; every fourth shares its second with the one before. */
export function messageTimeAt(plan: WorldPlan, index: number): number {
  const span = plan.messagesSpanDays * DAY;
  const step = index % 4 === 3 ? index - 1 : index;
  return plan.now - span + Math.floor((span * (step + 0.5)) / plan.sizes.messages);
}

/** The id of the n-th message, in the form of the vendor's examples: 26 bytes in URL-safe base64, padded. */
export function messageIdAt(plan: WorldPlan, index: number): string {
  const random = randomFor(plan.seed, 'message_ids', index);
  const bytes = Buffer.alloc(26);
  for (let at = 0; at < 20; at += 4) bytes.writeUInt32BE(Math.floor(random() * 2 ** 32), at);
  bytes.writeUIntBE(index, 20, 6);
  return `${bytes.toString('base64url')}=`;
}

/** The n-th delivery, with all that has happened to it by now. */
export function makeMessage(plan: WorldPlan, index: number, created: number): MessageRecord {
  const random = randomFor(plan.seed, 'messages', index);
  const way = wayOf(plan, random, index, created);
  const parent = parentOf(way.sender);
  const { seed, isLive } = plan;
  const sender = `${parent} ${way.sender.action_id ?? way.sender.content_id ?? ''}`;
  const more = { channel: way.sender.type, horizon: Math.max(plan.now, created), links: linkIdsOf(parent) };
  const metrics = happenTo({ seed, isLive, ...way, sender, created, ...more }, random);
  const { delivered } = metrics;
  // a second channel, seen live (docs/api-behaviour.md#37)
  const again = isLive && delivered !== undefined && index % 11 === 3;
  const all = again ? { ...metrics, 'secondary:delivered': delivered + 60 } : metrics;
  return recordOf(plan, random, index, created, way, all);
}

/** Drafts are numbered from here, far beyond all messages. */
const FIRST_DRAFT = 2 ** 40;

/** The n-th draft, the newest first: a message that waits for somebody to send it. */
export function makeDraft(plan: WorldPlan, index: number): MessageRecord {
  const created = plan.now - (index + 1) * 7 * 3600;
  const random = randomFor(plan.seed, 'drafts', index);
  const way = wayOf(plan, random, index, created);
  return recordOf(plan, random, FIRST_DRAFT + index, created, way, { drafted: created });
}

/** From whom a message goes to whom. */
interface Way {
  readonly sender: Sender;
  /** The number of the person. */
  readonly person: number;
  readonly recipient: string;
}

function wayOf(plan: WorldPlan, random: Random, index: number, created: number): Way {
  const sender = senderOf(plan, random, index, created);
  const person = Math.floor(random() * countPeople(plan));
  return { sender, person, recipient: recipientOf(plan, sender, person) };
}

/** The record of a delivery (schema Message). `tracked_responses` is served only to those who ask for it. */
function recordOf(
  plan: WorldPlan,
  random: Random,
  index: number,
  created: number,
  { sender, person, recipient }: Way,
  metrics: Record<string, number>,
): MessageRecord {
  const id = messageIdAt(plan, index);
  const identifiers = personAt(plan, person);
  const template = templateOf(sender);
  const hasFailed = 'failed' in metrics || 'bounced' in metrics;
  const tracked_responses = { 'how-satisfied': { id: 1, ts: created + 60 } };
  return {
    id,
    deduplicate_id: `${id}:${Math.max(created, ...Object.values(metrics))}`,
    msg_template_id: template,
    // declared, and never seen live
    ...(!plan.isLive && index % 5 === 1 ? { message_template_id: template } : {}),
    ...sender,
    customer_id: identifiers.id,
    // missing in the vendor's in-app example
    ...(plan.isLive || sender.type !== 'in_app' ? { customer_identifiers: identifiers } : {}),
    recipient,
    subject: sender.type === 'email' ? pickSubject(random) : null,
    created,
    metrics,
    ...(sender.type === 'in_app' ? { tracked_responses } : {}),
    failure_message: hasFailed ? 'mailbox "full" 📪' : null,
    forgotten: index % 17 === 0,
    ...unknownFields(plan, index),
  };
}

/** The number of the campaign, newsletter, broadcast or transactional message. */
function parentOf(sender: Sender): number {
  const { campaign_id, newsletter_id, broadcast_id, transactional_message_id } = sender;
  return campaign_id ?? newsletter_id ?? broadcast_id ?? transactional_message_id ?? 0;
}

function templateOf({ action_id, content_id, transactional_message_id }: Sender): number {
  return 40 + (action_id ?? content_id ?? transactional_message_id ?? 0);
}

/** An address, a number, a URL, or the person's cio_id, by the channel (docs/api-behaviour.md#41). */
function recipientOf(plan: WorldPlan, { type }: Sender, person: number): string {
  const { email, cio_id } = personAt(plan, person);
  switch (type) {
    case 'email':
      return email ?? `contact.${person}@acme.example`;
    case 'in_app':
    case 'inbox':
    case 'push':
      return cio_id;
    case 'webhook':
    case 'slack':
      return `https://hooks.example.com/${type}`;
    case 'twilio':
    case 'whatsapp':
      return `+1555${String(1_000_000 + person)}`;
  }
}
