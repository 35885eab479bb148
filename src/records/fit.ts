import { isLosslessNumber } from 'lossless-json';
import { toRfc3339, toUnixSeconds } from '../time/instant.ts';

/** Says that a value cannot be brought into the form that the schema demands. */
export const UNFIT: unique symbol = Symbol('unfit');

/** Integers that PostgreSQL's and most others' 64-bit columns hold. */
const SMALLEST_INTEGER = -(2n ** 63n);
const LARGEST_INTEGER = 2n ** 63n - 1n;

/** Values that the API writes where a time is not set; the last two are Go's zero time, as JSON and as text. */
const NO_TIME: ReadonlySet<unknown> = new Set([
  0,
  '',
  '0',
  '0001-01-01T00:00:00Z',
  '0001-01-01 00:00:00 +0000 UTC',
]);

/** Brings a value into another form, or says that it cannot: {@link UNFIT}. */
export type Fit = (value: unknown) => unknown;

/**
 * Returns the function that brings scalars into the form of one JSON Schema type, or of a text's format, `date-time` or
 * `date`: any other text takes everything. `null` comes back where the API's value means "none" (an empty text for
 * anything but a text, a time of 0), {@link UNFIT} where it means something else.
 */
export function fitFor(type: string): Fit {
  switch (type) {
    case 'date-time':
      return fitDateTime;
    case 'date':
      return fitDate;
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
  if (NO_TIME.has(value)) return null;
  const seconds = toUnixSeconds(value);
  return seconds === undefined ? UNFIT : toRfc3339(seconds);
}

/** The day in UTC. */
function fitDate(value: unknown): unknown {
  const fitted = fitDateTime(value);
  return typeof fitted === 'string' ? fitted.slice(0, 10) : fitted;
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
