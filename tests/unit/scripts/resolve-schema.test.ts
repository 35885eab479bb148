import { expect, it } from 'vitest';
import { resolveSchema, type SchemaSource } from '../../../scripts/generate/resolve-schema.ts';

const PARTS: Record<string, SchemaSource> = {
  '../parts/counts.json': { properties: { sent: { type: 'integer' }, opened: { type: 'integer' } } },
  '../parts/person.json': {
    type: 'object',
    description: 'A person.',
    properties: { id: { type: 'string' } },
  },
};

const resolve = (source: SchemaSource) => resolveSchema(source, (path) => PARTS[path] ?? {});

it('the properties of a part follow the own ones, before the column for unknown fields', () => {
  const { properties, ...rest } = resolve({
    type: 'object',
    description: 'X.',
    allOf: [{ $ref: '../parts/counts.json' }],
    properties: { id: { type: 'integer' }, additional_fields: { type: 'object' } },
  });
  expect(Object.keys(properties ?? {})).toEqual(['id', 'sent', 'opened', 'additional_fields']);
  expect(rest).toEqual({ type: 'object', description: 'X.' });
});

it('a property that refers to a part becomes it, with its own description', () => {
  const { properties } = resolve({
    properties: { who: { $ref: '../parts/person.json', description: 'Who it was.' } },
  });
  expect(properties).toEqual({
    who: { type: 'object', description: 'Who it was.', properties: { id: { type: 'string' } } },
  });
});
