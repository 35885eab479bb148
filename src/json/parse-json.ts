import { isInteger, isSafeNumber, LosslessNumber, parse } from 'lossless-json';

/**
 * Numbers that a double may spoil: 16 digits or more, or an exponent. The test may hit in vain (digits in a text
 * after a comma); then the slow path only costs time.
 */
const LONG_NUMBER = /(?:^|[:,[])\s*-?\d[\d.]*(?:[eE]|(?<=[\d.]{16}))/;

/** Escapes that can put U+0000 or half a surrogate pair into a text, which every database refuses. */
const DOUBTFUL_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/** The API's own answers nest less than ten levels; a walk through many thousands would exhaust the stack. */
const DEEPEST_NESTING = 1000;

/**
 * Parses JSON text without loss: integers that a double cannot hold come as bigint, decimals as
 * {@link ExactDecimal}, and every text is well-formed Unicode without U+0000. Throws SyntaxError if it is not JSON,
 * or hides doubtful texts more than a thousand levels deep.
 */
export function parseJson(text: string): unknown {
  const value = LONG_NUMBER.test(text)
    ? parse(text, null, { parseNumber, onDuplicateKey: takeLast })
    : (JSON.parse(text) as unknown);
  return DOUBTFUL_ESCAPE.test(text) ? wellFormed(value, 0) : value;
}

/** A decimal that a double would change. JSON.stringify refuses it, as it refuses a bigint, instead of spoiling it. */
export class ExactDecimal extends LosslessNumber {
  toJSON(): bigint {
    return 0n;
  }
}

function parseNumber(digits: string): number | bigint | ExactDecimal {
  if (isSafeNumber(digits)) return Number(digits);
  return isInteger(digits) ? BigInt(digits) : new ExactDecimal(digits);
}

/** JSON.parse does the same; the library would throw. */
function takeLast({ newValue }: { newValue: unknown }): unknown {
  return newValue;
}

function wellFormed(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '');
  if (typeof value !== 'object' || value === null || value instanceof ExactDecimal) return value;
  if (depth > DEEPEST_NESTING) throw new SyntaxError(`nested deeper than ${DEEPEST_NESTING} levels`);
  if (Array.isArray(value)) return value.map((item) => wellFormed(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [wellFormed(key, depth), wellFormed(item, depth + 1)]),
  );
}
