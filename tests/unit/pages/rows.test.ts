import { describe, expect, it } from 'vitest';
import { parseRows } from '../../../src/pages/rows.ts';

const LIST = { path: '/v1/x', records: 'rows' };

describe('parseRows', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a text', 'MQ==', 'MQ=='],
    ['an empty text', '', undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
    ['the number 0', 0, undefined],
    ['a number', 7, '7'],
    ['a number beyond 2^53', 12345678901234567890n, '12345678901234567890'],
  ])('takes %s for the next cursor', (_, next, expected) => {
    expect(parseRows(LIST, { rows: [{ id: 1 }], next })).toEqual({ records: [{ id: 1 }], next: expected });
  });

  it.each<[string, unknown]>([
    ['null under its key', { rows: null }],
    ['no body at all', undefined],
  ])('takes %s for an empty list', (_, body) => {
    expect(parseRows(LIST, body)).toEqual({ records: [], next: undefined });
  });

  it.each<[string, unknown, string]>([
    ['another key', { others: [] }, 'has no list "rows"'],
    ['an object', { rows: {} }, '"rows" is no list'],
    ['texts', { rows: ['a'] }, 'holds something else than objects'],
    ['a list at the top', [], 'no JSON object'],
    ['a next that is an object', { rows: [], next: {} }, '"next" is neither'],
  ])('refuses %s', (_, body, message) => {
    expect(() => parseRows(LIST, body)).toThrow(message);
  });
});
