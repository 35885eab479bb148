import { expect, it } from 'vitest';
import { createKeyMemory } from '../../../src/pages/key-memory.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index }));
const open = () => {
  const memory = createKeyMemory(({ id }) => (id === undefined ? undefined : String(id)));
  memory.beginPass();
  return memory;
};

it('the latest keys are remembered: two pages of the largest size', () => {
  const memory = open();
  for (let page = 0; page < 4; page += 1) memory.take(rows(page * 30_000, (page + 1) * 30_000));
  expect(memory.take(rows(90_000, 120_000)).fresh).toHaveLength(0);
});

it('the keys of the first page are never forgotten, however many follow', () => {
  const memory = open();
  for (let page = 0; page < 10; page += 1) memory.take(rows(page * 30_000, (page + 1) * 30_000));
  const { fresh, met } = memory.take(rows(0, 30_000));
  expect([fresh.length, met.length]).toEqual([0, 0]);
});

it('a pass anew meets what an earlier one has given out, and does not give it out again', () => {
  const memory = open();
  memory.take(rows(0, 10));
  memory.beginPass();
  const { fresh, met } = memory.take(rows(5, 15));
  expect([fresh.length, met.length]).toEqual([5, 10]);
});

it('what was taken and not given out can be forgotten, on the first page as well', () => {
  const memory = open();
  const { fresh } = memory.take(rows(0, 10));
  memory.forget(fresh);
  expect(memory.take(rows(0, 10)).fresh).toHaveLength(10);
});
