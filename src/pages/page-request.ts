import type { Answer, Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { isPassing, isTooMuch, RequestError } from '../request-error.ts';
import { ShapeError } from '../shape-error.ts';
import type { Resolution, StreamDefinition } from '../streams/definition.ts';
import { easternPeriod, easternPeriodsBetween } from '../time/calendar.ts';
import { countGoodPage, isLarge, type ListKnowledge, shrinkPages } from './list-knowledge.ts';
import { createPaging, type Paging } from './paging.ts';
import type { Partition } from './partition.ts';
import { parseRows, type RowsContext } from './rows.ts';
import type { SeriesRequest } from './series.ts';

/** Part of a definition that the reading of its pages needs. */
export type ListRequest = Pick<
  StreamDefinition,
  'path' | 'query' | 'post' | 'variants' | 'rows' | 'pagination'
> & {
  /** Brings each record into the columns of the stream. */
  readonly reshape?: ((record: JsonObject) => JsonObject) | undefined;
  readonly onUnreadStart?: RowsContext['onUnreadStart'];
};

/** A page as it was answered. */
export interface RawPage {
  readonly records: readonly JsonObject[];
  readonly cursor: string | undefined;
  readonly next: string | undefined;
  readonly apiDate: number | undefined;
  /** The page size that was asked for; a page asked for again keeps it. */
  readonly limit: number | undefined;
}

/** After this many attempts without a whole answer, a page is asked for in half its size, or a position is given up. */
const FEW_ATTEMPTS = 3;

/** A page that has been asked for. */
export interface PageRequest {
  /** Resolves when the answer is there, before it is parsed; never rejects. */
  readonly arrived: Promise<Answer | undefined>;
  page(): Promise<RawPage>;
}

/** Requests for the pages of one partition. */
export interface PageRequests {
  readonly list: ListRequest;
  readonly partition: Partition;
  readonly ask: Ask;
  readonly paging: Paging;
  /** Knowledge of the list from the whole run. */
  readonly known: ListKnowledge;
  /** The number of periods to ask for, where that is not as planned. */
  steps: number | undefined;
}

/** Prepares the requests of a partition, whose pages by offset overlap by some records. */
export function prepareRequests(
  list: ListRequest,
  partition: Partition,
  { ask, overlap, known }: { ask: Ask; overlap: number; known: ListKnowledge },
): PageRequests {
  return { list, partition, ask, known, paging: createPaging(list, overlap), steps: known.steps };
}

/**
 * Asks for a page at once. A page that keeps failing since it is too much is asked for in half its size, again and again;
 * the size that works stays for the list.
 */
export function requestPage(requests: PageRequests, cursor: string | undefined): PageRequest {
  const { known, paging, partition } = requests;
  let size = sizeOf(requests);
  let mostAttempts = attemptsOf(requests, size);
  let sent = send(requests, cursor, size, mostAttempts);
  // `page` meets a failure; until it is called the failure must not count as unhandled.
  const arrived = sent.catch(() => undefined);
  return {
    arrived,
    async page() {
      for (;;) {
        try {
          const page = await readAnswer(requests, sent, cursor, size);
          if (size !== undefined && paging.limit !== undefined) countGoodPage(known, size, paging.limit);
          return page;
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          if (isHalvable(requests, size) && isTooMuch(error.failure)) {
            shrinkPages(known, size);
            size = sizeOf(requests);
            mostAttempts = attemptsOf(requests, size);
          } else if (mostAttempts !== undefined && isPassing(error.failure)) {
            if (isTooMuch(error.failure) && partition.isDivisible) throw error;
            mostAttempts = undefined;
          } else throw error;
          sent = send(requests, cursor, size, mostAttempts);
        }
      }
    },
  };
}

/** Asks for a page once more, in the size that it had, with little patience. */
export function requestAgain(
  requests: PageRequests,
  { cursor, limit = sizeOf(requests) }: Pick<RawPage, 'cursor'> & { limit?: number | undefined },
): Promise<RawPage> {
  return readAnswer(requests, send(requests, cursor, limit, FEW_ATTEMPTS), cursor, limit);
}

/** The page size to ask for; undefined where there is none to choose. */
function sizeOf({ known, paging }: PageRequests): number | undefined {
  return known.limit ?? paging.limit;
}

function isHalvable({ paging }: PageRequests, size: number | undefined): size is number {
  return paging.isResizable && size !== undefined && isLarge(size);
}

/** Little patience where a smaller page, or half a span, can be asked for instead; least where that size has failed before. */
function attemptsOf(requests: PageRequests, size: number | undefined): number | undefined {
  const { known, partition } = requests;
  if (isHalvable(requests, size)) return known.isTrial ? 1 : FEW_ATTEMPTS;
  return partition.isDivisible && known.hasBeenDivided ? FEW_ATTEMPTS : undefined;
}

function send(
  { list, partition, paging, ask, steps }: PageRequests,
  cursor: string | undefined,
  size: number | undefined,
  mostAttempts?: number,
): Promise<Answer> {
  return ask({
    path: list.path,
    params: partition.params,
    query: {
      ...list.query,
      ...partition.query,
      ...(steps === undefined ? {} : { steps: String(steps) }),
      ...(size === undefined ? {} : { limit: String(size) }),
      ...(cursor === undefined ? {} : { [paging.parameter]: cursor }),
    },
    ...(partition.body === undefined ? {} : { body: partition.body }),
    ...(mostAttempts === undefined ? {} : { mostAttempts }),
  });
}

async function readAnswer(
  requests: PageRequests,
  sent: Promise<Answer>,
  cursor: string | undefined,
  size: number | undefined,
): Promise<RawPage> {
  const { series } = requests.partition;
  let answer = await sent;
  let body = await answer.json();
  // Its periods are counted back from when the API counted them, and that is not known if a day has ended meanwhile. If
  // one has ended since the run was planned, they do not reach back far enough.
  if (
    series?.kind === 'steps' &&
    (isTooShort(requests, series, answer) || hasCrossed(series.resolution, answer))
  ) {
    answer = await send(requests, cursor, size);
    body = await answer.json();
  }
  return toPage(requests, { cursor, limit: size, apiDate: answer.apiDate }, body);
}

function toPage(
  { list, partition: { series }, paging }: PageRequests,
  { cursor, limit, apiDate }: Pick<RawPage, 'cursor' | 'limit' | 'apiDate'>,
  body: unknown,
): RawPage {
  const { onUnreadStart } = list;
  const rows = parseRows(list, body, { position: paging.positionOf(cursor), series, apiDate, onUnreadStart });
  const next = paging.nextOf(cursor, rows.length, body);
  return { records: list.reshape ? rows.map(list.reshape) : rows, cursor, next, apiDate, limit };
}

/** Tells whether periods that are counted back do not reach as far as planned; from then on more of them are asked for. */
function isTooShort(
  requests: PageRequests,
  { resolution, from, most = 0 }: SeriesRequest,
  { apiDate }: Answer,
): boolean {
  if (apiDate === undefined) return false;
  const { known, partition, steps = Number(partition.query['steps']) } = requests;
  const needed = Math.min(most, easternPeriodsBetween(resolution, from, apiDate / 1000) + 1);
  if (needed <= steps) return false;
  requests.steps = needed;
  known.steps = Math.max(known.steps ?? 0, needed);
  return true;
}

/** Tells whether a period of the calendar has ended between the request and its answer. */
function hasCrossed(resolution: Resolution, { sentDate, apiDate }: Answer): boolean {
  if (sentDate === undefined || apiDate === undefined) return false;
  return easternPeriod(resolution, sentDate / 1000) !== easternPeriod(resolution, apiDate / 1000);
}

/** Tells whether the API has answered something, or nothing at all; anything else ends the run. */
export function isAnswer(error: unknown): error is RequestError | ShapeError {
  return error instanceof RequestError || error instanceof ShapeError;
}
