import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import type { FaultAction } from '../../support/emulator/faults.ts';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, lastState, type Message, recordsOf } from '../../support/harness/messages.ts';
import { envFor, runMain, type TapResult } from '../../support/harness/run-main.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';

const DAY = 86_400;

/** Small, yet with several pages of people and objects, and with newsletters that are too old for metrics. */
const WORKSPACE: EmulatorOptions = {
  now: NOW,
  clock: () => NOW,
  requestsPerSecond: false,
  messagesSpanDays: 20,
  sizes: {
    campaigns: 3,
    actionsPerCampaign: 3,
    broadcasts: 2,
    newsletters: 8,
    segments: 3,
    people: 230,
    objectsPerType: 105,
    messages: 20,
    activities: 20,
    suppressionsPerType: 1001,
    errorsPerTrigger: 120,
  },
};

const MORE = {
  TAP_CUSTOMERIO_ESP_DOMAINS: 'mail.example.com',
  TAP_CUSTOMERIO_ANCHOR_DATE: String(NOW - 30 * DAY),
};

/** The streams that are not read by default. */
const OPTIONAL = streamNames.filter((name) => !STREAM_NAMES.includes(name));

let emulator: Emulator;
let first: TapResult;
let second: TapResult;

const runOn = (on: Emulator, streams: readonly string[], state?: Json, more: Record<string, string> = {}) =>
  runMain(
    ['--config=ENV', '--select', streams.join(','), ...(state ? ['--state', stateFile(state)] : [])],
    envFor(on, { ...MORE, ...more }),
    () => NOW * 1000,
  );

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stateFile(state: Json): string {
  const path = join(folder, 'state.json');
  writeFileSync(path, JSON.stringify(state));
  return path;
}

beforeAll(async () => {
  emulator = await startEmulator(WORKSPACE);
  first = await runOn(emulator, streamNames);
  second = await runOn(emulator, streamNames, lastState(first.messages));
  return () => emulator.close();
});

const keyOf = (stream: string, record: Json) =>
  JSON.stringify(definitions[stream as (typeof streamNames)[number]].primaryKey.map((key) => record[key]));

/** The records of a stream by key: parents, and batches of them, are asked for side by side and come in any order. */
const sorted = (records: readonly Json[], stream: string) =>
  records.toSorted((one, other) => (keyOf(stream, one) < keyOf(stream, other) ? -1 : 1));

describe('a run of all sixty-two streams', () => {
  it('exits with 0, and says nothing that a user would have to act on', () => {
    for (const { code, stderr } of [first, second])
      expect([code, stderr.match(/^(WARNING|ERROR|CRITICAL).*$/m)]).toEqual([0, null]);
  });

  it.each(streamNames)('%s has records, each of which its SCHEMA allows, each key once', (stream) => {
    const announced = first.messages.find(
      (message) => message.type === 'SCHEMA' && message.stream === stream,
    );
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
    const isValid = ajv.compile(announced?.type === 'SCHEMA' ? announced.schema : false);
    const records = recordsOf(first.messages, stream);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect([isValid(record), isValid.errors]).toEqual([true, null]);
    expect(new Set(records.map((record) => keyOf(stream, record))).size).toBe(records.length);
  });

  it.each(streamNames)('%s keeps nothing in additional_fields that has a column', (stream) => {
    const columns = Object.keys(recordsOf(first.messages, stream)[0] ?? {});
    for (const { additional_fields } of recordsOf(first.messages, stream))
      expect(columns.filter((name) => typeof Object(additional_fields)[name] === 'string')).toEqual([]);
  });

  it.each(OPTIONAL)('%s read again gives the same rows', (stream) => {
    const rows = ({ messages }: TapResult) =>
      new Map(recordsOf(messages, stream).map((record) => [keyOf(stream, record), JSON.stringify(record)]));
    expect(rows(second)).toEqual(rows(first));
  });
});

