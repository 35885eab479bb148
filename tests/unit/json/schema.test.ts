import { describe, expect, it } from 'vitest';
import { isSchema, mergeAlternatives, type Schema } from '../../../src/json/schema.ts';

describe('isSchema', () => {
  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['a type', { type: 'object' }],
    ['a list of types', { type: ['string', 'null'], format: 'date-time' }],
    ['properties at every depth', { properties: { a: { properties: { b: { type: 'string' } } } } }],
    ['items', { type: 'array', items: { type: 'string' } }],
    ['keywords that it does not know', { anyOf: 1, description: null }],
  ])('takes %s', (_, value) => {
    expect(isSchema(value)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a boolean, though JSON Schema takes it', true],
    ['a list', []],
    ['a type that is a number', { type: 1 }],
    ['a type that is null', { type: null }],
    ['a list of types with something else', { type: ['string', null] }],
    ['a format that is no text', { format: 1 }],
    ['properties that are a list', { properties: [] }],
    ['a property that is none', { properties: { a: 'string' } }],
    ['a property of a property that is none', { properties: { a: { properties: { b: null } } } }],
    ['items that are a list', { items: [{}] }],
  ])('refuses %s', (_, value) => {
    expect(isSchema(value)).toBe(false);
  });
});

describe('mergeAlternatives', () => {
  it.each<[string, Schema, Schema]>([
    [
      'keeps a schema with a type',
      { type: 'string', anyOf: [{ type: 'integer' }] },
      { type: 'string', anyOf: [{ type: 'integer' }] },
    ],
    [
      'keeps one of which an alternative says nothing',
      { anyOf: [{}, { type: 'null' }] },
      { anyOf: [{}, { type: 'null' }] },
    ],
    [
      'makes one list of types, and keeps what is said besides',
      { description: 'd', anyOf: [{ type: 'object', properties: { a: {} } }, { type: ['null', 'object'] }] },
      { description: 'd', type: ['object', 'null'], properties: { a: {} } },
    ],
    [
      'keeps the format of all texts',
      { oneOf: [{ type: 'integer' }, { type: 'string', format: 'date' }] },
      { type: ['integer', 'string'], format: 'date' },
    ],
    [
      'takes any text where one has no format',
      { anyOf: [{ type: 'string', format: 'date' }, { type: 'string' }] },
      { type: ['string'] },
    ],
  ])('%s', (_, given, merged) => {
    expect(mergeAlternatives(given)).toEqual(merged);
  });
});
