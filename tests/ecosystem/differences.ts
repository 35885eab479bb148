import { isDeepStrictEqual } from 'node:util';
import type { Row } from './store.ts';

/**
 * What differs between two sets of rows, by key and column, and which keys are there twice; a few, as thousands tell no
 * more.
 */
export function differences(
  actual: readonly Row[],
  expected: readonly Row[],
  key: readonly string[],
): string[] {
  const keyOf = (row: Row) => JSON.stringify(key.map((column) => row[column]));
  const found: string[] = [];
  const rest = new Map<string, Row>();
  for (const row of actual) {
    if (rest.has(keyOf(row))) found.push(`${keyOf(row)} is there twice`);
    rest.set(keyOf(row), row);
  }
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
