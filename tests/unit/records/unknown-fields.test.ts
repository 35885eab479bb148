import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asJsonObject, isJsonObject, type JsonObject } from '../../../src/json/json-object.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { type ConformInput, compileConform } from '../../../src/records/conform.ts';
import { freeFormAsText } from '../../../src/records/free-form.ts';
import { streamNames } from '../../../src/streams/definitions.ts';
import { readSchema } from '../../../src/streams/schemas.ts';

const TEXT: Schema = { type: ['string', 'null'] };
const FREE: Schema = { type: ['object', 'null'] };
const OBJECT: Schema = { type: ['object', 'null'], properties: { x: TEXT } };

/** A schema with these columns and that for unknown fields. */
function schemaOf(properties: Schema['properties']): Schema {
  return { type: 'object', properties: { ...properties, additional_fields: FREE } };
}

/** What becomes of a record, and the faults that are logged. */
function conform(known: Schema, raw: JsonObject, options: Partial<ConformInput> = {}) {
  const told: string[] = [];
  const onFault = (kind: string, field: string) => void told.push(`${field}: ${kind}`);
  const text = compileConform({ selected: known, known, keys: [], onFault, ...options })(raw);
  return { record: asJsonObject(parseJson(text ?? '')), told, text };
}

describe('an unknown field', () => {
  const known = schemaOf({ a: TEXT, metrics: OBJECT, actions: { type: ['array', 'null'], items: OBJECT } });

  it.each<[string, JsonObject, unknown, string[]]>([
    ['is kept', { a: '1', beta: [1] }, { beta: [1] }, ['beta']],
    [
      'is kept with its path as nesting',
      { metrics: { beta: 1 } },
      { metrics: { beta: 1 } },
      ['metrics.beta'],
    ],
    ['is kept where it is null', { beta: null }, { beta: null }, ['beta']],
    [
      'of an item keeps the length of its list',
      { actions: [{ x: '1' }, { y: 2 }, null] },
      { actions: [null, { y: 2 }, null] },
      ['actions[].y'],
    ],
    [
      'of an object in place of a list is that of a list of one',
      { actions: { y: 2 } },
      { actions: [{ y: 2 }] },
      ['actions[].y'],
    ],
    ['may be named as an inherited property is', { toString: 1 }, { toString: 1 }, ['toString']],
    [
      'may be named additional_fields',
      { additional_fields: { b: 1 }, metrics: { additional_fields: 2 } },
      { additional_fields: { b: 1 }, metrics: { additional_fields: 2 } },
      ['additional_fields', 'metrics.additional_fields'],
    ],
    ['is absent where an object is of another type', { metrics: 'none' }, null, []],
    ['is null where there is none', { a: '1', metrics: { x: '1' }, actions: [{ x: '1' }] }, null, []],
    ['is null where there is nothing', {}, null, []],
  ])('%s', (_, raw, expected, fields) => {
    const { record, told } = conform(known, raw);
    expect(record['additional_fields']).toEqual(expected);
    const kept = told.filter((one) => one.endsWith('kept'));
    expect(kept).toEqual(fields.map((field) => `${field}: unknown field kept`));
  });

  it('named __proto__ is kept as a field', () => {
    const { text } = conform(schemaOf({ a: OBJECT }), asJsonObject(parseJson('{"a":{"__proto__":{"b":1}}}')));
    expect(text).toBe('{"a":{"x":null},"additional_fields":{"a":{"__proto__":{"b":1}}}}');
  });

  it('keeps the digits of long numbers', () => {
    const { text } = conform(schemaOf({}), asJsonObject(parseJson('{"b":9223372036854775807}')));
    expect(text).toBe('{"additional_fields":{"b":9223372036854775807}}');
  });

  it('with a counter in its name is told as one', () => {
    const { told } = conform(known, { metrics: { 'step:4': 1, 'step:17': 2 } });
    expect(new Set(told)).toEqual(new Set(['metrics.step:*: unknown field kept']));
  });

  it('is text where free-form objects are', () => {
    const selected = freeFormAsText(known);
    const { record } = conform(known, { metrics: { 'link:4': 1 } }, { selected });
    expect(record['additional_fields']).toBe('{"metrics":{"link:4":1}}');
    expect(conform(known, {}, { selected }).record['additional_fields']).toBeNull();
  });
});

