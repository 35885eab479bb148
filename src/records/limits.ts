import { isLosslessNumber } from 'lossless-json';

/**
 * Levels of objects and lists that a RECORD's `record` has at most, itself included. Python's readers give up at a
 * thousand, orjson's writers at 254.
 */
export const MOST_LEVELS = 200;

/** Bytes that a RECORD's `record` takes at most as JSON: a line of 45 MB less what surrounds it (at most 1 kB). */
export const LARGEST_RECORD = 45_000_000 - 1000;

/** Tells whether a value has more levels of objects and lists than `levels`; a scalar has none. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (!hasItems(value)) return false;
  if (levels === 0) return true;
  // A list of the items would take longer than all the rest.
  for (const key in value) if (isDeeperThan(levels - 1, value[key])) return true;
  return false;
}

function hasItems(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !isLosslessNumber(value);
}

/** Tells whether a record's text takes more than {@link LARGEST_RECORD} bytes. */
export function isTooLarge(text: string): boolean {
  // A character takes three bytes at most, so most records need not be measured.
  return text.length > LARGEST_RECORD / 3 && Buffer.byteLength(text) > LARGEST_RECORD;
}
