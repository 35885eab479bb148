import { type Query, readInteger } from './query-values.ts';
import { DAY } from './world-plan.ts';

/**
 * "6 months" of /v1/messages. Whether calendar months or days are meant is not said; 181 days is the shortest that six
 * calendar months can be (September to February), so whoever copes with this copes with both.
 */
export const SIX_MONTHS = 181 * DAY;

/** A span of `created`, in unix seconds. */
export interface MessageWindow {
  start: number;
  end: number;
}

/**
 * The window that a query really gets (description of /v1/messages): without bounds the latest six months; with one or
 * both never more than the six months that end at `end_ts` or now, cut silently.
 */
export function messageWindow(query: Query, now: number): MessageWindow {
  const end = readInteger(query, 'end_ts') ?? now;
  const start = readInteger(query, 'start_ts') ?? Number.NEGATIVE_INFINITY;
  return { start: Math.max(start, end - SIX_MONTHS), end };
}
