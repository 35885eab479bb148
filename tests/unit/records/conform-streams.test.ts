import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-object.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { stringifyJson } from '../../../src/json/stringify-json.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import { readSchema } from '../../../src/streams/schemas.ts';
import { conform } from './conform-one.ts';

/** What the API may send for a property: what is meant, what it is known to send instead, or anything. */
function valuesFor(schema: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {});
  const object = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesFor(field)])), {
    requiredKeys: [],
  });
  return fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.oneof(
      fc.nat(),
      fc.nat().map(String),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, max: 1e300, min: -1e300 }),
    ),
    // In seconds and milliseconds, from 1970 to the last second of the year 9999.
    fc.oneof(
      fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
      fc.integer({ min: 1, max: 253_402_300_799_000 }),
    ),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.constantFrom<unknown>(
      null,
      '',
      0,
      'nil',
      'true',
      'false',
      '0001-01-01T00:00:00Z',
      '2026-02-30',
      '1e999',
    ),
    ...(fields.length > 0 ? [object, fc.array(object)] : []),
    ...(schema.items ? [fc.array(valuesFor(schema.items))] : []),
  );
}

describe.each(streamNames)('records of %s', (name) => {
  const schema = readSchema(name);
  const keys: readonly string[] = definitions[name].primaryKey;
  const raws = fc
    .tuple(valuesFor(schema), fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }))
    .map(([record, unknown]) => ({ ...unknown, ...(isJsonObject(record) ? record : {}) }));

  /** A record as it goes from the API's text to the text of a message. */
  function send(raw: JsonObject): unknown {
    const parsed = parseJson(stringifyJson(raw));
    return JSON.parse(stringifyJson(conform(schema, isJsonObject(parsed) ? parsed : {}).record));
  }

  it('validate against its schema whatever the API sends, but for a key that is missing', () => {
    const properties = Object.entries(schema.properties ?? {}).map(([property, one]) => [
      property,
      keys.includes(property) ? { ...one, type: [one.type, 'null'] } : one,
    ]);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    addFormats.default(ajv, { mode: 'full', formats: ['date-time'] });
    const isValid = ajv.compile({ ...schema, properties: Object.fromEntries(properties) });
    fc.assert(
      fc.property(raws, (raw) => {
        isValid(send(raw));
        expect(isValid.errors ?? []).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('have all properties of its schema and no others', () => {
    fc.assert(
      fc.property(raws, (raw) => {
        expect(Object.keys(send(raw) ?? {})).toEqual(Object.keys(schema.properties ?? {}));
      }),
      { numRuns: 30 },
    );
  });
});
