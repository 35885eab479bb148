import type { JsonObject } from '../json/json-object.ts';
import { RequestError } from '../request-error.ts';
import { describeRequest } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import type { KeyMemory } from './key-memory.ts';
import {
  type Ask,
  createPageRequests,
  type PagedList,
  type PageRequest,
  type PageRequests,
} from './page-request.ts';
import type { Ending, Follow, Page, Part } from './part.ts';
import { keysOfPlace } from './position.ts';
import { createSeenList, type SeenList, type SeenPage } from './seen-list.ts';
import { ShapeError } from './shape-error.ts';

/** A list with this many pages in a row without a new key would never end. */
const MOST_BARREN_PAGES = 100;

/** A list that begins anew in place of its end is followed so often, as long as its first page has new keys. */
const MOST_LAPS = 2;

/** A cursor may be forgotten while the answer that leads to it grows old: then the proof is made again, but not for ever. */
const LONGEST_PROOF_MS = 10_000;
const MOST_PROOFS = 5;

/** Statuses with which a server may say that it does not know a cursor (any more). */
const REFUSALS: readonly (number | undefined)[] = [400, 404, 410, 422];

/** The place in a list is lost: what was read may not join what is still to be read, so the part is to be read anew. */
export class LostPlaceError extends TapError {
  override name = 'LostPlaceError';

  constructor(list: PagedList) {
    super(
      `${describeRequest(list)}: the list has changed so much while it was read that its pages do not join`,
    );
  }
}

/** What the reading of a part needs besides the part. */
export interface Reading {
  readonly ask: Ask;
  /** Remembers what has been given out, also when the part is read anew. */
  readonly memory: KeyMemory;
  /** The instant of a record, in unix seconds, where the list has times. */
  readonly instantOf?: ((record: JsonObject) => number | undefined) | undefined;
  /** What follows a page. Default: the page behind its cursor. */
  readonly follow?: ((part: Part, page: Page) => Follow) | undefined;
}

/**
 * Reads a part page by page, at the consumer's pace but one page ahead. Every end is proved: a later page that brings
 * nothing new, leads back, or is refused may be the API's answer to a cursor that it has forgotten. Then the page before
 * is asked for again, and its `next` followed at once; what again brings nothing is the end (live-facts §2.0). Throws
 * {@link LostPlaceError} where the page before is not the same any more, {@link ShapeError} for a body without its list
 * and for a list that would never end.
 */
export async function* readPages(
  list: PagedList,
  start: Part,
  reading: Reading,
): AsyncGenerator<Page, Ending, undefined> {
  const seen = createSeenList(list, reading.memory, reading.instantOf);
  try {
    return yield* readSeen(list, start, reading, seen);
  } finally {
    seen.release();
  }
}

