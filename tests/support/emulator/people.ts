import { inTurn } from './random.ts';
import type { Identifiers } from './wire.ts';
import type { WorldPlan } from './world-plan.ts';

/** Providers of mailboxes; people type their addresses as they like. */
const DOMAINS = [
  'gmail.example',
  'icloud.example',
  'gmail.example',
  'outlook.example',
  'icloud.example',
  'acme.example',
  'Gmail.example',
] as const;

/** Number of people in the workspace: as the sizes say, or enough that no segment holds all of them. */
export function countPeople({ sizes }: WorldPlan): number {
  return sizes.people || Math.max(50, Math.ceil(sizes.membersPerSegment * 1.25));
}

/**
 * The n-th person. Some have no id, some no e-mail, none has neither; `cio_id` is unique and always there
 * (schema PersonIdentifiers). Without e-mail identifiers everybody has an id (PersonIdentifiersIdOnly).
 */
export function personAt(plan: WorldPlan, index: number): Identifiers & { email: string | null } {
  const cio_id = (0xa3000001 + index).toString(16);
  if (!plan.emailIdentifiers) return { id: idAt(index), email: null, cio_id };
  const id = index % 10 === 3 ? null : idAt(index);
  const email = index % 10 === 5 ? null : `person.${index}@${inTurn(DOMAINS, index)}`;
  return { id, email, cio_id };
}

/** The n-th person as a member of a segment: no `email` key in workspaces without e-mail identifiers. */
export function memberAt(plan: WorldPlan, index: number): Identifiers {
  const { id, email, cio_id } = personAt(plan, index);
  return plan.emailIdentifiers ? { id, email, cio_id } : { id, cio_id };
}

/** Tells whether a person takes no more messages; nobody else ever unsubscribes by one. */
export function isUnsubscribed(index: number): boolean {
  return index % 9 === 0;
}

const SUPPRESSED: Readonly<Record<number, string>> = {
  6: 'bounces',
  13: 'spam_reports',
  20: 'invalid_emails',
};

/** The list of suppressed addresses that a person's own is on. */
export function suppressionOf(index: number): string | undefined {
  return SUPPRESSED[index % 25];
}

function idAt(index: number): string {
  if (index % 10 === 4) return `user_${index}`;
  if (index % 10 === 7) return `renée/${index}+日本`;
  return String(index);
}