describe('what is read is what was served', () => {
  it('of people, wrapped or bare, with their attributes as they are', async () => {
    const wrapped = await emulatorFor({ ...WORKSPACE, wrappedPeople: true });
    const other = await runOn(wrapped.emulator, ['people']);
    const people = recordsOf(first.messages, 'people');
    expect(sorted(recordsOf(other.messages, 'people'), 'people')).toEqual(sorted(people, 'people'));
    expect(people).toHaveLength(230);
    expect(people.find(({ cio_id }) => cio_id === 'a3000004')).toEqual({
      cio_id: 'a3000004',
      id: null,
      email: 'person.3@outlook.example',
      unsubscribed: false,
      attributes: { cio_id: 'a3000004', email: 'person.3@outlook.example', plan: 'free', seats: '3' },
      devices: [
        {
          id: 'token-3',
          platform: 'ios',
          last_used: '2026-01-30T12:00:00Z',
          attributes: { locale: 'de' },
        },
      ],
      timestamps: { cio_id: NOW - 4, email: NOW - 4, plan: NOW - 4, seats: NOW - 4 },
      additional_fields: null,
    });
  });

  it('of relationships from both sides: the same pairs', () => {
    const pairs = (stream: string) =>
      new Set(
        recordsOf(first.messages, stream).map(({ object_type_id, cio_object_id, cio_id }) =>
          [object_type_id, cio_object_id, cio_id].join(),
        ),
      );
    // Every person has at most two, and the emulator counts three people to an object of each type.
    const people = recordsOf(first.messages, 'people').map(({ cio_id }) => cio_id);
    const ofPeople = pairs('people_relationships');
    const ofObjects = [...pairs('object_relationships')].filter((pair) =>
      people.includes(pair.split(',')[2]),
    );
    expect(new Set(ofObjects)).toEqual(ofPeople);
  });

  it('of suppressions, over the end of a page, by type', () => {
    const types = recordsOf(first.messages, 'esp_suppressions').map(
      ({ suppression_type }) => suppression_type,
    );
    const count = (type: string) => types.filter((one) => one === type).length;
    expect(['blocks', 'bounces', 'spam_reports', 'invalid_emails'].map(count)).toEqual([0, 1001, 1001, 1001]);
  });

  it('of errors, counted over the pages of a list', () => {
    const errors = recordsOf(first.messages, 'broadcast_trigger_errors');
    const ofOne = errors.filter(({ broadcast_id, trigger_id }) => broadcast_id === 2 && trigger_id === 1);
    expect(ofOne.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, index) => index));
    expect(ofOne.at(-1)?.['error']).toBe('line 120: person not found');
  });

  it('of opt-outs: one row for each sender, of webhooks no password, of a collection one row for each item', () => {
    expect(recordsOf(first.messages, 'optouts')[1]).toEqual({
      cio_id: 'a3000002',
      channel: 'sms',
      from: '+15550100',
      customer_id: '1',
      additional_fields: null,
    });
    expect(recordsOf(first.messages, 'reporting_webhooks')[0]?.['endpoint']).toBe('https://example.com/hook');
    expect(JSON.stringify(first.messages)).not.toContain('user:secret@');
    const rows = sorted(recordsOf(first.messages, 'collection_rows'), 'collection_rows').map(
      ({ collection_id, position }) => [collection_id, position],
    );
    expect(rows).toEqual([
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
      [3, 2],
    ]);
  });

  it('of metrics: closed periods have the same instants and counts in both kinds of days', () => {
    const [campaign] = recordsOf(first.messages, 'campaign_metrics');
    expect(campaign?.['period_start']).toBe('2026-01-01T00:00:00Z');
    const journeys = recordsOf(first.messages, 'campaign_journey_metrics');
    expect(journeys.at(-1)?.['period_start']).toBe('2026-01-31T00:00:00Z');
    const broadcast = recordsOf(first.messages, 'broadcast_metrics').filter(
      ({ broadcast_id }) => broadcast_id === 2,
    );
    // 30 days back from the 31st, in Eastern time.
    expect([broadcast.length, broadcast[0]?.['period_start'], broadcast.at(-1)?.['period_start']]).toEqual([
      31,
      '2026-01-01T05:00:00Z',
      '2026-01-31T05:00:00Z',
    ]);
    expect(broadcast.at(-1)).toMatchObject({ periods_ago: 0, read_at: '2026-01-31T12:00:00Z' });
  });
});

