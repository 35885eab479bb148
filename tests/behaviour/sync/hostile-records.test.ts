import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, recordsOf } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';

/** Runs a sync in which one path answers with this text, once and for all. */
async function syncWith(template: string, body: string) {
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => NOW,
    sizes: { messages: 0, activities: 0 },
  });
  emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'body', body } });
  const result = await runMain([], { ...env, TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' }, () => NOW * 1000);
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

  it('nested a thousand levels deep is written whole', async () => {
    const { records } = await activities(`{"id":"A","data":{"deep":${'['.repeat(1000)}${']'.repeat(1000)}}}`);
    expect(JSON.stringify(records[0]?.['data'])).toHaveLength(2009);
  });

  it('nested too deeply to be written loses only that value, with a WARNING', async () => {
    const { records, stderr, code } = await activities(
      `{"id":"A","name":"n","data":{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    );
    expect(code).toBe(0);
    expect(records).toMatchObject([{ id: 'A', name: 'n', data: null }]);
    expect(stderr).toContain('WARNING activities: data: value nested too deeply set to null (told once)');
  });

  it('nested too deeply loses only that value beside doubtful texts and long numbers too', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const { records, code } = await activities(
      `{"id":"A","name":"n\\u0000","data":{"deep":${deep},"big":12345678901234567890}}`,
      '{"id":"B"}',
    );
    expect(code).toBe(0);
    expect(records).toMatchObject([{ id: 'A', name: 'n', data: null }, { id: 'B' }]);
  });

  it('with a key named __proto__ is written whole', async () => {
    const { stdout } = await activities('{"id":"A","data":{"__proto__":{"a":1},"constructor":2}}');
    expect(stdout).toContain('"data":{"__proto__":{"a":1},"constructor":2}');
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
  it('is dropped with one WARNING that names it, nested ones by their path, and a count', async () => {
    const { stderr } = await activities(
      '{"id":"A","beta":1,"customer_identifiers":{"id":"1","phone":"1"}}',
      '{"id":"B","beta":1}',
    );
    expect(stderr.match(/WARNING activities: beta: .*/g)).toEqual([
      'WARNING activities: beta: unknown field dropped (told once)',
      'WARNING activities: beta: unknown field dropped, 2 times in all',
    ]);
    expect(stderr).toContain(
      'WARNING activities: customer_identifiers.phone: unknown field dropped (told once)',
    );
  });
});
