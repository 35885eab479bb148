import type { PartialReason } from '../partial-reason.ts';
import { describeFailure, RequestError } from '../request-error.ts';
import { ShapeError } from '../shape-error.ts';
import { describeRequest } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import {
  acceptPage,
  beginsAsFirst,
  type CameAtEnd,
  isDoubtful,
  isFirstAgain,
  isMisplaced,
  sharesKeys,
  verifyPage,
} from './page-checks.ts';
import {
  dropPage,
  type KnownPage,
  lastKeyOf,
  type PageHistory,
  restartHistory,
  takePage,
} from './page-history.ts';
import {
  isAnswer,
  type ListRequest,
  type PageRequest,
  type PageRequests,
  requestAgain,
  requestPage,
} from './page-request.ts';
import { isNumbered } from './paging.ts';
import { fingerprintKeys, type Position } from './position.ts';

/** A list that begins anew in place of its end is followed this many times, as long as its first page has new keys. */
const MOST_LAPS = 2;

/** In place of one page the first one is taken this many times, as long as it has new keys: a busy list has some each time. */
const MOST_FIRST_AGAIN = 5;

/** A cursor may be forgotten while the answer that leads to it grows old: then the end is verified again, but not for ever. */
const LONGEST_VERIFICATION_MS = 10_000;
const MOST_LATE_VERIFICATIONS = 5;

/** Statuses with which a server may say that it does not know a cursor (any more). */
const REFUSALS: readonly (number | undefined)[] = [400, 404, 410, 422];

/**
 * The place in a list is lost: what was read may not join what is still to be read, so the partition is to be read anew.
 * `refusal` is the API's answer to a page that it had just led to.
 */
export class PagesShiftedError extends TapError {
  override name = 'PagesShiftedError';

  constructor(list: ListRequest, refusal?: RequestError) {
    const reason = refusal
      ? `a later page, asked for again, is refused: ${describeFailure(refusal.failure)}`
      : 'the list has changed so much while it was read that its pages do not join';
    super(`${describeRequest(list)}: ${reason}`);
  }
}

/** A list that is being read: what has been seen of it, how it is asked for, and how often its end was in doubt. */
export interface ListReading {
  readonly history: PageHistory;
  requests: PageRequests;
  /** True if the target deletes, or a bookmark passes, what this reading does not bring: then it is checked that nothing has been skipped. */
  readonly checksJoins: boolean;
  /** Why it may lack records. */
  readonly reasons: Set<PartialReason>;
  /** Number of times that it has begun anew in place of its end. */
  laps: number;
  /** Number of times since the last page on the way that the first one has come with new keys where an end was verified. */
  firstAgain: number;
  /** Number of verifications that took so long that the cursor may have been forgotten meanwhile. */
  lateVerifications: number;
}

/** What to go on with behind a doubtful page, read or under way; nothing at the end. */
export interface VerifiedEnd {
  /** The page before the doubtful one, as it came each time that it was asked for again. */
  readonly again: readonly KnownPage[];
  readonly following?: KnownPage;
  readonly request?: PageRequest;
}

/** Asks for a page on the way. */
export function askFor({ history, requests }: ListReading, cursor: string | undefined): PageRequest {
  if (cursor !== undefined) history.asked.add(cursor);
  return requestPage(requests, cursor);
}

/** Takes a page. Resolves with the refusal of a later one: the API may not know the cursor any more. */
export async function takeUnlessRefused(
  history: PageHistory,
  page: ReturnType<PageRequest['page']>,
): Promise<KnownPage | RequestError> {
  try {
    return takePage(history, await page);
  } catch (error) {
    const isRefused = error instanceof RequestError && REFUSALS.includes(error.status);
    if (history.previous === undefined || !isRefused) throw error;
    return error;
  }
}

/**
 * Asks for the page at which an earlier run stopped. Where the first page may come back for a forgotten cursor, it is
 * asked for before, to be known again. Throws {@link PagesShiftedError} unless the page is still the same.
 */
export async function resumeReading(reading: ListReading, position: Position): Promise<KnownPage> {
  const { history } = reading;
  if (!isNumbered(history.list)) {
    // Nothing says in which size the earlier run has asked.
    const first = takePage(history, await requestPage(reading.requests, undefined).page());
    // What has moved up to it from the page to come is given out with that one.
    history.memory.withhold(first);
    const { keys, begin, next } = first;
    history.first = { keys: fingerprintKeys({ keys }), begin, next };
    // A later page that began with something newer: this list does not get older.
    history.order.rose ||= (position.at ?? 0) > (begin ?? Number.POSITIVE_INFINITY);
  }
  history.asked.add(position.cursor);
  const page = await askAgain(reading, { cursor: position.cursor });
  if (!verifyPage(history, page, position) || isFirstAgain(history, page))
    throw new PagesShiftedError(history.list);
  return page;
}

/**
 * Asks again for the page before a doubtful one, and at once for what it leads to now; nothing is written in between.
 * So nothing rests on a single answer of the API. It is asked a third time if something else `came` than comes now: the
 * two do not agree. Throws {@link PagesShiftedError} where the page before is not
 * the same any more.
 */
