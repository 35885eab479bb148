import { describe, expect, it } from 'vitest';
import { createKeyMemory } from '../../../src/pages/key-memory.ts';
import {
  acceptPage,
  givePage,
  isDoubtful,
  isFirstAgain,
  type KnownPage,
  lastKeyOf,
  newPageHistory,
  type PageHistory,
  releaseHeld,
  restartHistory,
  takePage,
  verifyPage,
} from '../../../src/pages/page-history.ts';
import { ShapeError } from '../../../src/shape-error.ts';
import type { Pagination } from '../../../src/streams/definition.ts';

/** A record's id, and its time. */
type Record = readonly [id: number | undefined, at?: number];

function open(pagination: Pagination = { kind: 'cursor', limit: 10 }, overlap = 0): PageHistory {
  const memory = createKeyMemory(({ id }) => (id === undefined ? undefined : String(id)));
  memory.beginPass();
  const list = { path: '/v1/rows', rows: { kind: 'list', at: 'rows' }, pagination } as const;
  const instantOf = ({ at }: { readonly [key: string]: unknown }) =>
    typeof at === 'number' ? at : undefined;
  return newPageHistory({ list, memory, instantOf, digest: undefined, overlap });
}

function take(
  history: PageHistory,
  records: readonly Record[],
  { cursor, next, limit }: Partial<Pick<KnownPage, 'cursor' | 'next' | 'limit'>> = {},
): KnownPage {
  const made = records.map(([id, at]) => ({ id, at }));
  return takePage(history, { records: made, cursor, next, limit, apiDate: undefined });
}

/** Takes pages for those on the way, the first without a cursor. */
function read(history: PageHistory, ...pages: (readonly Record[])[]): void {
  for (const [index, records] of pages.entries())
    acceptPage(history, take(history, records, { cursor: index === 0 ? undefined : String(index) }));
}

const FALLING: Record[] = [
  [9, 90],
  [8, 80],
];

describe('a page', () => {
  it('is an error of shape only if none of its records has its key', () => {
    expect(() => take(open(), [[undefined], [undefined]])).toThrow(ShapeError);
    expect(take(open(), [[1], [undefined]]).keys).toEqual(['1', undefined]);
    expect(take(open(), []).keys).toEqual([]);
  });

  it('ends with its last record that has a key', () => {
    const history = open();
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
    const history = open();
    const given = pages.map(([length, limit], number) => {
      const records = Array.from({ length }, (_, index): Record => [10 * number + index]);
      const page = take(history, records, { limit });
      acceptPage(history, page);
      return givePage(history, page);
    });
    expect(given.at(-1)?.isFull).toBe(expected);
  });

  it('tells what is known of the order so far, by what is new in this pass', () => {
    const history = open();
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
    const history = open();
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
    const history = open();
    read(history, ...pages);
    expect(history.hasLedOn).toBe(expected);
  });
});

describe('the first page has come again', () => {
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
    const history = open();
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
    const history = open();
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
    const history = open();
    expect(isFirstAgain(history, take(history, [[9, 90]], { cursor: '1' }))).toBe(false);
  });
});

describe('a page is doubtful', () => {
  const doubt = (
    records: readonly Record[],
    next: string | undefined,
    { pagination, overlap }: { pagination?: Pagination; overlap?: number } = {},
  ) => {
    const history = open(pagination, overlap);
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
    const history = open();
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

it('what was taken and not given out may be given out by another reading', () => {
  const history = open();
  const [given, held] = [take(history, [[1]]), take(history, [[2]])];
  givePage(history, given);
  releaseHeld(history);
  expect(held.unseen).toHaveLength(1);
  expect(history.memory.take([{ id: 1 }, { id: 2 }]).unseen).toEqual([{ id: 2 }]);
});

it('a list that is begun anew has no first page, no page before, and no order across', () => {
  const history = open();
  read(history, FALLING);
  givePage(history, take(history, [[3, 30]]));
  history.asked.add('a');
  restartHistory(history);
  expect(history).toMatchObject({ first: undefined, previous: undefined, asked: new Set() });
  expect(givePage(history, take(history, [[20, 200]])).order.rose).toBe(false);
});
