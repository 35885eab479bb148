import type { Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { describeRequest } from '../streams/definition.ts';
import type { KeyMemory } from './key-memory.ts';
import { createPageHistory, type PageHistory } from './page-history.ts';
import { createPageRequests, type ListRequest, type PageRequest } from './page-request.ts';
import type { Ending, Follow, Page, Partition } from './partition.ts';
import { ShapeError } from './shape-error.ts';
import { createVerification, unlessRefused } from './verification.ts';

/** After this many pages in a row without a new key, the list is taken for one that never ends. */
const MOST_PAGES_WITHOUT_NEW = 100;

/** What the reading of a partition needs besides the partition. */
export interface Reading {
  readonly ask: Ask;
  /** Remembers what has been given out, also when the partition is read anew. */
  readonly memory: KeyMemory;
  /** The instant of a record, in unix seconds, where the list has times. */
  readonly instantOf?: ((record: JsonObject) => number | undefined) | undefined;
  /** What follows a page. Default: the page behind its cursor. */
  readonly follow?: ((partition: Partition, page: Page) => Follow) | undefined;
}

/**
 * Reads a partition page by page, at the consumer's pace but one page ahead. Every end is proved: a later page that brings
 * nothing new, leads back, or is refused may be the API's answer to a cursor that it has forgotten. Then the page before
 * is asked for again, and its `next` followed at once; what again brings nothing is the end (docs/api-behaviour.md#95).
 * Throws PagesShiftedError where the page before is not the same any more, {@link ShapeError} for a body without its
 * list and for a list that would never end.
 */
export async function* readPages(
  list: ListRequest,
  start: Partition,
  reading: Reading,
): AsyncGenerator<Page, Ending, undefined> {
  const seen = createPageHistory(list, reading.memory, reading.instantOf);
  try {
    return yield* readSeen(list, start, reading, seen);
  } finally {
    seen.release();
  }
}

async function* readSeen(
  list: ListRequest,
  start: Partition,
  { ask, memory, follow }: Reading,
  seen: PageHistory,
): AsyncGenerator<Page, Ending, undefined> {
  let partition = start;
  let requests = createPageRequests(list, partition, ask);
  let withoutNew = 0;
  memory.beginPass();

  const send = (cursor: string | undefined): PageRequest => {
    seen.ask(cursor);
    return requests.ask(cursor);
  };
  const proofs = createVerification(list, seen, { send, askAgain: (known) => requests.askAgain(known) });
  /** The coming page, with the one behind it if that could be asked for before this one was parsed. */
  const receive = async ({ arrived, page }: PageRequest) => {
    const next = partition.readsToEnd ? (await arrived)?.next : undefined;
    const ahead = next === undefined || seen.hasAsked(next) ? undefined : requests.ask(next);
    return { page: await unlessRefused(page(), seen), ahead: ahead && { next, request: ahead } };
  };

  let coming = partition.resumeAt ? undefined : send(undefined);
  let page = partition.resumeAt && (await proofs.resume(partition.resumeAt));
  for (;;) {
    let ahead: Awaited<ReturnType<typeof receive>>['ahead'];
    if (coming) ({ page, ahead } = await receive(coming));
    coming = undefined;
    if (page === undefined || (seen.previous !== undefined && seen.isDoubtful(page))) {
      // What an earlier pass has given out tells the order, too.
      if (page && page.newThisPass.length > 0) yield seen.toPage(page);
      const { again, following, request } = await proofs.verifyEnd();
      if (again.newThisPass.length > 0) yield seen.toPage(again);
      if (following === undefined && request === undefined) return { how: 'verified', reasons: [] };
      [page, coming] = [following, request];
      continue;
    }
    withoutNew = page.newThisPass.length > 0 ? 0 : withoutNew + 1;
    if (withoutNew >= MOST_PAGES_WITHOUT_NEW)
      throw new ShapeError(describeRequest(list), 'page after page brings nothing new');
    seen.accept(page);
    const given = seen.toPage(page);
    const then = follow?.(partition, given) ?? 'cursor';
    if (typeof then === 'object') {
      partition = then;
      requests = createPageRequests(list, partition, ask, requests.limit);
      seen.restart();
      coming = send(undefined);
    } else if (then === 'cursor' && page.next !== undefined) {
      seen.ask(page.next);
      coming = ahead?.next === page.next ? ahead.request : requests.ask(page.next);
    }
    yield given;
    if (coming === undefined) return { how: then === 'stop' ? 'stopped' : 'verified', reasons: [] };
  }
}