export async function verifyEnd(reading: ListReading, came: CameAtEnd): Promise<VerifiedEnd> {
  const { history } = reading;
  const { again, found } = await askBefore(reading);
  const pages = [again];
  if (again.next === undefined) return { again: pages };
  const request = askFor(reading, again.next);
  // What comes next may all be known: others have come on top, and the list is longer than it was.
  if (found === 'moved') return { again: pages, request };
  const following = await takeUnlessRefused(history, request.page());
  if (following instanceof RequestError) throw new PagesShiftedError(history.list, following);
  const isFirst = isFirstAgain(history, following);
  if (came === 'repetition' && beginsAsFirst(history, following)) history.isRepetitive = true;
  const isDoubted = isDoubtful(history, following);
  if (isDoubted && isMisplaced(history, following)) dropPage(history, following);
  else if (!isDoubted || following.newThisPass.length > 0) {
    reading.firstAgain += isDoubted && isFirst ? 1 : 0;
    const isEnd = reading.firstAgain > MOST_FIRST_AGAIN;
    return { again: pages, ...(isEnd ? endAtFirst(reading) : { following }) };
  }
  if (isLate(reading, again, following))
    return await verifyOnceMore(reading, again, isFirst ? 'other' : came);
  if (isFirst) return { again: pages, ...(await beginAgain(reading, following)) };
  // Behind a cursor that was forgotten, reading may have gone on in another place, and come back to a page that it knows.
  if (following.next !== undefined && following.next !== following.cursor) reading.reasons.add('unproved');
  const isAgreed = came === 'way back' && following.records.length > 0;
  if (came === 'nothing' || isAgreed) return { again: pages };
  if (again.newThisPass.length === 0) return await verifyOnceMore(reading, again, 'nothing');
  reading.reasons.add('unproved');
  return { again: pages };
}

/** Asks again for the last page on the way. Throws {@link PagesShiftedError} unless it is still the same, or has moved down. */
async function askBefore(reading: ListReading): Promise<{ again: KnownPage; found: 'same' | 'moved' }> {
  const { history } = reading;
  const { previous, list } = history;
  if (previous === undefined) throw new PagesShiftedError(list);
  const again = await askAgain(reading, previous);
  const found = verifyPage(history, again, { keys: fingerprintKeys(previous), at: previous.begin });
  if (found === undefined) throw new PagesShiftedError(list);
  if (reading.checksJoins && lastKeyOf(history, again) !== history.previousLastKey)
    reading.reasons.add('unproved');
  acceptPage(history, again);
  return { again, found };
}

/** Verifies an end once more; what this time has brought is given out, too. */
async function verifyOnceMore(
  reading: ListReading,
  before: KnownPage,
  came: CameAtEnd,
): Promise<VerifiedEnd> {
  const { again, ...end } = await verifyEnd(reading, came);
  return { again: [before, ...again], ...end };
}

/** Tells whether the cursor may have been forgotten while it was followed. Throws {@link PagesShiftedError} after some times. */
function isLate(reading: ListReading, again: KnownPage, following: KnownPage): boolean {
  if ((following.apiDate ?? 0) - (again.apiDate ?? 0) <= LONGEST_VERIFICATION_MS) return false;
  reading.lateVerifications += 1;
  if (reading.lateVerifications >= MOST_LATE_VERIFICATIONS) throw new PagesShiftedError(reading.history.list);
  return true;
}

/**
 * In place of the end the first page has come back. If it holds new records by now, reading goes on from there. If not, a
 * list whose cursors have led on ends here, though this says nothing of what may lie behind. `taken` was taken for the first
 * page: if that is another one, this list does not get older, and reading goes on where it is.
 */
async function beginAgain(reading: ListReading, taken: KnownPage): Promise<Pick<VerifiedEnd, 'following'>> {
  const { history } = reading;
  if (reading.laps < MOST_LAPS) {
    reading.laps += 1;
    const top = takePage(history, await askFor(reading, undefined).page());
    const hasNew = top.newThisPass.length > 0;
    if (!hasNew && top.keys.length > 0 && !sharesKeys(top, taken)) {
      history.order.rose = true;
      return { following: taken };
    }
    restartHistory(history);
    if (hasNew) return { following: top };
  }
  return endAtFirst(reading);
}

/** Ends a list whose end leads back to its first page, which proves nothing. Throws {@link ShapeError} if every cursor does. */
function endAtFirst({ history, reasons }: ListReading): { following?: never } {
  if (!history.hasLedOn) {
    const what =
      'the API answers each cursor with the first page again, so the rest of the list cannot be read';
    throw new ShapeError(describeRequest(history.list), what);
  }
  reasons.add('unproved');
  return {};
}

/** A page once more. Whatever is wrong with the answer, an error that does not pass or no list at all, verifies nothing. */
async function askAgain(
  { history, requests }: ListReading,
  known: Parameters<typeof requestAgain>[1],
): Promise<KnownPage> {
  try {
    return takePage(history, await requestAgain(requests, known));
  } catch (error) {
    if (!isAnswer(error)) throw error;
    throw new PagesShiftedError(history.list, error instanceof RequestError ? error : undefined);
  }
}
