import type { Answer, Ask, Request } from '../api.ts';
import type { Failure } from '../request-error.ts';
import { type AttemptOptions, createAttempt, type Received } from './attempt.ts';
import type { Limiter } from './limiter.ts';
import { createPatience, type PatienceOptions } from './patience.ts';
import { peekNext } from './peek-next.ts';
import { parseBody } from './read-body.ts';
import { toUrl } from './request-url.ts';

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

/** An answer, and the time that its attempt took. */
type TimedAnswer = Received & { readonly tookMs: number };

/** Options of a client. */
export interface ClientOptions extends AttemptOptions, Omit<PatienceOptions, 'onRetry'> {
  /** Scheme and host, without a path or with one that precedes `/v1`. */
  baseUrl: string;
  limiter: Limiter;
  events: ClientEvents;
}

/** Makes the one client of a run: keep-alive connections, limits, retries and time-outs for every request. */
export function createClient(options: ClientOptions): Ask {
  const { limiter, events, now } = options;
  const attemptOnce = createAttempt(options);

  return async function ask(request) {
    // An address that cannot be made fails the request before anything of it counts.
    const url = toUrl(options.baseUrl, request);
    const patience = createPatience(request, {
      ...options,
      onRetry(failure, delayMs) {
        events.onRetry(request, failure, delayMs);
        request.onRetry?.();
        // The limit is counted for the whole workspace: when one request is over it, all are.
        if (failure.status === 429) limiter.pause(delayMs);
      },
    });
    const attempt = async (sent: () => void) => {
      const attemptedAt = now();
      const timeoutMs = patience.begin();
      events.onAttempt(request);
      const answer = await attemptOnce(request, { url, timeoutMs, sent });
      const isOk = 'body' in answer;
      const status = isOk ? answer.status : answer.failure.status;
      const tookMs = now() - attemptedAt;
      events.onAttemptEnd(request, { status, isOk, durationMs: tookMs });
      return { ...answer, tookMs };
    };
    const receive = async (): Promise<TimedAnswer> => {
      for (;;) {
        const outcome = await limiter.run(attempt);
        if ('body' in outcome) return outcome;
        await patience.wait(outcome.failure);
      }
    };
    const received = await receive();
    const receivedAt = now();
    return toAnswer(received, {
      onWanted: () => patience.leaveOut(now() - receivedAt),
      async again(failure) {
        await patience.wait(failure);
        return receive();
      },
    });
  };
}

/** Hands over what came. Calls `onWanted` when somebody wants the body, and asks `again` after one that is not JSON. */
function toAnswer(
  first: TimedAnswer,
  { onWanted, again }: { onWanted: () => void; again: (failure: Failure) => Promise<TimedAnswer> },
): Answer {
  let received = first;
  return {
    get next() {
      return peekNext(received.body);
    },
    get apiDate() {
      return received.apiDate;
    },
    get ageMs() {
      return received.ageMs;
    },
    get headerNames() {
      return received.headerNames();
    },
    get sentDate() {
      const { apiDate, tookMs } = received;
      return apiDate === undefined ? undefined : apiDate - tookMs;
    },
    async json() {
      // The requests that this answer has led to leave before it is parsed.
      await turnOfEventLoop();
      onWanted();
      for (;;) {
        const { status, body } = received;
        if (status === 204) return undefined;
        const parsed = parseBody(status, body);
        if ('value' in parsed) return parsed.value;
        received = await again(parsed.failure);
      }
    },
  };
}

/** One turn of the event loop, in which requests leave. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