describe('what is counted', () => {
  const sentBy = (column: string, id: unknown) =>
    recordsOf(first.messages, 'messages').filter(
      (message) => message[column] === id && typeof Object(message['metrics'])['sent'] === 'string',
    ).length;

  it.each([
    ['campaign_metrics', 'campaign_id', 'campaign_id'],
    ['broadcast_metrics', 'broadcast_id', 'broadcast_id'],
    ['newsletter_metrics', 'newsletter_id', 'newsletter_id'],
    ['transactional_metrics', 'transactional_id', 'transactional_message_id'],
  ])('%s says of each parent how many of its messages were sent', (stream, parent, column) => {
    const sent = new Map<unknown, number>();
    for (const row of recordsOf(first.messages, stream))
      sent.set(row[parent], (sent.get(row[parent]) ?? 0) + Number(row['sent']));
    for (const [id, count] of sent) expect([id, count]).toEqual([id, sentBy(column, id)]);
  });
});

describe('what is asked for', () => {
  const requestsTo = (template: string) =>
    emulator.requests.filter((request) => request.template === template);

  it('a hundred people at a time, each page of a thousand asked for once', () => {
    // Both runs: 230 people, and nobody without a cio_id.
    expect(requestsTo('/v1/customers')).toHaveLength(2 * 2);
    expect(requestsTo('/v1/customers/attributes')).toHaveLength(2 * 3);
    const asked = requestsTo('/v1/customers/attributes').flatMap(({ body }) => JSON.parse(body).ids);
    expect(asked.some((id) => id.startsWith('cio_'))).toBe(false);
  });

  it('no metrics of drafts, nor of newsletters that were sent too long ago', () => {
    const campaigns = new Set(requestsTo('/v1/campaigns/{campaign_id}/metrics').map(({ path }) => path));
    const started = emulator.world.campaigns.filter(({ first_started }) => first_started !== 0);
    expect(campaigns.size).toBe(started.length);
    expect(started.length).toBeLessThan(emulator.world.campaigns.length);
    const newsletters = new Set(
      requestsTo('/v1/newsletters/{newsletter_id}/metrics').map(({ path }) => path),
    );
    const recent = emulator.world.newsletters.filter(
      ({ sent_at }) => typeof sent_at === 'number' && sent_at > NOW - (183 + 30) * DAY,
    );
    expect(newsletters.size).toBeGreaterThanOrEqual(recent.length);
    expect(newsletters.size).toBeLessThan(emulator.world.newsletters.length);
  });

  it('contents of old newsletters only where the contents themselves are read', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const { code } = await runOn(other, ['newsletter_content_metrics']);
    const asked = other.requests.filter(
      ({ template }) => template === '/v1/newsletters/{newsletter_id}/contents',
    );
    expect(code).toBe(0);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(other.world.newsletters.length);
  });

  it('no objects of a type that is switched off', () => {
    const types = requestsTo('/v1/objects').map(({ body }) => JSON.parse(body).object_type_id);
    expect(new Set(types)).toEqual(new Set(['1', '2']));
  });
});

describe('settings', () => {
  it('people_segment_id reads the people of that segment, and never says that they are all', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const segment = other.world.segments[0]?.id;
    const more = {
      TAP_CUSTOMERIO_PEOPLE_SEGMENT_ID: String(segment),
      TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true',
    };
    const { messages } = await runOn(other, ['people_identifiers', 'people'], undefined, more);
    const members = other.world.segmentMembers.get(segment ?? 0)?.length;
    expect(recordsOf(messages, 'people')).toHaveLength(members ?? Number.NaN);
    expect(messages.filter(({ type }) => type === 'ACTIVATE_VERSION')).toEqual([]);
  });

  it('metrics whose answer begins at a time that cannot be read begin at the time asked for, with a WARNING', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const change = (body: unknown) => ({ ...Object(body), start: 'some day' });
    const template = '/v1/campaigns/{campaign_id}/metrics';
    other.faults.add({ match: { template }, times: Infinity, action: { kind: 'change', change } });
    const told = await runOn(other, ['campaign_metrics']);
    expect(told.stderr).toContain(
      'WARNING campaign_metrics: start: time cannot be read, so periods are counted from the time asked for (told once)',
    );
    const [changed] = recordsOf(told.messages, 'campaign_metrics');
    const record = recordsOf(first.messages, 'campaign_metrics').find(
      ({ campaign_id, period_start }) =>
        campaign_id === changed?.['campaign_id'] && period_start === changed?.['period_start'],
    );
    expect(changed).toEqual({ ...record, additional_fields: { start: 'some day' } });
  });

  it('metrics_resolution is part of the key, and a change of it begins anew', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const days = await runOn(other, ['campaign_metrics']);
    const months = await runOn(other, ['campaign_metrics'], lastState(days.messages), {
      TAP_CUSTOMERIO_METRICS_RESOLUTION: 'months',
    });
    expect(recordsOf(months.messages, 'campaign_metrics')[0]).toMatchObject({
      resolution: 'months',
      period_start: '2026-01-01T00:00:00Z',
    });
    expect(Object(lastState(months.messages)['bookmarks'])['campaign_metrics']).toMatchObject({
      period_start: '2026-01-01T00:00:00Z',
      resolution: 'months',
      progress: [],
    });
  });

  it('a domain that the workspace does not have fails its stream, and the advice names the setting', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const more = { TAP_CUSTOMERIO_ESP_DOMAINS: 'other.example' };
    const { code, stderr } = await runOn(other, ['esp_domain_suppressions'], undefined, more);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'status 404; the workspace may not have what the setting esp_domains names: check it',
    );
  });

  it('without esp_domains their suppressions are not asked for, with one WARNING', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const more = { TAP_CUSTOMERIO_ESP_DOMAINS: '' };
    const { code, stderr } = await runOn(other, ['esp_domain_suppressions'], undefined, more);
    expect(code).toBe(0);
    expect(stderr.match(/^WARNING .*$/gm)).toEqual([
      'WARNING esp_domain_suppressions: nothing is read, since the setting esp_domains is not given',
    ]);
  });
});

