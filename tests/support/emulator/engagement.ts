import { type Channel, seesClicks, seesOpens } from './channels.ts';
import { isUnsubscribed, suppressionOf } from './people.ts';
import { integerBetween, type Random, randomFor } from './random.ts';
import { DAY } from './world-plan.ts';

/** A message on its way to a person. */
export interface Delivery {
  readonly seed: number;
  /** Decides how well it is received: messages of one sender do alike. */
  readonly sender: string;
  readonly channel: Channel;
  /** The number of the person, and the address. */
  readonly person: number;
  readonly recipient: string;
  readonly created: number;
  /** End of what has happened by now. */
  readonly horizon: number;
  /** The links that can be clicked. */
  readonly links: readonly number[];
  /** The metrics have what was seen live beside what is declared. */
  readonly isLive: boolean;
}

/** The share of people who open what comes from a sender. */
function appealOf({ seed, sender }: Delivery): number {
  return 0.25 + 0.4 * randomFor(seed, `appeal ${sender}`, 0)();
}

/**
 * Events of a delivery, each with its first time (schema MessageMetrics); other keys are absent. Machines open
 * and click, too: Apple's proxy loads every picture, a company's scanner follows every link.
 */
export function happenTo(delivery: Delivery, random: Random): Record<string, number> {
  const { created, channel, person, horizon, isLive } = delivery;
  const metrics: Record<string, number> = {};
  const happens = (name: string, time: number): boolean => {
    if (time <= horizon) metrics[name] ??= time;
    return time <= horizon;
  };
  // Some were never sent, and nothing says why.
  if (random() < 0.03) return metrics;
  const sent = created + integerBetween(random, 0, 120);
  const delivered = sent + integerBetween(random, 0, 30);
  if (isLive) happens('attempted', sent);
  const suppression = channel === 'email' ? suppressionOf(person) : undefined;
  const refusal = random();
  if (suppression === 'invalid_emails') happens('undeliverable', sent);
  else if (refusal < 0.06) happens(refusal < 0.03 ? 'failed' : 'dropped', sent);
  else if (happens('sent', sent)) {
    if (suppression === 'bounces') happens('bounced', delivered);
    else if (happens('delivered', delivered)) engage(delivery, delivered, random, happens);
    if (suppression === 'spam_reports' && random() < 0.3) happens('spammed', delivered + 5 * 3600);
  }
  return metrics;
}

type Happens = (name: string, time: number) => boolean;

/** Machines come first, then people, if they come. */
function engage(delivery: Delivery, delivered: number, random: Random, happens: Happens): void {
  const { channel, recipient, links, isLive } = delivery;
  const domain = recipient.split('@')[1]?.toLowerCase();
  if (domain === 'icloud.example' && random() < 0.9) {
    happens('prefetch_opened', delivered + 4);
    happens('opened', delivered + 4);
  }
  if (domain === 'acme.example' && random() < 0.6) {
    happens('clicked', delivered + 9);
    for (const name of isLive ? ['machine_clicked', ...links.map((link) => `link:${link}`)] : [])
      happens(name, delivered + 9);
  }
  if (!seesClicks(channel) || random() > appealOf(delivery)) return;
  const opened = delivered + integerBetween(random, 10, random() < 0.7 ? 4 * 3600 : 3 * DAY);
  if (seesOpens(channel)) for (const name of ['opened', 'human_opened']) happens(name, opened);
  if (random() < 0.35) click(delivery, opened + integerBetween(random, 1, 3600), random, happens);
  else if (isUnsubscribed(delivery.person) && random() < 0.5) {
    happens('unsubscribed', opened + 90);
    if (isLive && random() < 0.5) happens('topic_unsubscribed', opened + 90);
  }
}

function click({ links, isLive }: Delivery, at: number, random: Random, happens: Happens): void {
  const link = links[random() < 0.7 ? 0 : 1];
  const names = isLive ? ['human_clicked', `link:${link}`, `human_link:${link}`] : ['human_clicked'];
  for (const name of ['clicked', ...names]) happens(name, at);
  if (random() < 0.25) happens('converted', at + integerBetween(random, 600, 2 * DAY));
}
