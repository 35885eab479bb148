import { type NewestFirstBookmark, newScan, type Scan } from '../bookmarks/newest-first-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Page } from '../pages/partition.ts';
import { partAtKnown } from '../pages/sort-check.ts';
import { DAY_SECONDS } from '../time/instant.ts';

/** Every scan reads at least so far before the bookmark: entries may arrive late. */
const LEAST_LOOKBACK_SECONDS = 3600;

/** A list that is out of order by more says nothing of where it can be left. */
const MOST_DISORDER_SECONDS = 2 * DAY_SECONDS;

/** Without a date of the API, nothing that is newer than the newest record less this counts as read. */
const CLOCK_DOUBT_SECONDS = 300;

/** The instant of a record, in unix seconds. */
export type InstantOf = (record: JsonObject) => number | undefined;

/** Point at which a scan may stop: after a page whose records are all older than `oldest`. Undefined: at the end of the list. */
export interface Stop {
  readonly oldest: number;
}

/**
 * Decides how far a scan goes.
 *
 *     looked_back - lookback - disorder     timestamp - 1 h - disorder       timestamp    now
 *     ────────┼──────────────────────────────────────┼───────────────────────────┼─────────┼──▶ time of the event
 *             │◀──────── when a lookback is due ─────┼───────────────────────────┼─────────│ scan
 *                                                    │◀──── every scan ──────────┼─────────│
 *
 * `disorder` is how far the list was seen to be out of order. As long as that is not known, every scan goes to the end.
 */
export function planStop(
  { timestamp, disorder, lookedBack }: Pick<NewestFirstBookmark, 'timestamp' | 'disorder' | 'lookedBack'>,
  { isLookbackDue, lookbackSeconds }: { isLookbackDue: boolean; lookbackSeconds: number },
): Stop | undefined {
  if (timestamp === undefined || disorder === undefined) return undefined;
  const usual = timestamp - LEAST_LOOKBACK_SECONDS;
  if (!isLookbackDue) return { oldest: usual - disorder };
  if (lookedBack === undefined) return undefined;
  return { oldest: Math.min(usual, lookedBack - lookbackSeconds) - disorder };
}

/**
 * Takes the records of a page, in the order of the list, into what a scan has seen of its order. `before` is the oldest instant
 * on the pages before it, as far as it joins them.
 */
export function measureOrder(
  scan: Scan,
  page: Page,
  { instantOf, before, isDated }: { instantOf: InstantOf; before: number | undefined; isDated: boolean },
): void {
  // What came before and has moved down is not out of order. What was compared with itself alone, and was in its place, is
  // compared with what came before, too.
  const fresh = page.isInPlaceAfterAll ? page.records : page.newThisPass;
  const compared = new Set(fresh);
  const { from } = partAtKnown(page, fresh);
  let oldest: number | undefined;
  for (const [index, record] of page.records.entries()) {
    // A page that took the place of another one, since the list has moved, is compared with itself alone; so is what has come
    // meanwhile.
    if (page.isInPlace && index === from) oldest = earliest(oldest, before);
    const instant = instantOf(record);
    if (instant === undefined) continue;
    oldest ??= instant;
    if (compared.has(record)) scan.disorder = Math.max(scan.disorder, instant - oldest);
    oldest = Math.min(oldest, instant);
    // One that is dated ahead says nothing of the time, where that is not known.
    if (isDated || instant <= (scan.began ?? instant))
      scan.newest = Math.max(scan.newest ?? instant, instant);
  }
  scan.oldest = earliest(scan.oldest, oldest);
}

/** The earlier of two instants; that which there is. */
function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** Returns how far the list is out of order, after a scan; undefined if that is not known, or too much to rely on. */
export function nextDisorder(
  known: number | undefined,
  { disorder, newest, oldest }: Scan,
  wentToEnd: boolean,
): number | undefined {
  const measured = wentToEnd ? disorder : known === undefined ? undefined : Math.max(known, disorder);
  const span = (newest ?? 0) - (oldest ?? newest ?? 0);
  // A list whose records are all of one instant shows no order.
  if (measured === undefined || (wentToEnd && span === 0)) return undefined;
  return measured > MOST_DISORDER_SECONDS || (wentToEnd && measured > span / 2) ? undefined : measured;
}

/** Returns the bookmark once a scan is complete. */
export function complete(
  before: NewestFirstBookmark,
  end: { wentToEnd: boolean; hasLookedBack: boolean; isDated: boolean },
): NewestFirstBookmark {
  const { scan } = before;
  const { began, newest, top } = scan;
  // Without a date, what came is all that is known of the time; where nothing came, nothing is.
  const undated = newest === undefined ? undefined : earlier(newest - CLOCK_DOUBT_SECONDS, began);
  const reached = end.isDated ? earlier(newest, began) : undated;
  const lookedBack = end.isDated ? began : undated;
  return {
    timestamp: later(before.timestamp, reached),
    top: top.length > 0 ? top : before.top,
    disorder: nextDisorder(before.disorder, scan, end.wentToEnd),
    lookedBack: end.hasLookedBack ? (lookedBack ?? before.lookedBack) : before.lookedBack,
    resume: undefined,
    scan: newScan(),
  };
}

/** The later of two instants. */
function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