describe('a feature that the account does not have', () => {
  const FEATURES = streamNames.filter(
    (name) => definitions[name].isFeature && !definitions[name].partitionBy,
  );

  it.each(FEATURES)('%s: one WARNING, no records, exit 0, no ACTIVATE_VERSION', async (stream) => {
    const missing = [definitions[stream].path];
    const { emulator: other } = await emulatorFor({ ...WORKSPACE, missing });
    const more = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
    const { code, stderr, messages } = await runOn(other, [stream], undefined, more);
    expect(code).toBe(0);
    expect(stderr.match(/^WARNING .*$/gm)).toEqual([
      `WARNING ${stream}: GET ${missing[0]}: status 404: the workspace does not have this feature; no records`,
    ]);
    expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(['STATE', 'SCHEMA']));
  });
});

describe('a failure of one of the streams that are not read by default', () => {
  const status = (code: number): FaultAction => ({ kind: 'status', status: code });
  const FAULTS: [[string, FaultAction, RegExp], ...[string, FaultAction, RegExp][]] = [
    ['403', status(403), /status 403; the key may not read this/],
    ['500', status(500), /status 500; the API did not recover/],
    ['HTML', { kind: 'body', body: '<html>' }, /status 200 with a body that is not JSON/],
    ['a text', { kind: 'body', body: '"x"' }, /the answer is no JSON object; the API may have changed/],
  ];

  /** Each stream with one of the faults, which take turns: what a fault comes to is told by faults.test.ts, whatever the stream. */
  const cases = OPTIONAL
    // Workspaces are what every run asks for first.
    .filter((stream) => stream !== 'workspaces')
    .map((stream, index) => {
      // Any body is a record to some.
      const faults = definitions[stream].rows.kind === 'any' ? FAULTS.slice(0, -1) : FAULTS;
      return [stream, ...(faults[index % faults.length] ?? FAULTS[0])] as const;
    });

  it.each(cases)('%s with %s fails, and is named', async (stream, _, action, message) => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const template = definitions[stream].path.replaceAll(/\{\w+\}/g, '{}');
    other.faults.add({
      match: { where: (request) => request.template.replaceAll(/\{\w+\}/g, '{}') === template },
      times: Number.POSITIVE_INFINITY,
      action,
    });
    const { code, stderr, messages } = await runOn(other, [stream], undefined, {
      TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(new RegExp(`ERROR ${stream}: `));
    expect(recordsOf(messages, stream)).toEqual([]);
    expect(messages.at(-1)?.type).toBe('STATE');
    const bookmark = Object(lastState(messages)['bookmarks'])[stream];
    expect(bookmark['period_start'] ?? null).toBeNull();
  });
});

describe('people', () => {
  it('of whom none is found fail, for a wrong form of id reads as success', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    other.faults.add({
      match: { template: '/v1/customers/attributes' },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'body', body: '{"customers":[]}' },
    });
    const { code, stderr } = await runOn(other, ['people']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'ERROR people: POST /v1/customers/attributes: none of 230 records of people_identifiers was found',
    );
  });

  it('killed after any tenth line go on at the page where they were, and nobody is lost', async () => {
    const { emulator: other } = await emulatorFor({
      ...WORKSPACE,
      sizes: { ...WORKSPACE.sizes, people: 1350 },
    });
    const streams = ['people_identifiers', 'people'];
    const clean = await runOn(other, streams);
    const total = other.requests.length;
    const rows = (messages: readonly Message[]) =>
      new Set(recordsOf(messages, 'people').map((record) => String(record['cio_id'])));
    for (let length = 1; length < clean.messages.length; length += 331) {
      const before = clean.messages.slice(0, length);
      const asked = other.requests.length;
      const after = await runOn(other, streams, lastState(before));
      const union = new Set([...rows(before), ...rows(after.messages)]);
      expect([after.code, union.size]).toEqual([0, 1350]);
      const readAgain = rows(before).size + rows(after.messages).size - 1350;
      // A page of people, the groups under way behind it, and one that STATE had not covered yet.
      expect(readAgain).toBeLessThanOrEqual(1000 + 400);
      expect(other.requests.length - asked).toBeLessThanOrEqual(total + 1);
    }
  }, 60_000);
});

