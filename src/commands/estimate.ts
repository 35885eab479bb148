import type { Settings } from '../config/settings.ts';
import { count } from '../log/count.ts';
import type { Page } from '../pages/partition.ts';
import { replicationKeyOf, type StreamDefinition } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';

/** Requests that a first run makes for a stream, as its first page lets one guess. */
export interface Estimate {
  readonly requests: number;
  /** There are more pages than the first, and nothing says how many. */
  readonly isAtLeast: boolean;
}

/** Pages of one partition of a stream. Where the list has times, a full page says how long one lasts. */
export function estimatePages(
  page: Page,
  definition: Pick<StreamDefinition, 'replication'>,
  spanSeconds: number | undefined,
): Estimate {
  if (page.next === undefined) return { requests: 1, isAtLeast: false };
  const key = replicationKeyOf(definition);
  const instants =
    key === undefined ? [] : page.records.flatMap((record) => toUnixSeconds(record[key]) ?? []);
  const pageSeconds = Math.max(...instants) - Math.min(...instants);
  if (!page.isFull || spanSeconds === undefined || !(pageSeconds > 0))
    return { requests: 2, isAtLeast: true };
  return { requests: Math.max(2, Math.ceil(spanSeconds / pageSeconds)), isAtLeast: false };
}

/** The estimate of as many like it. */
export function times({ requests, isAtLeast }: Estimate, other: Estimate): Estimate {
  return { requests: requests * other.requests, isAtLeast: isAtLeast || other.isAtLeast };
}

/** The sum of all estimates. */
export function sum(estimates: readonly Estimate[]): Estimate {
  return {
    requests: estimates.reduce((total, { requests }) => total + requests, 0),
    isAtLeast: estimates.some(({ isAtLeast }) => isAtLeast),
  };
}

/** The estimate of a later run: a list that continues is read little further than its newest page. */
export function afterFirst(estimate: Estimate, continues: boolean): Estimate {
  return continues ? { requests: Math.min(estimate.requests, 2), isAtLeast: false } : estimate;
}

/** Words an estimate: `about 23 requests`. */
export function describeEstimate({ requests, isAtLeast }: Estimate): string {
  return `${isAtLeast ? 'at least' : 'about'} ${count(requests, 'request')}`;
}

/**
 * Words how long a first run takes, no faster than the limit, and no faster than answers let those in flight; how many requests
 * later runs take; and the setting that would use the limit, if this one does not.
 */
export function describeRun(
  { first, later }: { first: Estimate; later: Estimate },
  answerMs: number,
  { requests_per_second, max_concurrency }: Pick<Settings, 'requests_per_second' | 'max_concurrency'>,
): string {
  const perSecond = Math.min(requests_per_second, (max_concurrency * 1000) / Math.max(1, answerMs));
  const run = `a first run takes ${describeEstimate(first)}, ${describeSeconds(first.requests / perSecond)}`;
  const after = `; each run after it ${describeEstimate(later)}`;
  const needed = Math.ceil((requests_per_second * answerMs) / 1000);
  if (needed <= max_concurrency) return `${run} at ${requests_per_second} a second${after}`;
  return (
    `${run}${after}: answers take ${(answerMs / 1000).toFixed(1)} s, so ${max_concurrency} in flight reach ` +
    `${perSecond.toFixed(1)} a second; max_concurrency ${needed} would use the limit of ${requests_per_second}`
  );
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** The middle of some numbers; 0 of none. */
export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}
