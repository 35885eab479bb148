import { describe, expect, it } from 'vitest';
import { acceptPage } from '../../../src/pages/page-checks.ts';
import { givePage, lastKeyOf, releaseHeld, restartHistory } from '../../../src/pages/page-history.ts';
import { ShapeError } from '../../../src/shape-error.ts';
import { FALLING, openHistory, type Record, read, take } from './page-steps.ts';

describe('a page', () => {
  it('is an error of shape only if none of its records has its key', () => {
    expect(() => take(openHistory(), [[undefined], [undefined]])).toThrow(ShapeError);
    expect(take(openHistory(), [[1], [undefined]]).keys).toEqual(['1', undefined]);
    expect(take(openHistory(), []).keys).toEqual([]);
  });

  it('ends with its last record that has a key', () => {
    const history = openHistory();
    read(history, [[1], [2], [undefined]]);
    expect(history.previousLastKey).toBe('2');
    expect(lastKeyOf(history, { records: [{ id: 1 }, { id: 2 }, {}] })).toBe('2');
    expect(lastKeyOf(history, { records: [{}] })).toBeUndefined();
  });

  it.each<[string, [length: number, limit?: number][], boolean]>([
    ['as many records as were asked for', [[2, 2]], true],
    ['fewer', [[1, 2]], false],
    [
      'fewer, but as many as the longest one before',
      [
        [2, 10],
        [2, 10],
      ],
      true,
    ],
    [
      'fewer than the longest one before',
      [
        [2, 10],
        [1, 10],
      ],
      false,
    ],
    [
      'fewer than the longest, but more than the last one',
      [
        [3, 10],
        [1, 10],
        [2, 10],
      ],
      false,
    ],
    ['some, if it is the first one, and no number was asked for', [[2]], false],
    ['as many as the longest one, where no number is asked for', [[2], [2]], true],
    ['none', [[0]], false],
    ['none behind a longer one', [[2], [0]], false],
  ])('is full or not where it holds %s', (_, pages, expected) => {
    const history = openHistory();
    const given = pages.map(([length, limit], number) => {
      const records = Array.from({ length }, (_, index): Record => [10 * number + index]);
      const page = take(history, records, { limit });
      acceptPage(history, page);
      return givePage(history, page);
    });
    expect(given.at(-1)?.isFull).toBe(expected);
  });

  it('tells what is known of the order so far, by what is new in this pass', () => {
    const history = openHistory();
    expect(
      givePage(
        history,
        take(history, [
          [1, 90],
          [2, 80],
        ]),
      ).order,
    ).toEqual({ rose: false, varied: true });
    expect(givePage(history, take(history, [[1, 90]])).order).toEqual({ rose: false, varied: true });
    expect(givePage(history, take(history, [[3, 85]])).order).toEqual({ rose: true, varied: true });
  });

  it('tells it by what is known, too, where a place in the list begins', () => {
    const history = openHistory();
    givePage(history, take(history, [[1, 90]]));
    restartHistory(history);
    givePage(history, take(history, [[1, 90]]));
    expect(givePage(history, take(history, [[2, 95]])).order.rose).toBe(true);
  });
});

describe('cursors have led on', () => {
  it.each<[string, (readonly Record[])[], boolean]>([
    ['not by the first page', [FALLING], false],
    ['not by a first page that is empty', [[]], false],
    ['not by the first page once more', [FALLING, FALLING], false],
    ['by another one', [FALLING, [[7, 70]]], true],
    ['by any of them', [FALLING, [[7, 70]], FALLING], true],
  ])('%s', (_, pages, expected) => {
    const history = openHistory();
    read(history, ...pages);
    expect(history.hasLedOn).toBe(expected);
  });
});

it('what was taken and not given out may be given out by another reading', () => {
  const history = openHistory();
  const [given, held] = [take(history, [[1]]), take(history, [[2]])];
  givePage(history, given);
  releaseHeld(history);
  expect(held.unseen).toHaveLength(1);
  expect(history.memory.take([{ id: 1 }, { id: 2 }]).unseen).toEqual([{ id: 2 }]);
});

it('a list that is begun anew has no first page, no page before, and no order across', () => {
  const history = openHistory();
  read(history, FALLING);
  givePage(history, take(history, [[3, 30]]));
  history.asked.add('a');
  restartHistory(history);
  expect(history).toMatchObject({ first: undefined, previous: undefined, asked: new Set() });
  expect(givePage(history, take(history, [[20, 200]])).order.rose).toBe(false);
});
