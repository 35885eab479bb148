import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { describeSpan, magnitude, nextFormOf, nextOf, rowsOf, toNumber } from '../../../src/probe/answers.ts';
import type { ProbeAnswer } from '../../../src/probe/probe.ts';

const answerOf = (body: unknown): ProbeAnswer => ({
  request: { path: '/v1/messages', params: {}, query: {} },
  status: 200,
  form: 'JSON',
  body,
  apiDate: undefined,
  receivedAt: 0,
  headerNames: [],
  attempts: 1,
});

describe('of an answer', () => {
  it.each<[string, unknown, string, string | undefined]>([
    ['absent', {}, 'absent', undefined],
    ['null', { next: null }, 'null', undefined],
    ['an empty text', { next: '' }, 'empty', undefined],
    ['a text', { next: 'djIwOjE=' }, 'a cursor', 'djIwOjE='],
    ['a number', { next: 7 }, 'a cursor', '7'],
  ])('a next that is %s is told for what it is', (_, body, form, cursor) => {
    expect([nextFormOf(answerOf(body)), nextOf(answerOf(body))]).toEqual([form, cursor]);
  });

  it('the records are those of a list alone: no null, no object, and nothing where there was no answer', () => {
    expect(rowsOf(answerOf({ messages: [{ id: 1 }, null, 7, []] }), 'messages')).toEqual([{ id: 1 }]);
    expect(rowsOf(answerOf({ messages: { id: 1 } }), 'messages')).toEqual([]);
    expect(rowsOf(answerOf({ messages: null }), 'messages')).toEqual([]);
    expect(rowsOf(undefined, 'messages')).toEqual([]);
  });

  it('a number is taken as the body had it, and nothing else for one', () => {
    expect([7, new LosslessNumber('7'), '7', Number.NaN, null, undefined].map(toNumber)).toEqual([
      7,
      7,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

it.each([
  [0, 'no'],
  [1, '1 to 9'],
  [9, '1 to 9'],
  [10, '10 to 99'],
  [4711, '1,000 to 9,999'],
])('of a count of %i a report says %s', (count, text) => {
  expect(magnitude(count)).toBe(text);
});

it.each([
  [0, '0 s'],
  [-119, '119 s'],
  [120, '2 min'],
  [7199, '120 min'],
  [7200, '2 h'],
  [172_799, '48 h'],
  [-172_800, '2 days'],
])('%i seconds are %s, ahead or behind', (seconds, text) => {
  expect(describeSpan(seconds)).toBe(text);
});
