import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askPages, recordsOf } from './ask.ts';
import { createValidator, responseOf, unknownSchemaNames, validatorOf } from './openapi-validator.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

const LISTS: {
  template: string;
  key: string;
  parents?: 'campaigns' | 'broadcasts' | 'segments';
  query?: Record<string, string>;
}[] = [
  { template: '/v1/campaigns', key: 'campaigns' },
  { template: '/v1/campaigns/{campaign_id}/actions', key: 'actions', parents: 'campaigns' },
  { template: '/v1/broadcasts', key: 'broadcasts' },
  { template: '/v1/broadcasts/{broadcast_id}/actions', key: 'actions', parents: 'broadcasts' },
  { template: '/v1/newsletters', key: 'newsletters' },
  { template: '/v1/transactional', key: 'messages' },
  { template: '/v1/segments', key: 'segments' },
  { template: '/v1/segments/{segment_id}/membership', key: 'identifiers', parents: 'segments' },
  { template: '/v1/activities', key: 'activities' },
  { template: '/v1/messages', key: 'messages', query: { get_tracked_responses: 'true', limit: '100' } },
  { template: '/v1/collections', key: 'collections' },
  { template: '/v1/snippets', key: 'snippets' },
  { template: '/v1/sender_identities', key: 'sender_identities', query: { hidden: 'true', limit: '5' } },
  { template: '/v1/subscription_topics', key: 'topics' },
];

describe.each([
  { unknownFields: false, emailIdentifiers: true, endOfPages: 'absent' },
  { unknownFields: true, emailIdentifiers: false, endOfPages: 'empty' },
] as const)('answers as the OpenAPI definition says, with $unknownFields unknown fields', (options) => {
  let emulator: Emulator;
  const ajv = createValidator(!options.unknownFields);
  beforeAll(async () => {
    emulator = await startEmulator({ ...options, requestsPerSecond: false });
  });
  afterAll(() => emulator.close());

  it.each(LISTS)('$template', async ({ template, key, parents, query = {} }) => {
    const validate = validatorOf(ajv, template, '200');
    const parentIds = parents ? emulator.world[parents].map(({ id }) => id) : [0];
    let records = 0;
    for (const id of parentIds) {
      const path = template.replace(/\{\w+\}/, String(id));
      for await (const { status, body } of askPages(emulator, path, query)) {
        expect(status).toBe(200);
        validate(body);
        expect(validate.errors ?? []).toEqual([]);
        records += recordsOf(body, key).length;
      }
    }
    expect(records).toBeGreaterThan(0);
  });
});

describe('refuses with the bodies that the OpenAPI definition has', () => {
  const ajv = createValidator(false);
  const declared = (status: string) =>
    LISTS.filter(({ template }) => responseOf(template, status)?.['content']);

  it.each(declared('429'))('429 of $template', async ({ template }) => {
    const emulator = await startEmulator({ requestsPerSecond: 0 });
    const { status, body } = await ask(emulator, template.replace(/\{\w+\}/, '5'));
    await emulator.close();
    const validate = validatorOf(ajv, template, '429');
    validate(body);
    expect([status, validate.errors ?? []]).toEqual([429, []]);
  });

  it.each([
    ...declared('404').map((list) => ({ ...list, status: 404, id: '999999' })),
    ...declared('400').map((list) => ({ ...list, status: 400, id: 'no-number' })),
  ])('$status of $template', async ({ template, status, id }) => {
    const emulator = await startEmulator();
    const answered = await ask(emulator, template.replace(/\{\w+\}/, id));
    await emulator.close();
    const validate = validatorOf(ajv, template, String(status));
    validate(answered.body);
    expect([answered.status, validate.errors ?? []]).toEqual([status, []]);
  });
});

it('deviates only in schemas that the definition has', () => {
  expect(unknownSchemaNames()).toEqual([]);
});
