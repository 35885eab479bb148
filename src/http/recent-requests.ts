/**
 * Milliseconds in which as many requests are let through as the API takes in a second. At 1000 timers that fire early
 * let an 11th request into a second, at 1010 a busy event loop still does; at 1020 none was seen.
 */
export const INTERVAL_MS = 1020;

/** Interval of looking again, where nothing but a connection or an answer can make room. */
const LOOK_MS = 20;

/** A request that has a start; each is called once at least, and counts the first time. */
export interface Started {
  /** The request has been written to an open connection. */
  sent(): void;
  /** It has been answered or given up. */
  ended(): void;
}

/**
 * Requests of the last interval, and two answers to how many milliseconds the next one has to wait. When a request
 * arrives is not known, only that it does so between when it was sent and when it has ended.
 */
export interface RecentRequests {
  start(): Started;
  /** By when requests were sent: right as long as all of them take about the same time on their way. */
  untilSpaced(): number;
  /**
   * By when requests have ended: fewer than the limit are on their way or ended within the interval. Right whatever
   * the network does, at the cost of a round trip in every second.
   */
  untilProved(): number;
}

/** Counts requests; `now` is in milliseconds on a clock that never goes back. */
export function createRecentRequests(requestsPerSecond: number, now: () => number): RecentRequests {
  /** The oldest first. */
  const sentAt: number[] = [];
  const endedAt: number[] = [];
  let unsent = 0;
  let unanswered = 0;

  return {
    start() {
      unsent += 1;
      unanswered += 1;
      let isSent = false;
      const sent = () => {
        if (isSent) return;
        isSent = true;
        unsent -= 1;
        sentAt.push(now());
        if (sentAt.length > requestsPerSecond) sentAt.shift();
      };
      return {
        sent,
        ended() {
          // One that has failed before it was sent counts from now.
          sent();
          unanswered -= 1;
          endedAt.push(now());
        },
      };
    },
    untilSpaced() {
      if (unsent >= requestsPerSecond) return LOOK_MS;
      const oldest = sentAt[sentAt.length + unsent - requestsPerSecond];
      return oldest === undefined ? 0 : oldest + INTERVAL_MS - now();
    },
    untilProved() {
      const at = now();
      while (endedAt[0] !== undefined && endedAt[0] + INTERVAL_MS <= at) endedAt.shift();
      if (unanswered >= requestsPerSecond) return LOOK_MS;
      // When this one has left the interval, there is room for one more.
      const last = endedAt[endedAt.length + unanswered - requestsPerSecond];
      return last === undefined ? 0 : last + INTERVAL_MS - at;
    },
  };
}
