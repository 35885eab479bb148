import type { Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { RequestError } from '../request-error.ts';
import { ShapeError } from '../shape-error.ts';
import { describeRequest } from '../streams/definition.ts';
import type { KeyMemory } from './key-memory.ts';
import { isEmptySampled, type ListKnowledge, newListKnowledge } from './list-knowledge.ts';
import {
  acceptPage,
  cameAtEnd,
  goOnIfFirst,
  hasJumped,
  holdsEarlierBegin,
  isDoubtful,
  isFirstAgain,
  isMisplaced,
  repeatsEarlier,
} from './page-checks.ts';
import {
  dropPage,
  givePage,
  type KnownPage,
  newPageHistory,
  releaseHeld,
  restartHistory,
} from './page-history.ts';
import { checkJoin } from './page-joins.ts';
import { type ListRequest, type PageRequest, prepareRequests, requestPage } from './page-request.ts';
import { isNumbered } from './paging.ts';
import type { Ending, Follow, Page, Partition } from './partition.ts';
import type { Digest } from './position.ts';
import { askFor, type ListReading, resumeReading, takeUnlessRefused, verifyEnd } from './verification.ts';

/** After this many pages in a row without a new key, the list is taken for one that never ends. */
const MOST_PAGES_WITHOUT_NEW = 100;

/** Options of reading a partition. */
export interface Reading {
  readonly ask: Ask;
  /** Remembers what has been given out, also when the partition is read anew. */
  readonly memory: KeyMemory;
  /** Knowledge of the list from the whole run; the same object for all partitions of a stream. */
  readonly known?: ListKnowledge | undefined;
  /** True if the target deletes what this reading does not bring. */
  readonly deletesUnread?: boolean | undefined;
  /** True if a bookmark passes what this reading does not bring, since children are read for its records. */
  readonly passesUnread?: boolean | undefined;
  /** The instant of a record, in unix seconds, where the list has times. */
  readonly instantOf?: ((record: JsonObject) => number | undefined) | undefined;
  /** Makes what a position of an earlier run may hold in place of keys. */
  readonly digest?: Digest | undefined;
  /** Decides what follows a page. Default: the page behind its cursor. */
  readonly follow?: ((partition: Partition, page: Page) => Follow) | undefined;
}

/** A partition that is being read. */
interface PartitionReading extends ListReading {
  partition: Partition;
  readonly known: ListKnowledge;
  readonly deletesUnread: boolean;
  /** The page to go on with, if it is there already. */
  page: KnownPage | undefined;
  /** The page to go on with, if it is under way. */
  coming: PageRequest | undefined;
  /** Number of pages in a row that have brought no new key. */
  withoutNew: number;
  /** Number of pages that have come, and of those that had when reading went on in another place: they may come again. */
  pages: number;
  pagesBefore: number;
}

/** A page that has come, or its refusal, with the page behind it if that could be asked for before this one was parsed. */
interface Received {
  readonly page: KnownPage | RequestError;
  readonly ahead?: { readonly next: string; readonly request: PageRequest } | undefined;
}

/**
 * Reads a partition page by page, at the consumer's pace but one page ahead. Every end is verified: a later page that
 * brings nothing new, leads back, or is refused may be the API's answer to a cursor that it has forgotten. Then the page
 * before is asked for again, and its `next` followed at once; what again brings nothing is the end
 * (docs/api-behaviour.md#95). Throws PagesShiftedError where the page before is not the same any more, {@link ShapeError}
 * for a body without its list and for a list that would never end.
 */
export async function* readPages(
  list: ListRequest,
  partition: Partition,
  options: Reading,
): AsyncGenerator<Page, Ending, undefined> {
  const { ask, memory, instantOf, digest, known = newListKnowledge() } = options;
  const { deletesUnread = false, passesUnread = false } = options;
  const overlap = deletesUnread && list.pagination.kind === 'offset' ? 1 : 0;
  const history = newPageHistory({ list, memory, instantOf, digest, overlap });
  const requests = prepareRequests(list, partition, { ask, overlap, known });
  const reading: PartitionReading = {
    history,
    requests,
    partition,
    known,
    checksJoins: deletesUnread || passesUnread,
    deletesUnread,
    page: undefined,
    coming: undefined,
    reasons: new Set(),
    laps: 0,
    firstAgain: 0,
    lateVerifications: 0,
    withoutNew: 0,
    pages: 0,
    pagesBefore: 0,
  };
  memory.beginPass();
  try {
    if (partition.resumeAt) reading.page = await resumeReading(reading, partition.resumeAt);
    else reading.coming = askFor(reading, undefined);
    return yield* readOn(reading, options);
  } finally {
    releaseHeld(history);
  }
}

async function* readOn(
  reading: PartitionReading,
  { ask, follow }: Reading,
): AsyncGenerator<Page, Ending, undefined> {
  const { history } = reading;
  for (;;) {
    const { page, ahead } = await receive(reading);
    const isRefused = page instanceof RequestError;
    if (isRefused || (history.previous !== undefined && isDoubtful(history, page))) {
      // Before it is given out, which may show that the list does not get older.
      const isFirst = !isRefused && isFirstAgain(history, page);
      const came = isRefused ? 'other' : cameAtEnd(history, page);
      if (!isRefused) {
        // The first page in place of another one says nothing of the order there.
        if (isFirst) history.moved.add(page);
        if (isMisplaced(history, page)) dropPage(history, page);
        // What an earlier pass has given out tells the order, too.
        else if (page.newThisPass.length > 0) yield give(reading, page);
      }
      const { laps } = reading;
      const { again, following, request } = await verifyEnd(reading, came);
      if (isFirst && following && hasJumped(history, page, following)) history.jumped.add(following);
      if (reading.laps > laps) reading.pagesBefore = reading.pages;
      for (const before of again) if (before.newThisPass.length > 0) yield give(reading, before);
      if (following === undefined && request === undefined) return endOf(reading, 'verified');
      [reading.page, reading.coming] = [following, request];
      continue;
    }
    countNew(reading, page);
    reading.firstAgain = 0;
    if (reading.checksJoins) await checkJoin(reading, page);
    goOnIfFirst(history, page);
    acceptPage(history, page);
    const given = give(reading, page);
    const then = follow?.(reading.partition, given) ?? 'cursor';
    if (typeof then === 'object') readInPlace(reading, then, ask);
    else if (then === 'cursor' && page.next !== undefined) followCursor(reading, page.next, ahead);
    yield given;
    if (reading.coming === undefined) return endOf(reading, then === 'stop' ? 'stopped' : 'verified');
  }
}

/** Gives a page out with what is known by then: what a later run goes on with must say it, too. */
function give({ history, reasons }: PartitionReading, page: KnownPage): Page {
  return { ...givePage(history, page), reasons: [...reasons] };
}

function endOf({ reasons }: PartitionReading, how: Ending['how']): Ending {
  return { how, reasons: [...reasons] };
}

/** The page to go on with; one without records is asked for again before anything rests on it. */
async function receive(reading: PartitionReading): Promise<Received> {
  const received = await receiveOnce(reading);
  const { page, ahead } = received;
  if (page instanceof RequestError || !needsSecondAnswer(reading, page)) return received;
  const second = await takeUnlessRefused(reading.history, requestPage(reading.requests, page.cursor).page());
  if (!(second instanceof RequestError) && second.records.length > 0) reading.known.hasEmptyDiffered = true;
  return { page: second, ahead };
}

/** Receives a page once. If all pages are read, the next one is asked for before this one is parsed. */
async function receiveOnce(reading: PartitionReading): Promise<Received> {
  const { history, page, coming, partition, requests } = reading;
  [reading.page, reading.coming] = [undefined, undefined];
  if (page !== undefined) return { page };
  if (coming === undefined) throw new Error('nothing to go on with');
  const next = partition.readsToEnd ? (await coming.arrived)?.next : undefined;
  const request = next === undefined || history.asked.has(next) ? undefined : requestPage(requests, next);
  const received = await takeUnlessRefused(history, coming.page());
  return { page: received, ahead: next !== undefined && request ? { next, request } : undefined };
}

/** Tells whether something rests on a page because it is without records. */
function needsSecondAnswer(
  { history, known, deletesUnread, checksJoins, partition }: PartitionReading,
  { records, cursor, next }: KnownPage,
): boolean {
  if (records.length > 0) return false;
  if (cursor === undefined) return partition.isSpan === true || (checksJoins && isEmptySampled(known));
  // A cursor that leads to nothing is doubtful in any case: then the page before it is asked for again, too.
  if (next === undefined && !isNumbered(history.list)) return false;
  return deletesUnread || history.isPreviousFull;
}

/** Goes on with the page behind a cursor, which may have been asked for already. */
function followCursor(reading: PartitionReading, cursor: string, ahead: Received['ahead']): void {
  const isAhead = ahead?.next === cursor;
  if (isAhead) reading.history.asked.add(cursor);
  reading.coming = isAhead ? ahead.request : askFor(reading, cursor);
}

/** Goes on with another partition in place of this one. */
function readInPlace(reading: PartitionReading, partition: Partition, ask: Ask): void {
  const { history, known } = reading;
  reading.partition = partition;
  reading.pagesBefore = reading.pages;
  reading.requests = prepareRequests(history.list, partition, { ask, overlap: history.overlap, known });
  restartHistory(history);
  history.hasLedOn = false;
  reading.coming = askFor(reading, undefined);
}

function countNew(reading: PartitionReading, page: KnownPage): void {
  const { history } = reading;
  const isNew =
    page.newThisPass.length > 0 && !repeatsEarlier(history, page) && !holdsEarlierBegin(history, page);
  reading.withoutNew = isNew ? 0 : reading.withoutNew + 1;
  reading.pages += 1;
  if (reading.withoutNew >= MOST_PAGES_WITHOUT_NEW + reading.pagesBefore)
    throw new ShapeError(describeRequest(history.list), 'page after page brings nothing new');
}
