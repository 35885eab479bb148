import { expect, it } from 'vitest';
import { ExactDecimal } from '../../../src/json/parse-json.ts';
import { compareKeys, isKey, toId } from '../../../src/partitions/key-order.ts';

it.each<[string, readonly unknown[], readonly unknown[], -1 | 0 | 1]>([
  ['integers by size', [9], [10], -1],
  ['integers in texts by size', ['9'], ['10'], -1],
  ['an integer and the same in a text as one', [90], ['90'], 0],
  ['integers beyond 2^53 by size', ['9007199254740993'], [9007199254740992n], 1],
  ['negative integers by size', [-2], [-10], 1],
  ['texts by their characters', ['a9'], ['a10'], 1],
  ['texts that only begin or end with digits as texts', ['10a'], ['9a'], -1],
  ['integers before texts', [10], ['0x'], -1],
  ['texts behind integers', ['-'], [10], 1],
  ['the first value first', ['a', 2], ['b', 1], -1],
  ['the second where the first is the same', [1, 'b'], [1, 'a'], 1],
  ['equal keys as equal', [1, 'b'], ['1', 'b'], 0],
  ['a shorter key by what the longer one has more', [1, 2], [1], -1],
])('keys are ordered: %s', (_, left, right, expected) => {
  expect(compareKeys(left, right)).toBe(expected);
  expect(compareKeys(right, left)).toBe(0 - expected);
});

it('a key is identified by its values, as numbers or as texts', () => {
  expect(toId([90, 'a'])).toBe(toId(['90', 'a']));
  expect(toId(['1', '2'])).not.toBe(toId(['12']));
});

it.each<[unknown, boolean]>([
  ['a', true],
  [0, true],
  [1n, true],
  ['', false],
  [new ExactDecimal('1.00000000000000000001'), false],
  [null, false],
  [undefined, false],
  [{}, false],
])('%o can be part of a key: %s', (value, expected) => {
  expect(isKey(value)).toBe(expected);
});
