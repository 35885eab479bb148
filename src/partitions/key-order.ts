import { isKeyValue } from '../json/key-value.ts';

/** Tells whether a value can be part of a partition's key. */
export function isKey(value: unknown): value is string | number | bigint {
  return isKeyValue(value) && typeof value !== 'object';
}

/** Identifies what a key of several values belongs to; `90` and `"90"` are one. */
export function toId(key: readonly unknown[]): string {
  return JSON.stringify(key.map(String));
}

/** Orders keys value by value: integers by size, before texts. */
export function compareKeys(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [String(a), String(b)];
  const [isLeftInteger, isRightInteger] = [isInteger(left), isInteger(right)];
  if (isLeftInteger !== isRightInteger) return isLeftInteger ? -1 : 1;
  return isLeftInteger ? compare(BigInt(left), BigInt(right)) : compare(left, right);
}

/** Ids are integers here and digits in a text there. */
function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function compare<Value extends string | bigint>(left: Value, right: Value): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
