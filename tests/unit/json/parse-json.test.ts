import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactDecimal, parseJson } from '../../../src/json/parse-json.ts';
import { stringifyJson } from '../../../src/json/stringify-json.ts';

/** The only value of `{"value": …}`. */
function parseValue(text: string): unknown {
  const parsed = parseJson(`{"value":${text}}`);
  return typeof parsed === 'object' && parsed !== null && 'value' in parsed ? parsed.value : undefined;
}

/** Every text of a value, keys included. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsOf(item),
  ]);
}

describe('parseJson', () => {
  it.each<[string, string, unknown]>([
    ['a number that a double holds as a number', '9007199254740991', 9_007_199_254_740_991],
    ['the first integer that a double may spoil as a bigint', '9007199254740993', 9_007_199_254_740_993n],
    ['an even integer beyond 2^53 as a bigint too', '9007199254740994', 9_007_199_254_740_994n],
    ['a negative 64-bit integer as a bigint', '-9223372036854775808', -9_223_372_036_854_775_808n],
    [
      'an integer beyond 64 bits as a bigint',
      '123456789012345678901234567890',
      123_456_789_012_345_678_901_234_567_890n,
    ],
    ['an exponent that a double holds as a number', '1e3', 1000],
    ['a decimal that a double holds as a number', '0.1234567890123456', 0.1234567890123456],
    ['true', 'true', true],
    ['null', 'null', null],
    ['an empty list', '[]', []],
  ])('reads %s', (_, text, value) => {
    expect(parseValue(text)).toStrictEqual(value);
  });

  it.each([['1714585353.1234567891'], ['0.12345678901234567890123'], ['-1E-400']])(
    'keeps the digits of %s, which a double would change',
    (digits) => {
      const value = parseValue(digits);
      expect(value).toBeInstanceOf(ExactDecimal);
      expect(String(value)).toBe(digits);
    },
  );

  it('finds a long number anywhere: in a list, after blanks, below other objects', () => {
    const text = '{"a":[1, 9007199254740993],"b":{"c":\n 9007199254740995}}';
    expect(parseJson(text)).toEqual({ a: [1, 9_007_199_254_740_993n], b: { c: 9_007_199_254_740_995n } });
  });

  it('leaves digits in a text alone', () => {
    expect(parseValue('"x, 9007199254740993"')).toBe('x, 9007199254740993');
  });

  it('takes the last of two equal keys, beside a long number too', () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(parseJson('{"n":9007199254740993,"a":1,"a":2}')).toEqual({ n: 9_007_199_254_740_993n, a: 2 });
  });

  it.each([
    ['a lone high surrogate becomes U+FFFD', '"a\\ud83d"', 'a\ufffd'],
    ['a lone low surrogate becomes U+FFFD', '"\\uDE00b"', '\ufffdb'],
    ['surrogates in the wrong order become two U+FFFD', '"\\ude00\\ud83d"', '\ufffd\ufffd'],
    ['a whole pair stays', '"\\ud83d\\ude00"', '\u{1f600}'],
    ['U+0000 is left out', '"a\\u0000b"', 'ab'],
    ['halves that U+0000 parts do not become a pair', '"\\ud83d\\u0000\\ude00"', '\ufffd\ufffd'],
    ['an escaped backslash before u0000 is text', '"a\\\\u0000b"', 'a\\u0000b'],
  ])('%s', (_, text, expected) => {
    expect(parseValue(text)).toBe(expected);
  });

  it('makes keys well-formed, at every depth', () => {
    expect(parseJson('{"a\\ud83d":[{"b\\u0000":1}]}')).toEqual({ 'a\ufffd': [{ b: 1 }] });
  });

  it('makes texts well-formed beside numbers that it keeps exact', () => {
    const value = parseJson('{"t":"a\\u0000","n":9007199254740993,"d":1.00000000000000000001}');
    expect(stringifyJson(value)).toBe('{"t":"a","n":9007199254740993,"d":1.00000000000000000001}');
  });

  it('cleans a text however deep it stands', () => {
    let value = parseJson(`${'['.repeat(50_000)}"a\\u0000"${']'.repeat(50_000)}`);
    while (Array.isArray(value)) [value] = value;
    expect(value).toBe('a');
  });

  it('gives a number that is infinite for a double as text, since readers would take it for infinity', () => {
    expect(parseValue('1e400')).toBe('1e400');
  });

  it('takes any other text however deep', () => {
    expect(() => parseJson(`${'['.repeat(1500)}"x"${']'.repeat(1500)}`)).not.toThrow();
  });

  it('keeps long numbers beside a value nested by the hundred thousand', () => {
    const depth = 100_000;
    const parsed = parseJson(
      `{"id":9007199254740993,"deep":${'[{"a":'.repeat(depth)}9007199254740995${'}]'.repeat(depth)}}`,
    );
    const { id, deep } = parsed as { id: unknown; deep: unknown };
    expect(id).toBe(9_007_199_254_740_993n);
    let value = deep;
    while (Array.isArray(value)) value = (value[0] as { a: unknown }).a;
    expect(value).toBe(9_007_199_254_740_995n);
  });

  it('reads a whole body that is one long number or one text beside blanks', () => {
    expect(parseJson(' 9007199254740993\n')).toBe(9_007_199_254_740_993n);
    expect(parseJson('["1e5", 1e5 ,\t"" ]')).toEqual(['1e5', 100_000, '']);
  });

  it('gives a number beyond 2^53 that is the cursor of a page as a bigint', () => {
    expect(parseJson('{"messages":[],"next":123456789012345678}')).toEqual({
      messages: [],
      next: 123_456_789_012_345_678n,
    });
  });

  it.each([
    ['0123456789012345678'],
    ['1.2.3.4.5.6.7.8.9.10'],
    ['{1234567890123456789:1}'],
    ['[9007199254740993 1]'],
    ['[9007199254740993,]'],
    ['<html>'],
    [''],
    ['{"a":1'],
    ['{"a":9007199254740993'],
    ["{'a':1}"],
    ['{"a":1}{"b":2}'],
    ['NaN'],
  ])('throws SyntaxError for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('parseJson and stringifyJson', () => {
  it('give back every 64-bit integer digit by digit', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })), (integers) => {
        const text = `{"list":[${integers.join(',')}]}`;
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
    );
  });

  it('give back every decimal as the same number', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})\.\d{0,24}[1-9]$/);
    fc.assert(
      fc.property(digits, (decimal) => {
        const value = parseValue(decimal);
        // Either a double that is written in these digits, or the digits themselves.
        if (value instanceof ExactDecimal) expect(String(value)).toBe(decimal);
        else expect(toPlain(Number(value))).toBe(decimal);
      }),
      { numRuns: 500 },
    );
  });

  it('agree with JSON on all values beside a long number', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat({ max: 2 }), (value, blanks) => {
        const json = JSON.stringify(value, null, blanks);
        fc.pre(!/\\u(0000|d[89a-f])/.test(json));
        const parsed = parseJson(`{"n":9007199254740993,"value":${json}}`);
        expect(JSON.parse(stringifyJson(parsed))).toEqual({
          n: 9_007_199_254_740_992,
          value: JSON.parse(json),
        });
      }),
    );
  });

  it('agree with JSON wherever a double holds the numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify({ value });
        // Texts that no database takes are another rule.
        fc.pre(!/\\u(0000|d[89a-f])/.test(text));
        expect(JSON.parse(stringifyJson(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('write well-formed texts without U+0000, whatever came', () => {
    const anyText = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    const doubtful = fc.oneof(anyText, fc.constantFrom('\u0000', 'x\ud83d', '\ude00x', '\ud83d\u0000\ude00'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        doubtful,
        fc.double(),
        fc.array(tie('value')),
        fc.dictionary(doubtful, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, fc.boolean(), (raw, isLong) => {
        const text = `{${isLong ? '"n":9007199254740993,' : ''}"raw":${JSON.stringify(raw)}}`;
        const texts = textsOf(JSON.parse(stringifyJson(parseJson(text))));
        expect(texts.filter((one) => !one.isWellFormed() || one.includes('\u0000'))).toEqual([]);
      }),
    );
  });
});

/** The digits of a number without an exponent. */
function toPlain(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  return Number(exponent) < 0 ? `${sign}0.${'0'.repeat(-Number(exponent) - 1)}${digits}` : text;
}
