import { inTurn, pick, type Random } from './random.ts';

/** Names as people type them: emoji, CJK, right-to-left text, quotes, line breaks, LIQUID; no lone surrogates. */
const NAMES = [
  'Welcome series',
  'Renewal reminder 🎉',
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

const TAGS = ['new', 'welcome', 'Product Updates', 'große Kunden', '🔥', 'a, b'] as const;

/** A name, made unique by its number. */
export function nameAt(index: number): string {
  return `${inTurn(NAMES, index)} ${index + 1}`;
}

/** A subject line. */
export function pickSubject(random: Random): string {
  return pick(random, NAMES);
}

/** No, one or two tags. */
export function pickTags(random: Random): string[] {
  const tags = [pick(random, TAGS), pick(random, TAGS)];
  return [...new Set(tags)].slice(0, Math.floor(random() * 3));
}
