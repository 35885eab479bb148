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
  return (value) => {
    // Before it is written: what nests very deeply exhausts the stack.
    if (!isDeeperThan(MOST_LEVELS - level + 1, value)) return stringifyJson(value);
    onFault('value nested too deeply set to null', path);
    return 'null';
  };
}
