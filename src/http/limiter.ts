import pLimit from 'p-limit';
import pThrottle from 'p-throttle';

/**
 * Milliseconds in which `requestsPerSecond` requests are let through. At 1000 timers that fire early let an 11th
 * request into a second, at 1010 a busy event loop still does; at 1020 none was seen.
 */
const INTERVAL_MS = 1020;

/** Interval of looking whether a connection has opened, where as many wait for one as may be sent in a second. */
const UNSENT_WAIT_MS = 20;

/** Lets requests start no faster, and no more at once, than the API takes them. Shared by all streams. */
export interface Limiter {
  /**
   * Runs `request` as soon as there is a place in flight and a start. Rejects with the signal's reason. The request calls
   * `sent` when it has been written to an open connection: what the API counts is when it arrives.
   */
  run<Result>(request: (sent: () => void) => Promise<Result>): Promise<Result>;
  /** Starts nothing for `delayMs` milliseconds: the API has asked everyone to wait. */
  pause(delayMs: number): void;
}

/** Options of a limiter; clock and sleep are parameters so that tests need not wait. */
export interface LimiterOptions {
  requestsPerSecond: number;
  maxConcurrency: number;
  signal: AbortSignal;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  sleep: (delayMs: number) => Promise<void>;
}

/** Makes the one limiter of a run. */
export function createLimiter({
  requestsPerSecond,
  maxConcurrency,
  signal,
  now,
  sleep,
}: LimiterOptions): Limiter {
  const inFlight = pLimit(maxConcurrency);
  const createStart = () =>
    pThrottle({ limit: requestsPerSecond, interval: INTERVAL_MS, strict: true, signal })(() => {});
  let start = createStart();
  let wallLead = Date.now() - now();
  let pausedUntil = Number.NEGATIVE_INFINITY;

  /** When the latest requests were sent, the oldest first. */
  const sentAt: number[] = [];
  /** Requests that have started, and wait for their connection. */
  let unsent = 0;

  /** Waits for a start and takes it; resolves with what is to be called when the request is sent. */
  async function takeStart(): Promise<() => void> {
    // The throttle reads the wall clock: set back by an hour, it would let nothing through for an hour. What it has let
    // through is in `sentAt`, so it can begin anew.
    const lead = Date.now() - now();
    if (Math.abs(lead - wallLead) > INTERVAL_MS) start = createStart();
    wallLead = lead;
    await start();
    // The throttle counts from when a start was due. A busy event loop starts late, a new connection takes its time, and a
    // pause may have begun while this request stood in the queue.
    for (let delayMs = untilStart(); delayMs > 0; delayMs = untilStart()) await sleep(Math.ceil(delayMs));
    return countStart();
  }

  function untilStart(): number {
    const oldest = sentAt[sentAt.length + unsent - requestsPerSecond];
    if (unsent >= requestsPerSecond) return UNSENT_WAIT_MS;
    return Math.max(pausedUntil, oldest === undefined ? pausedUntil : oldest + INTERVAL_MS) - now();
  }

  function countStart(): () => void {
    let isSent = false;
    unsent += 1;
    return () => {
      if (isSent) return;
      isSent = true;
      unsent -= 1;
      sentAt.push(now());
      if (sentAt.length > requestsPerSecond) sentAt.shift();
    };
  }

  return {
    // First the place in flight, then the start: the other nesting let 17 requests start in one second.
    run: (request) =>
      inFlight(async () => {
        signal.throwIfAborted();
        const sent = await takeStart();
        signal.throwIfAborted();
        // One that has failed before it was sent counts from now.
        return request(sent).finally(sent);
      }),
    pause(delayMs) {
      pausedUntil = Math.max(pausedUntil, now() + delayMs);
    },
  };
}
