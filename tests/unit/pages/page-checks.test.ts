import { describe, expect, it } from 'vitest';
import { acceptPage, isDoubtful, isFirstAgain, verifyPage } from '../../../src/pages/page-checks.ts';
import { givePage } from '../../../src/pages/page-history.ts';
import type { Pagination } from '../../../src/streams/definition.ts';
import { FALLING, openHistory, type Record, read, take } from './page-steps.ts';

describe('the first page has come again', () => {
  it('if a page leads to where it led, though all of it is new and older, unless that is the page itself', () => {
    const history = openHistory();
    acceptPage(history, take(history, FALLING, { next: 'b' }));
    const again = (cursor: string) => isFirstAgain(history, take(history, [[1, 10]], { cursor, next: 'b' }));
    expect([again('c'), again('b')]).toEqual([true, false]);
  });

  it.each<[string, readonly Record[], boolean]>([
    [
      'if a page begins with something newer',
      [
        [10, 91],
        [7, 70],
      ],
      true,
    ],
    [
      'if it holds one of its first records',
      [
        [5, 90],
        [8, 80],
      ],
      true,
    ],
    [
      'not if it begins as new, and holds others',
      [
        [5, 90],
        [4, 80],
      ],
      false,
    ],
    [
      'not if it begins with something older: they were pushed down',
      [
        [5, 89],
        [8, 80],
      ],
      false,
    ],
    ['not if it is empty', [], false],
  ])('%s', (_, records, expected) => {
    const history = openHistory();
    read(history, FALLING);
    expect(isFirstAgain(history, take(history, records, { cursor: '1' }))).toBe(expected);
  });

  it.each<[string, readonly Record[], boolean]>([
    [
      'by its records',
      [
        [1, 10],
        [9, 90],
      ],
      true,
    ],
    ['not by its times', [[1, 100]], false],
    [
      'though it begins with something older',
      [
        [1, 5],
        [8, 80],
      ],
      true,
    ],
  ])('in a list without an order %s', (_, records, expected) => {
    const history = openHistory();
    read(history, FALLING);
    givePage(
      history,
      take(history, [
        [3, 1],
        [4, 2],
      ]),
    );
    expect(isFirstAgain(history, take(history, records, { cursor: '1' }))).toBe(expected);
  });

  it('never, where no first page was seen', () => {
    const history = openHistory();
    expect(isFirstAgain(history, take(history, [[9, 90]], { cursor: '1' }))).toBe(false);
  });
});

describe('a page is doubtful', () => {
  const doubt = (
    records: readonly Record[],
    next: string | undefined,
    { pagination, overlap }: { pagination?: Pagination; overlap?: number } = {},
  ) => {
    const history = openHistory(pagination, overlap);
    read(history, FALLING, [[7, 70]]);
    history.asked.add('asked');
    return isDoubtful(history, take(history, records, { cursor: '2', next }));
  };

  it.each<[string, readonly Record[], string | undefined, boolean]>([
    ['that is last and brings nothing new', [[7, 70]], undefined, true],
    [
      'that is last and brings something',
      [
        [7, 70],
        [6, 60],
      ],
      undefined,
      false,
    ],
    ['that leads to where the list was asked for', [[6, 60]], 'asked', true],
    ['that leads on', [[6, 60]], 'b', false],
    ['that is newer than the first one', [[10, 100]], 'b', true],
    ['that is the first one', FALLING, 'b', true],
    ['that brings something beside the records of the first one', [...FALLING, [6, 60]], 'b', false],
    ['that brings nothing new, but leads on', [[7, 70]], 'b', false],
  ])('%s', (_, records, next, expected) => {
    expect(doubt(records, next)).toBe(expected);
  });

  it.each<[string, readonly Record[], number, boolean]>([
    ['not without records, behind an offset', [], 0, false],
    ['not with those alone that it shares', [[7, 70]], 1, false],
    ['with more', [[7, 70]], 0, true],
  ])('of a numbered list: %s', (_, records, overlap, expected) => {
    expect(doubt(records, undefined, { pagination: { kind: 'offset', limit: 10 }, overlap })).toBe(expected);
  });
});

describe('a page that was asked for again', () => {
  const verify = (records: readonly Record[]) => {
    const history = openHistory();
    read(
      history,
      FALLING,
      [
        [7, 70],
        [6, 60],
      ],
      [
        [5, 50],
        [4, 40],
      ],
    );
    history.asked.add('asked');
    givePage(history, take(history, [[3, 30]], { cursor: '3' }));
    const page = take(history, records, { cursor: '2' });
    const found = verifyPage(history, page, { keys: ['5', '4'], at: 50 });
    const { isInPlace } = givePage(history, page);
    return { found, isInPlace, asked: history.asked.size, rose: history.order.rose };
  };

  it('is the same with one of its records', () => {
    expect(verify([[4, 40]])).toEqual({ found: 'same', isInPlace: true, asked: 1, rose: false });
  });

  it('has moved down where others have come on top: the order and cursors are judged anew', () => {
    expect(
      verify([
        [7, 70],
        [6, 60],
      ]),
    ).toEqual({ found: 'moved', isInPlace: false, asked: 0, rose: false });
    expect(verify([[10, 65]])).toEqual({ found: 'moved', isInPlace: false, asked: 0, rose: false });
  });

  it('is another one where it is older, or the first page', () => {
    const lost = { found: undefined, isInPlace: true, asked: 1 };
    expect(verify([[2, 20]])).toMatchObject(lost);
    expect(verify([[11, 110]])).toMatchObject(lost);
    expect(verify(FALLING)).toMatchObject(lost);
  });
});
