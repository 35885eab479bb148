import type { Answer, Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { isPassing, RequestError } from '../request-error.ts';
import type { Resolution, StreamDefinition } from '../streams/definition.ts';
import { easternPeriod } from '../time/calendar.ts';
import { createPaging, type Paging } from './paging.ts';
import type { Partition } from './partition.ts';
import { parseRows, type RowsContext } from './rows.ts';

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

/** Asks for the pages of one partition. */
export interface PageRequests {
  /** The page size that has worked so far; undefined where there is none to choose. */
  readonly limit: number | undefined;
  /** Asks for a page at once. A page that keeps failing is asked for in half its size, down to the API's default. */
  ask(cursor: string | undefined): PageRequest;
  /** Asks for a page once more, in the size that it had, with little patience. */
  askAgain(page: Pick<RawPage, 'cursor'> & { limit?: number | undefined }): Promise<RawPage>;
}

/**
 * Prepares the requests of a partition. The page size that has worked stays for the pages that follow, and for the partition that
 * takes the place of another: `known`.
 */
export function createPageRequests(
  list: ListRequest,
  partition: Partition,
  ask: Ask,
  known?: number,
): PageRequests {
  const paging = createPaging(list);
  const { least } = paging;
  let limit = known ?? paging.limit;

  const send = (cursor: string | undefined, size: number | undefined, mostAttempts?: number) =>
    ask({
      path: list.path,
      params: partition.params,
      query: {
        ...list.query,
        ...partition.query,
        ...(size === undefined ? {} : { limit: String(size) }),
        ...(cursor === undefined ? {} : { [paging.parameter]: cursor }),
      },
      ...(partition.body === undefined ? {} : { body: partition.body }),
      ...(mostAttempts === undefined ? {} : { mostAttempts }),
    });
  const isLarge = (size: number | undefined) => size !== undefined && least !== undefined && size > least;
  const read = async (sent: Promise<Answer>, cursor: string | undefined, size: number | undefined) => {
    let answer = await sent;
    let body = await answer.json();
    // Its periods are counted back from when the API counted them, and that is not known if a day has ended meanwhile.
    if (partition.series?.kind === 'steps' && hasCrossed(partition.series.resolution, answer)) {
      answer = await send(cursor, size);
      body = await answer.json();
    }
    return readPage(list, partition, paging, { cursor, size, apiDate: answer.apiDate, body });
  };

  return {
    get limit() {
      return limit;
    },
    ask(cursor) {
      let size = limit;
      let isPatient = !isLarge(size);
      let sent = send(cursor, size, isPatient ? undefined : FEW_ATTEMPTS);
      // `page` meets a failure; until it is called the failure must not count as unhandled.
      const arrived = sent.catch(() => undefined);
      return {
        arrived,
        async page() {
          for (;;) {
            try {
              return await read(sent, cursor, size);
            } catch (error) {
              if (isPatient || !(error instanceof RequestError) || !isPassing(error.failure)) throw error;
              if (isTooMuch(error) && size !== undefined && least !== undefined)
                limit = size = Math.max(least, Math.floor(size / 2));
              else isPatient = true;
              isPatient ||= !isLarge(size);
              sent = send(cursor, size, isPatient ? undefined : FEW_ATTEMPTS);
            }
          }
        },
      };
    },
    askAgain: ({ cursor, limit: size = limit }) => read(send(cursor, size, FEW_ATTEMPTS), cursor, size),
  };
}

function readPage(
  list: ListRequest,
  { series }: Partition,
  paging: Paging,
  answer: {
    cursor: string | undefined;
    size: number | undefined;
    apiDate: number | undefined;
    body: unknown;
  },
): RawPage {
  const { cursor, size: limit, apiDate, body } = answer;
  const rows = parseRows(list, body, {
    position: paging.positionOf(cursor),
    series,
    apiDate,
    onUnreadStart: list.onUnreadStart,
  });
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
