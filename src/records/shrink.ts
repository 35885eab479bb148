import type { OnFault } from './faults.ts';
import { isTooLarge } from './limits.ts';

/** A column of a record as it is written. */
interface WrittenColumn {
  readonly name: string;
  readonly isKey: boolean;
  /** A comma or brace, the name, a colon, and the value. */
  readonly text: string;
  /** The text where the value is absent. */
  readonly absent: string;
}

/**
 * The JSON of a record that is too large for a line: its largest values are set to null, one after the other, until it
 * fits. Undefined if a key is what is too large, since no other value may stand for it.
 */
export function shrink(columns: readonly WrittenColumn[], onFault: OnFault): string | undefined {
  let left = columns;
  while (isTooLarge(join(left))) {
    const largest = left.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one));
    if (largest.isKey || largest.text === largest.absent) {
      onFault('record without its key skipped', largest.name);
      return undefined;
    }
    onFault('value too large for a line set to null', largest.name);
    left = left.map((column) => (column === largest ? { ...column, text: column.absent } : column));
  }
  return join(left);
}

function join(columns: readonly WrittenColumn[]): string {
  return `${columns.map(({ text }) => text).join('')}}`;
}

function bytesOf({ text }: WrittenColumn): number {
  return Buffer.byteLength(text);
}
