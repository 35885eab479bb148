import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayHoldLongNumber } from '../../../src/json/long-number.ts';

it.each([
  ['16 digits', '[1234567890123456]'],
  ['a decimal of 15 digits and its point', '{"a":0.12345678901234}'],
  ['a negative number after blanks', '{"a": \n\t-1234567890123456}'],
  ['an exponent', '[1,2e5]'],
  ['a large exponent of a decimal', '{"a":-1.5E+300}'],
  ['nothing but a long number', '1234567890123456'],
  ['nothing but an exponent', '1e400'],
])('mayHoldLongNumber finds %s', (_, text) => {
  expect(mayHoldLongNumber(text)).toBe(true);
});

it.each([
  ['15 digits', '[123456789012345,123456789012345]'],
  ['digits of a text', '{"a":"12345678901234567890","b":"x1e5"}'],
  ['a text that is an id with digits before an e', '["4e5f","21E4C3"]'],
])('mayHoldLongNumber passes over %s', (_, text) => {
  expect(mayHoldLongNumber(text)).toBe(false);
});

it('mayHoldLongNumber looks at each digit of a long text once', () => {
  // Looked at anew for every 16th of them, they would take minutes.
  const digits = '7'.repeat(4_000_000);
  expect(mayHoldLongNumber(`{"a":"${digits}","b":1}`)).toBe(false);
  expect(mayHoldLongNumber(`{"a":"${digits}","b":1234567890123456}`)).toBe(true);
});

it('mayHoldLongNumber finds a long number wherever it stands', () => {
  const digits = fc.stringMatching(/^[1-9]\d{15,40}$/);
  fc.assert(
    fc.property(fc.string(), digits, fc.nat({ max: 40 }), (before, number, blanks) => {
      const text = `{"a":${JSON.stringify(before)},${' '.repeat(blanks)}"b":${number},"c":"${before.length}"}`;
      expect(mayHoldLongNumber(text)).toBe(true);
    }),
  );
});
