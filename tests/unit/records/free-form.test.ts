import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/json/schema.ts';
import { compileConform } from '../../../src/records/conform.ts';
import { freeFormAsText } from '../../../src/records/free-form.ts';

const FREE: Schema = { type: ['object', 'null'], description: 'as sent' };
const TEXT: Schema = { type: ['string', 'null'], description: 'as sent' };

describe('freeFormAsText', () => {
  it.each<[string, Schema, Schema]>([
    ['a free-form object', FREE, TEXT],
    ['one that may be a text as well', { type: ['object', 'string'] }, { type: ['string', 'null'] }],
    ['one that may not be null, which a text may', { type: 'object' }, { type: ['string', 'null'] }],
    [
      'one within an object',
      { type: 'object', properties: { a: FREE } },
      { type: 'object', properties: { a: TEXT } },
    ],
    ['one within a list', { type: 'array', items: FREE }, { type: 'array', items: TEXT }],
    [
      'one that may be a list as well',
      { type: ['object', 'array'], items: {} },
      { type: ['string', 'array', 'null'], items: {} },
    ],
  ])('makes a text of %s', (_, schema, expected) => {
    expect(freeFormAsText(schema)).toEqual(expected);
  });

  it.each<[string, Schema]>([
    ['a text', { type: ['string', 'null'], format: 'date-time' }],
    ['a list of numbers', { type: ['array', 'null'], items: { type: 'integer' } }],
    ['an object whose keys are known', { type: ['object'], properties: { a: { type: 'integer' } } }],
    [
      'an item of a list, which may be null',
      { type: 'array', items: { type: ['object', 'null'], properties: { a: { type: 'integer' } } } },
    ],
  ])('leaves %s as it is', (_, schema) => {
    expect(freeFormAsText(schema)).toEqual(schema);
  });

  it('writes an object whose keys are known with nulls in place of null, at every depth', () => {
    const inner: Schema = { type: ['object', 'null'], properties: { b: { type: ['string', 'null'] } } };
    const schema = freeFormAsText({
      type: 'object',
      properties: { outer: { type: ['object', 'null'], properties: { a: TEXT, inner } } },
    });
    expect(schema.properties?.['outer']?.type).toEqual(['object']);
    const onFault = () => expect.unreachable();
    const conform = compileConform({ selected: schema, known: schema, keys: [], onFault });
    const empty = { outer: { a: null, inner: { b: null } } };
    for (const record of [{}, { outer: null }, { outer: {} }, { outer: { inner: null } }])
      expect(JSON.parse(conform(record) ?? '')).toEqual(empty);
  });

  it('keeps every digit and every key', () => {
    const schema = freeFormAsText({ type: 'object', properties: { data: FREE } });
    const onFault = () => expect.unreachable();
    const conform = compileConform({ selected: schema, known: schema, keys: [], onFault });
    const record = conform({ data: { b: 12345678901234567890n, a: { naïve: [null, '日本'] } } });
    expect(JSON.parse(record ?? '')).toEqual({
      data: '{"b":12345678901234567890,"a":{"naïve":[null,"日本"]}}',
    });
  });
});
