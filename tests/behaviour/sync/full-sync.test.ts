import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { NOW } from '../../support/harness/emulator-for.ts';
import { type Json, type Message, recordsOf, schemaStreams } from '../../support/harness/messages.ts';
import { envFor, runMain, type TapResult } from '../../support/harness/run-main.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';

/** Long enough that all messages of the emulator's 400 days are read. */
const ANCHOR = '2024-12-01';

let emulator: Emulator;
let result: TapResult;
let messages: Message[];

beforeAll(async () => {
  emulator = await startEmulator({ now: NOW, clock: () => NOW, requestsPerSecond: false });
  const env = envFor(emulator, { TAP_CUSTOMERIO_ANCHOR_DATE: ANCHOR });
  result = await runMain([], env, () => NOW * 1000);
  messages = result.messages;
  return () => emulator.close();
});

/** What the emulator holds of a stream, each record as its key. */
function expectedKeys(stream: string): string[] {
  const { world } = emulator;
  const all = <Item>(list: { length: number; at(index: number): Item | undefined }): Item[] =>
    Array.from({ length: list.length }, (_, index) => list.at(index)).flatMap((item) => item ?? []);
  const children = <Item>(
    lists: ReadonlyMap<number, { length: number; at(index: number): Item | undefined }>,
    key: (item: Item) => unknown,
  ) => [...lists].flatMap(([parent, list]) => all(list).map((item) => `${parent}/${key(item)}`));
  const ids = (list: { length: number; at(index: number): { id: unknown } | undefined }) =>
    all(list).map(({ id }) => String(id));
  switch (stream) {
    case 'campaigns':
      return ids(world.campaigns);
    case 'campaign_actions':
      return children(world.campaignActions, ({ id }) => id);
    case 'broadcasts':
      return ids(world.broadcasts);
    case 'broadcast_actions':
      return children(world.broadcastActions, ({ id }) => id);
    case 'newsletters':
      return ids(world.newsletters);
    case 'transactional_messages':
      return ids(world.transactionalMessages);
    case 'segments':
      return ids(world.segments);
    case 'segment_membership':
      return children(world.segmentMembers, ({ cio_id }) => cio_id);
    case 'activities':
      return ids(world.activities);
    case 'messages':
      return ids(world.messages);
    case 'collections':
      return ids(world.collections);
    case 'snippets':
      return all(world.snippets).map(({ name }) => name);
    case 'sender_identities':
      return ids(world.senderIdentities);
    case 'subscription_topics':
      return ids(world.subscriptionTopics);
    default:
      // Object types and subscription channels: the emulator has three of each.
      return ['1', '2', '3'];
  }
}

function schemaOf(stream: string) {
  const schema = messages.find((message) => message.type === 'SCHEMA' && message.stream === stream);
  if (schema?.type !== 'SCHEMA') throw new Error(`no SCHEMA of ${stream}`);
  return schema;
}

describe('a first sync without a catalog', () => {
  it('exits with 0', () => {
    expect(result.code).toBe(0);
    expect(result.stderr).not.toMatch(/ERROR|CRITICAL/);
  });

  it('announces all default streams, each once', () => {
    expect(schemaStreams(messages).sort()).toEqual([...STREAM_NAMES].sort());
  });

  it('begins and ends with STATE, the first with every key of every bookmark, all of them null', () => {
    const [first] = messages;
    const bookmarks = Object.entries(first?.type === 'STATE' ? Object(first.value['bookmarks']) : {});
    expect(bookmarks.map(([stream]) => stream)).toEqual(STREAM_NAMES);
    for (const [, bookmark] of bookmarks) {
      const values = Object.values(Object(bookmark));
      expect(values.length).toBeGreaterThan(1);
      expect(values.every((value) => value === null || Object(value).length === 0)).toBe(true);
    }
    expect(messages.at(-1)?.type).toBe('STATE');
  });

  it('never writes a RECORD before its SCHEMA', () => {
    const announced = new Set<string>();
    for (const message of messages) {
      if (message.type === 'SCHEMA') announced.add(message.stream);
      if (message.type === 'RECORD') expect(announced).toContain(message.stream);
    }
  });

  it('never has more than three requests in flight, and none is refused', () => {
    expect(emulator.mostInFlight()).toBeLessThanOrEqual(3);
    expect(emulator.requests.every(({ status }) => status === 200)).toBe(true);
  });
});

describe.each(STREAM_NAMES)('%s', (stream) => {
  it('arrives whole, every record once', () => {
    const { key_properties: keys } = schemaOf(stream);
    const actual = recordsOf(messages, stream).map((record) => keys.map((key) => record[key]).join('/'));
    expect(actual.length).toBeGreaterThan(0);
    expect(actual.sort()).toEqual(expectedKeys(stream).sort());
  });

  it('has just the columns of its SCHEMA in every record', () => {
    const columns = Object.keys((schemaOf(stream).schema['properties'] ?? {}) as Json);
    for (const record of recordsOf(messages, stream)) expect(Object.keys(record)).toEqual(columns);
  });

  it.each([
    ['draft-07', new Ajv({ strict: false })],
    ['2020-12', new Ajv2020({ strict: false })],
  ])('validates against its SCHEMA under %s with strict formats', (_, ajv) => {
    addFormats.default(ajv, { mode: 'full' });
    const validate = ajv.compile(schemaOf(stream).schema);
    for (const record of recordsOf(messages, stream)) {
      validate(record);
      expect(validate.errors ?? []).toEqual([]);
    }
  });
});

describe('records', () => {
  const find = (stream: string, id: unknown): Json =>
    recordsOf(messages, stream).find((record) => record['id'] === id) ?? {};

  it('carry action ids as integers, so that they join messages.action_id', () => {
    const ids = recordsOf(messages, 'campaign_actions').map(({ id }) => id);
    expect(ids.every(Number.isSafeInteger)).toBe(true);
    const referred = recordsOf(messages, 'messages').filter((record) => record['campaign_id'] !== null);
    expect(referred.length).toBeGreaterThan(0);
    for (const { action_id } of referred) expect(ids).toContain(action_id);
  });

  it('carry unix seconds as RFC 3339 in UTC', () => {
    const wire = emulator.world.campaigns.at(0);
    expect(find('campaigns', wire?.id)['created']).toBe(
      new Date(Number(wire?.['created']) * 1000).toISOString().replace('.000Z', 'Z'),
    );
  });

  it('carry metrics that have not happened as null', () => {
    const metrics = recordsOf(messages, 'messages').map((record) => record['metrics'] as Json);
    expect(metrics.every((metric) => typeof metric === 'object' && metric !== null)).toBe(true);
    expect(metrics.some((metric) => typeof metric['sent'] === 'string' && metric['bounced'] === null)).toBe(
      true,
    );
  });

  it('carry the free-form data of activities whole', () => {
    const { activities } = emulator.world;
    for (let index = 0; index < activities.length; index += 1) {
      const wire = activities.at(index);
      expect(find('activities', wire?.id)['data']).toEqual(wire?.['data'] ?? null);
    }
  });
});
