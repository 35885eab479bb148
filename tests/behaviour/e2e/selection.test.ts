import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { type Json, type Message, recordsOf, schemaStreams } from '../../support/harness/messages.ts';
import { runMain, type TapResult } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

interface Entry {
  tap_stream_id: string;
  schema: { properties: Record<string, Json> };
  metadata: { breadcrumb: string[]; metadata: Json }[];
  [key: string]: unknown;
}

/** The shipped catalog with only these streams selected. */
function catalogOf(...names: string[]): { streams: Entry[] } {
  const catalog: { streams: Entry[] } = JSON.parse(
    readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'),
  );
  for (const entry of catalog.streams)
    setMetadata(entry, [], { selected: names.includes(entry.tap_stream_id) });
  return catalog;
}

function entryOf(catalog: { streams: Entry[] }, name: string): Entry {
  const entry = catalog.streams.find(({ tap_stream_id }) => tap_stream_id === name);
  if (!entry) throw new Error(`no stream ${name}`);
  return entry;
}

function setMetadata(entry: Entry, breadcrumb: string[], more: Json): void {
  const found = entry.metadata.find((item) => item.breadcrumb.join() === breadcrumb.join());
  if (found) Object.assign(found.metadata, more);
}

async function runWith(catalog: unknown): Promise<TapResult & { paths: string[] }> {
  const { emulator, env } = await emulatorFor({
    sizes: { messages: 30, activities: 30 },
    messagesSpanDays: 90,
  });
  const result = await runMain(['--catalog', tempFile('catalog.json', catalog)], env);
  return {
    ...result,
    messages: result.messages,
    paths: [...new Set(emulator.requests.map(({ template }) => template))],
  };
}

function columnsOf(messages: readonly Message[], stream: string): string[] {
  const schema = messages.find((message) => message.type === 'SCHEMA' && message.stream === stream);
  return schema?.type === 'SCHEMA' ? Object.keys((schema.schema['properties'] ?? {}) as Json) : [];
}

describe('a catalog', () => {
  it('has only its selected streams read and announced', async () => {
    const { messages, paths, code } = await runWith(catalogOf('snippets', 'segments'));
    expect(code).toBe(0);
    expect(schemaStreams(messages).sort()).toEqual(['segments', 'snippets']);
    expect(paths.sort()).toEqual(['/v1/segments', '/v1/snippets', '/v1/workspaces']);
  });

  it('gives a child without its parent', async () => {
    const { messages, paths } = await runWith(catalogOf('campaign_actions'));
    expect(schemaStreams(messages)).toEqual(['campaign_actions']);
    expect(recordsOf(messages, 'campaign_actions').length).toBeGreaterThan(0);
    expect(paths.sort()).toEqual(['/v1/campaigns', '/v1/campaigns/{campaign_id}/actions', '/v1/workspaces']);
  });

  it('that selects nothing ends with 0, a WARNING, and the state as it was', async () => {
    const { code, stdout, stderr, paths } = await runWith(catalogOf());
    const state = '{"type":"STATE","value":{"bookmarks":{}}}\n';
    expect({ code, stdout, paths }).toEqual({ code: 0, stdout: state, paths: [] });
    expect(stderr).toBe('WARNING no stream is selected in the catalog: nothing is read\n');
  });

  it('that selects an unknown stream is refused with the streams there are', async () => {
    const catalog = catalogOf();
    catalog.streams.push({ tap_stream_id: 'customers', schema: { properties: {} }, metadata: [] });
    const { code, stderr, stdout } = await runWith(catalog);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^CRITICAL catalog: there is no stream "customers"; the streams are campaigns, .*inbox_preview_jobs\n$/,
    );
  });

  it('that has a stream twice is refused', async () => {
    const catalog = catalogOf('snippets');
    catalog.streams.push(entryOf(catalog, 'snippets'));
    const { code, stderr } = await runWith(catalog);
    expect(code).toBe(1);
    expect(stderr).toBe('CRITICAL catalog: stream snippets is listed twice; remove one of them\n');
  });

  it('may hold an unknown stream that is not selected', async () => {
    const catalog = catalogOf('snippets');
    catalog.streams.push({
      tap_stream_id: 'people',
      schema: { properties: {} },
      metadata: [{ breadcrumb: [], metadata: { selected: false } }],
    });
    expect((await runWith(catalog)).code).toBe(0);
  });
});

describe('a deselected field', () => {
  it('is in neither SCHEMA nor RECORD, and is no unknown field', async () => {
    const catalog = catalogOf('campaigns');
    setMetadata(entryOf(catalog, 'campaigns'), ['properties', 'name'], { selected: false });
    const { messages, stderr } = await runWith(catalog);
    expect(columnsOf(messages, 'campaigns')).not.toContain('name');
    for (const record of recordsOf(messages, 'campaigns')) expect(record).not.toHaveProperty('name');
    expect(stderr).not.toContain('name: unknown');
  });

  it('stays if it is a key or a replication key', async () => {
    const catalog = catalogOf('messages');
    for (const name of ['id', 'created']) {
      setMetadata(entryOf(catalog, 'messages'), ['properties', name], {
        selected: false,
        inclusion: 'available',
      });
    }
    expect(columnsOf((await runWith(catalog)).messages, 'messages')).toEqual(
      expect.arrayContaining(['id', 'created']),
    );
  });

  it('goes from a nested object alone', async () => {
    const catalog = catalogOf('messages');
    setMetadata(entryOf(catalog, 'messages'), ['properties', 'metrics', 'properties', 'sent'], {
      selected: 'false',
    });
    const { messages } = await runWith(catalog);
    const metrics = recordsOf(messages, 'messages').map((record) => record['metrics'] as Json);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) {
      expect(metric).not.toHaveProperty('sent');
      expect(metric).toHaveProperty('delivered');
    }
  });
});

