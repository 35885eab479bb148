import { seesClicks, seesOpens } from './channels.ts';
import type { Timeline } from './timeline.ts';
import type { MessageRecord } from './wire.ts';
import type { World } from './world.ts';

/** The fields of a message that name what sent it. */
const SENDERS = [
  'campaign_id',
  'action_id',
  'newsletter_id',
  'content_id',
  'broadcast_id',
  'transactional_message_id',
] as const;

/** Sender of messages: the field that names it, and its id. */
export interface SentBy {
  readonly field: (typeof SENDERS)[number];
  readonly id: number;
}

/** One person's way through a campaign, as far as its messages tell. */
export interface Journey {
  readonly started: number;
  lastSent: number;
  /** Metrics that any of its messages has. */
  readonly reached: Set<string>;
}

interface Counts {
  /** The times at which each metric happened, by sender and metric. */
  readonly times: Map<string, number[]>;
  /** By campaign and person. */
  readonly journeys: Map<number, Map<string, Journey>>;
}

const counted = new WeakMap<Timeline<MessageRecord>, { version: string; counts: Counts }>();

/** All that has happened to the world's messages and drafts: counted again when one comes or changes. */
function countsOf({ messages, drafts }: World): Counts {
  const version = `${messages.version} ${drafts.version}`;
  const known = counted.get(messages);
  if (known?.version === version) return known.counts;
  const counts: Counts = { times: new Map(), journeys: new Map() };
  for (const list of [messages, drafts]) for (const message of list) countMessage(counts, message);
  counted.set(messages, { version, counts });
  return counts;
}

function countMessage({ times, journeys }: Counts, message: MessageRecord): void {
  const happened = {
    ...message.metrics,
    created: message.created,
    ...untracked(message),
    ...byMachines(message),
  };
  for (const field of SENDERS) {
    const id = message[field];
    if (id === null || id === undefined) continue;
    for (const [metric, time] of Object.entries(happened)) {
      const key = keyOf({ field, id }, metric);
      const known = times.get(key);
      if (known) known.push(time);
      else times.set(key, [time]);
    }
  }
  if (message.campaign_id !== null) travel(journeys, message.campaign_id, message);
}

/** Counts as not tracked what is delivered by a channel in which opens or clicks are not seen. */
function untracked({ type, metrics: { delivered } }: MessageRecord): Record<string, number> {
  if (delivered === undefined) return {};
  return {
    ...(seesOpens(type) ? {} : { open_untracked: delivered }),
    ...(seesClicks(type) ? {} : { link_untracked: delivered, untracked: delivered }),
  };
}

/** A link that was clicked, and by nobody, was clicked by a machine. */
function byMachines({ metrics }: MessageRecord): Record<string, number> {
  const links = Object.entries(metrics).filter(
    ([name]) => name.startsWith('link:') && metrics[`human_${name}`] === undefined,
  );
  return Object.fromEntries(links.map(([name, time]) => [`machine_${name}`, time]));
}

function travel(journeys: Counts['journeys'], campaign: number, message: MessageRecord): void {
  const people = journeys.get(campaign) ?? new Map<string, Journey>();
  journeys.set(campaign, people);
  const person = JSON.stringify(message['customer_identifiers'] ?? message.customer_id);
  const journey = people.get(person) ?? { started: message.created, lastSent: 0, reached: new Set<string>() };
  people.set(person, journey);
  for (const metric of Object.keys(message.metrics)) journey.reached.add(metric);
  journey.lastSent = Math.max(journey.lastSent, message.metrics['sent'] ?? 0);
}

const keyOf = ({ field, id }: SentBy, metric: string) => `${field} ${id} ${metric}`;

/** Times at which a metric happened to the messages of a sender, in no order. */
export function timesOf(world: World, sender: SentBy, metric: string): readonly number[] {
  return countsOf(world).times.get(keyOf(sender, metric)) ?? [];
}

/** The journeys through a campaign. */
export function journeysOf(world: World, campaign: number): readonly Journey[] {
  return [...(countsOf(world).journeys.get(campaign)?.values() ?? [])];
}