async function* readSeen(
  list: PagedList,
  start: Part,
  { ask, memory, follow }: Reading,
  seen: SeenList,
): AsyncGenerator<Page, Ending, undefined> {
  let part = start;
  let requests = createPageRequests(list, part, ask);
  let barren = 0;
  let laps = 0;
  let lateProofs = 0;
  memory.beginPass();

  const send = (cursor: string | undefined): PageRequest => {
    seen.ask(cursor);
    return requests.ask(cursor);
  };
  /** The coming page, with the one behind it if that could be asked for before this one was parsed. */
  const receive = async ({ arrived, page }: PageRequest) => {
    const next = part.isWhole ? (await arrived)?.next : undefined;
    const ahead = next === undefined || seen.hasAsked(next) ? undefined : requests.ask(next);
    return { page: await unlessRefused(page(), seen), ahead: ahead && { next, request: ahead } };
  };

  let coming = part.resumeAt ? undefined : send(undefined);
  let page = coming ? undefined : await resume();
  for (;;) {
    let ahead: Awaited<ReturnType<typeof receive>>['ahead'];
    if (coming) ({ page, ahead } = await receive(coming));
    coming = undefined;
    if (page === undefined || (seen.previous !== undefined && seen.isDoubtful(page))) {
      // What an earlier pass has given out tells the order, too.
      if (page && page.met.length > 0) yield seen.toPage(page);
      const { again, following, request } = await proveEnd();
      if (again.met.length > 0) yield seen.toPage(again);
      if (following === undefined && request === undefined) return 'proved';
      [page, coming] = [following, request];
      continue;
    }
    barren = page.met.length > 0 ? 0 : barren + 1;
    if (barren >= MOST_BARREN_PAGES)
      throw new ShapeError(describeRequest(list), 'page after page brings nothing new');
    seen.accept(page);
    const given = seen.toPage(page);
    const then = follow?.(part, given) ?? 'cursor';
    if (typeof then === 'object') {
      part = then;
      requests = createPageRequests(list, part, ask, requests.limit);
      seen.restart();
      coming = send(undefined);
    } else if (then === 'cursor' && page.next !== undefined) {
      seen.ask(page.next);
      coming = ahead?.next === page.next ? ahead.request : requests.ask(page.next);
    }
    yield given;
    if (coming === undefined) return then === 'stop' ? 'stopped' : 'proved';
  }

  /** A page once more. Whatever is wrong with the answer, an error that does not pass or no list at all, proves nothing. */
  async function askForProof(known: Parameters<PageRequests['askAgain']>[0]): Promise<SeenPage> {
    try {
      return seen.take(await requests.askAgain(known));
    } catch (error) {
      const isAnswer = error instanceof RequestError || error instanceof ShapeError;
      throw isAnswer ? new LostPlaceError(list) : error;
    }
  }

  /**
   * The page at which an earlier run stopped, if it is still the same. Where the first page may come back for a forgotten
   * cursor, it is asked for before, to be known again.
   */
  async function resume(): Promise<SeenPage> {
    const { cursor, keys, at } = part.resumeAt ?? { cursor: '', keys: [] };
    if (!seen.isNumbered) seen.begin(await askForProof({ cursor: undefined }));
    seen.ask(cursor);
    const page = await askForProof({ cursor });
    if (!seen.prove(page, { keys, at }) || seen.isFirstAgain(page)) throw new LostPlaceError(list);
    return page;
  }

  /**
   * Asks again for the page before a doubtful one, and at once for what it leads to now. Resolves with that page and the
   * one to go on with, read or under way; without one where this is the end.
   */
  async function proveEnd(): Promise<{ again: SeenPage; following?: SeenPage; request?: PageRequest }> {
    const { previous } = seen;
    if (previous === undefined) throw new LostPlaceError(list);
    const again = await askForProof(previous);
    const proof = seen.prove(again, { keys: keysOfPlace(previous), at: previous.begin });
    if (proof === undefined) throw new LostPlaceError(list);
    seen.accept(again);
    if (again.next === undefined) return { again };
    // What comes next may all be known: others have come on top, and the list is longer than it was.
    if (proof === 'moved') return { again, request: send(again.next) };
    const following = await unlessRefused(send(again.next).page(), seen);
    if (following === undefined) throw new LostPlaceError(list);
    if (following.met.length > 0 || !seen.isDoubtful(following)) return { again, following };
    if ((following.apiDate ?? 0) - (again.apiDate ?? 0) > LONGEST_PROOF_MS) {
      lateProofs += 1;
      if (lateProofs >= MOST_PROOFS) throw new LostPlaceError(list);
      return await proveEnd();
    }
    if (!seen.isFirstAgain(following) || laps >= MOST_LAPS) return { again };
    // In place of the end the first page has come back: it may hold new records by now.
    laps += 1;
    seen.restart();
    const top = seen.take(await send(undefined).page());
    return top.met.length > 0 ? { again, following: top } : { again };
  }
}

/** Undefined if the API refuses a later page: it may not know the cursor any more. */
async function unlessRefused(
  page: ReturnType<PageRequest['page']>,
  seen: SeenList,
): Promise<SeenPage | undefined> {
  try {
    return seen.take(await page);
  } catch (error) {
    const isRefused = error instanceof RequestError && REFUSALS.includes(error.status);
    if (seen.previous === undefined || !isRefused) throw error;
    return undefined;
  }
}
