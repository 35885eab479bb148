import { describe, expect, it } from 'vitest';
import {
  afterFirst,
  describeRun,
  estimatePages,
  medianOf,
  sum,
  times,
} from '../../../src/commands/estimate.ts';
import type { Page } from '../../../src/pages/partition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { makePage } from '../pages/make-page.ts';

const DAY = 86_400;

/** A full page, with another behind it. */
const page = (records: Page['records'], more: Partial<Page> = {}): Page =>
  makePage(records, { next: 'next', ...more });
const created = (...days: number[]) => days.map((day) => ({ created: day * DAY }));

describe('estimatePages', () => {
  it('takes a page with nothing behind it for the only one', () => {
    const only = { requests: 1, isAtLeast: false };
    expect(estimatePages(page(created(9, 7), { next: undefined }), definitions.messages, 20 * DAY)).toEqual(
      only,
    );
  });

  it('counts pages by how long the first one lasts', () => {
    const estimate = estimatePages(page(created(9, 8, 7)), definitions.messages, 19 * DAY);
    expect(estimate).toEqual({ requests: 10, isAtLeast: false });
  });

  it.each([
    ['a list without times', definitions.newsletters, 20 * DAY],
    ['records of one instant', definitions.messages, 20 * DAY],
    ['a list of unknown length', definitions.messages, undefined],
  ])('knows no more than two of %s', (_, definition, span) => {
    expect(estimatePages(page(created(9, 9)), definition, span)).toEqual({ requests: 2, isAtLeast: true });
  });

  it('does not count by a page that is shorter than the others may be', () => {
    const estimate = estimatePages(page(created(9, 8), { isFull: false }), definitions.messages, 19 * DAY);
    expect(estimate).toEqual({ requests: 2, isAtLeast: true });
  });
});

it('a list that continues takes two requests at most in a later run', () => {
  const long = { requests: 30, isAtLeast: true };
  expect(afterFirst(long, true)).toEqual({ requests: 2, isAtLeast: false });
  expect(afterFirst({ ...long, requests: 1 }, true)).toEqual({ requests: 1, isAtLeast: false });
  expect(afterFirst(long, false)).toEqual(long);
});

it('sums and products are at least as unsure as their parts', () => {
  const sure = { requests: 3, isAtLeast: false };
  const unsure = { requests: 4, isAtLeast: true };
  expect([times(sure, sure), times(sure, unsure), sum([sure, unsure]), sum([sure])]).toEqual([
    { requests: 9, isAtLeast: false },
    { requests: 12, isAtLeast: true },
    { requests: 7, isAtLeast: true },
    sure,
  ]);
});

it.each([
  [[], 0],
  [[300, 100, 200], 200],
])('the median of %j is %d', (numbers, median) => {
  expect(medianOf(numbers)).toBe(median);
});

describe('describeRun', () => {
  const settings = { requests_per_second: 10, max_concurrency: 3 };

  it.each([
    [20, 300, 'a first run takes about 20 requests, 2 s at 10 a second; each run after it about 9 requests'],
    [
      1200,
      10,
      'a first run takes about 1,200 requests, 2 min at 10 a second; each run after it about 9 requests',
    ],
    [
      90_000,
      10,
      'a first run takes about 90,000 requests, 2.5 h at 10 a second; each run after it about 9 requests',
    ],
    [
      100,
      601,
      'a first run takes about 100 requests, 21 s; each run after it about 9 requests: answers take 0.6 s, so 3 in flight reach 5.0 a second; max_concurrency 7 would use the limit of 10',
    ],
  ])('%d requests, answers in %d ms', (requests, answerMs, text) => {
    expect(
      describeRun(
        { first: { requests, isAtLeast: false }, later: { requests: 9, isAtLeast: false } },
        answerMs,
        settings,
      ),
    ).toBe(text);
  });
});
