import { RequestError } from '../request-error.ts';
import { describeRequest } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import type { KnownPage, PageHistory } from './page-history.ts';
import type { ListRequest, PageRequest, PageRequests } from './page-request.ts';
import { fingerprintKeys, type Position } from './position.ts';
import { ShapeError } from './shape-error.ts';

/** A list that begins anew in place of its end is followed this many times, as long as its first page has new keys. */
const MOST_LAPS = 2;

/** A cursor may be forgotten while the answer that leads to it grows old: then the proof is made again, but not for ever. */
const LONGEST_PROOF_MS = 10_000;
const MOST_PROOFS = 5;

/** Statuses with which a server may say that it does not know a cursor (any more). */
const REFUSALS: readonly (number | undefined)[] = [400, 404, 410, 422];

/** The place in a list is lost: what was read may not join what is still to be read, so the partition is to be read anew. */
export class PagesShiftedError extends TapError {
  override name = 'PagesShiftedError';

  constructor(list: ListRequest) {
    super(
      `${describeRequest(list)}: the list has changed so much while it was read that its pages do not join`,
    );
  }
}

/** What the API says of a list's pages is asked for once more before anything rests on it. Throws {@link PagesShiftedError}. */
export interface Verification {
  /**
   * The page at which an earlier run stopped, if it is still the same. Where the first page may come back for a forgotten
   * cursor, it is asked for before, to be known again.
   */
  resume(position: Position): Promise<KnownPage>;
  /**
   * Asks again for the page before a doubtful one, and at once for what it leads to now. Resolves with that page and the
   * one to go on with, read or under way; without one where this is the end.
   */
  verifyEnd(): Promise<VerifiedEnd>;
}

/** The page before the doubtful one as it is now, and what to go on with. */
export interface VerifiedEnd {
  readonly again: KnownPage;
  readonly following?: KnownPage;
  readonly request?: PageRequest;
}

/** How the pages of a list are asked for while it is read. */
export interface Sending extends Pick<PageRequests, 'askAgain'> {
  /** Asks for a page on the way. */
  send(cursor: string | undefined): PageRequest;
}

/** Prepares the proofs of a list that is being read. */
export function createVerification(
  list: ListRequest,
  seen: PageHistory,
  { send, askAgain }: Sending,
): Verification {
  let laps = 0;
  let lateProofs = 0;

  /** Whatever is wrong with the answer, an error that does not pass or no list at all, proves nothing. */
  const askForCheck = async (known: Parameters<Sending['askAgain']>[0]): Promise<KnownPage> => {
    try {
      return seen.take(await askAgain(known));
    } catch (error) {
      const isAnswer = error instanceof RequestError || error instanceof ShapeError;
      throw isAnswer ? new PagesShiftedError(list) : error;
    }
  };

  const resume = async ({ cursor, keys, at }: Position): Promise<KnownPage> => {
    if (!seen.isNumbered) seen.begin(await askForCheck({ cursor: undefined }));
    seen.ask(cursor);
    const page = await askForCheck({ cursor });
    if (!seen.prove(page, { keys, at }) || seen.isFirstAgain(page)) throw new PagesShiftedError(list);
    return page;
  };

  const verifyEnd = async (): Promise<VerifiedEnd> => {
    const { previous } = seen;
    if (previous === undefined) throw new PagesShiftedError(list);
    const again = await askForCheck(previous);
    const proof = seen.prove(again, { keys: fingerprintKeys(previous), at: previous.begin });
    if (proof === undefined) throw new PagesShiftedError(list);
    seen.accept(again);
    if (again.next === undefined) return { again };
    // What comes next may all be known: others have come on top, and the list is longer than it was.
    if (proof === 'moved') return { again, request: send(again.next) };
    const following = await unlessRefused(send(again.next).page(), seen);
    if (following === undefined) throw new PagesShiftedError(list);
    if (following.newThisPass.length > 0 || !seen.isDoubtful(following)) return { again, following };
    if ((following.apiDate ?? 0) - (again.apiDate ?? 0) > LONGEST_PROOF_MS) {
      lateProofs += 1;
      if (lateProofs >= MOST_PROOFS) throw new PagesShiftedError(list);
      return await verifyEnd();
    }
    if (!seen.isFirstAgain(following) || laps >= MOST_LAPS) return { again };
    // In place of the end the first page has come back: it may hold new records by now.
    laps += 1;
    seen.restart();
    const top = seen.take(await send(undefined).page());
    return top.newThisPass.length > 0 ? { again, following: top } : { again };
  };

  return { resume, verifyEnd };
}

/** Undefined if the API refuses a later page: it may not know the cursor any more. */
export async function unlessRefused(
  page: ReturnType<PageRequest['page']>,
  seen: PageHistory,
): Promise<KnownPage | undefined> {
  try {
    return seen.take(await page);
  } catch (error) {
    const isRefused = error instanceof RequestError && REFUSALS.includes(error.status);
    if (seen.previous === undefined || !isRefused) throw error;
    return undefined;
  }
}
