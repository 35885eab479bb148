import { isInteger, isSafeNumber, LosslessNumber } from 'lossless-json';
import { mayHoldLongNumber } from './long-number.ts';
import { parseExactly } from './parse-exactly.ts';

/** Escapes that can put U+0000 or half a surrogate pair into a text, which every database refuses. */
const DOUBTFUL_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Parses JSON text without loss: integers that a double cannot hold come as bigint, decimals as
 * {@link ExactDecimal}, and every text is well-formed Unicode without U+0000. Throws SyntaxError if it is not JSON.
 */
export function parseJson(text: string): unknown {
  // It is fast, and says whether the text is JSON; what is rare is then read once more.
  const rounded: unknown = JSON.parse(text);
  const value = mayHoldLongNumber(text) ? parseExactly(text, parseNumber) : rounded;
  return text.includes('\\u') && DOUBTFUL_ESCAPE.test(text) ? makeWellFormed(value) : value;
}

/** A decimal that a double would change. JSON.stringify refuses it, as it refuses a bigint, instead of spoiling it. */
export class ExactDecimal extends LosslessNumber {
  toJSON(): bigint {
    return 0n;
  }
}

function parseNumber(digits: string): number | bigint | ExactDecimal | string {
  // Nearly all are short, and need no closer look.
  if (digits.length < 16 && !/[eE]/.test(digits)) return Number(digits);
  if (isSafeNumber(digits)) return Number(digits);
  // Readers of JSON would take it for infinity.
  if (!Number.isFinite(Number(digits))) return digits;
  return isInteger(digits) ? BigInt(digits) : new ExactDecimal(digits);
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