describe('verify_counts', () => {
  const ON = { TAP_CUSTOMERIO_VERIFY_COUNTS: 'true' };
  const STREAMS = ['segment_membership', 'people', 'object_identifiers'];

  it('compares members, people and objects with the counters of the API, and says nothing where they agree', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    // The emulator counts the objects of the type that is switched off, too: there is none.
    const { code, stderr } = await runOn(other, STREAMS.slice(0, 2), undefined, ON);
    expect([code, stderr.match(/^WARNING.*$/m)]).toEqual([0, null]);
    const counted = other.requests.filter(
      ({ template }) => template === '/v1/segments/{segment_id}/customer_count',
    );
    // Before and after the members of each segment.
    expect(counted).toHaveLength(6);
    // Once at the beginning of the run, twice to compare.
    expect(other.requests.filter(({ template }) => template === '/v1/workspaces')).toHaveLength(3);
    // Their requests are told where the stream's own are: three segments, each listed, counted twice, and one has two pages.
    expect(stderr).toMatch(/^INFO segment_membership +\d+ +9\b/m);
  });

  it('warns of a difference, with both numbers, and fails nothing', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const counter = '/v1/segments/{segment_id}/customer_count';
    // The counter is read before the members, and after them.
    other.faults.add({
      match: { template: counter },
      times: 6,
      action: { kind: 'body', body: '{"segment_id":7,"count":61}' },
    });
    const body = '{"workspaces":[{"id":1,"people":231},{"id":2,"people":7}]}';
    other.faults.add({
      match: { template: '/v1/workspaces' },
      after: 1,
      times: 2,
      action: { kind: 'body', body },
    });
    const { code, stderr } = await runOn(other, STREAMS.slice(0, 2), undefined, ON);
    expect(code).toBe(0);
    const warnings = stderr.match(/^WARNING.*$/gm) ?? [];
    expect(warnings).toContain(
      'WARNING people_identifiers: 230 records were read, and the API counts 231 (GET /v1/workspaces)',
    );
    expect(warnings).toContain(
      `WARNING segment_membership: 60 records were read, and the API counts 61 (GET ${counter})`,
    );
  });

  it('is told where a counter cannot be read, and fails nothing', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    const template = '/v1/segments/{segment_id}/customer_count';
    other.faults.add({ match: { template }, action: { kind: 'status', status: 403 } });
    other.faults.add({ match: { template }, action: { kind: 'body', body: '{}' } });
    const { code, stderr } = await runOn(other, STREAMS.slice(0, 1), undefined, ON);
    expect(code).toBe(0);
    expect(stderr).toContain("the number of records could not be compared with the API's: GET ");
    expect(stderr).toContain(`the counter of GET ${template} gives no number`);
  });

  it('says nothing unless it is asked for', async () => {
    const { emulator: other } = await emulatorFor(WORKSPACE);
    await runOn(other, STREAMS);
    expect(other.requests.filter(({ path }) => path.endsWith('/customer_count'))).toEqual([]);
  });
});
