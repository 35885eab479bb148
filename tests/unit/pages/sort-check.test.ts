import { expect, it } from 'vitest';
import { checkOrder, compareAnew, newSortCheck } from '../../../src/pages/sort-check.ts';

it.each<[string, readonly (number | undefined)[], { rose: boolean; varied: boolean }]>([
  ['without records', [], { rose: false, varied: false }],
  ['of one instant', [5, 5], { rose: false, varied: false }],
  ['that gets older', [5, 5, 4], { rose: false, varied: true }],
  ['that gets newer once', [5, 3, 4, 2], { rose: true, varied: true }],
  ['that comes back to its first instant', [5, 4, 5], { rose: true, varied: true }],
  ['some of whose records have no instant', [undefined, 5, undefined, 4], { rose: false, varied: true }],
  ['of one instant, but for records without one', [5, undefined, 5], { rose: false, varied: false }],
  ['that gets newer around a record without an instant', [5, undefined, 6], { rose: true, varied: true }],
])('a list %s', (_, instants, expected) => {
  const check = newSortCheck();
  checkOrder(check, instants);
  expect(check).toMatchObject(expected);
});

it('the order is seen across pages, and not across a move of the list', () => {
  const check = newSortCheck();
  checkOrder(check, [5]);
  checkOrder(check, [4]);
  compareAnew(check);
  checkOrder(check, [6]);
  expect(check).toMatchObject({ rose: false, varied: true });
  checkOrder(check, [7]);
  checkOrder(check, [1]);
  expect(check.rose).toBe(true);
});
