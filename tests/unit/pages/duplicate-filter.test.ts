import { describe, expect, it } from 'vitest';
import { createDuplicateFilter } from '../../../src/pages/duplicate-filter.ts';

/** The ids that a filter by `id` lets through, page by page. */
function passed(pages: unknown[][], mostRemembered?: number): unknown[][] {
  const filter = createDuplicateFilter(['id'], mostRemembered);
  return pages.map((ids) => filter(ids.map((id) => ({ id }))).map(({ id }) => id));
}

describe('createDuplicateFilter', () => {
  it.each<[string, unknown[][], number | undefined, unknown[][]]>([
    ['lets different keys through', [[1, 2], [3]], undefined, [[1, 2], [3]]],
    ['leaves out a key that comes twice in a page', [[1, 1, 2]], undefined, [[1, 2]]],
    [
      'leaves out a key that the page before had',
      [
        [1, 2],
        [2, 3],
      ],
      undefined,
      [[1, 2], [3]],
    ],
    ['leaves out a key for as long as it comes in each page', [[1], [1], [1, 2]], undefined, [[1], [], [2]]],
    [
      'forgets the page before the last, unless told to remember',
      [[1], [2], [1]],
      undefined,
      [[1], [2], [1]],
    ],
    ['remembers the first keys of all, as many as it is told', [[1, 2], [3], [1, 2]], 1, [[1, 2], [3], [2]]],
    [
      'lets records without a key through, which is dealt with elsewhere',
      [[null, null, '', '']],
      undefined,
      [[null, null, '', '']],
    ],
    ['tells a number from its digits', [[1, '1']], undefined, [[1, '1']]],
    [
      'tells bigints apart',
      [[9_007_199_254_740_993n, 9_007_199_254_740_992n]],
      9,
      [[9_007_199_254_740_993n, 9_007_199_254_740_992n]],
    ],
  ])('%s', (_, pages, mostRemembered, expected) => {
    expect(passed(pages, mostRemembered)).toEqual(expected);
  });

  it('tells records apart by all of several keys', () => {
    const filter = createDuplicateFilter(['a', 'b']);
    const records = [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 1 },
    ];
    expect(filter(records)).toEqual(records.slice(0, 2));
  });

  it('takes two keys for what they are, whatever separates them', () => {
    const filter = createDuplicateFilter(['a', 'b']);
    const records = [
      { a: 'x,', b: 'y' },
      { a: 'x', b: ',y' },
    ];
    expect(filter(records)).toEqual(records);
  });
});
