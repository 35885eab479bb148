import { stringifyJson } from '../json/stringify-json.ts';
import type { OnFault } from './faults.ts';
import { isDeeperThan, MOST_LEVELS } from './limits.ts';

/** Path of a value in the record. */
export interface SchemaPath {
  /** Its path, such as `metrics.sent`. */
  readonly path: string;
  /** The level that it has if it is an object or a list; a record's is 1. */
  readonly level: number;
}

/** Compiles how a value is written that passes whole, but for what readers cannot take: see {@link MOST_LEVELS}. */
export function compileFreeForm({ path, level }: SchemaPath, onFault: OnFault): (value: unknown) => string {
  const levels = MOST_LEVELS - level + 1;
  return (value) => {
    const text = tryStringify(value);
    // A level takes two characters at least, so short texts need not be looked into.
    if (text !== undefined && (text.length <= 2 * levels || !isDeeperThan(levels, value))) return text;
    onFault('value nested too deeply set to null', path);
    return 'null';
  };
}

/** The JSON of a value; undefined if it is nested so deeply that writing it exhausts the stack. */
function tryStringify(value: unknown): string | undefined {
  try {
    return stringifyJson(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
