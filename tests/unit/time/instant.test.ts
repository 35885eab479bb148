import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ExactDecimal } from '../../../src/json/parse-json.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../../../src/time/instant.ts';

const NOON = 1_769_860_800;
const END_OF_TIME = 253_402_300_800;

describe('toUnixSeconds', () => {
  it.each<[string, unknown, number]>([
    ['unix seconds', NOON, NOON],
    ['unix seconds with a fraction', NOON + 0.5, NOON + 0.5],
    ['unix seconds as digits', '1769860800', NOON],
    ['digits with a fraction', '1769860800.25', NOON + 0.25],
    ['the first unix second', 1, 1],
    ['the last number that is seconds, not milliseconds', 253_402_300_799, 253_402_300_799],
    ['unix milliseconds', NOON * 1000, NOON],
    ['unix milliseconds that are no whole second', NOON * 1000 + 250, NOON + 0.25],
    ['unix milliseconds as digits', `${NOON}000`, NOON],
    ['the first number that is milliseconds', 1_000_000_000_000, 1_000_000_000],
    ['an ISO date, as its midnight in UTC', '2026-01-31', NOON - DAY_SECONDS / 2],
    ['an RFC 3339 date-time', '2026-01-31T12:00:00Z', NOON],
    ['lower-case t and z', '2026-01-31t12:00:00z', NOON],
    ['a space between date and time', '2026-01-31 12:00:00', NOON],
    ['a space before the offset', '2026-01-31 12:00:00 +02:00', NOON - 7200],
    ['a date-time without an offset, as UTC', '2026-01-31T12:00:00', NOON],
    ['a time without seconds', '2026-01-31T12:00Z', NOON],
    ['a fraction of a second', '2026-01-31T12:00:00.123Z', NOON + 0.123],
    ['a fraction after a comma', '2026-01-31T12:00:00,5Z', NOON + 0.5],
    ['nanoseconds', '2026-01-31T12:00:00.500000000Z', NOON + 0.5],
    [
      'nine decimals of a number, which a double cannot hold',
      new ExactDecimal('1769860800.500000001'),
      NOON + 0.5,
    ],
    ['nine decimals of a number in digits', '1769860800.500000001', NOON + 0.5],
    ['more decimals than nanoseconds have', '2026-01-31T12:00:00.500000000000Z', NOON + 0.5],
    ["Go's text of a time", '2026-01-31 12:00:00 +0000 UTC', NOON],
    ["Go's text with nanoseconds, by its offset", '2026-01-31 14:00:00.500000000 +0200 CEST', NOON + 0.5],
    ["Go's text of a zone without a name", '2026-01-31 15:00:00 +0300 +03', NOON],
    ["Go's text of a zone with minutes", '2026-01-31 17:30:00 +0530 +0530', NOON],
    ["Go's text of a name that the offset contradicts", '2026-01-31 04:00:00 -0800 UTC', NOON],
    ["Go's text with the monotonic clock", '2026-01-31 12:00:00 +0000 UTC m=+0.000012345', NOON],
    ['an offset east of UTC', '2026-01-31T14:00:00+02:00', NOON],
    ['an offset west of UTC', '2026-01-31T04:00:00-08:00', NOON],
    ['an offset with minutes', '2026-01-31T17:30:00+05:30', NOON],
    ['an offset without a colon', '2026-01-31T14:00:00+0200', NOON],
    ['an offset of hours only', '2026-01-31T14:00:00+02', NOON],
    ['surrounding blanks', ' 2026-01-31T12:00:00Z\n', NOON],
    ['29 February of a leap year', '2024-02-29', 1_709_164_800],
    ['a leap second, as the second after it', '2016-12-31T23:59:60Z', 1_483_228_800],
    ['the last second of the year 9999', '9999-12-31T23:59:59Z', END_OF_TIME - 1],
  ])('takes %s', (_, value, seconds) => {
    expect(toUnixSeconds(value)).toBe(seconds);
  });

  it.each<[string, unknown]>([
    ['zero', 0],
    ['zero as digits', '0'],
    ['a negative number', -1],
    ['a negative number as digits', '-1'],
    ['the first second of the year 10000, in milliseconds', END_OF_TIME * 1000],
    ['infinity', Number.POSITIVE_INFINITY],
    ['not-a-number', Number.NaN],
    ['digits beyond any number', '9'.repeat(400)],
    ['an instant before 1970', '1969-12-31T23:59:59Z'],
    ["Go's zero time", '0001-01-01T00:00:00Z'],
    ['an offset that leads out of the year 9999', '9999-12-31T23:59:59-01:00'],
    ['an empty text', ''],
    ['a word', 'yesterday'],
    ['a date with text behind it', '2026-01-31 (about)'],
    ['a date-time with a name behind it, but no offset', '2026-01-31 12:00:00 CEST'],
    ["Go's text with something behind it", '2026-01-31 12:00:00 +0000 UTC or so'],
    ['an exact decimal that is no time', new ExactDecimal('0.00000000000000000001')],
    ['a month 13', '2026-13-01'],
    ['30 February', '2026-02-30'],
    ['29 February of a common year', '2025-02-29'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['an hour 24', '2026-01-31T24:00:00Z'],
    ['a minute 60', '2026-01-31T12:60:00Z'],
    ['a second 61', '2026-01-31T12:00:61Z'],
    ['a date of the American form', '01/31/2026'],
    ['null', null],
    ['a boolean', true],
    ['a list', [NOON]],
    ['an object', { seconds: NOON }],
    ['a bigint', BigInt(NOON)],
  ])('says of %s that it is no instant', (_, value) => {
    expect(toUnixSeconds(value)).toBeUndefined();
  });
});

describe('toRfc3339', () => {
  it.each([
    ['whole seconds without a fraction', NOON, '2026-01-31T12:00:00Z'],
    ['milliseconds only where there are any', NOON + 0.123, '2026-01-31T12:00:00.123Z'],
    ['less than half a millisecond as none', NOON + 0.0004, '2026-01-31T12:00:00Z'],
    ['a fraction that a double cannot hold as what was meant', 1_700_000_000.29, '2023-11-14T22:13:20.290Z'],
    ['the last second of the year 9999', END_OF_TIME - 1, '9999-12-31T23:59:59Z'],
  ])('writes %s', (_, seconds, text) => {
    expect(toRfc3339(seconds)).toBe(text);
  });
});

describe('toRfc3339 and toUnixSeconds', () => {
  const wholeSeconds = fc.integer({ min: 1, max: END_OF_TIME - 1 });

  it('give back every second after 1970 and before the year 10000', () => {
    fc.assert(
      fc.property(wholeSeconds, (seconds) => {
        expect(toUnixSeconds(toRfc3339(seconds))).toBe(seconds);
      }),
    );
  });

  it('give back every millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: END_OF_TIME * 1000 - 1 }), (ms) => {
        expect(toUnixSeconds(toRfc3339(ms / 1000))).toBe(ms / 1000);
      }),
    );
  });

  it('write a year of four digits for whatever number is an instant', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: END_OF_TIME * 1000, noNaN: true }), (value) => {
        const seconds = toUnixSeconds(value);
        fc.pre(seconds !== undefined);
        expect(toRfc3339(seconds ?? 0)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
      }),
    );
  });

  it('write a year of four digits for the last fraction of the year 9999', () => {
    const seconds = toUnixSeconds('9999-12-31T23:59:59.9996Z');
    expect(toRfc3339(seconds ?? 1)).toMatch(/^\d{4}-/);
  });

  it('read every offset as so much later or earlier', () => {
    const offset = fc.record({
      sign: fc.constantFrom('+', '-'),
      hours: fc.integer({ min: 0, max: 14 }),
      minutes: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 2_000_000, max: 250_000_000_000 }), offset, (at, east) => {
        const pad = (number: number) => String(number).padStart(2, '0');
        const shift = (east.hours * 3600 + east.minutes * 60) * (east.sign === '+' ? 1 : -1);
        const local = toRfc3339(at + shift).replace(
          'Z',
          `${east.sign}${pad(east.hours)}:${pad(east.minutes)}`,
        );
        expect(toUnixSeconds(local)).toBe(at);
      }),
    );
  });
});

it('a long text is refused before any pattern sees it', () => {
  const exec = vi.spyOn(RegExp.prototype, 'exec');
  const test = vi.spyOn(RegExp.prototype, 'test');
  expect(toUnixSeconds('2026-01-31 00:00:00 '.padEnd(201, '0-'))).toBeUndefined();
  expect([exec, test].map(({ mock }) => mock.calls)).toEqual([[], []]);
  vi.restoreAllMocks();
  expect(toUnixSeconds(`2026-01-31T12:00:00.${'0'.repeat(179)}Z`)).toBe(1_769_860_800);
});
