import { expect, it } from 'vitest';
import { createState } from '../../../src/singer/state.ts';
import { createStatePacing } from '../../../src/sink/state-pacing.ts';

/** A pacing whose clock is moved by hand, and how long STATE is. */
function start() {
  const clock = { now: 5000 };
  const pacing = createStatePacing(createState({}), () => clock.now);
  const { length } = pacing.now();
  const isDue = (records: number, characters: number, isPatient: boolean) =>
    pacing.due({ records, length: characters }, isPatient).length === 1;
  return { clock, pacing, length, isDue };
}

it('STATE follows each page that has records, and none that has none', () => {
  const { isDue } = start();
  expect([isDue(0, 0, false), isDue(1, 1, false), isDue(0, 0, false)]).toEqual([false, true, false]);
});

it('STATE waits, where it may, until the records are a hundred times as long', () => {
  const { isDue, length } = start();
  const most = 100 * length;
  expect([isDue(1, most - 1, true), isDue(1, 1, true), isDue(1, most - 1, true)]).toEqual([
    false,
    true,
    false,
  ]);
});

it('STATE never waits for longer than a second', () => {
  const { isDue, clock } = start();
  clock.now = 5999;
  expect(isDue(1, 1, true)).toBe(false);
  clock.now = 6000;
  expect([isDue(0, 0, true), isDue(0, 0, true)]).toEqual([true, false]);
});

it('STATE comes before a chunk more could make ten thousand records without it', () => {
  const { isDue } = start();
  expect([isDue(7500, 1, true), isDue(1, 1, true), isDue(7500, 1, true)]).toEqual([false, true, false]);
});

it('STATE is written when it is asked for, and what has come before it counts no more', () => {
  const { isDue, pacing } = start();
  isDue(7500, 1, true);
  expect(pacing.now()).toBe('{"type":"STATE","value":{"bookmarks":{}}}');
  expect(isDue(7500, 1, true)).toBe(false);
});
