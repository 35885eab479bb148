import type { Schema } from '../../../src/json/schema.ts';

/** The schema of a stream with a key, a time, an object and a list. */
export const SCHEMA: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    created: { type: ['string', 'null'], format: 'date-time' },
    metrics: { type: 'object', properties: { id: { type: ['string', 'null'] } } },
    actions: { type: ['array', 'null'], items: { type: 'object', properties: { id: { type: 'string' } } } },
  },
};

/** A stream of that schema, as its catalog entry is made from it. */
export const INCREMENTAL = {
  name: 'messages',
  schema: SCHEMA,
  primaryKey: ['id'],
  replicationKey: 'created',
  isDefault: true,
};
