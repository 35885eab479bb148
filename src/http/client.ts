import type { Agent } from 'node:http';
import { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import { codeOf, type Failure, RequestError } from '../request-error.ts';
import type { Limiter } from './limiter.ts';
import { peekNext } from './peek-next.ts';
import { decompress, inspectErrorBody, LARGEST_BODY_BYTES, parseBody } from './read-body.ts';
import { type JsonRequest, toUrl } from './request-url.ts';
import { decideRetry } from './retry.ts';
import { parseRetryAfter } from './retry-after.ts';
import { whenSent } from './when-sent.ts';

/**
 * Asks the API; resolves when an answer is there whole. Rejects with {@link RequestError} when the request has failed for
 * good, and with the signal's reason when the run is stopped.
 */
export type Ask = (request: JsonRequest) => Promise<Answer>;

/** An answer, kept as the bytes in which it came until it is wanted. */
export interface Answer {
  /** The cursor of the following page, where the body ends with it: known before the body is parsed. */
  readonly next: string | undefined;
  /** The API's clock in unix milliseconds; undefined where the answer has no Date. */
  readonly apiDate: number | undefined;
  /**
   * The parsed body; undefined for an answer without one (204). A body that is not JSON is a failure like any other, and
   * the request is sent again. Rejects as {@link Ask} does.
   */
  json(): Promise<unknown>;
}

/** What the client tells of its work, for logs and summaries. */
export interface ClientEvents {
  onAttempt(request: JsonRequest): void;
  /** An attempt has ended, well or not, but not by a stop; what its body holds is not known yet. */
  onAttemptEnd(request: JsonRequest, end: AttemptEnd): void;
  onRetry(request: JsonRequest, failure: Failure, delayMs: number): void;
}

/** How an attempt has ended. */
export interface AttemptEnd {
  /** HTTP status, where an answer came. */
  status: number | undefined;
  isOk: boolean;
  /** From the start to the last byte of the body. */
  durationMs: number;
}

/** What a client is made of; clock, sleep and random are parameters so that tests need not wait. */
export interface ClientOptions {
  /** Scheme and host, without a path or with one that precedes `/v1`. */
  baseUrl: string;
  apiKey: string;
  userAgent: string;
  /** For one attempt, from the start to the last byte of the body. */
  timeoutMs: number;
  /** Total patience for one request, waiting included. */
  maxRetryMs: number;
  /** Keeps the connections. */
  agent: Agent;
  limiter: Limiter;
  signal: AbortSignal;
  events: ClientEvents;
  now: () => number;
  sleep: (delayMs: number) => Promise<void>;
  random: () => number;
}

/** Makes the one client of a run: keep-alive connections, limits, retries and time-outs for every request. */
export function createClient(options: ClientOptions): Ask {
  const { baseUrl, limiter, signal, events, now, sleep } = options;
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    authorization: `Bearer ${options.apiKey}`,
    'user-agent': options.userAgent,
  };

  return async function ask(request) {
    const url = toUrl(baseUrl, request);
    const patienceMs = Math.min(options.maxRetryMs, request.patienceMs ?? Number.POSITIVE_INFINITY);
    let attempts = 0;
    /** Patience begins with the first attempt, and does not run while an answer waits to be wanted. */
    let startedAt: number | undefined;

    const receive = async (): Promise<Received> => {
      for (;;) {
        const outcome = await limiter.run(async (sent) => {
          const attemptedAt = now();
          startedAt ??= attemptedAt;
          attempts += 1;
          events.onAttempt(request);
          const restMs = (request.patienceMs ?? Number.POSITIVE_INFINITY) - (attemptedAt - startedAt);
          const timeoutMs = Math.min(options.timeoutMs, restMs);
          const answer = await attemptOnce(request, url, { timeoutMs, sent });
          const isOk = 'body' in answer;
          const status = isOk ? answer.status : answer.failure.status;
          events.onAttemptEnd(request, { status, isOk, durationMs: now() - attemptedAt });
          return answer;
        });
        if ('body' in outcome) return outcome;
        await waitToRetry(outcome.failure);
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

    const received = await receive();
    const receivedAt = now();
    return {
      get next() {
        return peekNext(received.body);
      },
      apiDate: received.apiDate,
      async json() {
        // The requests that this answer has led to leave before it is parsed.
        await turnOfEventLoop();
        startedAt = (startedAt ?? 0) + now() - receivedAt;
        for (let { status, body } = received; ; { status, body } = await receive()) {
          if (status === 204) return undefined;
          const parsed = parseBody(status, body);
          if ('value' in parsed) return parsed.value;
          await waitToRetry(parsed.failure);
        }
      },
    };
  };

  async function attemptOnce(
    request: JsonRequest,
    url: URL,
    { timeoutMs, sent }: { timeoutMs: number; sent: () => void },
  ): Promise<Received | { failure: Failure }> {
    const attempt = new AbortController();
    const stop = () => attempt.abort(signal.reason);
    const timer = setTimeout(() => attempt.abort(), timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const method = request.body === undefined ? 'GET' : 'POST';
      const response = await whenSent({ method, url, onSent: sent }, () =>
        fetch(url, {
          method,
          agent: options.agent,
          headers: request.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
          compress: false,
          // The key would go along to wherever the redirect points, past the limits; the API has none.
          redirect: 'manual',
          signal: attempt.signal,
          size: LARGEST_BODY_BYTES,
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        }),
      );
      const { status } = response;
      const date = Date.parse(response.headers.get('date') ?? '');
      const apiDate = Number.isNaN(date) ? undefined : date;
      if (!GOOD_STATUSES.includes(status))
        return { failure: { ...(await statusFailure(response, apiDate ?? now())), apiDate } };
      const body = decompress(response.headers.get('content-encoding'), await response.arrayBuffer());
      return 'failure' in body ? body : { ...body, status, apiDate };
    } catch (error) {
      signal.throwIfAborted();
      return { failure: attempt.signal.aborted ? { kind: 'timeout' } : networkFailure(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

/** What is read of an error's body, and how long that may take. */
const MOST_ERROR_BYTES = 8192;
const LONGEST_ERROR_BODY_MS = 2000;

/** 203: a proxy has changed something on the way; 204: an empty answer. */
const GOOD_STATUSES = [200, 203, 204];

/** An answer that has come whole. */
interface Received {
  readonly status: number;
  readonly body: Buffer;
  readonly apiDate: number | undefined;
}

/** One turn of the event loop, in which requests leave. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** `nowMs` is the API's time where it tells it. */
async function statusFailure(response: Response, nowMs: number): Promise<Failure> {
  const { status, headers } = response;
  const start = await readErrorStart(response);
  const { form, isWrongRegion } = inspectErrorBody(headers.get('content-encoding'), start);
  if (isWrongRegion) return { kind: 'wrong region', status };
  if (isRedirect(status)) return { kind: 'redirect', status };
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), nowMs);
  return { kind: 'status', status, body: form, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/**
 * The beginning of an error's body. The rest is left unread, and its connection with it: such a body may be endless,
 * may hang, and may repeat what was asked.
 */
async function readErrorStart({ body }: Response): Promise<Buffer> {
  if (!(body instanceof Readable)) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => body.destroy(), LONGEST_ERROR_BODY_MS);
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length >= MOST_ERROR_BYTES) break;
    }
  } catch {
    // What has come before it broke off is enough.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

function networkFailure(error: unknown): Failure {
  if (error instanceof FetchError && error.type === 'max-size') return { kind: 'too large' };
  const { code } = codeOf(error);
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return { kind: 'broken body', code };
  // EPROTO: the other side does not speak TLS at all.
  const isTls =
    code !== undefined && /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|.*_CERT)/.test(code);
  return { kind: isTls ? 'TLS' : 'network', ...codeOf(error) };
}
