import { createKeyMemory } from '../../../src/pages/key-memory.ts';
import { acceptPage } from '../../../src/pages/page-checks.ts';
import {
  type KnownPage,
  newPageHistory,
  type PageHistory,
  takePage,
} from '../../../src/pages/page-history.ts';
import type { Pagination } from '../../../src/streams/definition.ts';

/** A record's id, and its time. */
export type Record = readonly [id: number | undefined, at?: number];

/** Opens a list of which nothing has been seen. */
export function openHistory(
  pagination: Pagination = { kind: 'cursor', limit: 10 },
  overlap = 0,
): PageHistory {
  const memory = createKeyMemory(({ id }) => (id === undefined ? undefined : String(id)));
  memory.beginPass();
  const list = { path: '/v1/rows', rows: { kind: 'list', at: 'rows' }, pagination } as const;
  const instantOf = ({ at }: { readonly [key: string]: unknown }) =>
    typeof at === 'number' ? at : undefined;
  return newPageHistory({ list, memory, instantOf, digest: undefined, overlap });
}

/** Takes an answer with these records. */
export function take(
  history: PageHistory,
  records: readonly Record[],
  { cursor, next, limit }: Partial<Pick<KnownPage, 'cursor' | 'next' | 'limit'>> = {},
): KnownPage {
  const made = records.map(([id, at]) => ({ id, at }));
  return takePage(history, { records: made, cursor, next, limit, apiDate: undefined });
}

/** Takes pages for those on the way, the first without a cursor. */
export function read(history: PageHistory, ...pages: (readonly Record[])[]): void {
  for (const [index, records] of pages.entries())
    acceptPage(history, take(history, records, { cursor: index === 0 ? undefined : String(index) }));
}

/** A page of a list that gets older. */
export const FALLING: Record[] = [
  [9, 90],
  [8, 80],
];
