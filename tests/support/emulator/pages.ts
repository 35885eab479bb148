import { type Mark, type MarkedList, positionOf } from './marks.ts';

/** Which records of a list are asked for. */
export interface PageRequest<Item> {
  list: MarkedList<Item>;
  /** Positions from `low` (included) to `high` (excluded). */
  low: number;
  high: number;
  descending: boolean;
  limit: number;
  /** The last record of the page before, whether or not it is still there. */
  after: Mark | undefined;
  keep?: (record: Item) => boolean;
}

/** Records in the order served, the mark of the last one, and whether more follow. */
export interface Page<Item> {
  records: Item[];
  last: Mark | undefined;
  hasMore: boolean;
}

/** Cuts one page out of a list; costs a bisection and the page, whatever the length of the list. */
export function cutPage<Item>({
  list,
  low,
  high,
  descending,
  limit,
  after,
  keep,
}: PageRequest<Item>): Page<Item> {
  const step = descending ? -1 : 1;
  const page: Page<Item> = { records: [], last: after, hasMore: false };
  for (
    let position = firstPosition(list, low, high, descending, after);
    position >= low && position < high;
    position += step
  ) {
    const record = list.at(position);
    if (record === undefined || (keep && !keep(record))) continue;
    if (page.records.length === limit) {
      page.hasMore = true;
      break;
    }
    page.records.push(record);
    page.last = list.markAt(position);
  }
  return page;
}

function firstPosition(
  list: MarkedList<unknown>,
  low: number,
  high: number,
  descending: boolean,
  after: Mark | undefined,
): number {
  if (after === undefined) return descending ? high - 1 : low;
  if (descending) return Math.min(high, positionOf(list, after)) - 1;
  return Math.max(low, positionOf(list, [after[0], after[1] + 0.5]));
}
