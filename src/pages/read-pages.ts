import type { GetJson } from '../http/client.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { StreamDefinition } from '../streams/definition.ts';
import { createDuplicateFilter, type DuplicateFilter } from './duplicate-filter.ts';
import { peekNext } from './peek-next.ts';
import { ShapeError } from './shape-error.ts';

/** What of a definition the reading of its pages needs. */
export type PagedList = Pick<
  StreamDefinition,
  'path' | 'query' | 'records' | 'pagination' | 'primaryKey' | 'parent'
>;

/** The records of one answer. */
export interface Page {
  readonly records: readonly JsonObject[];
  /** The cursor that this page was asked for with; undefined on the first page. */
  readonly cursor: string | undefined;
  /** The cursor of the following page; undefined on the last one. */
  readonly next: string | undefined;
  /** The cursor of the last page with records, this one included; undefined if that is the first page. */
  readonly lastWithRecords: string | undefined;
  /** When the answer came, in unix milliseconds. */
  readonly extractedAt: number;
}

/** A page as it was answered, before it is known what has been read already. */
export type Answer = Omit<Page, 'lastWithRecords'>;

/** Where and how to read; everything but the list itself. */
export interface PageRequest {
  /** Values of the path's placeholders. */
  params?: Readonly<Record<string, string>>;
  /** Query parameters beside the definition's own; repeated with each cursor. */
  query?: Readonly<Record<string, string>>;
  /** The cursor to begin with; without it the first page is read. */
  cursor?: string | undefined;
  /** The cursor of the last page with records before that one, where an earlier run has left it. */
  lastWithRecords?: string | undefined;
  /** Called once for each page as the API gave it, before the next: is that one wanted? Default: always. */
  wantsNext?: (page: Answer) => boolean;
  /** Leaves out what has been read already; by default what the page before had. */
  withoutDuplicates?: DuplicateFilter;
  getJson: GetJson;
  /** Unix milliseconds. */
  now: () => number;
}

/** A page that has been asked for. */
interface Asked {
  readonly cursor: string | undefined;
  readonly answer: Promise<Answer>;
  /** Lets the body be parsed, once it is there. */
  readonly want: () => void;
}

/**
 * Reads a list page by page, at the consumer's pace but one page ahead: the next page is asked for before this one
 * is parsed where the consumer wants all, else before it is given out, so that a chain of cursors waits for the API
 * only. A page that the consumer has not come to is kept as the bytes that it came in. Ends on an absent, null or empty
 * `next`, never on an empty page. Throws {@link ShapeError} for a body without its list and for a cursor that comes back.
 */
export async function* readPages(
  list: PagedList,
  request: PageRequest,
): AsyncGenerator<Page, void, undefined> {
  const withoutDuplicates = request.withoutDuplicates ?? createDuplicateFilter(ownKeys(list));
  const seen = new Set(request.cursor === undefined ? [] : [request.cursor]);
  let { lastWithRecords } = request;
  /** Asked for before the page that precedes it was parsed. */
  let ahead: Asked | undefined;

  const ask = (cursor: string | undefined): Asked => {
    let want = () => {};
    const wanted = new Promise<void>((resolve) => {
      want = resolve;
    });
    const beforeParse = async (body: Buffer) => {
      await wanted;
      const next = request.wantsNext ? undefined : peekNext(body);
      if (next === undefined || seen.has(next) || askedAhead(next)) return;
      ahead = ask(next);
      await turnOfEventLoop();
    };
    const answer = readPage(list, request, cursor, beforeParse);
    // A failure is met when the page is wanted; until then it must not count as unhandled.
    answer.catch(() => {});
    return { cursor, answer, want };
  };
  const askedAhead = (next: string) => (ahead?.cursor === next ? ahead : undefined);

  for (let asked = ask(request.cursor); ; ) {
    asked.want();
    const answered = await asked.answer;
    if (answered.records.length > 0) lastWithRecords = answered.cursor;
    const { next } = answered;
    const toPage = () => ({ ...answered, records: withoutDuplicates(answered.records), lastWithRecords });
    const isNextWanted = request.wantsNext?.(answered) ?? true;
    if (next === undefined || !isNextWanted) {
      yield toPage();
      return;
    }
    if (seen.has(next)) {
      // What this page holds is good; only what should follow is not.
      yield toPage();
      throw new ShapeError(list.path, 'the API gave the same cursor twice, which would never end');
    }
    seen.add(next);
    const early = askedAhead(next);
    asked = early ?? ask(next);
    if (!early) await turnOfEventLoop();
    yield toPage();
  }
}

/** One turn of the event loop, in which a request leaves before a page is worked on. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** The keys that tell a list's records apart: those of the parent are the same in all of them. */
export function ownKeys({ primaryKey, parent }: Pick<PagedList, 'primaryKey' | 'parent'>): string[] {
  return primaryKey.filter((key) => !(key in (parent?.keys ?? {})));
}

async function readPage(
  list: PagedList,
  request: PageRequest,
  cursor: string | undefined,
  beforeParse: (body: Buffer) => Promise<void>,
): Promise<Answer> {
  const { pagination } = list;
  const limit = 'limit' in pagination ? pagination.limit : undefined;
  let extractedAt = Number.NaN;
  const asked = {
    path: list.path,
    params: request.params ?? {},
    query: {
      ...list.query,
      ...request.query,
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(cursor === undefined ? {} : { start: cursor }),
    },
  };
  const body = await request.getJson(asked, (bytes) => {
    extractedAt = request.now();
    return beforeParse(bytes);
  });
  return { ...parsePage(list, body), cursor, extractedAt };
}

function parsePage({ path, records: key }: PagedList, body: unknown): Pick<Page, 'records' | 'next'> {
  if (!isJsonObject(body)) throw new ShapeError(path, 'the answer is no JSON object');
  const records = body[key];
  if (!Array.isArray(records)) throw new ShapeError(path, `the answer has no list "${key}"`);
  if (!records.every(isJsonObject))
    throw new ShapeError(path, `the list "${key}" holds something else than objects`);
  // A list without documented pages is followed too, should the API begin to page it.
  const { next } = body;
  if (next === undefined || next === null || next === '') return { records, next: undefined };
  if (typeof next !== 'string' && typeof next !== 'number')
    throw new ShapeError(path, '"next" is neither a text nor null');
  return { records, next: String(next) };
}
