import type { Row } from './store.ts';

/** A row as both databases would give it: times in one form, fractions with as many digits as both have, keys in order. */
export function comparable(row: Row): Row {
  return Object(comparableValue(row));
}

function comparableValue(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(4));
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value) ? `${value.slice(0, 19).replace(' ', 'T')}Z` : value;
  if (Array.isArray(value)) return value.map(comparableValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    comparableValue(inner),
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
