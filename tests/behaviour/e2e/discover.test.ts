import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import { type Json, schemaStreams } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { PROGRAM, runTap } from '../../support/harness/run-tap.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

interface Entry {
  tap_stream_id: string;
  stream: string;
  schema: { properties: Record<string, Json> };
  key_properties: string[];
  replication_method: string;
  replication_key?: string;
  metadata: { breadcrumb: string[]; metadata: Json }[];
}

const CATALOG = readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8');
const entries: Entry[] = JSON.parse(CATALOG).streams;

describe('--discover', () => {
  it('prints catalog.json, byte for byte, without a config', async () => {
    const { code, stdout, stderr } = await runTap(['--discover']);
    expect(stdout).toBe(CATALOG);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('ends quietly when its reader has seen enough, as head has', async () => {
    const command = `"${process.execPath}" "${PROGRAM}" --discover | head -n 1`;
    const { code, stdout, stderr } = await gatherOutput(spawn('sh', ['-c', command]));
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{\n', stderr: '' });
  });

  it('wins over --catalog and --state, whatever they hold', async () => {
    const broken = tempFile('broken.json', 'no JSON');
    const { code, stdout } = await runMain(['--catalog', broken, '--state', broken, '-d']);
    expect(code).toBe(0);
    expect(stdout).toBe(CATALOG);
  });

  it('needs no valid settings, but a config that can be read, since it may name the streams', async () => {
    const config = tempFile('config.json', { region: 'mars', requests_per_second: 'many' });
    expect((await runMain(['--config', config, '--discover'])).stdout).toBe(CATALOG);
    const { code, stderr } = await runMain(['--config', tempFile('broken.json', 'no JSON'), '--discover']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('the file is not valid JSON')]);
  });

  it('selects sixteen streams, and lists the others, too', () => {
    expect(entries.length).toBeGreaterThanOrEqual(62);
    const selected = entries.filter(({ metadata }) => metadata[0]?.metadata['selected'] === true);
    expect(selected.map(({ tap_stream_id }) => tap_stream_id)).toEqual(STREAM_NAMES);
  });
});

describe.each(entries)('the catalog entry of $tap_stream_id', (entry) => {
  const root = entry.metadata.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata ?? {};
  const isIncremental =
    ['activities', 'messages'].includes(entry.stream) || entry.stream.endsWith('_metrics');
  const isDefault = STREAM_NAMES.includes(entry.stream);

  it('has its keys and its replication on the top level', () => {
    expect(entry.stream).toBe(entry.tap_stream_id);
    expect(entry.key_properties.length).toBeGreaterThan(0);
    expect(entry.replication_method).toBe(isIncremental ? 'INCREMENTAL' : 'FULL_TABLE');
    expect(entry.replication_key !== undefined).toBe(isIncremental);
  });

  it('says the same in the metadata of its root', () => {
    expect(root).toEqual({
      inclusion: 'available',
      selected: isDefault,
      'selected-by-default': isDefault,
      'table-key-properties': entry.key_properties,
      'valid-replication-keys': isIncremental ? [entry.replication_key] : [],
      'forced-replication-method': entry.replication_method,
      ...(isIncremental ? { 'replication-key': entry.replication_key } : {}),
      'schema-name': entry.stream,
    });
  });

  it('has metadata for every property, nested ones included, with keys automatic', () => {
    const automatic = [...entry.key_properties, entry.replication_key];
    const expected = (schema: Json, above: string[]): [string[], string][] =>
      Object.entries((schema['properties'] ?? {}) as Record<string, Json>).flatMap(([name, property]) => {
        const breadcrumb = [...above, 'properties', name];
        const isAutomatic = above.length === 0 && automatic.includes(name);
        return [[breadcrumb, isAutomatic ? 'automatic' : 'available'], ...expected(property, breadcrumb)];
      });
    const actual = entry.metadata
      .filter(({ breadcrumb }) => breadcrumb.length > 0)
      .map(({ breadcrumb, metadata }) => [breadcrumb, metadata['inclusion']]);
    expect(actual).toEqual(expected(entry.schema, []));
  });
});

describe('the output of --discover', () => {
  it('is accepted as --catalog and announces every selected stream with its schema', async () => {
    const { env } = await emulatorFor({ sizes: { messages: 0, activities: 0 } });
    const { messages, code } = await runMain(['--catalog', tempFile('catalog.json', CATALOG)], env);
    expect(code).toBe(0);
    expect(schemaStreams(messages).sort()).toEqual([...STREAM_NAMES].sort());
    for (const { stream, schema } of entries.filter((entry) => STREAM_NAMES.includes(entry.stream))) {
      expect(
        messages.find((message) => message.type === 'SCHEMA' && message.stream === stream),
      ).toMatchObject({ schema });
    }
  });
});
