import { describe, expect, it } from 'vitest';
import { isReached, median } from './figures.ts';
import { printTable } from './print-table.ts';

const FIGURE = { what: 'messages', value: 0.45, unit: "of the floor's" };

describe('isReached', () => {
  it.each([
    [{ ...FIGURE, atLeast: 0.45 }, 1, true],
    [{ ...FIGURE, atLeast: 0.5 }, 1, false],
    [{ ...FIGURE, atLeast: 0.9 }, 2, true],
    [{ ...FIGURE, atMost: 0.4 }, 1, false],
    [{ ...FIGURE, atMost: 0.4 }, 2, true],
    [{ ...FIGURE, value: 1, atMost: 0 }, 2, false],
    [FIGURE, 1, true],
    [{ ...FIGURE, value: Number.NaN, atMost: 1 }, 2, false],
  ])('of %j with slack %d is %s', (figure, slack, expected) => {
    expect(isReached(figure, slack)).toBe(expected);
  });
});

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('printTable names each figure with its goal, and whether it is reached', () => {
  expect(
    printTable([
      { ...FIGURE, atLeast: 0.5 },
      { ...FIGURE, value: 50_000, unit: 'a second', digits: 0 },
    ]),
  ).toBe(
    [
      '| what | measured | goal | reached |',
      '| --- | --- | --- | --- |',
      "| messages | 0.45 of the floor's | ≥ 0.50 | **no** |",
      '| messages | 50,000 a second |  |  |',
      '',
    ].join('\n'),
  );
});
