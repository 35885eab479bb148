import { type Mark, type MarkedList, positionOf } from './marks.ts';

/** Records sorted by time, oldest first, of which most are made when read; more can arrive. */
export interface Timeline<Item> extends MarkedList<Item> {
  /** Grows with every record that comes or changes. */
  readonly version: number;
  /** The place in time of the newest record, or -Infinity. */
  newest(): number;
  /** Puts in the record that `make` gives for its number; `place` decides where. */
  add(place: number, make: (number: number) => Item): Item;
  /** Replaces the record at a position; its place stays. */
  change(position: number, change: (record: Item) => Item): Item;
}

/**
 * A timeline of `length` generated records. `timeOf` must not fall. Only two numbers a record are held, so half a
 * million of them cost a few megabytes.
 */
export function createTimeline<Item>(
  length: number,
  timeOf: (number: number) => number,
  make: (number: number) => Item,
): Timeline<Item> {
  const places = Array.from({ length }, (_, number) => timeOf(number));
  const numbers = Array.from({ length }, (_, number) => number);
  const kept = new Map<number, Item>();
  let count = length;
  let version = 0;

  const recordAt = (position: number): Item | undefined => {
    const number = numbers[position];
    return number === undefined ? undefined : (kept.get(number) ?? make(number));
  };

  const timeline: Timeline<Item> = {
    get length() {
      return numbers.length;
    },
    get version() {
      return version;
    },
    at: recordAt,
    markAt: (position): Mark => [places[position] ?? Number.POSITIVE_INFINITY, numbers[position] ?? 0],
    newest: () => places.at(-1) ?? Number.NEGATIVE_INFINITY,
    add(place, makeAdded) {
      const number = count++;
      version += 1;
      const record = makeAdded(number);
      const position = positionOf(timeline, [place, number]);
      places.splice(position, 0, place);
      numbers.splice(position, 0, number);
      kept.set(number, record);
      return record;
    },
    change(position, change) {
      const number = numbers[position];
      const record = recordAt(position);
      if (number === undefined || record === undefined) throw new RangeError(`no record at ${position}`);
      version += 1;
      const changed = change(record);
      kept.set(number, changed);
      return changed;
    },
    *[Symbol.iterator]() {
      for (let position = 0; position < numbers.length; position++) {
        const record = recordAt(position);
        if (record !== undefined) yield record;
      }
    },
  };
  return timeline;
}
