import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/json/schema.ts';
import { compileConform } from '../../../src/records/conform.ts';
import { conform } from './conform-one.ts';

const TEXT: Schema = { type: ['string', 'null'] };
const INTEGER: Schema = { type: ['integer', 'null'] };

describe('a record', () => {
  it('of 60 MB loses its largest value, and takes 45 MB at most', () => {
    const schema: Schema = { type: 'object', properties: { id: TEXT, a: TEXT, b: TEXT, c: TEXT } };
    // Two bytes each: what counts is the length of the line, not of the text.
    const raw = { id: '1', a: 'a'.repeat(20e6), b: 'ä'.repeat(11e6), c: 'c'.repeat(18e6) };
    const { record, faults } = conform(schema, raw);
    expect(faults).toEqual(['b: value too large for a line set to null']);
    expect(record['b']).toBeNull();
    expect(JSON.stringify(record).length).toBeGreaterThan(38e6);
  });

  it('loses as many values as it takes, and tells of its other faults once', () => {
    const schema: Schema = { type: 'object', properties: { id: INTEGER, a: TEXT, b: TEXT, c: INTEGER } };
    const raw = { id: 1, a: 'a'.repeat(46e6), b: 'b'.repeat(46e6), c: 'x' };
    expect(conform(schema, raw)).toEqual({
      record: { id: 1, a: null, b: null, c: null },
      faults: [
        'c: value of another type set to null',
        'a: value too large for a line set to null',
        'b: value too large for a line set to null',
      ],
    });
  });

  it('loses its unknown fields where they are what is too large', () => {
    const schema: Schema = { properties: { id: INTEGER, additional_fields: { type: ['object', 'null'] } } };
    const { record, faults } = conform(schema, { id: 1, beta: 'b'.repeat(46e6) });
    expect(record).toEqual({ id: 1, additional_fields: null });
    expect(faults).toContain('additional_fields: value too large for a line set to null');
  });

  it('whose key is too large for a line is skipped', () => {
    const schema: Schema = { type: 'object', properties: { id: TEXT, a: TEXT } };
    const faults: string[] = [];
    const onFault = (kind: string, field: string) => void faults.push(`${field}: ${kind}`);
    const write = compileConform({ selected: schema, known: schema, keys: ['id'], onFault });
    expect(write({ id: 'x'.repeat(46e6), a: 'a' })).toBeUndefined();
    expect(faults).toEqual(['id: record without its key skipped']);
  });
});
