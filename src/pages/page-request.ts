import type { Answer, Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { isPassing, RequestError } from '../request-error.ts';
import type { Resolution, StreamDefinition } from '../streams/definition.ts';
import { easternPeriod } from '../time/calendar.ts';
import { createPaging, type Paging } from './paging.ts';
import type { Partition } from './partition.ts';
import { parseRows, type RowsContext } from './rows.ts';
import { ShapeError } from './shape-error.ts';

/** What of a definition the reading of its pages needs. */
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

/** How the pages of one partition are asked for. */
export interface PageRequests {
  readonly list: ListRequest;
  readonly partition: Partition;
  readonly ask: Ask;
  readonly paging: Paging;
  /** The page size that has worked so far; undefined where there is none to choose. */
  limit: number | undefined;
}

/**
 * Prepares the requests of a partition, whose pages by offset overlap by some records. The page size that has worked stays
 * for the pages that follow, and for the partition that takes the place of another: `limit`.
 */
export function prepareRequests(
  list: ListRequest,
  partition: Partition,
  { ask, overlap, limit }: { ask: Ask; overlap: number; limit?: number | undefined },
): PageRequests {
  const paging = createPaging(list, overlap);
  return { list, partition, ask, paging, limit: limit ?? paging.limit };
}

/** Asks for a page at once. A page that keeps failing is asked for in half its size, down to the API's default. */
export function requestPage(requests: PageRequests, cursor: string | undefined): PageRequest {
  let size = requests.limit;
  let isPatient = !isLarge(requests, size);
  let sent = send(requests, cursor, size, isPatient);
  // `page` meets a failure; until it is called the failure must not count as unhandled.
  const arrived = sent.catch(() => undefined);
  return {
    arrived,
    async page() {
      for (;;) {
        try {
          return await readAnswer(requests, sent, cursor, size);
        } catch (error) {
          if (isPatient || !(error instanceof RequestError) || !isPassing(error.failure)) throw error;
          if (isTooMuch(error)) requests.limit = size = halve(requests, size);
          else isPatient = true;
          isPatient ||= !isLarge(requests, size);
          sent = send(requests, cursor, size, isPatient);
        }
      }
    },
  };
}

/** Asks for a page once more, in the size that it had, with little patience. */
export function requestAgain(
  requests: PageRequests,
  { cursor, limit = requests.limit }: Pick<RawPage, 'cursor'> & { limit?: number | undefined },
): Promise<RawPage> {
  return readAnswer(requests, send(requests, cursor, limit, false), cursor, limit);
}

function send(
  { list, partition, paging, ask }: PageRequests,
  cursor: string | undefined,
  size: number | undefined,
  isPatient: boolean,
): Promise<Answer> {
  return ask({
    path: list.path,
    params: partition.params,
    query: {
      ...list.query,
      ...partition.query,
      ...(size === undefined ? {} : { limit: String(size) }),
      ...(cursor === undefined ? {} : { [paging.parameter]: cursor }),
    },
    ...(partition.body === undefined ? {} : { body: partition.body }),
    ...(isPatient ? {} : { mostAttempts: FEW_ATTEMPTS }),
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
  // Its periods are counted back from when the API counted them, and that is not known if a day has ended meanwhile.
  if (series?.kind === 'steps' && hasCrossed(series.resolution, answer)) {
    answer = await send(requests, cursor, size, true);
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

/** Whether a period of the calendar has ended between the request and its answer. */
function hasCrossed(resolution: Resolution, { sentDate, apiDate }: Answer): boolean {
  if (sentDate === undefined || apiDate === undefined) return false;
  return easternPeriod(resolution, sentDate / 1000) !== easternPeriod(resolution, apiDate / 1000);
}

/** Whether a smaller page may succeed: the API took too long for this one, or broke it off. */
function isTooMuch({ failure }: RequestError): boolean {
  return failure.kind === 'timeout' || failure.kind === 'broken body' || (failure.status ?? 0) >= 500;
}

/** Whether a page of this size may be asked for in half of it. */
function isLarge({ paging: { least } }: PageRequests, size: number | undefined): boolean {
  return size !== undefined && least !== undefined && size > least;
}

function halve({ paging: { least } }: PageRequests, size: number | undefined): number | undefined {
  return size === undefined || least === undefined ? size : Math.max(least, Math.floor(size / 2));
}

/** Whether the API has answered something, or nothing at all; anything else ends the run. */
export function isAnswer(error: unknown): error is RequestError | ShapeError {
  return error instanceof RequestError || error instanceof ShapeError;
}
