import { count } from '../log/count.ts';
import type { CountedReason, PartialReason } from '../partial-reason.ts';

/** Every reason there is, in words. */
const WORDS = {
  failed: (number) => `${count(number, 'part')} failed`,
  parent: () => 'its parent is partial',
  gone: (number) => `${count(number, 'parent')} could not be found, but still ${verb(number, 'exist')}`,
  unanswered: (number) => `${count(number, 'id')} missing from the answers`,
  unsettled: (number) => `${count(number, 'segment')} still being built`,
  keyless: (number) => `${count(number, 'record')} without a key`,
  left_out: (number) => `${count(number, 'parent')} skipped that may have children`,
  no_feature: () => 'the workspace does not have this feature',
  narrowed: () => 'a setting limits what is read',
  unproved: () => 'the end of a list could not be verified',
} as const satisfies Record<PartialReason, (number: number) => string>;

/** Puts reasons in words: `2 parents skipped that may have children; its parent is partial (segments)`. */
export function describeReasons(reasons: readonly CountedReason[]): string {
  return reasons
    .map(({ reason, count: number, detail }) => WORDS[reason](number) + (detail ? ` (${detail})` : ''))
    .join('; ');
}

function verb(number: number, plural: string): string {
  return number === 1 ? `${plural}s` : plural;
}
