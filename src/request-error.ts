import { TapError } from './tap-error.ts';

/** What kept a request from being answered; `redirect` and `TLS` are never worth a retry. */
export type FailureKind = 'status' | 'network' | 'timeout' | 'broken body' | 'not JSON' | 'redirect' | 'TLS';

/** One failed attempt: what happened, and what the answer advised. Holds nothing that the server wrote. */
export interface Failure {
  kind: FailureKind;
  /** HTTP status, where an answer came. */
  status?: number;
  /** The system's code, such as `ECONNRESET`. */
  code?: string;
  /** Whether the body was JSON; undefined where that is not known. */
  isJson?: boolean;
  /** The delay that `Retry-After` asks for, in milliseconds. */
  retryAfterMs?: number;
}

/** Whether the same request may succeed later (statuses: those that the vendor's Node client retries, and 425). */
export function isPassing({ kind, status = 0 }: Failure): boolean {
  switch (kind) {
    case 'status':
      return status === 408 || status === 425 || status === 429 || status >= 500;
    case 'redirect':
    case 'TLS':
      return false;
    default:
      return true;
  }
}

/** A failure in words, for logs and messages: `status 503`, `network error ECONNRESET`. */
export function describeFailure({ kind, status, code }: Failure): string {
  switch (kind) {
    case 'status':
      return `status ${status}`;
    case 'network':
      return `network error${code ? ` ${code}` : ''}`;
    case 'timeout':
      return 'no complete answer in time';
    case 'broken body':
      return `a body that broke off${code ? ` (${code})` : ''}`;
    case 'not JSON':
      return `status ${status} with a body that is not JSON`;
    case 'redirect':
      return `status ${status}, a redirect, which is not followed since the key would go with it`;
    case 'TLS':
      return `TLS failure${code ? ` (${code})` : ''}`;
  }
}

/** What is told before a request is sent again. */
export function describeRetry(path: string, failure: Failure, delayMs: number): string {
  const what = `GET ${path}: ${describeFailure(failure)}`;
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

  constructor(path: string, failure: Failure, attempts: number) {
    super(`GET ${path}: ${describeFailure(failure)}${attempts > 1 ? `, after ${attempts} attempts` : ''}`);
    this.failure = failure;
    this.path = path;
  }

  /** HTTP status, where an answer came. */
  get status(): number | undefined {
    return this.failure.status;
  }
}

/** The system's code of an error, if it has one; never its message, which may hold the address asked. */
export function codeOf(error: unknown): { code?: string } {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { code } : {};
}
