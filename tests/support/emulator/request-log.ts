import type { Arrival } from './rate-limit.ts';

/** One request as it arrived, and what became of it. */
export interface LoggedRequest extends Arrival {
  readonly method: string;
  readonly path: string;
  /** The route's template, or the path itself if there is no route. */
  readonly template: string;
  readonly query: Readonly<Record<string, string>>;
  /** Body that was sent with it. */
  body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly authorized: boolean;
  /** Requests under way at its arrival, itself included. */
  readonly inFlight: number;
  /** 0 until an answer is sent, and for good if none ever is. */
  status: number;
  /** Records in the answer; a page that breaks off counts as sent. */
  records: number;
}

/** The most requests that certainly arrived within less than one second of each other. */
export function mostStartsInAnySecond(requests: readonly Arrival[]): number {
  let most = 0;
  let oldest = 0;
  requests.forEach(({ at }, newest) => {
    while (at - (requests[oldest]?.since ?? at) >= 1000) oldest++;
    most = Math.max(most, newest - oldest + 1);
  });
  return most;
}

/** The most requests that were under way at once. */
export function mostInFlight(requests: readonly LoggedRequest[]): number {
  return requests.reduce((most, { inFlight }) => Math.max(most, inFlight), 0);
}
