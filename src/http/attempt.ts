import type { Agent, ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import type { Request } from '../api.ts';
import { codeOf, type Failure } from '../request-error.ts';
import type { Clock } from '../time/clock.ts';
import { decompress, inspectErrorBody, LARGEST_BODY_BYTES } from './read-body.ts';
import { parseRetryAfter } from './retry-after.ts';
import { whenSent } from './when-sent.ts';

/** Limits of reading an error's body: bytes and time. */
const MOST_ERROR_BYTES = 8192;
const LONGEST_ERROR_BODY_MS = 2000;

/** 203: a proxy has changed something on the way; 204: an empty answer. */
const GOOD_STATUSES = [200, 203, 204];

/** An answer that has come whole. */
export interface Received {
  readonly status: number;
  readonly body: Buffer;
  /** The API's clock in unix milliseconds; undefined where the answer has no Date. */
  readonly apiDate: number | undefined;
  /** Milliseconds for which it has lain in a cache since then. */
  readonly ageMs: number;
  /** Returns the names of its headers. */
  readonly headerNames: () => readonly string[];
}

/** Options that the attempts of a run have in common. */
export interface AttemptOptions {
  apiKey: string;
  userAgent: string;
  /** Keeps the connections. */
  agent: Agent;
  /** Ends an attempt that is under way. */
  signal: AbortSignal;
  /** Counts the time-outs. */
  after: Clock['after'];
}

/**
 * Sends a request to its address once; `timeoutMs` counts from the start to the last byte of the body. `sent` is called
 * when it has left.
 */
export type Attempt = (
  request: Request,
  how: { url: URL; timeoutMs: number; sent: () => void },
) => Promise<Received | { failure: Failure }>;

/**
 * Prepares the attempts of a run. An attempt resolves with what came, or why it failed; it rejects only when the run is
 * stopped, with the signal's reason.
 */
export function createAttempt(options: AttemptOptions): Attempt {
  const { signal, after } = options;
  return async function attemptOnce(request, { url, timeoutMs, sent }) {
    const attempt = new AbortController();
    const stop = () => attempt.abort(signal.reason);
    const cancelTimeout = after(timeoutMs, () => attempt.abort());
    signal.addEventListener('abort', stop, { once: true });
    let isReused = false;
    const onStart = ({ reusedSocket }: ClientRequest) => {
      isReused = reusedSocket;
    };
    try {
      const init = toInit(request, options, attempt.signal);
      const response = await whenSent({ method: init.method, url, onSent: sent, onStart }, () =>
        fetch(url, init),
      );
      isReused = false;
      const { status, headers } = response;
      const dates = readDates(headers);
      if (!GOOD_STATUSES.includes(status))
        return { failure: { ...(await statusFailure(response, dates.apiDate ?? Date.now())), ...dates } };
      // An answer without a body may name an encoding all the same.
      const encoding = status === 204 ? null : headers.get('content-encoding');
      const body = decompress(encoding, await response.arrayBuffer());
      return 'failure' in body ? body : { ...body, status, ...dates, headerNames: () => [...headers.keys()] };
    } catch (error) {
      signal.throwIfAborted();
      if (attempt.signal.aborted) return { failure: { kind: 'timeout' } };
      const failure = networkFailure(error);
      const isStale = isReused && (failure.code === 'ECONNRESET' || failure.code === 'EPIPE');
      return { failure: isStale ? { ...failure, isStale } : failure };
    } finally {
      cancelTimeout();
      signal.removeEventListener('abort', stop);
    }
  };
}

/** Reads when the API answered, and how long ago that was, if a cache has kept the answer; of an age that is none, nothing is known. */
function readDates(headers: Response['headers']): Pick<Received, 'apiDate' | 'ageMs'> {
  const date = Date.parse(headers.get('date') ?? '');
  const age = /^\s*(\d{1,10})\s*$/.exec(headers.get('age') ?? '')?.[1];
  return { apiDate: Number.isNaN(date) ? undefined : date, ageMs: Number(age ?? 0) * 1000 };
}

/** A request in the form in which it is sent. */
function toInit({ body }: Request, { apiKey, userAgent, agent }: AttemptOptions, signal: AbortSignal) {
  const hasBody = body !== undefined;
  return {
    method: hasBody ? 'POST' : 'GET',
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: `Bearer ${apiKey}`,
      'user-agent': userAgent,
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
    agent,
    signal,
    compress: false,
    // The key would go along to wherever the redirect points, past the limits; the API has none.
    redirect: 'manual' as const,
    size: LARGEST_BODY_BYTES,
  };
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** `nowMs` is the API's time where the answer has it, else this machine's. */
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
