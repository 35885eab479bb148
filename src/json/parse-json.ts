import { isInteger, isSafeNumber, LosslessNumber, parse } from 'lossless-json';
import { mayHoldLongNumber } from './long-number.ts';

/** Escapes that can put U+0000 or half a surrogate pair into a text, which every database refuses. */
const DOUBTFUL_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Parses JSON text without loss: integers that a double cannot hold come as bigint, decimals as
 * {@link ExactDecimal}, and every text is well-formed Unicode without U+0000. Throws SyntaxError if it is not JSON.
 */
export function parseJson(text: string): unknown {
  const value = mayHoldLongNumber(text) ? parseExactly(text) : (JSON.parse(text) as unknown);
  return text.includes('\\u') && DOUBTFUL_ESCAPE.test(text) ? makeWellFormed(value) : value;
}

function parseExactly(text: string): unknown {
  try {
    return parse(text, null, { parseNumber, onDuplicateKey: takeLast });
  } catch (error) {
    // The library recurses: a value nested by the ten thousand is beyond it, and is dropped when it is written.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

/** A decimal that a double would change. JSON.stringify refuses it, as it refuses a bigint, instead of spoiling it. */
export class ExactDecimal extends LosslessNumber {
  toJSON(): bigint {
    return 0n;
  }
}

function parseNumber(digits: string): number | bigint | ExactDecimal | string {
  if (isSafeNumber(digits)) return Number(digits);
  // Readers of JSON would take it for infinity.
  if (!Number.isFinite(Number(digits))) return digits;
  return isInteger(digits) ? BigInt(digits) : new ExactDecimal(digits);
}

/** JSON.parse does the same; the library would throw. */
function takeLast({ newValue }: { newValue: unknown }): unknown {
  return newValue;
}

/** Makes the texts of a parsed value well-formed, in place and without recursion: some values nest very deeply. */
function makeWellFormed(root: unknown): unknown {
  const holder = { root };
  const pending: object[] = [holder];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const [key, item] of Object.entries(node)) {
      const cleanKey = Array.isArray(node) ? key : toCleanText(key);
      if (cleanKey !== key) Reflect.deleteProperty(node, key);
      const cleanItem: unknown = typeof item === 'string' ? toCleanText(item) : item;
      // Not by assignment: a key may be `__proto__`.
      if (cleanKey !== key || cleanItem !== item) {
        Object.defineProperty(node, cleanKey, {
          value: cleanItem,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      if (typeof item === 'object' && item !== null && !(item instanceof ExactDecimal)) pending.push(item);
    }
  }
  return holder.root;
}

function toCleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
