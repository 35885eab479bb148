import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/json/schema.ts';
import { compileConform } from '../../../src/records/conform.ts';
import { freeFormAsText } from '../../../src/records/free-form.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { runMain } from '../../support/harness/run-main.ts';

const FREE: Schema = { type: ['object', 'null'], description: 'as sent' };
const TEXT: Schema = { type: ['string', 'null'], description: 'as sent' };

describe('freeFormAsText', () => {
  it.each<[string, Schema, Schema]>([
    ['a free-form object', FREE, TEXT],
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
    ['an object whose keys are known', { type: ['object', 'null'], properties: { a: { type: 'integer' } } }],
  ])('leaves %s as it is', (_, schema) => {
    expect(freeFormAsText(schema)).toEqual(schema);
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

/** Free-form columns but for `data`, which is a text in other streams. */
const FREE_FORM = ['tracked_responses', 'conditions', 'additional_fields'];

describe('free_form_as_json_text', () => {
  it('writes as JSON text what is an object without it, and nothing else differs', async () => {
    const { env } = await emulatorFor({ sizes: { activities: 60, messages: 60 } });
    const plain = await runMain([], env);
    const asText = await runMain([], { ...env, TAP_CUSTOMERIO_FREE_FORM_AS_JSON_TEXT: 'true' });
    const recordsOf = ({ messages }: typeof plain) =>
      messages.flatMap((message) =>
        message.type === 'RECORD' ? [`${message.stream} ${JSON.stringify(message.record)}`] : [],
      );
    const expected = plain.messages.flatMap((message) => {
      if (message.type !== 'RECORD') return [];
      const record = Object.entries(message.record).map(([field, value]) => {
        const isFree = FREE_FORM.includes(field) || (field === 'data' && message.stream === 'activities');
        return [field, isFree && value !== null ? JSON.stringify(value) : value];
      });
      return [`${message.stream} ${JSON.stringify(Object.fromEntries(record))}`];
    });
    expect(recordsOf(asText).sort()).toEqual(expected.sort());
    expect(recordsOf(asText).filter((text) => text.includes('"data":"{'))).not.toHaveLength(0);
  });
});
