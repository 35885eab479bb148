import { isLosslessNumber } from 'lossless-json';
import { stringifyJson } from '../json/stringify-json.ts';
import { toRfc3339, toUnixSeconds } from '../time/instant.ts';

/** Says that a value cannot be brought into the form that the schema demands. */
export const UNFIT: unique symbol = Symbol('unfit');

/** Integers that PostgreSQL's and most others' 64-bit columns hold. */
const SMALLEST_INTEGER = -(2n ** 63n);
const LARGEST_INTEGER = 2n ** 63n - 1n;

/** Brings a value into another form, or says that it cannot: {@link UNFIT}. */
export type Fit = (value: unknown) => unknown;

/**
 * How scalars are brought into the form of one JSON Schema type. `null` comes back where the API's value means "none"
 * (an empty text for anything but a text, a time of 0), {@link UNFIT} where it means something else.
 */
export function fitFor(type: string, format: string | undefined): Fit {
  switch (type) {
    case 'string':
      return format === 'date-time' ? fitDateTime : fitText;
    case 'integer':
      return fitInteger;
    case 'number':
      return fitNumber;
    case 'boolean':
      return fitBoolean;
    default:
      return () => UNFIT;
  }
}

function fitDateTime(value: unknown): unknown {
  // Go's zero time, and what the API writes where a time is not set.
  if (value === 0 || value === '' || value === '0' || value === '0001-01-01T00:00:00Z') return null;
  const seconds = toUnixSeconds(isLosslessNumber(value) ? Number(value.toString()) : value);
  return seconds === undefined ? UNFIT : toRfc3339(seconds);
}

function fitText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || isLosslessNumber(value)) return String(value);
  try {
    return stringifyJson(value);
  } catch (error) {
    // Nested too deeply to be written.
    if (error instanceof RangeError) return UNFIT;
    throw error;
  }
}

function fitInteger(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : UNFIT;
  if (typeof value === 'bigint') return value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER ? value : UNFIT;
  if (value === '') return null;
  if (typeof value !== 'string' || !/^\s*-?\d{1,19}\s*$/.test(value)) return UNFIT;
  const integer = BigInt(value);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : fitInteger(integer);
}

function fitNumber(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint' || isLosslessNumber(value)) return value;
  if (value === '') return null;
  const isNumeric = typeof value === 'string' && /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value);
  return isNumeric && Number.isFinite(Number(value)) ? Number(value) : UNFIT;
}

function fitBoolean(value: unknown): unknown {
  switch (value) {
    case true:
    case 'true':
    case 1:
      return true;
    case false:
    case 'false':
    case 0:
      return false;
    case '':
      return null;
    default:
      return UNFIT;
  }
}