describe('the schema of a catalog', () => {
  it('is what SCHEMA says and what records are conformed to', async () => {
    const catalog = catalogOf('segments');
    entryOf(catalog, 'segments').schema.properties['progress'] = { type: ['string', 'null'] };
    entryOf(catalog, 'segments').schema.properties['created_at'] = { type: ['integer', 'null'] };
    const { messages } = await runWith(catalog);
    const schema = messages.find((message) => message.type === 'SCHEMA');
    expect(schema).toMatchObject({ schema: { properties: { progress: { type: ['string', 'null'] } } } });
    const records = recordsOf(messages, 'segments');
    expect(records.some(({ progress }) => typeof progress === 'string')).toBe(true);
    expect(records.every(({ created_at }) => typeof created_at === 'number')).toBe(true);
  });

  it('that lacks a key which is the replication key as well names it once', async () => {
    const catalog = catalogOf('campaign_metrics');
    delete entryOf(catalog, 'campaign_metrics').schema.properties['period_start'];
    const { code, stderr } = await runWith(catalog);
    expect([code, stderr]).toEqual([
      1,
      'CRITICAL catalog: the schema of stream campaign_metrics lacks period_start; take it from --discover\n',
    ]);
  });

  it('must have the keys of its stream', async () => {
    const catalog = catalogOf('segments');
    delete entryOf(catalog, 'segments').schema.properties['id'];
    const { code, stderr } = await runWith(catalog);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'CRITICAL catalog: the schema of stream segments lacks id; take it from --discover\n',
    );
  });
});

describe('replication-method FULL_TABLE on an incremental stream', () => {
  it.each([
    ['in metadata', (entry: Entry) => setMetadata(entry, [], { 'replication-method': 'FULL_TABLE' })],
    ['on the top level', (entry: Entry) => Object.assign(entry, { replication_method: 'FULL_TABLE' })],
  ])('ignores the bookmark when it stands %s, and keeps one', async (_, ask) => {
    const { emulator, env } = await emulatorFor({ sizes: { messages: 30 }, messagesSpanDays: 90 });
    const catalog = catalogOf('messages');
    ask(entryOf(catalog, 'messages'));
    const state = { bookmarks: { messages: { created: new Date().toISOString() } } };
    const argv = ['--catalog', tempFile('catalog.json', catalog), '--state', tempFile('state.json', state)];
    const { messages } = await runMain(argv, env);
    expect(recordsOf(messages, 'messages').length).toBe(emulator.world.messages.length);
    const last = messages.at(-1);
    expect(last).toMatchObject({ value: { bookmarks: { messages: { created: expect.any(String) } } } });
  });
});

describe('other key_properties in the catalog', () => {
  it.each([
    ['are told to have no effect', 'segment_membership', ['cio_id'], true],
    ['are not meant where only the order differs', 'segment_membership', ['cio_id', 'segment_id'], false],
    ['are not meant where there are none', 'snippets', [], false],
  ])('%s', async (_, name, keys, isTold) => {
    const catalog = catalogOf(name);
    const entry = entryOf(catalog, name);
    const own = entry['key_properties'];
    entry['key_properties'] = keys;
    const { stderr, messages } = await runWith(catalog);
    expect(
      stderr.includes("the catalog's key_properties have no effect: the key is segment_id, cio_id"),
    ).toBe(isTold);
    const schema = messages.find((message) => message.type === 'SCHEMA');
    expect(schema).toHaveProperty('key_properties', own);
  });
});

describe('an override in the metadata that has no effect', () => {
  it.each([
    [
      'another key',
      'segment_membership',
      { 'table-key-properties': ['cio_id'] },
      "segment_membership: the catalog's table-key-properties have no effect: the key is segment_id, cio_id",
    ],
    [
      'INCREMENTAL on a stream that is read whole',
      'snippets',
      { 'replication-method': 'INCREMENTAL' },
      "snippets: the catalog's replication-method has no effect: the stream is FULL_TABLE",
    ],
    [
      'a method of databases',
      'messages',
      { 'replication-method': 'LOG_BASED' },
      "messages: the catalog's replication-method has no effect: the stream is INCREMENTAL",
    ],
    [
      'another replication key',
      'messages',
      { 'replication-key': 'id' },
      "messages: the catalog's replication-key has no effect: it is created",
    ],
    [
      'a replication key where there is none',
      'snippets',
      { 'replication-key': 'name' },
      "snippets: the catalog's replication-key has no effect: the stream has none",
    ],
  ])('is told: %s', async (_, name, override, warning) => {
    const catalog = catalogOf(name);
    setMetadata(entryOf(catalog, name), [], override);
    const { stderr } = await runWith(catalog);
    expect(stderr.match(/^WARNING .*$/gm)).toEqual([`WARNING ${warning}`]);
  });

  it.each(['LOG_BASED', 'full_table'])(
    'is told on the top level, too: replication_method %s',
    async (method) => {
      const catalog = catalogOf('messages');
      entryOf(catalog, 'messages')['replication_method'] = method;
      const { stderr } = await runWith(catalog);
      expect(stderr.match(/^WARNING .*$/gm)).toEqual([
        "WARNING messages: the catalog's replication-method has no effect: the stream is INCREMENTAL",
      ]);
    },
  );

  it('is none in the catalog of --discover', async () => {
    const { stderr } = await runWith(catalogOf('messages'));
    expect(stderr).not.toContain('WARNING');
  });
});
