import { describe, expect, it } from 'vitest';
import {
  addToDigest,
  createParentPages,
  digestOf,
  earliestParentPage,
  locatePage,
  NO_DIGEST,
  type ParentPage,
  readParentPage,
  writeParentPage,
} from '../../../src/partitions/parent-page.ts';
import { makePage } from '../pages/make-page.ts';

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

  it('is the earliest by its number also where the parent has been read anew since a child was there', () => {
    const before = `2026-01-30T12:00:00Z ${ASKING}`;
    expect(earliestParentPage([place(9), place(7, before)], ASKING)).toEqual(place(7, before));
    expect(earliestParentPage([place(2), place(7, before)], ASKING)).toEqual(place(2));
  });

  it.each<[string, (ParentPage | undefined)[]]>([
    ['one of them has none', [place(7), undefined]],
    ['there is nobody', []],
    ['the parent is asked in another way now', [place(7, '2026-01-31T12:00:00Z pages of 500')]],
  ])('is the beginning where %s', (_, places) => {
    expect(earliestParentPage(places, ASKING)).toBeUndefined();
  });
});

describe('the page at which an earlier run stopped', () => {
  const holding = (page: number, keys: string[], partition?: unknown[]): ParentPage => ({
    ...place(page, 'a later pass', partition),
    holds: (digests) => digests.some((digest) => keys.includes(digest)),
  });

  it.each<[string, ParentPage, ReturnType<typeof locatePage>]>([
    ['is the one that holds one of its keys', holding(4, ['x', 'a']), 'same'],
    ['has moved up where that one comes before', holding(3, ['a']), 'same'],
    ['is still to come before one with its number has', holding(3, ['x']), 'before'],
    ['has not come where another has its number', holding(4, ['x']), 'behind'],
    ['is still to come in an earlier partition', holding(9, ['a'], [-1]), 'before'],
    ['has not come where the next partition has begun', holding(1, ['a'], [1]), 'behind'],
  ])('%s', (_, page, located) => {
    expect(locatePage(page, place(4))).toBe(located);
  });

  it('is the first one where it was that, which has no position', () => {
    expect(locatePage(holding(1, []), place(1))).toBe('same');
    expect(locatePage(holding(2, []), place(1))).toBe('behind');
  });
});

describe('a place in a bookmark', () => {
  it.each([1, 4])('of page %d is read as it was written', (page) => {
    expect(readParentPage(writeParentPage(place(page), []), 1)).toMatchObject(place(page));
  });

  it('of page 1 keeps the cursor at which it began', () => {
    const begun = { ...place(1), position: { cursor: 'c', keys: ['a'] } };
    expect(readParentPage(writeParentPage(begun, []), 1)).toMatchObject(begun);
  });

  it('may have a key of any length where none is given', () => {
    const written = writeParentPage(place(4, undefined, ['x', 0]), []);
    expect(readParentPage(written, undefined)).toMatchObject({ partition: ['x', 0] });
    expect(readParentPage(written, 1)).toBeUndefined();
  });

  it('is null where there is none', () => {
    expect(writeParentPage(undefined, [])).toBeNull();
    expect(readParentPage(null, 1)).toBeUndefined();
  });

  it.each([
    ['no object', 'x'],
    ['a pass that is none', { ...writeParentPage(place(4), []), pass: null }],
    ['a digest that is none', { ...writeParentPage(place(4), []), digest: null }],
    ['a page that is no integer', { ...writeParentPage(place(4), []), page: 1.5 }],
    ['a page in a text', { ...writeParentPage(place(4), []), page: '4' }],
    ['no keys', { ...writeParentPage(place(4), []), keys: null }],
    ['some keys that are none', { ...writeParentPage(place(4), []), keys: ['a', 1] }],
    ['a page below 1', { ...writeParentPage(place(4), []), page: 0 }],
    ['no cursor', { ...writeParentPage(place(4), []), cursor: null }],
    ['keys that are none', { ...writeParentPage(place(4), []), keys: [1] }],
    ['a partition that is none', { ...writeParentPage(place(4), []), part: 'x' }],
    ['a key of no values', { ...writeParentPage(place(4), []), part: [] }],
    ['a key of too many values', { ...writeParentPage(place(4), []), part: [1, 0] }],
    ['a variant that is a text', { ...writeParentPage(place(4), []), part: ['zzz'] }],
    ['a key of null', { ...writeParentPage(place(4), []), part: [null] }],
    [
      'a key of null beside others',
      { ...writeParentPage(place(4, undefined, ['x', 0]), []), part: [null, 0] },
    ],
    ['a key that is an object', { ...writeParentPage(place(4), []), part: [{}] }],
  ])('with %s is void', (_, value) => {
    expect(readParentPage(value, 1)).toBeUndefined();
  });
});

