import type { WireList } from './wire.ts';

/** A list whose records are made when they are read, so that its size costs no memory. */
export function lazyList<Item>(length: number, make: (position: number) => Item): WireList<Item> {
  return {
    length,
    at: (position) => (position >= 0 && position < length ? make(position) : undefined),
    *[Symbol.iterator]() {
      for (let position = 0; position < length; position++) yield make(position);
    },
  };
}
