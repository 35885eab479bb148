import type { Ask, Request } from '../api.ts';
import { type Failure, RequestError } from '../request-error.ts';
import { type AttemptOptions, createAttempt, type Received } from './attempt.ts';
import type { Limiter } from './limiter.ts';
import { peekNext } from './peek-next.ts';
import { parseBody } from './read-body.ts';
import { toUrl } from './request-url.ts';
import { decideRetry } from './retry.ts';

/** Events of the client, for logs and summaries. */
export interface ClientEvents {
  onAttempt(request: Request): void;
  /** An attempt has ended, well or not, but not by a stop; what its body holds is not known yet. */
  onAttemptEnd(request: Request, end: AttemptEnd): void;
  onRetry(request: Request, failure: Failure, delayMs: number): void;
}

/** Outcome of an attempt. */
export interface AttemptEnd {
  /** HTTP status, where an answer came. */
  status: number | undefined;
  isOk: boolean;
  /** From the start to the last byte of the body. */
  durationMs: number;
}

/** Options of a client; clock, sleep and random are parameters so that tests need not wait. */
export interface ClientOptions extends AttemptOptions {
  /** Scheme and host, without a path or with one that precedes `/v1`. */
  baseUrl: string;
  /** For one attempt, from the start to the last byte of the body. */
  timeoutMs: number;
  /** Total patience for one request, waiting included. */
  maxRetryMs: number;
  limiter: Limiter;
  events: ClientEvents;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  sleep: (delayMs: number) => Promise<void>;
  random: () => number;
}

/** Makes the one client of a run: keep-alive connections, limits, retries and time-outs for every request. */
export function createClient(options: ClientOptions): Ask {
  const { limiter, events, now, sleep } = options;
  const attemptOnce = createAttempt(options);

  return async function ask(request) {
    // An address that cannot be made fails the request before anything of it counts.
    const url = toUrl(options.baseUrl, request);
    const patienceMs = Math.min(options.maxRetryMs, request.patienceMs ?? Number.POSITIVE_INFINITY);
    let attempts = 0;
    /** Patience begins with the first attempt, and does not run while an answer waits to be wanted. */
    let startedAt: number | undefined;
    let hasBeenStale = false;

    const receive = async (): Promise<Received & { tookMs: number }> => {
      for (;;) {
        const outcome = await limiter.run(async (sent) => {
          const attemptedAt = now();
          startedAt ??= attemptedAt;
          attempts += 1;
          events.onAttempt(request);
          const restMs = (request.patienceMs ?? Number.POSITIVE_INFINITY) - (attemptedAt - startedAt);
          const timeoutMs = Math.min(options.timeoutMs, restMs);
          const answer = await attemptOnce(request, { url, timeoutMs, sent });
          const isOk = 'body' in answer;
          const status = isOk ? answer.status : answer.failure.status;
          const tookMs = now() - attemptedAt;
          events.onAttemptEnd(request, { status, isOk, durationMs: tookMs });
          return { ...answer, tookMs };
        });
        if ('body' in outcome) return outcome;
        // The API may close a connection that nobody uses, just when it is used again: that says nothing of the request.
        const isFirstStale = outcome.failure.isStale === true && !hasBeenStale;
        hasBeenStale ||= isFirstStale;
        if (isFirstStale) attempts -= 1;
        else await waitToRetry(outcome.failure);
      }
    };
    const waitToRetry = async (failure: Failure) => {
      const isGivenUp = attempts >= (request.mostAttempts ?? Number.POSITIVE_INFINITY);
      const delayMs = decideRetry({
        failure,
        attempt: attempts,
        elapsedMs: now() - (startedAt ?? now()),
        maxRetryMs: patienceMs,
        random: options.random(),
      });
      if (delayMs === undefined || isGivenUp) throw new RequestError(request, failure, attempts);
      events.onRetry(request, failure, delayMs);
      // The limit is counted for the whole workspace: when one request is over it, all are.
      if (failure.status === 429) limiter.pause(delayMs);
      await sleep(delayMs);
    };

    let received = await receive();
    const receivedAt = now();
    return {
      get next() {
        return peekNext(received.body);
      },
      get apiDate() {
        return received.apiDate;
      },
      headerNames: received.headerNames,
      get sentDate() {
        const { apiDate, tookMs } = received;
        return apiDate === undefined ? undefined : apiDate - tookMs;
      },
      async json() {
        // The requests that this answer has led to leave before it is parsed.
        await turnOfEventLoop();
        startedAt = (startedAt ?? 0) + now() - receivedAt;
        for (;;) {
          const { status, body } = received;
          if (status === 204) return undefined;
          const parsed = parseBody(status, body);
          if ('value' in parsed) return parsed.value;
          await waitToRetry(parsed.failure);
          received = await receive();
        }
      },
    };
  };
}

/** One turn of the event loop, in which requests leave. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
