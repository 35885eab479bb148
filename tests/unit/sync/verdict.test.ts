import { expect, it } from 'vitest';
import { PARTIAL_REASONS, type PartialReason } from '../../../src/partial-reason.ts';
import { judge } from '../../../src/sync/verdict.ts';
import { TapError } from '../../../src/tap-error.ts';

const failure = new TapError('x');

it('a stream that has met nothing is whole', () => {
  expect(judge(new Map(), {})).toEqual({ whole: true });
  expect(judge(new Map(), { parent: 'campaigns' })).toEqual({ whole: true });
});

it.each(PARTIAL_REASONS.map((reason) => [reason]))(
  'a stream is partial for the reason %s, with its count',
  (reason) => {
    expect(judge(new Map([[reason, 3]]), {})).toEqual({ whole: false, reasons: [{ reason, count: 3 }] });
  },
);

it.each<[string, readonly (readonly [PartialReason, number])[], readonly unknown[]]>([
  ['alone', [], [{ reason: 'failed', count: 1 }]],
  [
    'once beside other reasons',
    [['gone', 2]],
    [
      { reason: 'gone', count: 2 },
      { reason: 'failed', count: 1 },
    ],
  ],
  ['with those parts that had failed before', [['failed', 4]], [{ reason: 'failed', count: 4 }]],
])('a stream that has failed is partial for that: %s', (_, met, reasons) => {
  expect(judge(new Map(met), { failure })).toEqual({ whole: false, reasons });
});

it('the name of a partial parent is told, and goes with no other reason', () => {
  const met = new Map<PartialReason, number>([
    ['parent', 1],
    ['gone', 2],
  ]);
  expect(judge(met, { parent: 'campaigns' })).toEqual({
    whole: false,
    reasons: [
      { reason: 'parent', count: 1, detail: 'campaigns' },
      { reason: 'gone', count: 2 },
    ],
  });
  expect(judge(met, {})).toEqual({
    whole: false,
    reasons: [
      { reason: 'parent', count: 1 },
      { reason: 'gone', count: 2 },
    ],
  });
});
