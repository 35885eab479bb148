import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../src/http/retry-after.ts';

const NOW = Date.parse('Sat, 31 Jan 2026 12:00:00 GMT');

describe('parseRetryAfter', () => {
  it.each<[string, string, number]>([
    ['seconds', '120', 120_000],
    ['zero, which is at once', '0', 0],
    ['blanks around seconds', ' 5 ', 5000],
    ['a date ahead', 'Sat, 31 Jan 2026 12:02:00 GMT', 120_000],
    ['a date in the form of RFC 850', 'Saturday, 31-Jan-26 12:02:00 GMT', 120_000],
    ['a date gone by, which is at once', 'Fri, 31 Dec 1999 23:59:59 GMT', 0],
  ])('reads %s', (_, header, delayMs) => {
    expect(parseRetryAfter(header, NOW)).toBe(delayMs);
  });

  it('says nothing of an absent Retry-After', () => {
    expect(parseRetryAfter(null, NOW)).toBeUndefined();
  });

  it.each([
    ['an empty text', ''],
    ['a negative number', '-5'],
    ['a fraction', '1.5'],
    ['a unit', '5s'],
    ['a word', 'soon'],
    ['a date that is none', 'Sat, 99 Foo 2026 12:00:00 GMT'],
    ['an ISO date', '2026-01-31T12:02:00Z'],
    ['a year', '2027-'],
    ['two values', '5, 10'],
  ])('a malformed Retry-After is no advice, not zero: %s', (_, header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  });
});