/** 2026-01-31T12:00:00Z */
const NOW = 1_769_860_800;
const open = (start?: ParentPage) =>
  createParentPages({ start, asking: ASKING }, { now: NOW, digest: (key) => `#${key}` });
const partition = (key: number) => ({ key: [key], params: {}, query: {}, columns: {}, readsToEnd: true });
const pageAt = (cursor?: string, keys: readonly (string | undefined)[] = []) =>
  makePage([], { cursor, keys });

describe('the pages of a large parent', () => {
  it('are counted from 1 in each partition; one that comes again has its number', () => {
    const pages = open();
    const read: [number, string?][] = [[0], [0, 'a'], [0, 'a'], [0, 'b'], [1], [1], [1, 'a']];
    const numbers = read.map(([key, cursor]) => pages.of(partition(key), pageAt(cursor)).page);
    expect(numbers).toEqual([1, 2, 2, 3, 1, 1, 2]);
  });

  it('hold the pass, the cursor, and digests of keys, but for the first page, which needs none', () => {
    const pages = open();
    const pass = `2026-01-31T12:00:00Z ${ASKING}`;
    expect(pages.last()).toBeUndefined();
    const first = { pass, partition: [0], page: 1, position: undefined, isBehindFailure: false };
    expect(pages.of(partition(0), pageAt(undefined, ['x']))).toMatchObject(first);
    const keys = ['a', undefined, 'b', 'c', 'd'];
    const second = pages.of(partition(0), pageAt('2', keys));
    expect(second).toMatchObject({ ...first, page: 2, position: { cursor: '2', keys: ['#a', '#b', '#c'] } });
    expect([pages.last(), pages.beforeFailure()]).toEqual([second, second]);
  });

  it('go on with the pass and the number of the page at which they begin', () => {
    const pages = open(place(4));
    expect(pages.of(partition(0), pageAt('c4'))).toMatchObject({ page: 4, pass: place(4).pass });
    expect(pages.of(partition(0), pageAt('c5')).page).toBe(5);
    expect(open(place(4)).of(partition(1), pageAt()).page).toBe(1);
  });

  it('stay at the one at which they begin until a page is written: a run that ends before loses nothing of it', () => {
    const pages = open(place(4));
    expect([pages.last(), pages.beforeFailure()]).toEqual([place(4), place(4)]);
    pages.restart();
    expect(pages.last()).toBeUndefined();
  });

  it('that are counted anew are of another pass each time', () => {
    const pages = open();
    pages.of(partition(0), pageAt());
    pages.of(partition(0), pageAt('a'));
    pages.restart();
    expect(pages.last()).toBeUndefined();
    expect(pages.of(partition(0), pageAt())).toMatchObject({
      page: 1,
      pass: `2026-01-31T12:00:00Z+1 ${ASKING}`,
    });
    pages.restart();
    expect(pages.of(partition(0), pageAt('a'))).toMatchObject({
      page: 1,
      pass: `2026-01-31T12:00:00Z+2 ${ASKING}`,
    });
  });

  it('before one that failed are remembered, beside the last one', () => {
    const pages = open();
    expect(pages.of(partition(1), pageAt()).isBehindFailure).toBe(false);
    pages.fail();
    expect(pages.of(partition(2), pageAt()).isBehindFailure).toBe(true);
    pages.fail();
    expect(pages.last()?.partition).toEqual([2]);
    expect(pages.beforeFailure()?.partition).toEqual([1]);
  });

  it('tell which keys they hold, by digests', () => {
    const { holds } = open().of(partition(1), pageAt('c', ['a', undefined, 'b']));
    expect([holds?.(['#x', '#b']), holds?.(['b']), holds?.([])]).toEqual([true, false, false]);
    expect(open().of(partition(1), pageAt('c')).holds?.([])).toBe(true);
  });
});

describe('contexts are told apart by their digest', () => {
  const digests = (...keys: unknown[][]) => digestOf(keys.map((key) => ({ key })));

  it('which is short, and takes numbers and texts for one', () => {
    expect(digests([7], [8])).toMatch(/^[0-9a-f]{16}$/);
    expect(digests([7], [8])).toBe(digests(['7'], ['8']));
    expect(digests([7], [8])).not.toBe(digests([7, 8]));
    expect(digestOf([{ key: [7], keys: ['7', '9'] }])).toBe(digests([7, 9]));
  });

  it('also where it is made one after the other', () => {
    const one = addToDigest(NO_DIGEST, [7]);
    expect(addToDigest(one, [8])).not.toBe(addToDigest(NO_DIGEST, [8]));
    expect(addToDigest(one, ['8'])).toBe(addToDigest(one, [8]));
  });
});
