import pLimit from 'p-limit';
import pThrottle from 'p-throttle';

/**
 * Milliseconds in which `requestsPerSecond` starts are let through. At 1000 timers that fire early let an 11th
 * start into a second, at 1010 a busy event loop still does; at 1020 none was seen.
 */
const INTERVAL_MS = 1020;

/** Lets requests start no faster, and no more at once, than the API takes them. Shared by all streams. */
export interface Limiter {
  /** Runs `request` as soon as there is a place in flight and a start. Rejects with the signal's reason. */
  run<Result>(request: () => Promise<Result>): Promise<Result>;
  /** Starts nothing for so many milliseconds: the API has asked everyone to wait. */
  pause(delayMs: number): void;
}

/** What a limiter is made of; clock and sleep are parameters so that tests need not wait. */
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

  /** When the latest requests really started, the oldest first. */
  const starts: number[] = [];

  async function waitForStart(): Promise<void> {
    // The throttle reads the wall clock: set back by an hour, it would let nothing through for an hour. What it has let
    // through stands in `starts`, so it can begin anew.
    const lead = Date.now() - now();
    if (Math.abs(lead - wallLead) > INTERVAL_MS) start = createStart();
    wallLead = lead;
    await start();
    // A busy event loop starts late what was due, and the throttle then counts from when it was due. And a pause may
    // have begun while this request stood in the queue.
    for (let delayMs = untilStart(); delayMs > 0; delayMs = untilStart()) await sleep(Math.ceil(delayMs));
    starts.push(now());
    if (starts.length > requestsPerSecond) starts.shift();
  }

  function untilStart(): number {
    const oldest = starts.length < requestsPerSecond ? undefined : starts[0];
    return Math.max(pausedUntil, oldest === undefined ? pausedUntil : oldest + INTERVAL_MS) - now();
  }

  return {
    // First the place in flight, then the start: the other nesting let 17 requests start in one second.
    run: (request) =>
      inFlight(async () => {
        signal.throwIfAborted();
        await waitForStart();
        signal.throwIfAborted();
        return request();
      }),
    pause(delayMs) {
      pausedUntil = Math.max(pausedUntil, now() + delayMs);
    },
  };
}
