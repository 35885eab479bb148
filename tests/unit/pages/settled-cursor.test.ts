import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/pages/read-pages.ts';
import { createSettledCursor } from '../../../src/pages/settled-cursor.ts';

const SETTLED_BY = 100;
const NOW = 200;

/** The cursor after a walk through pages of these instants; page n is asked for with `c<n>`. */
function cursorAfter(pages: (number | undefined)[][], start?: string, isSettled = true): string | undefined {
  const settled = createSettledCursor(start, isSettled);
  for (const [index, instants] of pages.entries()) {
    const page: Answer = {
      records: instants.map((instant) => ({ instant })),
      cursor: index === 0 ? start : `c${index}`,
      next: index === pages.length - 1 ? undefined : `c${index + 1}`,
      extractedAt: 0,
    };
    settled.add(page, instants, SETTLED_BY, NOW);
  }
  return settled.cursor();
}

describe('createSettledCursor', () => {
  it.each<[string, (number | undefined)[][], string | undefined, string | undefined]>([
    ['stays where it begins without any page', [], 'c0', 'c0'],
    ['is none on the first page, as long as that is the last', [[1, 2]], undefined, undefined],
    ['is that of the last page where all is settled', [[1], [2], [3]], undefined, 'c2'],
    ['is that of the first page with what is not settled', [[1], [2, 150], [160], [170]], undefined, 'c1'],
    ['stays with the first page where that is not settled', [[150], [160]], undefined, undefined],
    ['does not move on for a record that is back-dated', [[1], [150], [2], [3]], undefined, 'c1'],
    ['takes the very second for not settled', [[1], [SETTLED_BY], [2]], undefined, 'c1'],
    ['takes no notice of records dated ahead', [[1], [999], [2]], undefined, 'c2'],
    ['takes no notice of records without an instant', [[1], [undefined], [2]], undefined, 'c2'],
    [
      'never points to an empty page, whose answer would say nothing later',
      [[1], [], []],
      undefined,
      undefined,
    ],
    ['goes on from where it began', [[1], [150], [160]], 'c0', 'c1'],
  ])('%s', (_, pages, start, cursor) => {
    expect(cursorAfter(pages, start)).toBe(cursor);
  });

  it.each([
    ['so', [[1], [2]], true],
    ['not so once a page is not', [[1], [150], [2]], false],
    ['so before any page', [], true],
  ])('tells whether all pages are settled: %s', (_, pages, expected) => {
    const settled = createSettledCursor(undefined);
    for (const instants of pages)
      settled.add({ records: [{}], cursor: 'c', next: 'd', extractedAt: 0 }, instants, SETTLED_BY, NOW);
    expect(settled.isAllSettled()).toBe(expected);
  });

  it('stays with a page that was not settled when it was read, however long the walk takes', () => {
    const settled = createSettledCursor('c0');
    const read = (cursor: string, instant: number, settledBy: number) =>
      settled.add({ records: [{}], cursor, next: 'd', extractedAt: 0 }, [instant], settledBy, 999);
    read('c0', 1, 100);
    read('c1', 150, 100);
    read('c2', 160, 400);
    expect(settled.cursor()).toBe('c1');
    expect(settled.isAllSettled()).toBe(false);
  });

  it('is none in a walk that began where not all was settled', () => {
    expect(cursorAfter([[1], [2], [3]], 'c0', false)).toBeUndefined();
  });
});
