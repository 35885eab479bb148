import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { schemaStreams } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

interface Entry {
  tap_stream_id: string;
  metadata: { breadcrumb: string[]; metadata: { selected?: boolean } }[];
}

const CATALOG = readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8');
const all: { streams: Entry[] } = JSON.parse(CATALOG);

/** Catalog entries, each with whether it is selected. */
function entriesOf(text: string): [string, boolean | undefined][] {
  const { streams }: { streams: Entry[] } = JSON.parse(text);
  return streams.map(({ tap_stream_id, metadata }) => [tap_stream_id, metadata[0]?.metadata.selected]);
}

const warningsOf = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('WARNING'));

describe('--discover', () => {
  const two = [
    ['snippets', true],
    ['people', true],
  ];
  const sorted = (entries: unknown[][]) => entries.toSorted();

  it.each<[string, unknown]>([
    ['a list', ['people', 'snippets']],
    ['JSON text', '["people", "snippets"]'],
    ['a text with commas', 'people, Snippets'],
  ])('prints the streams of the setting alone, each selected: %s', async (_, streams) => {
    const config = tempFile('config.json', { streams });
    const { code, stdout } = await runMain(['--config', config, '--discover']);
    expect(code).toBe(0);
    expect(sorted(entriesOf(stdout))).toEqual(sorted(two));
  });

  it('prints those of TAP_CUSTOMERIO_STREAMS, in the order and the form of the whole catalog', async () => {
    const { stdout } = await runMain(['--discover'], { TAP_CUSTOMERIO_STREAMS: '+default' });
    const defaults = all.streams.filter(({ tap_stream_id }) => STREAM_NAMES.includes(tap_stream_id));
    expect(stdout).toBe(`${JSON.stringify({ streams: defaults }, null, 2)}\n`);
  });

  it('prints the streams of --select, which wins over the setting', async () => {
    const argv = ['--discover', '--select', '+profiles'];
    const { stdout } = await runMain(argv, { TAP_CUSTOMERIO_STREAMS: 'snippets' });
    const names = entriesOf(stdout).map(([name]) => name);
    expect(names).toEqual(['people_identifiers', 'people']);
  });

  it('needs none of the other settings, and refuses a stream that there is not', async () => {
    const { code, stdout, stderr } = await runMain(['--discover'], { TAP_CUSTOMERIO_STREAMS: 'peple' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^CRITICAL invalid settings: streams: entry 1: there is no stream or group of that name \(did you mean people\?\)/,
    );
  });
});

describe('a sync', () => {
  it('reads the streams of the setting, selected by default or not', async () => {
    const { env } = await emulatorFor();
    const { code, messages, stderr } = await runMain([], {
      ...env,
      TAP_CUSTOMERIO_STREAMS: 'people,snippets',
    });
    expect(code).toBe(0);
    expect(schemaStreams(messages).sort()).toEqual(['people', 'snippets']);
    expect(warningsOf(stderr)).toEqual([]);
  });

  it('reads what a catalog selects of them; one WARNING names what the catalog and the state have besides', async () => {
    const { env } = await emulatorFor();
    const settings = { ...env, TAP_CUSTOMERIO_STREAMS: 'people,snippets' };
    const catalog = structuredClone(all);
    for (const { tap_stream_id: name, metadata } of catalog.streams)
      if (metadata[0]) metadata[0].metadata.selected = ['segments', 'snippets'].includes(name);
    const state = { bookmarks: { messages: { created: null }, elsewhere: {}, snippets: {} } };
    const argv = ['--catalog', tempFile('catalog.json', catalog), '--state', tempFile('state.json', state)];
    const { code, messages, stderr } = await runMain(argv, settings);
    expect(code).toBe(0);
    expect(schemaStreams(messages)).toEqual(['snippets']);
    expect(warningsOf(stderr).filter((line) => line.includes('leaves out'))).toEqual([
      'WARNING the catalog selects segments, and the state knows messages, which the setting streams leaves out: not read; add them there if they should be',
    ]);
    // What it does not read stays in the state.
    expect(messages.at(-1)).toMatchObject({ value: { bookmarks: { messages: { created: null } } } });
  });

  it('reads the streams of --select, which wins over the setting, without a WARNING', async () => {
    const { env } = await emulatorFor();
    const { messages, stderr } = await runMain(['--select', 'segments'], {
      ...env,
      TAP_CUSTOMERIO_STREAMS: 'snippets',
    });
    expect(schemaStreams(messages)).toEqual(['segments']);
    expect(warningsOf(stderr)).toEqual([]);
  });

  it('tells all faults of the settings together, those of streams among them', async () => {
    const { code, stderr } = await runMain([], {
      TAP_CUSTOMERIO_APP_API_KEY: 'key',
      TAP_CUSTOMERIO_REGION: 'mars',
      TAP_CUSTOMERIO_STREAMS: '+profile',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /invalid settings: region must be .*; streams: entry 1: there is no stream or group of that name \(did you mean \+profiles\?\)/,
    );
  });

  it('refuses an empty list', async () => {
    const env = { TAP_CUSTOMERIO_APP_API_KEY: 'key', TAP_CUSTOMERIO_STREAMS: '[]' };
    expect((await runMain([], env)).stderr).toContain('streams must not be an empty list');
  });

  it('announces them with --test=schema, for which no key is needed', async () => {
    const { messages } = await runMain(['--test=schema'], { TAP_CUSTOMERIO_STREAMS: '+profiles' });
    expect(schemaStreams(messages)).toEqual(['people_identifiers', 'people']);
  });
});
