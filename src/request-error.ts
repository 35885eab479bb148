import { TapError } from './tap-error.ts';

/** Reason for which a request was not answered. */
export type FailureKind =
  | 'status'
  | 'network'
  | 'timeout'
  | 'broken body'
  | 'not JSON'
  | 'redirect'
  | 'wrong region'
  | 'TLS'
  | 'too large'
  | 'encoding';

/** One failed attempt: what happened, and what the answer advised. Holds nothing that the server wrote. */
export interface Failure {
  kind: FailureKind;
  /** HTTP status, where an answer came. */
  status?: number;
  /** The system's code, such as `ECONNRESET`. */
  code?: string;
  /** The form of an error's body: a page of HTML comes from a firewall or proxy, a text from no route of the API. */
  body?: 'JSON' | 'HTML' | 'text';
  /** The delay that `Retry-After` asks for, in milliseconds. */
  retryAfterMs?: number;
  /** True if a connection was closed that had been kept from an earlier request, before any answer came. */
  isStale?: boolean;
  /** The API's clock, in unix milliseconds, where an answer came. */
  apiDate?: number | undefined;
  /** Milliseconds for which a cache has kept the answer since then. */
  ageMs?: number;
}

/** Tells whether the same request may succeed later (statuses: those that the vendor's Node client retries, and 425). */
export function isPassing({ kind, status = 0 }: Failure): boolean {
  switch (kind) {
    case 'status':
      return status === 408 || status === 425 || status === 429 || status >= 500;
    case 'network':
    case 'timeout':
    case 'broken body':
    case 'not JSON':
      return true;
    default:
      return false;
  }
}

/** Tells whether a smaller page may succeed: the API took too long for this one or broke it off, or it is too large to read. */
export function isTooMuch({ kind, status = 0 }: Failure): boolean {
  return kind === 'timeout' || kind === 'broken body' || kind === 'too large' || status >= 500;
}

/** Tells whether nobody answered: not the API, and nothing in front of it. */
export function isSilence({ kind }: Failure): boolean {
  return kind === 'network' || kind === 'timeout' || kind === 'TLS';
}

/** Tells whether an error's body is a text or a page of HTML, as no route of the API writes it (docs/api-behaviour.md#84). */
export function isForeign(body: Failure['body']): boolean {
  return body === 'text' || body === 'HTML';
}

/** A failure in words, for logs and messages: `status 503`, `network error ECONNRESET`. */
export function describeFailure({ kind, status, code, body }: Failure): string {
  const why = code ? ` (${code})` : '';
  switch (kind) {
    case 'status':
      return `status ${status}${body === 'HTML' ? ' with a page of HTML' : ''}`;
    case 'network':
      return `network error${code ? ` ${code}` : ''}`;
    case 'timeout':
      return 'no complete answer in time';
    case 'broken body':
      return `a body that broke off${why}`;
    case 'not JSON':
      return `status ${status} with a body that is not JSON`;
    case 'redirect':
      return `status ${status}, a redirect, which is not followed since the key would go with it`;
    case 'wrong region':
      return 'the API says "wrong datacenter"';
    case 'TLS':
      return `TLS failure${why}`;
    case 'too large':
      return 'a body that is larger than 256 MiB';
    case 'encoding':
      return `a body in an encoding that was not asked for${why}`;
  }
}

/** Describes a failure for the log before a request is sent again. */
export function describeRetry(
  { path, body }: { readonly path: string; readonly body?: unknown },
  failure: Failure,
  delayMs: number,
): string {
  const what = `${methodOf(body)} ${path}: ${describeFailure(failure)}`;
  const seconds = `${(delayMs / 1000).toFixed(1)} s`;
  // The limit is counted for the whole workspace.
  if (failure.status === 429) return `${what}, over the limit of requests; all requests wait ${seconds}`;
  return `${what}; trying again in ${seconds}`;
}

/**
 * A request that failed for good. `path` is the template, never the filled-in address: ids and cursors of people
 * stay out of messages. `message` is a sentence without advice; who knows the stream and the settings adds it.
 */
export class RequestError extends TapError {
  override name = 'RequestError';
  readonly failure: Failure;
  readonly path: string;

  constructor(
    { path, body }: { readonly path: string; readonly body?: unknown },
    failure: Failure,
    attempts: number,
  ) {
    const after = attempts > 1 ? `, after ${attempts} attempts` : '';
    super(`${methodOf(body)} ${path}: ${describeFailure(failure)}${after}`);
    this.failure = failure;
    this.path = path;
  }

  /** HTTP status, where an answer came. */
  get status(): number | undefined {
    return this.failure.status;
  }
}

/** Returns the method of a request, which has a body only where a read needs one. */
function methodOf(body: unknown): 'GET' | 'POST' {
  return body === undefined ? 'GET' : 'POST';
}

/** The system's code of an error, if it has one; never its message, which may hold the address asked. */
export function codeOf(error: unknown): { code?: string } {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { code } : {};
}
