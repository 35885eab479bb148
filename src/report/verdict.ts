import { count } from '../log/count.ts';
import type { PartialReason } from '../partial-reason.ts';

/** Says whether a stream was read whole, and if not, why. */
export type Verdict =
  | { readonly whole: true }
  | { readonly whole: false; readonly reasons: readonly CountedReason[] };

/** One reason for which a stream is partial. */
export interface CountedReason {
  readonly reason: PartialReason;
  /** How many parents, ids, records or partitions it concerns. */
  readonly count: number;
  /** Words that follow in parentheses, such as the parent's name; never the id or address of a person. */
  readonly detail?: string;
}

/** Every reason there is, in words. */
const WORDS: Readonly<Record<PartialReason, (number: number) => string>> = {
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
};

/** Puts reasons in words: `2 parents skipped that may have children; its parent is partial (segments)`. */
export function describeReasons(reasons: readonly CountedReason[]): string {
  return reasons
    .map(({ reason, count: number, detail }) => WORDS[reason](number) + (detail ? ` (${detail})` : ''))
    .join('; ');
}

function verb(number: number, plural: string): string {
  return number === 1 ? `${plural}s` : plural;
}
