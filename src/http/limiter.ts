import pLimit from 'p-limit';
import pThrottle from 'p-throttle';
import { createRecentRequests, INTERVAL_MS, type Started } from './recent-requests.ts';

/** The longest that the event loop may be late before what was sent says nothing of what arrives. */
const MOST_LATE_MS = 100;

/** Time for which requests are counted by their answers, after the API has refused one. */
const CAREFUL_MS = 60_000;

/** Lets requests start no faster, and no more at once, than the API takes them. Shared by all streams. */
export interface Limiter {
  /**
   * Runs `request` as soon as there is a place in flight and a start. Rejects with the signal's reason. The request calls
   * `sent` when it has been written to an open connection: what the API counts is when it arrives.
   */
  run<Result>(request: (sent: () => void) => Promise<Result>): Promise<Result>;
  /** Starts nothing for `delayMs` milliseconds: the API has refused a request, and asked everyone to wait. */
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
  /** The most milliseconds by which the event loop was late since the last call. */
  lateness: () => number;
}

/** Makes the one limiter of a run. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { requestsPerSecond, signal, now, sleep } = options;
  const inFlight = pLimit(options.maxConcurrency);
  const passThrottle = createThrottle(options);
  const recent = createRecentRequests(requestsPerSecond, now);
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let carefulUntil = Number.NEGATIVE_INFINITY;

  function untilStart(): number {
    if (options.lateness() > MOST_LATE_MS) carefulUntil = Math.max(carefulUntil, now() + INTERVAL_MS);
    const untilRoom = now() < carefulUntil ? recent.untilProved() : 0;
    return Math.max(pausedUntil - now(), recent.untilSpaced(), untilRoom);
  }

  /** Waits for a start and takes it. */
  async function takeStart(): Promise<Started> {
    await passThrottle();
    // The throttle counts from when a start was due. A busy event loop starts late, a new connection takes its time, and a
    // pause may have begun while this request stood in the queue.
    for (let delayMs = untilStart(); delayMs > 0; delayMs = untilStart()) await sleep(Math.ceil(delayMs));
    return recent.start();
  }

  return {
    // First the place in flight, then the start: the other nesting let 17 requests start in one second.
    run: (request) =>
      inFlight(async () => {
        signal.throwIfAborted();
        const { sent, ended } = await takeStart();
        signal.throwIfAborted();
        return request(sent).finally(ended);
      }),
    pause(delayMs) {
      pausedUntil = Math.max(pausedUntil, now() + delayMs);
      carefulUntil = Math.max(carefulUntil, now() + CAREFUL_MS);
    },
  };
}

/** Makes what a start has to wait for first: p-throttle, which must survive a wall clock that is set back. */
function createThrottle({ requestsPerSecond, signal, now }: LimiterOptions): () => Promise<void> {
  const create = () =>
    pThrottle({ limit: requestsPerSecond, interval: INTERVAL_MS, strict: true, signal })(() => {});
  let throttle = create();
  let wallLead = Date.now() - now();
  return async () => {
    // The throttle reads the wall clock: set back by an hour, it would let nothing through for an hour. What it has let
    // through is counted here too, so it can begin anew.
    const lead = Date.now() - now();
    if (Math.abs(lead - wallLead) > INTERVAL_MS) throttle = create();
    wallLead = lead;
    await throttle();
  };
}
