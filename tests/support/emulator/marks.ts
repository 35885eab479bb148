import type { WireList } from './wire.ts';

/**
 * Place of a record in its list, in a way that stays true while others arrive: a number to sort by (an id, a
 * time) and one that tells equals apart. Cursors hold marks, never offsets.
 */
export type Mark = readonly [key: number, tie: number];

/** A list sorted by its marks, lowest first. */
export interface MarkedList<Item> extends WireList<Item> {
  markAt(position: number): Mark;
}

/** An array whose ids grow, seen live: what is pushed later is there. */
export function markedById<Item extends { id: number }>(records: readonly Item[]): MarkedList<Item> {
  return withMarks(records, (position) => [records[position]?.id ?? Number.POSITIVE_INFINITY, 0]);
}

/** A list that only ever grows at its end. */
export function markedByPosition<Item>(records: WireList<Item>): MarkedList<Item> {
  return withMarks(records, (position) => [position, 0]);
}

/** The first position whose mark is not below `mark`, found by bisection. */
export function positionOf(list: MarkedList<unknown>, mark: Mark): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(list.markAt(middle), mark)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBelow(a: Mark, b: Mark): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function withMarks<Item>(records: WireList<Item>, markAt: (position: number) => Mark): MarkedList<Item> {
  return {
    get length() {
      return records.length;
    },
    at: (position) => records.at(position),
    markAt,
    [Symbol.iterator]: () => records[Symbol.iterator](),
  };
}
