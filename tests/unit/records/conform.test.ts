import { describe, expect, it } from 'vitest';
import { asJsonObject, isJsonObject, type JsonObject } from '../../../src/json/json-object.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { stringifyJson } from '../../../src/json/stringify-json.ts';
import { compileConform } from '../../../src/records/conform.ts';
import { conform } from './conform-one.ts';

/** Conforms one value to the schema of one property. */
function conformValue(property: Schema, value: unknown) {
  const { record, faults } = conform({ type: 'object', properties: { field: property } }, { field: value });
  return { value: record['field'], faults };
}

const TEXT: Schema = { type: ['string', 'null'] };
const INTEGER: Schema = { type: ['integer', 'null'] };
const TEXTS: Schema = { type: ['array', 'null'], items: { type: 'string' } };
const ANOTHER_TYPE = ['field: value of another type set to null'];

describe('compileConform', () => {
  it('gives every selected property, null where it is absent', () => {
    const schema: Schema = { type: 'object', properties: { a: TEXT, b: INTEGER, c: TEXTS } };
    expect(conform(schema, { a: 'x' })).toEqual({ record: { a: 'x', b: null, c: null }, faults: [] });
  });

  it('takes of a record what is its own, not what every object inherits', () => {
    const schema: Schema = {
      type: 'object',
      properties: { constructor: TEXT, a: { type: ['object', 'null'], properties: { toString: TEXT } } },
    };
    expect(conform(schema, { a: {} })).toEqual({
      record: { constructor: null, a: { toString: null } },
      faults: [],
    });
    const own = asJsonObject(JSON.parse('{"constructor":"c","a":{"toString":"t"}}'));
    expect(conform(schema, own, { type: 'object' })).toEqual({ record: own, faults: [] });
  });

  it.each<[string, Schema, unknown]>([
    ['a date', { type: ['string', 'null'], format: 'date' }, '2026-05-13'],
    ['any text', { type: ['string', 'null'] }, '2026-05-13T18:02:32Z'],
    [
      'anyOf a date-time and null',
      { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
      '2026-05-13T18:02:32Z',
    ],
    [
      'oneOf a date and null',
      { oneOf: [{ type: 'null' }, { type: 'string', format: 'date' }] },
      '2026-05-13',
    ],
    [
      'a list of such',
      { type: 'array', items: { anyOf: [{ type: 'string', format: 'date' }] } },
      ['2026-05-13'],
    ],
  ])('writes a time of the API in the form of a catalog that says %s', (_, column, expected) => {
    const schema: Schema = { type: 'object', properties: { at: column } };
    const known: Schema = { properties: { at: { type: 'string', format: 'date-time' } } };
    expect(conform(schema, { at: 1_778_695_352 }, known)).toEqual({ record: { at: expected }, faults: [] });
  });

  it('writes times within a list in the form of the API where a catalog takes any text', () => {
    const list = (items: Schema): Schema => ({ properties: { at: { type: 'array', items } } });
    const known = list({ type: 'string', format: 'date-time' });
    expect(conform(list(TEXT), { at: [1_778_695_352] }, known).record).toEqual({
      at: ['2026-05-13T18:02:32Z'],
    });
  });

  it('writes a text that is no time as it is where a catalog takes any text', () => {
    const known: Schema = { properties: { at: { type: 'string', format: 'date-time' } } };
    expect(conform({ properties: { at: TEXT } }, { at: 'soon' }, known).record).toEqual({ at: 'soon' });
  });

  it('gives the properties in the order of the schema', () => {
    const schema: Schema = { type: 'object', properties: { a: TEXT, b: TEXT } };
    expect(Object.keys(conform(schema, { b: '1', a: '2' }).record)).toEqual(['a', 'b']);
  });

  it('takes an absent nullable object as null, without inventing its fields', () => {
    const schema: Schema = { type: ['object', 'null'], properties: { a: TEXT } };
    expect(conformValue(schema, undefined)).toEqual({ value: null, faults: [] });
  });

  it('leaves a field that the user has not selected out in silence, at every depth', () => {
    const known: Schema = {
      type: 'object',
      properties: { a: TEXT, b: TEXT, c: { type: 'object', properties: { d: TEXT, e: TEXT } } },
    };
    const selected: Schema = {
      type: 'object',
      properties: { a: TEXT, c: { type: 'object', properties: { d: TEXT } } },
    };
    expect(conform(selected, { a: '1', b: '2', c: { d: '3', e: '4' } }, known)).toEqual({
      record: { a: '1', c: { d: '3' } },
      faults: [],
    });
  });

  it('leaves a field inside a list that the user has not selected out in silence', () => {
    const list = (properties: Schema['properties'] = {}): Schema => ({
      type: 'object',
      properties: { a: { type: ['array', 'null'], items: { type: 'object', properties } } },
    });
    const { faults } = conform(list({ b: TEXT }), { a: [{ b: '1', c: '2' }] }, list({ b: TEXT, c: TEXT }));
    expect(faults).toEqual([]);
  });

  it('names a nested field by its path', () => {
    const schema: Schema = { type: ['object', 'null'], properties: { a: INTEGER } };
    expect(conformValue(schema, { a: 'x', b: 1 })).toEqual({
      value: { a: null },
      faults: ['field.a: value of another type set to null'],
    });
  });

  it('names a field of a list by its path', () => {
    const schema: Schema = { type: ['array', 'null'], items: { type: 'object', properties: { a: INTEGER } } };
    expect(conformValue(schema, [{ a: 'x' }]).faults).toEqual([
      'field[].a: value of another type set to null',
    ]);
  });

  it('tells of each record anew, so that the faults can be counted', () => {
    const faults: string[] = [];
    const schema: Schema = { properties: { a: INTEGER } };
    const convert = compileConform({
      selected: schema,
      known: schema,
      keys: [],
      onFault: (kind, field) => void faults.push(`${field}: ${kind}`),
    });
    convert({ a: 'x' });
    convert({ a: 'y' });
    expect(faults).toHaveLength(2);
  });

  it('leaves the record that it is given as it is', () => {
    const raw = { a: '5', b: { c: 1 } };
    conform(
      { type: 'object', properties: { a: INTEGER, b: { type: 'object', properties: { c: TEXT } } } },
      raw,
    );
    expect(raw).toEqual({ a: '5', b: { c: 1 } });
  });
});

describe('a value of another type', () => {
  it.each<[string, Schema, unknown, unknown, string[]]>([
    ['becomes a text where the schema says so: a number', TEXT, 5, '5', []],
    ['becomes a text where the schema says so: an object', TEXT, { a: 1 }, '{"a":1}', []],
    [
      'becomes a text where the schema says so: a long number',
      TEXT,
      9_007_199_254_740_993n,
      '9007199254740993',
      [],
    ],
    ['becomes a text where the schema says so: a boolean', TEXT, false, 'false', []],
    ['becomes a text of a format where the schema says so', { type: 'string', format: 'uri' }, 1, '1', []],
    ['becomes an integer where it is one in digits', INTEGER, '5', 5, []],
    ['becomes null where it is empty and no text is meant', INTEGER, '', null, []],
    ['becomes null and a fault where it cannot become an integer', INTEGER, 'five', null, ANOTHER_TYPE],
    ['becomes a list of one where the schema says list', TEXTS, 'x', ['x'], []],
    ['becomes null where a list is the text "nil"', TEXTS, 'nil', null, []],
    ['becomes null where a list is an empty text', TEXTS, '', null, []],
    [
      'becomes null and a fault where an object is meant',
      { type: ['object', 'null'] },
      'x',
      null,
      ANOTHER_TYPE,
    ],
    [
      'becomes null and a fault where an object is meant and a list comes',
      { type: ['object', 'null'] },
      [{}],
      null,
      ANOTHER_TYPE,
    ],
    [
      'becomes null and a fault where a boolean is meant',
      { type: ['boolean', 'null'] },
      'maybe',
      null,
      ANOTHER_TYPE,
    ],
    [
      'becomes a date-time where the schema says so',
      { type: ['string', 'null'], format: 'date-time' },
      1_769_860_800,
      '2026-01-31T12:00:00Z',
      [],
    ],
    [
      'becomes null and a fault where a time is meant',
      { type: ['string', 'null'], format: 'date-time' },
      'soon',
      null,
      ANOTHER_TYPE,
    ],
    ['becomes null where a time is 0', { type: ['string', 'null'], format: 'date-time' }, 0, null, []],
  ])('%s', (_, schema, raw, value, faults) => {
    expect(conformValue(schema, raw)).toEqual({ value, faults });
  });

  it('is no object if it is an exact decimal', () => {
    const exact = parseJson('[1.00000000000000000001]');
    const [decimal] = Array.isArray(exact) ? exact : [];
    expect(conformValue({ type: ['object', 'null'] }, decimal)).toEqual({
      value: null,
      faults: ANOTHER_TYPE,
    });
  });
});

describe('a schema without null', () => {
  const metrics: Schema = { type: 'object', properties: { sent: INTEGER } };

  it.each<[string, Schema, unknown, unknown]>([
    ['makes of an absent object one whose fields are null', metrics, undefined, { sent: null }],
    ['makes of a null object one whose fields are null', metrics, null, { sent: null }],
    ['makes of a value of another type one whose fields are null', metrics, 'none', { sent: null }],
    ['makes of an absent free-form object an empty one', { type: 'object' }, undefined, {}],
    ['makes of an absent list an empty one', { type: 'array', items: { type: 'string' } }, undefined, []],
    ['makes of the list "nil" an empty one', { type: 'array', items: { type: 'string' } }, 'nil', []],
    [
      'makes an empty one of an object of which nothing is selected',
      { type: 'object', properties: {} },
      { a: 1 },
      {},
    ],
    [
      'makes nothing of an absent scalar: null, for the key to be missed',
      { type: 'integer' },
      undefined,
      null,
    ],
    ['makes nothing of an absent text', { type: 'string' }, undefined, null],
  ])('%s', (_, schema, raw, value) => {
    expect(conformValue(schema, raw).value).toEqual(value);
  });
});

describe('a list', () => {
  it('conforms its items', () => {
    const schema: Schema = { type: ['array', 'null'], items: { type: 'integer' } };
    expect(conformValue(schema, ['1', 2])).toEqual({ value: [1, 2], faults: [] });
  });

  it('drops items that are null where its schema allows none, and tells of it', () => {
    expect(conformValue(TEXTS, ['a', null])).toEqual({
      value: ['a'],
      faults: ['field: item dropped from the list'],
    });
  });

  it('drops items of another type where its schema allows no null', () => {
    const schema: Schema = { type: ['array', 'null'], items: { type: 'integer' } };
    expect(conformValue(schema, [1, 'x']).value).toEqual([1]);
  });

  it('keeps items that are null where its schema allows them', () => {
    const schema: Schema = { type: ['array', 'null'], items: { type: ['string', 'null'] } };
    expect(conformValue(schema, ['a', null])).toEqual({ value: ['a', null], faults: [] });
  });

  it('passes items of any type where its schema says nothing of them', () => {
    const items = [1, 'a', null, { b: [2] }];
    expect(conformValue({ type: ['array', 'null'] }, items)).toEqual({ value: items, faults: [] });
  });

  it('drops items that are no object from a list of objects', () => {
    const schema: Schema = { type: ['array', 'null'], items: { type: 'object', properties: { a: TEXT } } };
    expect(conformValue(schema, [null, 5, { a: 'x' }]).value).toEqual([{ a: 'x' }]);
  });
});

describe('a schema of the user', () => {
  it.each<[string, Schema, unknown, unknown]>([
    ['that says no type takes any value', {}, { a: [1] }, { a: [1] }],
    ['that says no type makes null of an absent value', {}, undefined, null],
    ['that says only null takes any value', { type: 'null' }, 5, 5],
    ['with a type that is a text takes it', { type: 'integer' }, '5', 5],
    ['with two types takes a value of the second as it is', { type: ['string', 'integer', 'null'] }, 5, 5],
    ['with two types takes a value of the first as it is', { type: ['integer', 'string', 'null'] }, '5', '5'],
    [
      'with two types takes what fits the first for what fits none exactly',
      { type: ['integer', 'string'] },
      true,
      'true',
    ],
    [
      'with a list and an object takes either: the object',
      { type: ['array', 'object'], items: {} },
      { a: 1 },
      { a: 1 },
    ],
    ['with a list and an object takes either: the list', { type: ['object', 'array'], items: {} }, [1], [1]],
    ['with a text and a list takes the list', { type: ['string', 'array'], items: {} }, [1], [1]],
    ['with a number and a boolean takes either', { type: ['boolean', 'number'] }, 1, 1],
    ['with a number and a text takes the text', { type: ['number', 'string'] }, '1', '1'],
    ['with an integer and a text makes a text of a fraction', { type: ['integer', 'string'] }, 1.5, '1.5'],
    [
      'with a text and an integer takes a long integer',
      { type: ['string', 'integer'] },
      9_007_199_254_740_993n,
      9_007_199_254_740_993n,
    ],
    ['with a type that is none makes null of everything', { type: ['decimal', 'null'] }, 5, null],
  ])('%s', (_, schema, raw, value) => {
    expect(conformValue(schema, raw).value).toEqual(value);
  });

  it('that says number takes bigints and exact decimals digit by digit', () => {
    const text = '{"a":9007199254740993,"b":0.10000000000000000001}';
    const number: Schema = { type: ['string', 'number', 'null'] };
    const raw = parseJson(text);
    const schema: Schema = { properties: { a: number, b: number } };
    expect(stringifyJson(conform(schema, isJsonObject(raw) ? raw : {}).record)).toBe(text);
  });
});

describe('a free-form object', () => {
  it('passes whole: unknown keys, nulls, long numbers', () => {
    const text = '{"data":{"a":null,"b":[{"c":9007199254740993}],"d":0.10000000000000000001,"":""}}';
    const raw = parseJson(text);
    const schema: Schema = { type: 'object', properties: { data: { type: ['object', 'null'] } } };
    expect(stringifyJson(conform(schema, isJsonObject(raw) ? raw : {}).record)).toBe(text);
  });
});

describe('a record without a key', () => {
  const schema: Schema = { type: 'object', properties: { a: INTEGER, id: TEXT, no: TEXT } };

  /** What is written of a record with the keys `no` and `id`. */
  function write(raw: JsonObject, columns?: JsonObject) {
    const faults: string[] = [];
    const onFault = (kind: string, field: string) => void faults.push(`${field}: ${kind}`);
    const text = compileConform({ selected: schema, known: schema, keys: ['no', 'id'], onFault })(
      raw,
      columns,
    );
    return { text, faults };
  }

  it.each([
    ['absent', { no: '1' }],
    ['null', { no: '1', id: null }],
    ['empty', { no: '1', id: '' }],
    ['blank', { no: '1', id: '  ' }],
    ['true', { no: '1', id: true }],
    ['an object', { no: '1', id: {} }],
    ['a list', { no: '1', id: ['x'] }],
  ])('is not written: %s', (_, raw) => {
    expect(write(raw)).toEqual({ text: undefined, faults: ['id: record without its key skipped'] });
  });

  it.each<[string, JsonObject, string[]]>([
    ['has no other fault for it', {}, []],
    [
      'is one whose key cannot be brought into the form of the schema',
      { id: 'x' },
      ['value of another type set to null'],
    ],
  ])('%s', (_, raw, others) => {
    const integers: Schema = { properties: { id: { type: 'integer' } } };
    const faults: string[] = [];
    const onFault = (kind: string) => void faults.push(kind);
    const write = compileConform({ selected: integers, known: integers, keys: ['id'], onFault });
    expect(write(raw)).toBeUndefined();
    expect(faults).toEqual([...others, 'record without its key skipped']);
  });

  it('is told by the first column that is missing, after its other faults', () => {
    expect(write({ a: 'x' }).faults).toEqual([
      'a: value of another type set to null',
      'id: record without its key skipped',
    ]);
  });

  it('is whole if its parent has the key, which stands above its own', () => {
    expect(write({ a: 1, id: 'x', no: '1' }, { no: '2' }).text).toBe('{"a":1,"id":"x","no":"2"}');
    expect(write({ a: 1, id: 'x' }, { no: '2' }).text).toBe('{"a":1,"id":"x","no":"2"}');
  });

  it('is not told by a text that only looks like null', () => {
    expect(write({ id: 'null', no: '""' }).text).toBe('{"a":null,"id":"null","no":"\\"\\""}');
  });
});

describe('a value nested too deeply to be written', () => {
  const deep = parseJson(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);

  it.each<[string, Schema]>([
    ['is null where any object is taken', { type: ['object', 'null'] }],
    ['is null where anything is taken', {}],
    ['is null where a text is meant', TEXT],
  ])('%s', (_, schema) => {
    expect(conformValue(schema, deep)).toEqual({
      value: null,
      faults: ['field: value nested too deeply set to null'],
    });
  });
});

describe('a record', () => {
  /** How many levels of objects and lists a value has. */
  function levelsOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 0;
    return 1 + Math.max(0, ...Object.values(value).map(levelsOf));
  }

  /** Lists within lists, an object as the innermost. */
  function nested(levels: number): unknown {
    return JSON.parse(`${'['.repeat(levels - 1)}{}${']'.repeat(levels - 1)}`);
  }

  it.each<[string, Schema, string, (value: unknown) => JsonObject, number]>([
    [
      'a free-form object',
      { properties: { data: { type: ['object', 'null'] } } },
      'data',
      (a) => ({ data: { a } }),
      198,
    ],
    ['any value', { properties: { data: {} } }, 'data', (data) => ({ data }), 199],
    [
      'a value within an object',
      { properties: { a: { type: 'object', properties: { b: { type: 'array' } } } } },
      'a.b[]',
      (b) => ({ a: { b } }),
      198,
    ],
    ['an item of a list', { properties: { a: { type: 'array' } } }, 'a[]', (b) => ({ a: [b] }), 198],
    [
      'an unknown field',
      { properties: { additional_fields: { type: ['object', 'null'] } } },
      'b',
      (b) => ({ b }),
      198,
    ],
    [
      'an unknown field within an object',
      {
        properties: {
          a: { type: 'object', properties: { x: TEXT } },
          additional_fields: { type: ['object', 'null'] },
        },
      },
      'a.b',
      (b) => ({ a: { b } }),
      197,
    ],
    [
      'an unknown field within an item of a list',
      {
        properties: {
          a: { type: 'array', items: { type: 'object', properties: { x: TEXT } } },
          additional_fields: { type: ['object', 'null'] },
        },
      },
      'a[].b',
      (b) => ({ a: [{ b }] }),
      196,
    ],
  ])('has 200 levels at most, itself included: %s', (_, schema, field, wrap, most) => {
    const whole = conform(schema, wrap(nested(most)));
    const cut = conform(schema, wrap(nested(most + 1)));
    expect([levelsOf(whole.record), whole.faults.filter((fault) => fault.includes('deep'))]).toEqual([
      200,
      [],
    ]);
    expect(levelsOf(cut.record)).toBeLessThan(10);
    expect(cut.faults).toContain(`${field}: value nested too deeply set to null`);
  });
});
