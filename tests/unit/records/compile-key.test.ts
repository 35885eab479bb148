import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asJsonObject } from '../../../src/json/json-object.ts';
import { ExactDecimal, parseJson } from '../../../src/json/parse-json.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { compileKey } from '../../../src/records/compile-key.ts';
import { compileConform } from '../../../src/records/conform.ts';

const schema: Schema = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    other: { type: ['string', 'null'] },
    at: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'date' },
    both: { type: ['integer', 'string', 'null'] },
    any: {},
  },
};

describe('the key of a record', () => {
  const idOf = compileKey(schema, ['id']);
  const nameOf = compileKey(schema, ['name']);

  it.each([[90], ['90'], [' 90 '], ['090'], [90n]])('is one integer, however it is written: %s', (id) => {
    expect(idOf({ id })).toBe('90');
  });

  it.each([[90], ['90'], [90n]])('is one text, however it is written: %s', (name) => {
    expect(nameOf({ name })).toBe('90');
  });

  it('keeps the digits of an integer beyond 2^53', () => {
    expect(idOf(asJsonObject(parseJson('{"id":9007199254740993}')))).toBe('9007199254740993');
    expect(idOf({ id: '9007199254740993' })).toBe('9007199254740993');
  });

  it('keeps blanks of a text', () => {
    expect(nameOf({ name: ' 90' })).toBe(' 90');
  });

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' \t\n'],
    ['true', true],
    ['an object', {}],
    ['a list', [1]],
  ])('is undefined if it is %s', (_, value) => {
    expect([idOf({ id: value }), nameOf({ name: value })]).toEqual([undefined, undefined]);
  });

  it.each([['x'], [1.5], [true], [{}], [2 ** 53], ['9223372036854775808']])(
    'is undefined if no integer can be made of it: %s',
    (id) => {
      expect(idOf({ id })).toBeUndefined();
    },
  );

  it('is the same for a text that is a number and that number', () => {
    expect(nameOf({ name: new ExactDecimal('0.10000000000000000001') })).toBe('0.10000000000000000001');
  });

  it('is a text itself, which tells it from a null', () => {
    expect(nameOf({ name: 'null' })).toBe('null');
    expect(compileKey(schema, ['other'])({ other: 'null' })).toBe('null');
  });

  it('is one instant, however it is written', () => {
    const atOf = compileKey(schema, ['at']);
    expect(atOf({ at: 1_769_860_800 })).toBe(atOf({ at: '2026-01-31T13:00:00+01:00' }));
    expect(atOf({ at: 0 })).toBeUndefined();
  });

  it('of several columns is missing if one is', () => {
    const keyOf = compileKey(schema, ['id', 'name']);
    expect(keyOf({ id: 1, name: 'x' })).toBe(keyOf({ id: '1', name: 'x' }));
    expect([keyOf({ id: 1 }), keyOf({ name: 'x' })]).toEqual([undefined, undefined]);
  });

  it('of several columns tells one from the other', () => {
    const keyOf = compileKey(schema, ['name', 'other']);
    const keys = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['b', 'c'],
    ].map(([name, other]) => keyOf({ name, other }));
    expect(new Set(keys).size).toBe(3);
  });

  it('is the same for all records where it is given by what they were asked for', () => {
    expect(compileKey(schema, [])({ id: 1 })).toBe('');
  });

  it.each(['id', 'name', 'other', 'at', 'day', 'both', 'any', 'undeclared'])(
    'is equal exactly where what is written is equal: %s',
    (column) => {
      const keyOf = compileKey(schema, [column]);
      const write = compileConform({
        selected: { properties: { [column]: schema.properties?.[column] ?? {} } },
        known: schema,
        keys: [column],
        onFault: () => {},
      });
      const value = fc.oneof(
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: -3, max: 3 }).map(String),
        fc.constantFrom<unknown>(
          null,
          '',
          ' ',
          ' 1',
          'null',
          'true',
          true,
          1.5,
          '1.5',
          2n ** 60n,
          '2026-01-31',
          '2026-01-31T12:00:00Z',
          {},
          '{}',
          [],
        ),
      );
      fc.assert(
        fc.property(value, value, (one, other) => {
          const [first, second] = [{ [column]: one }, { [column]: other }];
          expect(keyOf(first) === undefined).toBe(write(first) === undefined);
          expect(keyOf(first) === keyOf(second)).toBe(write(first) === write(second));
        }),
        { numRuns: 500 },
      );
    },
  );
});
