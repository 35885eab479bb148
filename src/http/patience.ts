import type { Request } from '../api.ts';
import { type Failure, RequestError } from '../request-error.ts';
import { decideRetry } from './retry.ts';

/** Patience with one request: counts its attempts and their time, and waits between them. */
export interface Patience {
  /** Counts an attempt; gives the milliseconds that it may take. */
  begin(): number;
  /** Waits until the request may be sent again. Throws a {@link RequestError} once it has failed for good, or the reason of a stop. */
  wait(failure: Failure): Promise<void>;
  /** Leaves out milliseconds in which nobody has waited for the request. */
  leaveOut(idleMs: number): void;
}

/** What patience depends on; clock, sleep and random are parameters so that tests need not wait. */
export interface PatienceOptions {
  /** For one attempt, from the start to the last byte of the body. */
  timeoutMs: number;
  /** For one request in all, waiting included. */
  maxRetryMs: number;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  sleep: (delayMs: number) => Promise<void>;
  random: () => number;
  /** Once it is aborted, its reason takes the place of a failure. */
  signal: AbortSignal;
  onRetry(failure: Failure, delayMs: number): void;
  /** The request has failed for good; what every other request would share can end the run. */
  onFailure?(error: RequestError): void;
}

/** Begins the patience with a request: it runs from the first attempt on. */
export function createPatience(request: Request, options: PatienceOptions): Patience {
  const { now, sleep } = options;
  const { patienceMs = Number.POSITIVE_INFINITY, mostAttempts = Number.POSITIVE_INFINITY } = request;
  let attempts = 0;
  let startedAt: number | undefined;
  let hasBeenStale = false;
  const elapsedMs = () => now() - (startedAt ?? now());

  return {
    begin() {
      startedAt ??= now();
      attempts += 1;
      return Math.min(options.timeoutMs, patienceMs - elapsedMs());
    },
    async wait(failure) {
      // The API may close a connection that nobody uses, just when it is used again: that says nothing of the request.
      if (failure.isStale === true && !hasBeenStale) {
        hasBeenStale = true;
        attempts -= 1;
        return;
      }
      const delayMs = decideRetry({
        failure,
        attempt: attempts,
        elapsedMs: elapsedMs(),
        maxRetryMs: Math.min(options.maxRetryMs, patienceMs),
        random: options.random(),
      });
      if (delayMs === undefined || attempts >= mostAttempts) {
        const error = new RequestError(request, failure, attempts);
        options.onFailure?.(error);
        options.signal.throwIfAborted();
        throw error;
      }
      options.onRetry(failure, delayMs);
      await sleep(delayMs);
    },
    leaveOut(idleMs) {
      startedAt = (startedAt ?? 0) + idleMs;
    },
  };
}
