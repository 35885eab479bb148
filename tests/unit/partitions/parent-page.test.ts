import { describe, expect, it } from 'vitest';
import {
  createParentPages,
  earliestParentPage,
  type ParentPage,
  readParentPage,
  writeParentPage,
} from '../../../src/partitions/parent-page.ts';

const ASKING = 'pages of 1000';
const place = (
  page: number,
  pass = `2026-01-31T12:00:00Z ${ASKING}`,
  partition: unknown[] = [0],
): ParentPage => ({
  pass,
  partition,
  page,
  position: page === 1 ? undefined : { cursor: `c${page}`, keys: ['a'] },
});

describe('the place at which a large parent and its children begin', () => {
  it('is the earliest of theirs', () => {
    expect(earliestParentPage([place(7), place(3), place(9)], ASKING)?.page).toBe(3);
    expect(earliestParentPage([place(1, undefined, [1]), place(5)], ASKING)?.page).toBe(5);
  });

  it.each<[string, (ParentPage | undefined)[]]>([
    ['one of them has none', [place(7), undefined]],
    ['there is nobody', []],
    ['they were counted by two passes', [place(7), place(7, `2026-01-30T12:00:00Z ${ASKING}`)]],
    ['the parent is asked in another way now', [place(7, '2026-01-31T12:00:00Z pages of 500')]],
  ])('is the beginning where %s', (_, places) => {
    expect(earliestParentPage(places, ASKING)).toBeUndefined();
  });
});

describe('a place in a bookmark', () => {
  it.each([1, 4])('of page %d is read as it was written', (page) => {
    expect(readParentPage(writeParentPage(place(page), []), 1)).toMatchObject(place(page));
  });

  it.each([
    ['no object', 'x'],
    ['a page below 1', { ...writeParentPage(place(4), []), page: 0 }],
    ['no cursor', { ...writeParentPage(place(4), []), cursor: null }],
    ['keys that are none', { ...writeParentPage(place(4), []), keys: [1] }],
    ['a partition that is none', { ...writeParentPage(place(4), []), part: 'x' }],
    ['a key of no values', { ...writeParentPage(place(4), []), part: [] }],
    ['a key of too many values', { ...writeParentPage(place(4), []), part: [1, 0] }],
    ['a variant that is a text', { ...writeParentPage(place(4), []), part: ['zzz'] }],
    ['a key of null', { ...writeParentPage(place(4), []), part: [null] }],
    ['a key that is an object', { ...writeParentPage(place(4), []), part: [{}] }],
  ])('with %s is void', (_, value) => {
    expect(readParentPage(value, 1)).toBeUndefined();
  });
});

it('the page of a large parent before one that failed is remembered, beside the last one', () => {
  const pages = createParentPages({ start: undefined, asking: ASKING }, { now: 0, digest: (key) => key });
  const partition = (key: number) => ({ key: [key], params: {}, query: {}, columns: {}, readsToEnd: true });
  const page = {
    records: [],
    unseen: [],
    newThisPass: [],
    cursor: undefined,
    next: undefined,
    keys: [],
    begin: undefined,
    order: { rose: false, varied: false },
    isFull: true,
    isInPlace: true,
    apiDate: undefined,
  };
  expect(pages.of(partition(1), page).isBehindFailure).toBe(false);
  pages.fail();
  expect(pages.of(partition(2), page).isBehindFailure).toBe(true);
  expect(pages.last()?.partition).toEqual([2]);
  expect(pages.beforeFailure()?.partition).toEqual([1]);
});
