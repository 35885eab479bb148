import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { type Json, recordsOf } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** Runs a sync of one stream whose path answers with this text, once and for all. */
async function syncWith(template: string, body: string, stream = template.split('/').at(-1) ?? '') {
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => NOW,
    sizes: { messages: 0, activities: 0 },
  });
  emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'body', body } });
  const result = await runMain(
    [],
    { ...env, TAP_CUSTOMERIO_STREAMS: stream, TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' },
    () => NOW * 1000,
  );
  return { ...result, messages: result.messages };
}

async function activities(...records: string[]) {
  const result = await syncWith('/v1/activities', `{"activities":[${records.join(',')}]}`);
  const schema = result.messages.find(
    (message) => message.type === 'SCHEMA' && message.stream === 'activities',
  );
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv, { mode: 'full' });
  const validate = ajv.compile(schema?.type === 'SCHEMA' ? schema.schema : false);
  const written = recordsOf(result.messages, 'activities');
  for (const record of written) {
    validate(record);
    expect(validate.errors ?? []).toEqual([]);
  }
  return { ...result, records: written };
}

describe('a record', () => {
  it.each([
    ['null', '{"id":null}'],
    ['absent', '{}'],
    ['empty', '{"id":""}'],
  ])('whose key is %s is skipped with a WARNING and a count', async (_, record) => {
    const { records, stderr, code } = await activities(record, '{"id":"A"}', record);
    expect(code).toBe(0);
    expect(records.map(({ id }) => id)).toEqual(['A']);
    expect(stderr).toContain('WARNING activities: id: record without its key skipped (told once)');
    expect(stderr).toContain('WARNING activities: id: record without its key skipped, 2 times in all');
  });

  it('with the wrong type in every column is written with null or with the value in its form', async () => {
    const { records, stderr } = await activities(
      '{"id":5,"type":["x"],"name":{"a":1},"url":true,"customer_id":7,"customer_identifiers":"x","data":[1],"timestamp":"noon"}',
    );
    expect(records).toMatchObject([
      {
        id: '5',
        type: '["x"]',
        name: '{"a":1}',
        url: 'true',
        customer_id: '7',
        customer_identifiers: null,
        data: null,
        timestamp: null,
      },
    ]);
    for (const field of ['customer_identifiers', 'data', 'timestamp']) {
      expect(stderr).toContain(`WARNING activities: ${field}: value of another type set to null (told once)`);
    }
  });

  it.each([
    ['0', null],
    ['1769860800', '2026-01-31T12:00:00Z'],
    ['1769860800.25', '2026-01-31T12:00:00.250Z'],
    ['1769860800123', '2026-01-31T12:00:00.123Z'],
    ['"1769860800"', '2026-01-31T12:00:00Z'],
    ['"2026-01-31T13:00:00+01:00"', '2026-01-31T12:00:00Z'],
    ['"2026-01-31"', '2026-01-31T00:00:00Z'],
    ['1769860800.123456789', '2026-01-31T12:00:00.123Z'],
    ['"2026-01-31T12:00:00.123456789Z"', '2026-01-31T12:00:00.123Z'],
    // As Go writes a time.
    ['"2026-01-31 12:00:00 +0000 UTC"', '2026-01-31T12:00:00Z'],
    ['"2026-01-31 14:00:00.123456789 +0200 CEST"', '2026-01-31T12:00:00.123Z'],
    ['"0001-01-01 00:00:00 +0000 UTC"', null],
    ['1769860800123456', null],
    ['""', null],
    ['-1', null],
    ['568971820800', null],
    ['1e300', null],
    ['9007199254740993', null],
    ['"soon"', null],
    ['{}', null],
    ['true', null],
  ])('dated %s is written with %s', async (wire, expected) => {
    const { records } = await activities(`{"id":"A","timestamp":${wire}}`);
    expect(records).toMatchObject([{ id: 'A', timestamp: expected }]);
  });

  it('keeps the digits of 64-bit integers and of long decimals', async () => {
    const { stdout } = await activities(
      '{"id":"A","data":{"big":9223372036854775807,"neg":-9007199254740993,"dec":0.12345678901234567890123}}',
    );
    expect(stdout).toContain(
      '"data":{"big":9223372036854775807,"neg":-9007199254740993,"dec":0.12345678901234567890123}',
    );
  });

  it('with an id beyond 2^53 in an integer column keeps its digits; beyond 64 bits it becomes null', async () => {
    const { stdout, stderr } = await syncWith(
      '/v1/collections',
      '{"collections":[{"id":9007199254740993,"rows":99999999999999999999}]}',
    );
    expect(stdout).toContain('"record":{"id":9007199254740993,');
    expect(stdout).toContain('"rows":null');
    expect(stderr).toContain('WARNING collections: rows: value of another type set to null (told once)');
  });

  it('has no U+0000 and no half of a surrogate pair, in texts and in keys, and keeps whole pairs', async () => {
    const { stdout, records } = await activities(
      '{"id":"A\\u0000","name":"x\\ud83dy","url":"\\ud83d\\ude00","data":{"k\\u0000\\udc00":["\\u0000"]}}',
    );
    expect(records).toMatchObject([{ id: 'A', name: 'x\ufffdy', url: '😀', data: { 'k\ufffd': [''] } }]);
    expect(stdout).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect(stdout.isWellFormed()).toBe(true);
  });

  it('of 5 MB is written whole', async () => {
    const { records } = await activities(`{"id":"A","name":"${'ä'.repeat(2_500_000)}"}`);
    expect(String(records[0]?.['name']).length).toBe(2_500_000);
  });

  it('of 60 MB loses its largest value, with a WARNING: no line is longer than 45 MB', async () => {
    const { stdout, stderr, code, records } = await activities(
      `{"id":"A","name":"${'n'.repeat(20e6)}","url":"${'ä'.repeat(20e6)}"}`,
    );
    expect(code).toBe(0);
    expect(records).toMatchObject([{ id: 'A', url: null }]);
    expect(String(records[0]?.['name']).length).toBe(20e6);
    expect(Math.max(...stdout.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThan(45e6);
    expect(stderr).toContain('WARNING activities: url: value too large for a line set to null (told once)');
  });

  it('nested 200 levels deep is written whole', async () => {
    const { records, stderr } = await activities(
      `{"id":"A","data":{"deep":${'['.repeat(198)}${']'.repeat(198)}}}`,
    );
    expect(JSON.stringify(records[0]?.['data'])).toHaveLength(9 + 2 * 198);
    expect(stderr).not.toContain('deeply');
  });

  it.each([[201], [300], [1100], [100_000]])(
    'nested %d levels deep, which readers die of, loses only that value, with a WARNING and a count',
    async (depth) => {
      const deep = `{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const { records, stderr, code } = await activities(
        `{"id":"A","name":"n","data":${deep}}`,
        `{"id":"B","data":${deep}}`,
      );
      expect(code).toBe(0);
      expect(records).toMatchObject([
        { id: 'A', name: 'n', data: null },
        { id: 'B', data: null },
      ]);
      expect(stderr).toContain('WARNING activities: data: value nested too deeply set to null (told once)');
      expect(stderr).toContain('activities: data: value nested too deeply set to null, 2 times in all');
    },
  );

  it.each([[5000], [100_000]])(
    'nested %d levels deep rounds no long number and hides no doubtful text of its page',
    async (depth) => {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const { records, stdout, code } = await activities(
        `{"id":"A","name":"n\\u0000","data":{"deep":${deep},"big":12345678901234567890}}`,
        '{"id":"B","data":{"big":9007199254740993}}',
      );
      expect(code).toBe(0);
      expect(records).toMatchObject([{ id: 'A', name: 'n', data: null }, { id: 'B' }]);
      expect(stdout).toContain('"data":{"big":9007199254740993}');
    },
  );

  it('with a key named __proto__ is written whole', async () => {
    const { stdout } = await activities('{"id":"A","data":{"__proto__":{"a":1},"constructor":2}}');
    expect(stdout).toContain('"data":{"__proto__":{"a":1},"constructor":2}');
  });
});

describe('a row of a collection, which is known by its place', () => {
  it.each([
    ['a 64-bit integer', '12345678901234567890'],
    ['a long decimal', '1.2345678901234567890123'],
    ['a value nested 100,000 deep', `${'['.repeat(100_000)}1${']'.repeat(100_000)}`],
    [
      'a 64-bit integer in a value nested 100,000 deep',
      `${'['.repeat(100_000)}9007199254740993${']'.repeat(100_000)}`,
    ],
  ])('is written where it holds %s', async (_, value) => {
    const body = `[{"a":${value}},{"a":2}]`;
    const { code, messages, stderr } = await syncWith(
      '/v1/collections/{collection_id}/content',
      body,
      'collection_rows',
    );
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('CRITICAL')]);
    const places = recordsOf(messages, 'collection_rows').map(({ position }) => position);
    expect(new Set(places)).toEqual(new Set([0, 1]));
  });
});

describe('lists', () => {
  const campaigns = async (fields: string) => {
    const { messages, stderr } = await syncWith('/v1/campaigns', `{"campaigns":[{"id":1,${fields}}]}`);
    return { record: recordsOf(messages, 'campaigns')[0] ?? ({} as Json), stderr };
  };

  it.each([
    ['"tags":"nil"', { tags: null }],
    ['"tags":""', { tags: null }],
    ['"tags":null', { tags: null }],
    ['"tags":"vip"', { tags: ['vip'] }],
    ['"tags":[1,true]', { tags: ['1', 'true'] }],
    ['"trigger_segment_ids":["7",8]', { trigger_segment_ids: [7, 8] }],
    ['"actions":{"id":"5"}', { actions: [{ id: 5, type: null }] }],
  ])('%s are written as %o', async (fields, expected) => {
    expect((await campaigns(fields)).record).toMatchObject(expected);
  });

  it('lose items that cannot be brought into their form, with a WARNING', async () => {
    const { record, stderr } = await campaigns('"trigger_segment_ids":[7,null,"x"]');
    expect(record).toMatchObject({ trigger_segment_ids: [7] });
    expect(stderr).toContain(
      'WARNING campaigns: trigger_segment_ids: item dropped from the list (told once)',
    );
  });
});

describe('an unknown field', () => {
  it('is kept in additional_fields, with its path as nesting, and told once, at INFO', async () => {
    const { records, stderr } = await activities(
      '{"id":"A","beta":1,"customer_identifiers":{"id":"1","phone":"1"}}',
      '{"id":"B","beta":2}',
      '{"id":"C"}',
    );
    expect(records.map((record) => record['additional_fields'])).toEqual([
      { beta: 1, customer_identifiers: { phone: '1' } },
      { beta: 2 },
      null,
    ]);
    expect(stderr.match(/\bactivities\.[\w.]+/g)).toEqual([
      'activities.beta',
      'activities.customer_identifiers.phone',
    ]);
    expect(stderr).toMatch(/^INFO new fields, kept in additional_fields: .*\bactivities\.beta, /m);
  });

  it('of each link of a message is kept, and not told', async () => {
    const metrics = { 'link:12': 1, 'human_link:7': 2, 'secondary:dropped': 3 };
    const { messages, stderr } = await syncWith(
      '/v1/messages',
      JSON.stringify({
        messages: [{ id: 'A', metrics: { sent: NOW, ...metrics }, created: NOW - 3600 }],
        next: '',
      }),
    );
    const [record] = recordsOf(messages, 'messages');
    expect(record?.['additional_fields']).toEqual({ metrics });
    expect(stderr).not.toContain('new fields');
  });

  it('that has a column under another name is there alone', async () => {
    const metrics = { 'secondary:delivered': NOW, 'secondary:failed': NOW, machine_clicked: NOW };
    const customer_identifiers = { id: '7', cio_id: 'a1' };
    const { messages } = await syncWith(
      '/v1/messages',
      JSON.stringify({
        messages: [{ id: 'A', metrics, customer_identifiers, created: NOW - 3600 }],
        next: '',
      }),
    );
    const time = '2026-01-31T12:00:00Z';
    expect(recordsOf(messages, 'messages')[0]).toMatchObject({
      cio_id: 'a1',
      customer_identifiers,
      metrics: { secondary_delivered: time, secondary_failed: time, machine_clicked: time },
      additional_fields: null,
    });
  });

  it('is dropped where the catalog is older than the column, with one WARNING and a count', async () => {
    const { emulator, env } = await emulatorFor({ now: NOW, clock: () => NOW, sizes: { activities: 0 } });
    const body = '{"activities":[{"id":"A","beta":1,"gamma":1},{"id":"B","beta":1}]}';
    const action = { kind: 'body', body } as const;
    emulator.faults.add({ match: { template: '/v1/activities' }, times: Infinity, action });
    const known: { streams: Json[] } = JSON.parse((await runMain(['--discover'], {})).stdout);
    const streams = known.streams
      .filter(({ stream }) => stream === 'activities' || stream === 'segments')
      .map((entry) =>
        JSON.parse(JSON.stringify(entry), (key, value) => (key === 'additional_fields' ? undefined : value)),
      );
    const catalog = tempFile('catalog.json', { streams });
    const { messages, stderr } = await runMain(['--catalog', catalog], env, () => NOW * 1000);
    expect(recordsOf(messages, 'activities').map((record) => 'additional_fields' in record)).toEqual([
      false,
      false,
    ]);
    expect(stderr.match(/^WARNING .*/gm)).toEqual([
      'WARNING catalog: no column additional_fields in segments, activities: fields that the tap does not know are dropped; take a new catalog from --discover',
    ]);
    expect(stderr).toContain(
      'INFO activities: unknown fields dropped, since the catalog has no column additional_fields: 3',
    );
  });
});

describe('a message', () => {
  it('has a date-time for every metric, in seconds, milliseconds, or text', async () => {
    const metrics = {
      opened: 1_769_860_800,
      human_opened: 1_769_860_800_000,
      human_clicked: '1769860800',
      prefetch_opened: '1769860800000',
      prefetch_clicked: 0,
      clicked: 1_769_860_800_000_000,
    };
    const { messages } = await syncWith(
      '/v1/messages',
      JSON.stringify({ messages: [{ id: 'A', metrics, created: NOW - 3600 }], next: '' }),
    );
    const noon = '2026-01-31T12:00:00Z';
    expect(recordsOf(messages, 'messages')[0]?.['metrics']).toMatchObject({
      opened: noon,
      human_opened: noon,
      human_clicked: noon,
      prefetch_opened: noon,
      prefetch_clicked: null,
      clicked: null,
    });
  });

  it('passes with a type, a recipient, and identifiers that are in no list', async () => {
    const raw = {
      id: 'A',
      type: 'inbox',
      recipient: 'b0c000000001',
      customer_identifiers: null,
      created: NOW - 60,
    };
    const { messages, stderr } = await syncWith(
      '/v1/messages',
      JSON.stringify({ messages: [raw], next: '' }),
    );
    expect(recordsOf(messages, 'messages')[0]).toMatchObject({
      type: 'inbox',
      recipient: 'b0c000000001',
      customer_identifiers: null,
      additional_fields: null,
    });
    expect(stderr).not.toContain('WARNING messages');
  });
});

describe('columns that the API does not document', () => {
  it.each([
    ['/v1/segments', 'segments', 'segments', 'conditions', { and: [{ event: { id: 4, filters: {} } }] }],
    ['/v1/transactional', 'messages', 'transactional_messages', 'trigger_name', 'receipt'],
    ['/v1/broadcasts', 'broadcasts', 'broadcasts', 'description', 'For all'],
  ])('of %s are columns', async (path, key, stream, column, value) => {
    const body = JSON.stringify({ [key]: [{ id: 1, [column]: value }] });
    const { messages } = await syncWith(path, body, stream);
    expect(recordsOf(messages, stream)).toMatchObject([{ [column]: value, additional_fields: null }]);
  });
});

describe('values that are no keys', () => {
  it.each([true, {}, '  ', [1]])('leave nothing of a page, rather than one row of all: %j', async (id) => {
    const api = await startMadeUpApi('messages');
    api.serve('/v1/messages', () => ({ messages: numbers(1, 50).map(() => ({ id, created: NOW - 9 })) }));
    const { code, stderr, ids } = await api.runAt(NOW);
    expect([code, ids('messages')]).toEqual([1, []]);
    expect(stderr).toContain('ERROR messages: GET /v1/messages: ');
  });

  it.each([true, {}, '  '])('make of a parent nothing that children are asked for by: %j', async (id) => {
    const api = await startMadeUpApi('campaigns', 'campaign_actions');
    api.serve('/v1/campaigns', () => ({ campaigns: [{ id: 1 }, { id }] }));
    api.serve('/v1/campaigns/{campaign_id}/actions', () => ({ actions: [{ id: 7 }] }));
    const { stderr, ids, asked } = await api.runAt(NOW);
    expect([ids('campaigns'), ids('campaign_actions')]).toEqual([[1], [7]]);
    expect(asked('/v1/campaigns/{campaign_id}/actions')).toHaveLength(1);
    expect(stderr).toContain('WARNING campaigns: id: record without its key skipped (told once)');
  });
});
