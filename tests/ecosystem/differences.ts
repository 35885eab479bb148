import { isDeepStrictEqual } from 'node:util';
import type { Row } from './database.ts';

/** What differs between two sets of rows, by key and column; a few, as thousands tell no more. */
export function differences(
  actual: readonly Row[],
  expected: readonly Row[],
  key: readonly string[],
): string[] {
  const keyOf = (row: Row) => JSON.stringify(key.map((column) => row[column]));
  const rest = new Map(actual.map((row) => [keyOf(row), row]));
  const found: string[] = [];
  for (const row of expected) {
    const name = keyOf(row);
    const other = rest.get(name);
    if (other === undefined) found.push(`${name} is missing`);
    else found.push(...differentColumns(other, row).map((difference) => `${name} ${difference}`));
    rest.delete(name);
  }
  found.push(...[...rest.keys()].map((name) => `${name} should not be there`));
  return found.slice(0, 10);
}

function differentColumns(actual: Row, expected: Row): string[] {
  const columns = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...columns]
    .filter((column) => !isDeepStrictEqual(actual[column], expected[column]))
    .map((column) => `${column}: ${JSON.stringify(actual[column])} for ${JSON.stringify(expected[column])}`);
}
