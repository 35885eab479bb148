import { describe, expect, it } from 'vitest';
import { ExactDecimal } from '../../../src/json/parse-json.ts';
import { stringifyJson } from '../../../src/json/stringify-json.ts';

describe('stringifyJson', () => {
  it('writes what JSON writes where nothing is beyond a double', () => {
    const value = { a: [1, 'two', null, true, 0.5], b: { c: 'é\u2028"\\' }, d: undefined };
    expect(stringifyJson(value)).toBe(JSON.stringify(value));
  });

  it('writes a bigint in its digits', () => {
    expect(stringifyJson({ id: 9_223_372_036_854_775_807n })).toBe('{"id":9223372036854775807}');
  });

  it('writes an exact decimal in its digits', () => {
    expect(stringifyJson([new ExactDecimal('0.10000000000000000001')])).toBe('[0.10000000000000000001]');
  });

  it('writes everything else beside a bigint as JSON does', () => {
    const rest = { a: [1, 'two', null, true, 0.5], b: { c: 'é\u2028"\\\n' }, d: undefined, e: [], f: {} };
    expect(stringifyJson({ ...rest, n: 1n })).toBe(JSON.stringify({ ...rest, n: 1 }));
  });

  it('takes an object of the API for what it is, also if it looks like one of the library', () => {
    const value = { data: { isLosslessNumber: true, toJSON: 'text' }, n: 1n };
    expect(stringifyJson(value)).toBe('{"data":{"isLosslessNumber":true,"toJSON":"text"},"n":1}');
  });

  it('throws what is not about numbers', () => {
    const broken = {
      toJSON() {
        throw new RangeError('too deep');
      },
    };
    expect(() => stringifyJson(broken)).toThrow('too deep');
  });
});
