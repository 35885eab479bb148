import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import fetch, { type Response } from 'node-fetch';
import { codeOf, type Failure, RequestError } from './errors.ts';
import type { Limiter } from './limiter.ts';
import { decompress, LARGEST_BODY_BYTES, parseBody } from './read-body.ts';
import { type JsonRequest, toUrl } from './request-url.ts';
import { decideRetry } from './retry.ts';
import { parseRetryAfter } from './retry-after.ts';

/**
 * Asks the API and resolves with the parsed body of a 200. Rejects with {@link RequestError} when the request has
 * failed for good, and with the signal's reason when the run is stopped. Each whole body is given to `beforeParse`, and
 * parsed when that resolves: until then a page takes the least memory.
 */
export type GetJson = (
  request: JsonRequest,
  beforeParse?: (body: Buffer) => Promise<void>,
) => Promise<unknown>;

/** What the client tells of its work, for logs and summaries. */
export interface ClientEvents {
  onAttempt(request: JsonRequest): void;
  /** An attempt has ended, well or not, but not by a stop; what its body holds is not known yet. */
  onAttemptEnd(request: JsonRequest, end: AttemptEnd): void;
  onRetry(request: JsonRequest, failure: Failure, delayMs: number): void;
  /** An answer has come, dated by the server's clock in unix milliseconds. */
  onAnswer(serverMs: number): void;
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
  maxConcurrency: number;
  limiter: Limiter;
  signal: AbortSignal;
  events: ClientEvents;
  now: () => number;
  sleep: (delayMs: number) => Promise<void>;
  random: () => number;
}

/** Makes the one client of a run: keep-alive connections, limits, retries and time-outs for every request. */
export function createClient(options: ClientOptions): GetJson {
  const { baseUrl, limiter, signal, events, now, sleep } = options;
  const agent = new (baseUrl.startsWith('https:') ? HttpsAgent : HttpAgent)({
    keepAlive: true,
    maxSockets: options.maxConcurrency,
  });
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    authorization: `Bearer ${options.apiKey}`,
    'user-agent': options.userAgent,
  };

  return async function getJson(request, beforeParse) {
    const url = toUrl(baseUrl, request);
    let startedAt: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await limiter.run(async () => {
        const attemptedAt = now();
        // Patience begins with the first attempt: standing in the queue is no failure.
        startedAt ??= attemptedAt;
        events.onAttempt(request);
        const answer = await attemptOnce(url);
        const isOk = 'body' in answer;
        const status = isOk ? 200 : answer.failure.status;
        events.onAttemptEnd(request, { status, isOk, durationMs: now() - attemptedAt });
        return answer;
      });
      const receivedAt = now();
      if ('body' in outcome) await beforeParse?.(outcome.body);
      // What the consumer takes to come to this body is none either.
      startedAt = (startedAt ?? receivedAt) + now() - receivedAt;
      const parsed = 'body' in outcome ? parseBody(200, outcome.body) : outcome;
      if ('value' in parsed) return parsed.value;
      const { failure } = parsed;
      const delayMs = decideRetry({
        failure,
        attempt,
        elapsedMs: now() - startedAt,
        maxRetryMs: options.maxRetryMs,
        random: options.random(),
      });
      if (delayMs === undefined) throw new RequestError(request.path, failure, attempt);
      events.onRetry(request, failure, delayMs);
      // The limit is counted for the whole workspace: when one request is over it, all are.
      if (failure.status === 429) limiter.pause(delayMs);
      await sleep(delayMs);
    }
  };

  async function attemptOnce(url: URL): Promise<{ body: Buffer } | { failure: Failure }> {
    const attempt = new AbortController();
    const stop = () => attempt.abort(signal.reason);
    const timer = setTimeout(() => attempt.abort(), options.timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const response = await fetch(url, {
        agent,
        headers,
        compress: false,
        // The key would go along to wherever the redirect points, past the limits; the API has none.
        redirect: 'manual',
        signal: attempt.signal,
        size: LARGEST_BODY_BYTES,
      });
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(serverMs)) events.onAnswer(serverMs);
      if (response.status !== 200) {
        giveUp(response);
        return { failure: statusFailure(response, Number.isNaN(serverMs) ? Date.now() : serverMs) };
      }
      return decompress(response.headers.get('content-encoding'), await response.arrayBuffer());
    } catch (error) {
      signal.throwIfAborted();
      return { failure: attempt.signal.aborted ? { kind: 'timeout' } : networkFailure(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

/** Leaves a body unread, and its connection with it: an error's body may be endless, and may repeat what was asked. */
function giveUp(response: Response): void {
  if (response.body instanceof Readable) response.body.destroy();
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function statusFailure(response: Response, nowMs: number): Failure {
  const { status } = response;
  if (isRedirect(status)) return { kind: 'redirect', status };
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), nowMs);
  return { kind: 'status', status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function networkFailure(error: unknown): Failure {
  const { code } = codeOf(error);
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return { kind: 'broken body', code };
  // EPROTO: the other side does not speak TLS at all.
  const isTls = code !== undefined && /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|.*_CERT)/.test(code);
  return { kind: isTls ? 'TLS' : 'network', ...codeOf(error) };
}
