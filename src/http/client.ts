import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import fetch, { type Response } from 'node-fetch';
import { parseJson } from '../json/parse-json.ts';
import { TapError } from '../tap-error.ts';
import { type Failure, RequestError } from './errors.ts';
import type { Limiter } from './limiter.ts';
import { decideRetry } from './retry.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Largest body that is read, compressed or not: far above any page (30,000 members take 3 MB). */
const LARGEST_BODY_BYTES = 256 * 2 ** 20;

/** A request as the streams make it. */
export interface JsonRequest {
  /** Template such as `/v1/campaigns/{campaign_id}/actions`; only this form is ever logged. */
  path: string;
  /** Values of the placeholders; percent-encoded here. */
  params: Readonly<Record<string, string>>;
  /** Query parameters; percent-encoded here. */
  query: Readonly<Record<string, string>>;
}

/**
 * Asks the API and resolves with the parsed body of a 200. Rejects with {@link RequestError} when the request has
 * failed for good, and with the signal's reason when the run is stopped.
 */
export type GetJson = (request: JsonRequest) => Promise<unknown>;

/** What the client tells of its work, for logs and summaries. */
export interface ClientEvents {
  onAttempt(request: JsonRequest): void;
  /** An attempt has ended, well or not, but not by a stop. */
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
  /** From the start to the last byte of the body, parsed. */
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

  return async function getJson(request) {
    const url = toUrl(baseUrl, request);
    let startedAt: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await limiter.run(async () => {
        const attemptedAt = now();
        // Patience begins with the first attempt: standing in the queue is no failure.
        startedAt ??= attemptedAt;
        events.onAttempt(request);
        const end = await attemptOnce(url);
        const isOk = 'body' in end;
        const status = isOk ? 200 : end.failure.status;
        events.onAttemptEnd(request, { status, isOk, durationMs: now() - attemptedAt });
        return end;
      });
      if ('body' in outcome) return outcome.body;
      const { failure } = outcome;
      const delayMs = decideRetry({
        failure,
        attempt,
        elapsedMs: now() - (startedAt ?? now()),
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

  async function attemptOnce(url: URL): Promise<{ body: unknown } | { failure: Failure }> {
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
      return readBody(
        response.status,
        response.headers.get('content-encoding'),
        await response.arrayBuffer(),
      );
    } catch (error) {
      signal.throwIfAborted();
      return { failure: attempt.signal.aborted ? { kind: 'timeout' } : networkFailure(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

/** The address of a request: the template filled in, every value percent-encoded. */
export function toUrl(baseUrl: string, { path, params, query }: JsonRequest): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => toSegment(path, params[name]));
  const url = new URL(baseUrl.replace(/\/+$/, '') + filled);
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** A value as one segment of a path. Nothing, `.` and `..` would make the address one of another list. */
function toSegment(path: string, value = ''): string {
  if (/^\.{0,2}$/.test(value))
    throw new TapError(
      `GET ${path}: a parent's key cannot stand in an address, so its records cannot be asked for`,
    );
  return encodeURIComponent(value);
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

function readBody(
  status: number,
  encoding: string | null,
  bytes: ArrayBuffer,
): { body: unknown } | { failure: Failure } {
  let text: string;
  try {
    const isGzip = /^(x-)?gzip$/i.test(encoding ?? '');
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES }) : Buffer.from(bytes);
    text = plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    return { failure: { kind: 'broken body', ...codeOf(error) } };
  }
  try {
    return { body: parseJson(text) };
  } catch {
    return { failure: { kind: 'not JSON', status } };
  }
}

function networkFailure(error: unknown): Failure {
  const { code } = codeOf(error);
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return { kind: 'broken body', code };
  // EPROTO: the other side does not speak TLS at all.
  const isTls = code !== undefined && /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|.*_CERT)/.test(code);
  return { kind: isTls ? 'TLS' : 'network', ...codeOf(error) };
}

/** The system's code of an error, if it has one; never its message, which may hold the address asked. */
function codeOf(error: unknown): { code?: string } {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { code } : {};
}
