import { inTurn, pick, type Random } from './random.ts';

/** Kinds of things that have a name. */
export type Kind =
  | 'action'
  | 'broadcast'
  | 'campaign'
  | 'newsletter'
  | 'segment'
  | 'sender'
  | 'snippet'
  | 'topic'
  | 'channel'
  | 'transactional message';

/** Names as teams give them. */
const PLAIN: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  action: ['First email', 'Tell the CRM', 'Second email', 'Remind by text', 'Ask for feedback', 'Last call'],
  broadcast: ['Back in stock', 'Status of an incident', 'Price changes', 'Invitation to a webinar'],
  campaign: ['Welcome series', 'Abandoned cart', 'Trial is ending', 'Win back', 'Renewal', 'Onboarding'],
  newsletter: ['Monthly news', 'Product update', 'Summer sale', 'Customer story', 'Season preview'],
  segment: ['Trial users', 'Paying customers', 'Opened in 30 days', 'Inactive', 'Beta testers'],
  sender: ['Support', 'Ada of Example', 'Billing', 'The Example team'],
  snippet: ['address', 'signature', 'legal notice'],
  topic: ['Product news', 'Offers', 'Events'],
  channel: ['Email', 'Text messages', 'Push'],
  'transactional message': ['Password reset', 'Receipt', 'Shipping notice', 'Sign-in code'],
};

/** Texts as people type them: emoji, CJK, right-to-left text, quotes, line breaks, LIQUID; no lone surrogates. */
const TEXTS = [
  'Reminder 🎉',
  '歓迎メール',
  'Prénom & "nom" d\'usage',
  'Zeile eins\nZeile zwei',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦 Family plan',
  'tab\tand back\\slash',
  '{{ customer.first_name | default: "friend" }}',
  'e\u0301clair (combining)',
  '<b>50 % off</b> </br>',
  '𝒳 beyond the BMP 𠜎',
] as const;

const SUBJECTS = ['Welcome aboard', 'You left something behind', 'Your trial ends soon', ...TEXTS] as const;

const TAGS = ['new', 'welcome', 'Product Updates', 'große Kunden', '🔥', 'a, b'] as const;

/** A name that nothing else in the workspace has: every third is one that is hard to store. */
export function nameAt(kind: Kind, index: number): string {
  const third = Math.floor(index / 3);
  const isHard = index % 3 === 2;
  const [names, place] = isHard ? [TEXTS, third] : [PLAIN[kind], index - third];
  const name = isHard ? `${inTurn(TEXTS, place)} (${kind})` : inTurn(PLAIN[kind], place);
  const round = Math.floor(place / names.length);
  return round === 0 ? name : `${name} ${round + 1}`;
}

/** A subject line. */
export function pickSubject(random: Random): string {
  return pick(random, SUBJECTS);
}

/** No, one or two tags. */
export function pickTags(random: Random): string[] {
  const tags = [pick(random, TAGS), pick(random, TAGS)];
  return [...new Set(tags)].slice(0, Math.floor(random() * 3));
}
