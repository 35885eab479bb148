import { describe, expect, it } from 'vitest';
import { ExactDecimal } from '../../../src/json/parse-json.ts';
import { fitFor, UNFIT } from '../../../src/records/fit.ts';

describe('fitFor brings to a date', () => {
  it.each<[string, unknown, unknown]>([
    ['unix seconds', '1778695352', '2026-05-13'],
    ['ISO text with an offset, whose day in UTC counts', '2026-01-31T01:00:00+02:00', '2026-01-30'],
    ['0, which means none', 0, null],
    ['a word', 'soon', UNFIT],
  ])('brings %s', (_, value, expected) => {
    expect(fitFor('date')(value)).toBe(expected);
  });
});

describe('fitFor brings to a date-time', () => {
  it.each<[string, unknown, unknown]>([
    ['unix seconds', 1_769_860_800, '2026-01-31T12:00:00Z'],
    ['unix milliseconds', 1_769_860_800_123, '2026-01-31T12:00:00.123Z'],
    ['digits', '1769860800', '2026-01-31T12:00:00Z'],
    ['ISO text with an offset', '2026-01-31T14:00:00+02:00', '2026-01-31T12:00:00Z'],
    ['a date', '2026-01-31', '2026-01-31T00:00:00Z'],
    ['0, which means none', 0, null],
    ['"0", which means none', '0', null],
    ['an empty text, which means none', '', null],
    ["Go's zero time, which means none", '0001-01-01T00:00:00Z', null],
    ["Go's zero time as Go prints it", '0001-01-01 00:00:00 +0000 UTC', null],
    ["Go's text of a time", '2026-01-31 14:00:00.123456789 +0200 CEST', '2026-01-31T12:00:00.123Z'],
    ['unix microseconds, which are no time', 1_769_860_800_123_456, UNFIT],
    ['unix microseconds in digits', '1769860800123456', UNFIT],
    ['a negative number, which is no time', -1, UNFIT],
    ['a year beyond 9999, which no database takes', 253_402_300_800_000, UNFIT],
    ['a word', 'soon', UNFIT],
    ['a boolean', true, UNFIT],
    ['an object', {}, UNFIT],
  ])('brings %s', (_, value, expected) => {
    expect(fitFor('date-time')(value)).toBe(expected);
  });

  it('brings unix seconds with more digits than a double holds', () => {
    const value = new ExactDecimal('1714585353.1234567891');
    expect(fitFor('date-time')(value)).toBe('2024-05-01T17:42:33.123Z');
  });
});

describe('fitFor brings to an integer', () => {
  it.each<[string, unknown, unknown]>([
    ['an integer', -5, -5],
    ['zero', 0, 0],
    ['the largest integer of a double', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['the largest of 64 bits', 2n ** 63n - 1n, 2n ** 63n - 1n],
    ['the smallest of 64 bits', -(2n ** 63n), -(2n ** 63n)],
    ['digits', '42', 42],
    ['negative digits between blanks', ' -42 ', -42],
    ['digits with zeros before', '007', 7],
    ['digits beyond 2^53', '9007199254740993', 9_007_199_254_740_993n],
    ['an empty text, which means none', '', null],
    ['more than 64 bits', 2n ** 63n, UNFIT],
    ['less than 64 bits', -(2n ** 63n) - 1n, UNFIT],
    ['digits of more than 64 bits', '9223372036854775808', UNFIT],
    ['digits without end', '1'.repeat(100), UNFIT],
    ['a fraction', 1.5, UNFIT],
    ['digits with a fraction', '1.5', UNFIT],
    ['an exact decimal', new ExactDecimal('1.00000000000000000001'), UNFIT],
    ['a double that may be spoilt', 2 ** 53, UNFIT],
    ['a word', 'nil', UNFIT],
    ['hexadecimal digits', '0x10', UNFIT],
    ['a boolean', true, UNFIT],
    ['a list', [1], UNFIT],
    ['an object', {}, UNFIT],
  ])('brings %s', (_, value, expected) => {
    expect(fitFor('integer')(value)).toBe(expected);
  });
});

describe('fitFor brings to a number', () => {
  const exact = new ExactDecimal('0.10000000000000000001');

  it.each<[string, unknown, unknown]>([
    ['a number', 1.5, 1.5],
    ['a bigint', 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ['an exact decimal', exact, exact],
    ['digits', '42', 42],
    ['digits with a fraction between blanks', ' -1.25 ', -1.25],
    ['digits with an exponent', '1e3', 1000],
    ['digits with a negative exponent', '1e-12', 1e-12],
    ['an empty text, which means none', '', null],
    ['digits beyond any number', '1e400', UNFIT],
    ['a word', 'NaN', UNFIT],
    ['hexadecimal digits', '0x10', UNFIT],
    ['a boolean', false, UNFIT],
    ['a list', ['5'], UNFIT],
    ['an object', {}, UNFIT],
  ])('brings %s', (_, value, expected) => {
    expect(fitFor('number')(value)).toBe(expected);
  });
});

describe('fitFor brings to a boolean', () => {
  it.each<[string, unknown, unknown]>([
    ['true', true, true],
    ['false', false, false],
    ['"true"', 'true', true],
    ['"false"', 'false', false],
    ['1', 1, true],
    ['0', 0, false],
    ['an empty text, which means none', '', null],
    ['another number', 2, UNFIT],
    ['a word', 'yes', UNFIT],
    ['an object', {}, UNFIT],
  ])('brings %s', (_, value, expected) => {
    expect(fitFor('boolean')(value)).toBe(expected);
  });
});

describe('fitFor brings to a type that is none', () => {
  it('brings nothing', () => {
    expect(fitFor('decimal')(1)).toBe(UNFIT);
  });
});
