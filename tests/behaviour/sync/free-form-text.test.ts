import { expect, it } from 'vitest';
import type { Schema } from '../../../src/json/schema.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { runMain } from '../../support/harness/run-main.ts';

/** Free-form columns but for `data`, which is a text in other streams. */
const FREE_FORM = ['tracked_responses', 'conditions', 'additional_fields'];

/** A value with nulls within the objects that may not be null. */
function filled(value: unknown, schema: Schema | undefined): unknown {
  if (schema?.properties === undefined) return value;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => {
      const inner =
        value !== null && typeof value === 'object' && name in value ? Reflect.get(value, name) : null;
      return [name, filled(inner, property)];
    }),
  );
}

it('free_form_as_json_text writes as JSON text what is an object without it, and nulls within objects; nothing else differs', async () => {
  const { env } = await emulatorFor({ sizes: { activities: 60, messages: 60 } });
  const plain = await runMain([], env);
  const asText = await runMain([], { ...env, TAP_CUSTOMERIO_FREE_FORM_AS_JSON_TEXT: 'true' });
  const schemas = new Map(
    asText.messages.flatMap((message) =>
      message.type === 'SCHEMA'
        ? [[message.stream, (message.schema as Schema).properties ?? {}] as const]
        : [],
    ),
  );
  const recordsOf = ({ messages }: typeof plain) =>
    messages.flatMap((message) =>
      message.type === 'RECORD' ? [`${message.stream} ${JSON.stringify(message.record)}`] : [],
    );
  const expected = plain.messages.flatMap((message) => {
    if (message.type !== 'RECORD') return [];
    const record = Object.entries(message.record).map(([field, value]) => {
      const isFree = FREE_FORM.includes(field) || (field === 'data' && message.stream === 'activities');
      if (isFree && value !== null) return [field, JSON.stringify(value)];
      return [field, filled(value, schemas.get(message.stream)?.[field])];
    });
    return [`${message.stream} ${JSON.stringify(Object.fromEntries(record))}`];
  });
  expect(recordsOf(asText).sort()).toEqual(expected.sort());
  expect(recordsOf(asText).filter((text) => text.includes('"data":"{'))).not.toHaveLength(0);
});
