import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, intersect, merge, type Span, subtract } from '../../../src/bookmarks/spans.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -2, max: 12 }))
  .map(([from, length]): Span => [from, from + length]);
const spans = fc.array(span, { maxLength: 6 });

/** The seconds of spans, one by one: what the module is measured by. */
function secondsOf(given: readonly Span[]): Set<number> {
  return new Set(
    given.flatMap(([from, to]) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index),
    ),
  );
}

/** Sorted, apart by at least a second, none empty. */
function expectMerged(given: readonly Span[]): void {
  for (const [from, to] of given) expect(from).toBeLessThanOrEqual(to);
  for (const [index, [from]] of given.entries())
    if (index > 0) expect(from).toBeGreaterThan((given[index - 1]?.[1] ?? 0) + 1);
}

describe('spans', () => {
  it('merged hold the same seconds, in as few spans as possible', () => {
    fc.assert(
      fc.property(spans, (given) => {
        expectMerged(merge(given));
        expect(secondsOf(merge(given))).toEqual(secondsOf(given));
      }),
    );
  });

  it('less others hold the seconds that are in no other', () => {
    fc.assert(
      fc.property(spans, spans, (given, taken) => {
        const left = subtract(given, taken);
        expectMerged(left);
        const expected = [...secondsOf(given)].filter((second) => !secondsOf(taken).has(second));
        expect(secondsOf(left)).toEqual(new Set(expected));
      }),
    );
  });

  it('in common hold the seconds that are in both', () => {
    fc.assert(
      fc.property(spans, spans, (given, others) => {
        const both = intersect(given, others);
        expectMerged(both);
        const expected = [...secondsOf(given)].filter((second) => secondsOf(others).has(second));
        expect(secondsOf(both)).toEqual(new Set(expected));
      }),
    );
  });

  it('cut hold the same seconds, each piece as long as allowed, each second once', () => {
    fc.assert(
      fc.property(span, fc.integer({ min: 1, max: 9 }), (given, longest) => {
        const pieces = cut(given, longest);
        expect(pieces.flatMap((piece) => [...secondsOf([piece])])).toEqual([...secondsOf([given])]);
        for (const [from, to] of pieces.slice(0, -1)) expect(to - from + 1).toBe(longest);
      }),
    );
  });
});
