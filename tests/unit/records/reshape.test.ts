import { expect, it } from 'vitest';
import { compileReshape } from '../../../src/records/reshape.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { readSchema } from '../../../src/streams/schemas.ts';

const SCHEMA = { properties: { cio_id: {}, id: {}, attributes: {} } };
const LIFT = {
  cio_id: { from: ['identifiers.cio_id', 'attributes.cio_id'], clean: 'cio_prefix' },
  id: { from: ['identifiers.id', 'attributes.id'] },
} as const;

const reshape = compileReshape(LIFT, { known: SCHEMA, given: ['cio_object_id'] });

it('a column is the first of its paths that has a value, never the field of its own name', () => {
  const record = { id: 'asked with', identifiers: { cio_id: 'cio_a1', id: null }, attributes: { id: 'u1' } };
  expect(reshape?.(record)).toStrictEqual({ cio_id: 'a1', id: 'u1', attributes: { id: 'u1' } });
  expect(reshape?.({ id: 'asked with' })).toStrictEqual({ cio_id: null, id: null });
});

it.each([undefined, null, ''])('a path that holds %j has no value', (id) => {
  expect(reshape?.({ identifiers: { id }, attributes: { id: 'u1' } })).toMatchObject({ id: 'u1' });
});

it('cio_ is taken away where it is a prefix', () => {
  expect(reshape?.({ identifiers: { cio_id: 'a_cio_1' } })).toMatchObject({ cio_id: 'a_cio_1' });
});

it('what a container holds besides is kept, but for what repeats the parent', () => {
  const record = { identifiers: { cio_id: 'a1', cio_object_id: 'ob1', phone: '+1', email: null } };
  expect(reshape?.(record)).toMatchObject({ identifiers: { phone: '+1' } });
  expect(reshape?.({ identifiers: 'a text' })).toMatchObject({ identifiers: 'a text' });
});

it.each([
  ['https://user:secret@example.com/hook?token=1', 'https://example.com/hook'],
  [' https://user:secret@example.com/hook', 'https://example.com/hook'],
  ['user:secret@example.com/hook', 'example.com/hook'],
  ['//user:secret@example.com', '//example.com'],
  ['https:/user:secret@example.com', 'https:/example.com'],
  ['https://example.com?mail=a@b#token', 'https://example.com'],
  [
    ['https://user:secret@example.com', null],
    ['https://example.com', null],
  ],
  [{ url: 1 }, { url: 1 }],
  ['https://secret@example.com', 'https://example.com'],
  ['https://example.com/a@b', 'https://example.com/a@b'],
  ['no address', 'no address'],
])('user, password and query are taken out of %j', (endpoint, expected) => {
  const clean = compileReshape(
    { endpoint: { from: ['endpoint'], clean: 'credentials' } },
    { known: { properties: { endpoint: {} } }, given: [] },
  );
  expect(clean?.({ endpoint })).toEqual({ endpoint: expected });
});

it.each([
  [' https://user:secret@example.com/hook?token=1', 'https://example.com/hook'],
  ['HTTP://example.com?token=1', 'HTTP://example.com'],
  ['user:secret@example.com/hook?token=1', 'example.com/hook'],
  ['ann@example.com', 'ann@example.com'],
  ['a/b+c#d?e@example.com', 'a/b+c#d?e@example.com'],
  ['Ann: home <ann@example.com>', 'Ann: home <ann@example.com>'],
  ['+4912345', '+4912345'],
  ['whatsapp:+4912345', 'whatsapp:+4912345'],
  ['fcm:APA91b?x#y', 'fcm:APA91b?x#y'],
  ['+4912345 (https://example.com/?x)', '+4912345 (https://example.com/?x)'],
  ['', ''],
  [null, null],
])(
  'where others than addresses of the web may be, user, password and query are taken out of these: %j',
  (recipient, expected) => {
    const clean = compileReshape(
      { recipient: { from: ['recipient'], clean: 'url_credentials' } },
      { known: { properties: { recipient: {} } }, given: [] },
    );
    expect(clean?.({ recipient })).toEqual({ recipient: expected });
  },
);

it.each([
  ['reporting_webhooks', 'endpoint'],
  ['campaign_actions', 'url'],
  ['broadcast_actions', 'url'],
  ['messages', 'recipient'],
] as const)('%s: neither password nor query of a webhook is written as %s', (name, column) => {
  const clean = compileReshape(definitions[name].promote, { known: readSchema(name), given: [] });
  expect(clean?.({ [column]: 'https://user:secret@example.com/hook?token=1' })).toMatchObject({
    [column]: 'https://example.com/hook',
  });
});

it('a field within a column gets a name that targets take; the other fields stay, and so does what is no object', () => {
  const lift = { 'metrics.secondary_failed': { from: ['metrics.secondary:failed'] } } as const;
  const renamed = compileReshape(lift, { known: { properties: { metrics: {} } }, given: [] });
  expect(renamed?.({ id: 1, metrics: { sent: 1, 'secondary:failed': 2 } })).toStrictEqual({
    id: 1,
    metrics: { sent: 1, secondary_failed: 2 },
  });
  for (const metrics of [{ sent: 1 }, null, 'none'])
    expect(renamed?.({ metrics: structuredClone(metrics) })).toStrictEqual({ metrics });
});

it('what a column was made of keeps its name where it lies in a column', () => {
  const both = compileReshape(
    { ab: { from: ['a.y'] } },
    { known: { properties: { a: {}, ab: {} } }, given: [] },
  );
  expect(both?.({ a: { y: 1 } })).toEqual({ a: { y: 1 }, ab: 1 });
});

it('a field beside a container is kept as it is, though one within has its name', () => {
  const record = { identifiers: { id: 'u1' }, attributes: null, cio_id: null, beta: { x: null } };
  const beta = compileReshape(
    { id: { from: ['identifiers.beta.id', 'identifiers.id'] } },
    { known: { properties: { id: {} } }, given: [] },
  );
  expect(beta?.(record)).toMatchObject({ id: 'u1', beta: { x: null } });
});

it('a field whose name cannot be a column is kept once, as its column', () => {
  const counts = compileReshape(
    { responses_2xx: { from: ['2xx'] } },
    { known: { properties: { responses_2xx: {} } }, given: [] },
  );
  expect(counts?.({ '2xx': 7, '6xx': 1 })).toEqual({ responses_2xx: 7, '6xx': 1 });
  expect(counts?.({})).toEqual({ responses_2xx: null });
});

it('nothing is done where nothing is lifted', () => {
  expect(compileReshape(undefined, { known: SCHEMA, given: [] })).toBeUndefined();
});