describe('a field that the tap knows', () => {
  const known = schemaOf({ a: TEXT, c: { type: ['object', 'null'], properties: { d: TEXT, e: TEXT } } });

  it('is no unknown field where the user has not selected it, nor is what lies below it', () => {
    const selected = schemaOf({ a: TEXT });
    const { record, told } = conform(known, { a: '1', c: { d: '1', phone: '2' } }, { selected });
    expect(record).toEqual({ a: '1', additional_fields: null });
    expect(told).toEqual([]);
  });

  it('is no unknown field where the user has selected a part of an object', () => {
    const selected = schemaOf({ c: { type: ['object', 'null'], properties: { d: TEXT } } });
    const { record } = conform(known, { c: { d: '1', e: '2', f: 3 } }, { selected });
    expect(record).toEqual({ c: { d: '1' }, additional_fields: { c: { f: 3 } } });
  });

  it('is no unknown field where the catalog has made it free-form', () => {
    const selected = schemaOf({ a: TEXT, c: FREE });
    const { record } = conform(known, { a: '1', c: { d: '1', f: 3 } }, { selected });
    expect(record).toEqual({ a: '1', c: { d: '1', f: 3 }, additional_fields: null });
  });

  it('is no unknown field in a list of which the catalog or the tap says nothing more', () => {
    const any: Schema = { type: 'array' };
    const items: Schema = { type: 'array', items: OBJECT };
    for (const [theirs, ours] of [
      [any, items],
      [items, any],
    ] as const) {
      const selected = schemaOf({ c: theirs });
      const { record } = conform(schemaOf({ c: ours }), { c: [{ x: '1', y: 2 }] }, { selected });
      expect(record['additional_fields']).toBeNull();
    }
  });

  it('is no unknown field where it has another type', () => {
    expect(conform(known, { a: { b: 1 }, c: [{ f: 1 }] }).record['additional_fields']).toBeNull();
  });

  it('is also one that only the catalog has, at every depth', () => {
    const c: Schema = { type: 'object', properties: { g: TEXT } };
    const selected = schemaOf({ a: TEXT, b: OBJECT, c });
    const { record } = conform(known, { b: { x: '1', y: 2 }, c: { g: '2' } }, { selected });
    expect(record).toEqual({ a: null, b: { x: '1' }, c: { g: '2' }, additional_fields: null });
  });
});

describe('a catalog without additional_fields', () => {
  const known = schemaOf({ a: TEXT, c: OBJECT });
  const selected: Schema = { type: 'object', properties: { a: TEXT, c: OBJECT } };
  const raw = { a: '1', beta: 1, c: { x: '1', y: 2 } };

  it('leaves unknown fields out in silence where the user has not selected the column', () => {
    const { record, told } = conform(known, raw, { selected });
    expect(record).toEqual({ a: '1', c: { x: '1' } });
    expect(told).toEqual([]);
  });

  it('has each unknown field told where the catalog is older than the column', () => {
    const { record, told } = conform(known, raw, { selected, isOldCatalog: true });
    expect(record).toEqual({ a: '1', c: { x: '1' } });
    expect(told).toEqual(['beta: unknown field dropped', 'c.y: unknown field dropped']);
  });

  it('says nothing of the value of a field that is dropped, however deeply it is nested', () => {
    const beta: unknown = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`);
    const { told } = conform(known, { a: '1', beta }, { selected, isOldCatalog: true });
    expect(told).toEqual(['beta: unknown field dropped']);
  });
});

describe.each(streamNames)('additional_fields of %s', (name) => {
  const schema = readSchema(name);
  const columns = Object.keys(schema.properties ?? {}).filter((column) => column !== 'additional_fields');

  it('has all fields that are no columns, and none that are', () => {
    const unknown = fc.dictionary(
      fc.string({ unit: 'grapheme-ascii' }).filter((field) => !columns.includes(field)),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 3 },
    );
    const record = fc.record(Object.fromEntries(columns.map((column) => [column, fc.constant(null)])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(record, unknown, (ours, theirs) => {
        const raw = parseJson(JSON.stringify({ ...ours, ...theirs }));
        const expected = parseJson(JSON.stringify(theirs));
        const written = conform(schema, isJsonObject(raw) ? raw : {}).record['additional_fields'];
        expect(written).toEqual(Object.keys(theirs).length > 0 ? expected : null);
      }),
      { numRuns: 50 },
    );
  });
});
