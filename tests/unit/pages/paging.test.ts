import { describe, expect, it } from 'vitest';
import { createPaging, isNumbered } from '../../../src/pages/paging.ts';
import type { Pagination } from '../../../src/streams/definition.ts';

const paging = (pagination: Pagination, overlap?: number) =>
  createPaging({ path: '/v1/x', pagination, rows: { kind: 'list', at: 'rows' } }, overlap);

describe('a cursor', () => {
  const cursor = () => paging({ kind: 'cursor', limit: 10 });

  it.each<[string, unknown, string | undefined]>([
    ['a text', 'MQ==', 'MQ=='],
    ['an empty text', '', undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
    ['the number 0', 0, undefined],
    ['the text 0', '0', '0'],
    ['a number', 7, '7'],
    ['a number beyond 2^53', 12345678901234567890n, '12345678901234567890'],
  ])('is taken from %s', (_, next, expected) => {
    expect(cursor().nextOf(undefined, 1, { next })).toBe(expected);
  });

  it('is not taken from an object', () => {
    expect(() => cursor().nextOf(undefined, 1, { next: {} })).toThrow('GET /v1/x: "next" is neither');
  });

  it('is found where the definition says, and sent under the name that it says', () => {
    const other = paging({ kind: 'cursor', limit: 1, parameter: 'cursor', nextAt: 'meta.next_cursor' });
    expect(other.nextOf(undefined, 1, { meta: { next_cursor: 'c' }, next: 'x' })).toBe('c');
    expect(other.nextOf(undefined, 1, {})).toBeUndefined();
    expect([cursor().parameter, other.parameter]).toEqual(['start', 'cursor']);
  });
});

describe('a cursor of the tap itself', () => {
  it('is an offset that moves by what came, until nothing comes', () => {
    const offset = paging({ kind: 'offset', limit: 1000 });
    expect(offset.nextOf(undefined, 1000, {})).toBe('1000');
    expect(offset.nextOf('1000', 7, {})).toBe('1007');
    expect(offset.nextOf('1007', 0, {})).toBeUndefined();
    expect(offset.parameter).toBe('offset');
  });

  it('is an offset that moves by what is new, where pages overlap', () => {
    const offset = paging({ kind: 'offset', limit: 1000 }, 1);
    expect(offset.nextOf(undefined, 1000, {})).toBe('999');
    expect(offset.nextOf('999', 1000, {})).toBe('1998');
    expect(offset.nextOf('1998', 2, {})).toBe('1999');
    expect(offset.nextOf('1999', 1, {})).toBeUndefined();
    expect(offset.nextOf(undefined, 1, {})).toBe('0');
  });

  it('is the number of a page, until nothing comes', () => {
    const page = paging({ kind: 'page', limit: 10 });
    expect(page.nextOf(undefined, 3, {})).toBe('2');
    expect(page.nextOf('2', 0, {})).toBeUndefined();
    expect(page.parameter).toBe('page');
  });
});

it('a list that came whole until now is followed where it has a cursor, other bodies are not', () => {
  expect(paging({ kind: 'none' }).nextOf(undefined, 1, { next: 'c' })).toBe('c');
  const rows = { kind: 'any', column: 'data', position: 'position' } as const;
  const any = createPaging({ path: '/v1/x', pagination: { kind: 'none' }, rows });
  expect(any.nextOf(undefined, 1, { next: 'c' })).toBeUndefined();
});

it.each<[Pagination, { limit: number | undefined; isResizable: boolean; isNumbered: boolean }]>([
  [{ kind: 'none' }, { limit: undefined, isResizable: false, isNumbered: false }],
  [
    { kind: 'cursor', limit: 10 },
    { limit: 10, isResizable: true, isNumbered: false },
  ],
  [
    { kind: 'cursor', fixedLimit: 10 },
    { limit: undefined, isResizable: false, isNumbered: false },
  ],
  [
    { kind: 'offset', limit: 10 },
    { limit: 10, isResizable: true, isNumbered: true },
  ],
  [
    { kind: 'page', limit: 10 },
    { limit: 10, isResizable: false, isNumbered: true },
  ],
])('of %o it is known which pages can be asked for', (pagination, expected) => {
  const { limit, isResizable } = paging(pagination);
  expect({ limit, isResizable, isNumbered: isNumbered({ pagination }) }).toEqual(expected);
});

it('the records before a page are counted where their place is a column', () => {
  const pagination = { kind: 'cursor', limit: 2 } as const;
  const rows = { kind: 'texts', at: 'errors', column: 'error', position: 'position' } as const;
  const { nextOf, positionOf } = createPaging({ path: '/v1/x', pagination, rows });
  expect(positionOf(undefined)).toBe(0);
  nextOf(undefined, 2, { next: 'a' });
  nextOf('a', 3, { next: 'b' });
  nextOf('b', 3, { next: '' });
  expect(['a', 'b', undefined].map(positionOf)).toEqual([2, 5, 0]);
});
