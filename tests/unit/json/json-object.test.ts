import { describe, expect, it } from 'vitest';
import { asJsonObject, isJsonObject } from '../../../src/json/json-object.ts';

describe('isJsonObject', () => {
  it.each<[string, unknown, boolean]>([
    ['an object', { id: 1 }, true],
    ['an empty object', {}, true],
    ['a list', [{ id: 1 }], false],
    ['null', null, false],
    ['undefined', undefined, false],
    ['a text', '{}', false],
    ['a number', 1, false],
  ])('of %s', (_, value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});

describe('asJsonObject', () => {
  it('gives an object as it is', () => {
    const value = { id: 1 };
    expect(asJsonObject(value)).toBe(value);
  });

  it.each([[null], [undefined], ['text'], [[1]]])('gives an empty object for %j', (value) => {
    expect(asJsonObject(value)).toEqual({});
  });
});
