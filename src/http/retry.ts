import { type Failure, isPassing } from '../request-error.ts';

/** Longest delay without `Retry-After` before the first retry; it doubles with each further one. */
const FIRST_DELAY_MS = 1000;

/** No delay of our own making is longer than this. */
const LONGEST_DELAY_MS = 60_000;

/** Facts about an attempt that has failed. */
export interface RetryInput {
  failure: Failure;
  /** The number of attempts made so far, from 1. */
  attempt: number;
  /** Time since the request was first made. */
  elapsedMs: number;
  /** Total patience for one request. */
  maxRetryMs: number;
  /** From 0 to under 1. */
  random: number;
}

/** Milliseconds to wait before the next attempt; undefined if the request has failed for good. */
export function decideRetry({
  failure,
  attempt,
  elapsedMs,
  maxRetryMs,
  random,
}: RetryInput): number | undefined {
  if (!isPassing(failure)) return undefined;
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  // Retry-After is the least that is waited. It may be 0, or too short for the others that wait with us.
  const delay = Math.max(failure.retryAfterMs ?? 0, Math.round(ceiling * random));
  return elapsedMs + delay <= maxRetryMs ? delay : undefined;
}
