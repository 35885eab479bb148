import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrderEvidence, type Order } from '../../../src/pages/order-evidence.ts';

/** The order that instants tell, given page by page. */
function orderOf(...pages: (number | undefined)[][]): Order | undefined {
  const evidence = createOrderEvidence();
  for (const page of pages) evidence.add(page);
  return evidence.order();
}

function rising(length: number, from = 0): number[] {
  return Array.from({ length }, (_, index) => from + index);
}

function falling(length: number, from = 0): number[] {
  return rising(length, from).reverse();
}

describe('createOrderEvidence', () => {
  it.each<[string, (number | undefined)[][], Order | undefined]>([
    ['nothing of no records', [], undefined],
    ['nothing of one record', [[1]], undefined],
    ['nothing of nine pairs', [rising(10)], undefined],
    ['oldest first of ten pairs that rise', [rising(11)], 'oldest_first'],
    ['newest first of ten pairs that fall', [falling(11)], 'newest_first'],
    ['nothing of many records of the same second', [Array.from({ length: 100 }, () => 5)], undefined],
    ['the same of pairs with repeats between', [rising(11).flatMap((at) => [at, at])], 'oldest_first'],
    [
      'the same where some records have no instant',
      [falling(11).flatMap((at) => [undefined, at])],
      'newest_first',
    ],
    ['the same over the border of pages', [falling(6, 5), falling(5)], 'newest_first'],
    [
      'a pair between the last of a page and the first of the next',
      [rising(10), rising(1, 10)],
      'oldest_first',
    ],
    [
      'newest first where a single record is back-dated',
      [[...falling(30, 100), 1, ...falling(30, 50)]],
      'newest_first',
    ],
    [
      'newest first where four pairs fall for one that rises',
      [zigzag(16, 4).map((at) => -at)],
      'newest_first',
    ],
    ['oldest first where four pairs rise for one that falls', [zigzag(16, 4)], 'oldest_first'],
    ['nothing where more than one pair in five points the other way', [zigzag(30, 10)], undefined],
  ])('tells %s', (_, pages, order) => {
    expect(orderOf(...pages)).toBe(order);
  });

  it('tells the opposite of the same records backwards', () => {
    const opposite = { newest_first: 'oldest_first', oldest_first: 'newest_first' } as const;
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 60 }), (instants) => {
        const order = orderOf(instants);
        expect(orderOf([...instants].reverse())).toBe(order && opposite[order]);
      }),
    );
  });

  it('tells the same however the records are paged', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.option(fc.nat(50), { nil: undefined }))), (pages) => {
        expect(orderOf(...pages)).toBe(orderOf(pages.flat()));
      }),
    );
  });
});

/** Instants of which so many pairs rise, and so many fall. */
function zigzag(rises: number, falls: number): number[] {
  const steps = Array.from({ length: rises + falls }, (_, index) =>
    index % 2 === 1 && index < 2 * falls ? -1 : 10,
  );
  let at = 0;
  return [0, ...steps.map((step) => (at += step))];
}
