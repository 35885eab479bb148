import type { Ask, Request } from '../../../src/api.ts';
import { createKeyMemory } from '../../../src/pages/key-memory.ts';
import type { ListRequest } from '../../../src/pages/page-request.ts';
import type { Ending, Page, Partition } from '../../../src/pages/partition.ts';
import { type Reading, readPages } from '../../../src/pages/read-pages.ts';
import type { Pagination } from '../../../src/streams/definition.ts';

/** A record of the scripted list. */
export interface Row {
  readonly id: number;
  readonly at?: number;
}

/** What the API answers to a cursor; the first page's is undefined. An error is thrown. */
export type Script = (cursor: string | undefined, query: Readonly<Record<string, string>>) => Body | Error;

/** A body: rows, and the following cursor. */
export interface Body {
  readonly rows: readonly (Row | string)[] | null;
  readonly next?: string | null;
}

/** A list whose pages are `size` rows, with offsets for cursors. What lies behind its end is up to `past`. */
export function offsets(
  rows: () => readonly Row[],
  size: number,
  past: 'empty' | 'page one' = 'empty',
): Script {
  return (cursor) => {
    const all = rows();
    let from = Number(cursor ?? 0);
    if (from >= all.length && past === 'page one') from = 0;
    const to = from + size;
    return { rows: all.slice(from, to), next: to < all.length ? String(to) : '' };
  };
}

/** What a reading has given and asked. */
export interface Read {
  /** Ids that were given out, in order. */
  ids: number[];
  pages: Page[];
  /** Cursors that were asked for, in order, however the pagination names them; `-` is the first page. */
  asked: string[];
  ending: Ending;
}

const LIST = { path: '/v1/rows', rows: { kind: 'list', at: 'rows' } } as const;

/** More than any list below takes: each answer comes at once, so a reading without an end would not let time pass. */
const MOST_REQUESTS = 300;

/** Reads a scripted list to its end. `between` is called after each page, with its number from 1. */
export async function readScript(
  script: Script,
  {
    partition = {},
    between,
    onAsk,
    apiDate = () => undefined,
    memory = createKeyMemory(({ id }) => (id === undefined ? undefined : String(id))),
    pagination = { kind: 'cursor', limit: 80 },
    list,
    ...more
  }: Partial<Omit<Reading, 'ask'>> & {
    partition?: Partial<Partition>;
    list?: ListRequest;
    between?: (page: number) => void;
    onAsk?: (request: Request) => void;
    /** The date of each answer, in unix milliseconds, by its number from 1. */
    apiDate?: (count: number) => number | undefined;
    pagination?: Pagination;
  } = {},
): Promise<Read> {
  const asked: string[] = [];
  const ask: Ask = async (request) => {
    const { query } = request;
    const cursor = query['start'] ?? query['offset'] ?? query['page'];
    onAsk?.(request);
    asked.push(cursor ?? '-');
    if (asked.length > MOST_REQUESTS) throw new Error('the reading has no end');
    const body = script(cursor, query);
    if (body instanceof Error) throw body;
    const date = apiDate(asked.length);
    return {
      next: body.next || undefined,
      apiDate: date,
      sentDate: undefined,
      json: async () => ({ rows: body.rows, ...(body.next === undefined ? {} : { next: body.next }) }),
    };
  };
  const whole: Partition = { key: [], params: {}, query: {}, columns: {}, readsToEnd: false, ...partition };
  const pages = readPages(list ?? { ...LIST, pagination }, whole, { ask, memory, ...more });
  const read: Read = { ids: [], pages: [], asked, ending: { how: 'stopped', reasons: [] } };
  for (let number = 1; ; number += 1) {
    const step = await pages.next();
    if (step.done) return { ...read, ending: step.value };
    read.pages.push(step.value);
    read.ids.push(...step.value.unseen.map((record) => Number(record['id'])));
    between?.(number);
  }
}

/** Rows with the ids from one number to another. */
export function rowsOf(from: number, to: number): Row[] {
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => ({
    id: from <= to ? from + index : from - index,
  }));
}
