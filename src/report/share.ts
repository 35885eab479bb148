import type { StreamTally } from './tally.ts';

/** The share of a stream that has been read, from 0 to 1; undefined where nobody knows how much there is. */
export function shareOf({ extent }: StreamTally): number | undefined {
  if (extent === undefined || extent.all <= 0) return undefined;
  return Math.min(Math.max(extent.done / extent.all, 0), 1);
}

/** The requests that are left, as far as they can be estimated from those made so far. */
export interface RequestsLeft {
  readonly requests: number;
  /** True if the estimate covers every stream that has not ended. */
  readonly isAll: boolean;
}

/** Estimates how many requests are left; undefined if nothing is known of any stream. */
export function estimateLeft(tallies: readonly StreamTally[]): RequestsLeft | undefined {
  const left = tallies.filter(({ endedMs }) => endedMs === undefined);
  const known = left.flatMap((tally) => {
    const share = shareOf(tally);
    return share === undefined || share === 0 || tally.requests === 0
      ? []
      : [(tally.requests * (1 - share)) / share];
  });
  if (known.length === 0) return undefined;
  return { requests: known.reduce((sum, one) => sum + one, 0), isAll: known.length === left.length };
}
