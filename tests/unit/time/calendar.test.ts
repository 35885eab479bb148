import { describe, expect, it } from 'vitest';
import { addPeriods, easternPeriod, easternPeriodsBetween, utcPeriod } from '../../../src/time/calendar.ts';

const at = (text: string) => Date.parse(text) / 1000;
const show = (seconds: number) => new Date(seconds * 1000).toISOString().replace(':00.000Z', 'Z');

describe('a period in UTC', () => {
  it.each([
    ['days', 0, '2026-03-11T00:00Z'],
    ['weeks', 0, '2026-03-08T00:00Z'],
    ['months', 0, '2026-03-01T00:00Z'],
    ['days', -11, '2026-02-28T00:00Z'],
    ['weeks', 1, '2026-03-15T00:00Z'],
    ['months', -3, '2025-12-01T00:00Z'],
  ] as const)('of %s, %d on, begins at midnight', (length, steps, expected) => {
    expect(show(utcPeriod(length, at('2026-03-11T23:59:59Z'), steps))).toBe(expected);
  });

  it('is added to what may begin on any day', () => {
    expect(show(addPeriods('weeks', at('2026-03-11T00:00:00Z'), 2))).toBe('2026-03-25T00:00Z');
    expect(show(addPeriods('days', at('2026-02-28T00:00:00Z'), 1))).toBe('2026-03-01T00:00Z');
    expect(show(addPeriods('months', at('2025-12-01T00:00:00Z'), 2))).toBe('2026-02-01T00:00Z');
  });
});

describe('a period in Eastern time', () => {
  it.each([
    // Four hours behind UTC in summer, five in winter; clocks change on the 8th of March and the 1st of November.
    ['days', '2026-03-08T04:59:59Z', '2026-03-07T05:00Z'],
    ['days', '2026-03-08T05:00:00Z', '2026-03-08T05:00Z'],
    ['days', '2026-03-09T03:59:59Z', '2026-03-08T05:00Z'],
    ['days', '2026-03-09T04:00:00Z', '2026-03-09T04:00Z'],
    ['days', '2026-11-02T04:59:59Z', '2026-11-01T04:00Z'],
    ['days', '2026-11-02T05:00:00Z', '2026-11-02T05:00Z'],
    ['weeks', '2026-07-01T12:00:00Z', '2026-06-28T04:00Z'],
    ['months', '2026-07-01T03:00:00Z', '2026-06-01T04:00Z'],
  ] as const)('of %s that holds %s', (length, instant, expected) => {
    expect(show(easternPeriod(length, at(instant)))).toBe(expected);
  });

  it('lies as many periods from another as the calendar says', () => {
    const [from, to] = [at('2026-02-27T12:00:00Z'), at('2026-03-09T12:00:00Z')];
    expect(easternPeriodsBetween('days', from, to)).toBe(10);
    expect(easternPeriodsBetween('weeks', from, to)).toBe(2);
    expect(easternPeriodsBetween('months', from, to)).toBe(1);
    expect(easternPeriodsBetween('months', at('2024-11-30T12:00:00Z'), to)).toBe(16);
  });
});
