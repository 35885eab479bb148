import { isLosslessNumber } from 'lossless-json';

/** Tells whether a value can tell one record from another: a number, or a text of more than blanks. */
export function isKeyValue(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'number' || typeof value === 'bigint' || isLosslessNumber(value);
}
