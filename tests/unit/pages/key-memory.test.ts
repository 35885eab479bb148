import { expect, it } from 'vitest';
import { createKeyMemory } from '../../../src/pages/key-memory.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index }));
const open = () => {
  const memory = createKeyMemory(({ id }) => (id === undefined ? undefined : String(id)));
  memory.beginPass();
  return memory;
};

it('a page of the largest size is remembered whole until the one behind it is there', () => {
  const memory = open();
  for (let page = 0; page < 2; page += 1) memory.take(rows(page * 30_000, (page + 1) * 30_000));
  // All but its last 1,000 records were pushed down from the page before.
  expect(memory.take(rows(31_000, 61_000)).unseen).toHaveLength(1000);
});

it('the latest 10,000 keys are remembered, however small the pages', () => {
  const memory = open();
  for (let page = 0; page < 250; page += 1) memory.take(rows(page * 100, (page + 1) * 100));
  expect(memory.take(rows(15_000, 25_000)).unseen).toHaveLength(0);
});

it('a key that comes again is remembered anew', () => {
  const memory = open();
  for (let page = 1; page < 10; page += 1) {
    memory.take(rows(page * 6000, (page + 1) * 6000));
    // It was pushed down to the next page each time.
    const { unseen } = memory.take([{ id: -1 }]);
    expect(unseen).toHaveLength(page === 1 ? 1 : 0);
  }
});

it('the keys of the first page are never forgotten, however many follow', () => {
  const memory = open();
  for (let page = 0; page < 4; page += 1) memory.take(rows(page * 10_000, (page + 1) * 10_000));
  const { unseen, newThisPass } = memory.take(rows(0, 10_000));
  expect([unseen.length, newThisPass.length]).toEqual([0, 0]);
});

it('other keys are forgotten once 10,000 have come after them', () => {
  const memory = open();
  const page = (number: number) => rows(number * 10_000, (number + 1) * 10_000);
  memory.take(page(0));
  memory.take(page(1));
  memory.take(page(1));
  memory.take(page(2));
  expect(memory.take(page(1)).unseen).toHaveLength(10_000);
  expect(memory.take(page(0)).unseen).toHaveLength(0);
});

it('records without a key are all given out, and are new to no pass', () => {
  const { unseen, newThisPass, keys } = open().take([{}, { id: 1 }, {}]);
  expect([unseen.length, newThisPass.length, keys]).toEqual([3, 1, [undefined, '1', undefined]]);
});

it('a pass anew meets what an earlier one has given out, and does not give it out again', () => {
  const memory = open();
  memory.take(rows(0, 10));
  memory.beginPass();
  const { unseen, newThisPass } = memory.take(rows(5, 15));
  expect([unseen.length, newThisPass.length]).toEqual([5, 10]);
});

it('what was taken and not given out can be forgotten, on the first page as well', () => {
  const memory = open();
  const { unseen } = memory.take(rows(0, 10));
  memory.forget(unseen);
  expect(memory.take(rows(0, 10)).unseen).toHaveLength(10);
});

it('what was withheld is given out once more, and a record without a key withholds no other', () => {
  const memory = open();
  const [first, ...others] = rows(0, 3);
  memory.take([{ id: '' }]);
  memory.withhold(memory.take([{}, ...others]));
  expect(memory.take([{ id: '' }, ...others, first ?? {}]).unseen).toEqual([...others, first]);
  expect(memory.take(others).unseen).toEqual([]);
});
