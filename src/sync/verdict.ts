import type { PartialReason, Verdict } from '../partial-reason.ts';
import type { TapError } from '../tap-error.ts';

/**
 * Judges the reading of a stream by what its pass has met. Everything that rests on a whole stream rests on this alone:
 * the rows that a target deletes, and the summary. `parent` is the name of the stream that it is read for.
 */
export function judge(
  met: ReadonlyMap<PartialReason, number>,
  { failure, parent }: { failure?: TapError | undefined; parent?: string | undefined },
): Verdict {
  const all = new Map(failure ? [...met, ['failed', met.get('failed') ?? 1] as const] : met);
  if (all.size === 0) return { whole: true };
  const reasons = [...all].map(([reason, count]) =>
    reason === 'parent' && parent !== undefined ? { reason, count, detail: parent } : { reason, count },
  );
  return { whole: false, reasons };
}
