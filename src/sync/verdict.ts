import type { PartialReason } from '../partial-reason.ts';
import type { TapError } from '../tap-error.ts';

/** Judgement on a stream: it was read whole, or the reasons why not. */
export type Verdict =
  | { readonly whole: true }
  | { readonly whole: false; readonly reasons: readonly CountedReason[] };

/** One reason for which a stream is partial. */
export interface CountedReason {
  readonly reason: PartialReason;
  /** Number of parents, ids, records or partitions that it concerns. */
  readonly count: number;
  /** Words that follow in parentheses, such as the parent's name; never the id or address of a person. */
  readonly detail?: string;
}

/**
 * Judges the reading of a stream by what its pass has met. Everything that rests on a whole stream rests on this alone:
 * the rows that a target deletes, and the summary. `parent` is the name of the stream that it is read for.
 */
export function judge(
  met: ReadonlyMap<PartialReason, number>,
  { failure, parent }: { failure?: TapError | undefined; parent?: string | undefined },
): Verdict {
  const all = new Map(failure ? [...met, ['failed', 1] as const] : met);
  if (all.size === 0) return { whole: true };
  const reasons = [...all].map(([reason, count]) =>
    reason === 'parent' && parent !== undefined ? { reason, count, detail: parent } : { reason, count },
  );
  return { whole: false, reasons };
}
