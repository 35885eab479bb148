/** Time of a request's arrival, by performance.now(): no earlier than `since`, no later than `at`. */
export interface Arrival {
  readonly since: number;
  readonly at: number;
}

/**
 * Admits at most `perSecond` requests in any second, by arrival, and refuses only where that is certain. Refused ones do
 * not count, which no source says: otherwise a client that goes on asking would never be let in again.
 */
export function createRateLimit(perSecond: number | false): (arrival: Arrival) => boolean {
  const admitted: Arrival[] = [];
  return (arrival) => {
    if (perSecond === false) return true;
    while (admitted[0] !== undefined && arrival.at - admitted[0].since >= 1000) admitted.shift();
    if (admitted.length >= perSecond) return false;
    admitted.push(arrival);
    return true;
  };
}

/** Interval of looking whether the event loop is free. */
const BEAT_MS = 5;

/**
 * Dates arrivals. While the event loop is busy, with a thousand records say, requests wait in their sockets: they may have
 * come at any time since it was last free.
 */
export function watchArrivals(): { now(): Arrival; stop(): void } {
  // What has come before a beat is read one turn later, or two on a new connection: the beat before the last one counts.
  let [since, latest] = [performance.now(), performance.now()];
  const beat = setInterval(() => {
    const free = performance.now();
    setImmediate(() => {
      [since, latest] = [latest, free];
    });
  }, BEAT_MS).unref();
  return { now: () => ({ since, at: performance.now() }), stop: () => clearInterval(beat) };
}
