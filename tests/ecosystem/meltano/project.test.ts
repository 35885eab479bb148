import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src/config/settings-schema.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { batchSetting } from '../../support/harness/batch-files.ts';
import { tables } from '../tables.ts';
import { buildWheel } from '../wheel/install-wheel.ts';
import { readmeBlock } from './readme-block.ts';
import { editPlugins, type Project, startProject } from './start-project.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

type Selected = { stream: string; property: string; selection: string };

// Where a default would tell nothing; the address stays the emulator's.
const VALUES: Readonly<Record<string, string>> = {
  app_api_key: 'emulator-key',
  region: 'eu',
  anchor_date: '3 days ago',
  request_timeout_seconds: '30.5',
  max_retry_seconds: '2.5',
  user_agent: 'a test',
  people_segment_id: '7',
  esp_domains: '["mail.example.com"]',
  streams: '["+default", "people"]',
  // Below the project's folder, where Meltano starts the tap.
  batch_config: batchSetting('batches', 10),
};

let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 22, requestsPerSecond: false });
  project = await startProject('project', {
    TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey,
    TAP_CUSTOMERIO_BASE_URL: emulator.url,
  });
});

afterAll(() => emulator?.close());

describe('meltano install', () => {
  it('installs the tap and the loaders', async () => {
    const { code, log } = await project.meltano(['install']);
    expect(code).toBe(0);
    const events = log.map(({ event }) => event);
    expect(events).toContain("Installed extractor 'tap-customerio'");
    expect(events).toContain("Installed loader 'target-postgres'");
    expect(events).toContain("Installed loader 'target-jsonl'");
  });
});

describe('meltano config', () => {
  it('tests the settings by the first record', async () => {
    const { code, stdout } = await project.meltano(['config', 'test', 'tap-customerio']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Plugin configuration is valid\n' });
  });

  it("shows the tap's last sentence if the API refuses the key", async () => {
    const env = { TAP_CUSTOMERIO_APP_API_KEY: 'another-key' };
    const { code, stderr } = await project.meltano(['config', 'test', 'tap-customerio'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('Plugin configuration is invalid');
    expect(stderr).toContain('status 401: the key is refused');
    expect(stderr).not.toContain('another-key');
  });

  it('takes every setting from the environment', async () => {
    const settings: Record<string, { type: string; default?: unknown }> = settingsSchema.properties;
    const env = Object.fromEntries(
      Object.entries(settings)
        .filter(([name]) => name !== 'base_url')
        .map(([name, { type, default: usual }]) => [
          `TAP_CUSTOMERIO_${name.toUpperCase()}`,
          VALUES[name] ?? (type === 'boolean' ? 'true' : String(usual)),
        ]),
    );
    const printed = await project.meltano(['--no-environment', 'config', 'print', 'tap-customerio'], env);
    expect(printed.code).toBe(0);
    expect(JSON.parse(printed.stdout)).toMatchObject({
      region: 'eu',
      requests_per_second: 10,
      request_timeout_seconds: '30.5',
      emit_activate_version_messages: true,
      add_read_at: true,
      free_form_as_json_text: true,
      batch_config: { storage: { root: 'batches' }, batch_size: 10 },
    });
    emulator.requests.splice(0);
    // The tap refuses both together.
    const possible = { ...env, TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'false' };
    expect((await project.meltano(['config', 'test', 'tap-customerio'], possible)).code).toBe(0);
    expect(readdirSync(join(project.folder, 'batches')).length).toBeGreaterThan(0);
    expect(emulator.requests[0]?.headers['user-agent']).toBe('a test');
  });

  it('takes settings from meltano.yml, in the words of the README', async () => {
    const putBack = editPlugins(project.folder, ({ extractors }) => {
      Object.assign(extractors[0] ?? {}, readmeBlock('config'));
    });
    const { stdout } = await project.meltano(['config', 'print', 'tap-customerio']).finally(putBack);
    expect(JSON.parse(stdout)).toMatchObject({
      anchor_date: expect.stringMatching(/^2025-01-01/),
      requests_per_second: 5,
    });
  });

  it('prints no key', async () => {
    const { stdout } = await project.meltano(['config', 'print', 'tap-customerio']);
    expect(JSON.parse(stdout)).toMatchObject({ app_api_key: '*****' });
  });
});

describe('meltano select', () => {
  it('lists every field of every stream that is read, keys and replication keys as automatic', async () => {
    const { streams } = await list('--all');
    const defaults = streams.filter(({ stream }) => stream in tables);
    const found = defaults.map(({ stream, property, selection }) => `${stream}.${property} ${selection}`);
    expect(found.sort()).toEqual(fieldsOfCatalog().sort());
  });

  it('excludes a stream and a column', async () => {
    await project.meltano(['select', 'tap-customerio', '*', '*']);
    await project.meltano(['select', '--exclude', 'tap-customerio', 'activities', '*']);
    await project.meltano(['select', '--exclude', 'tap-customerio', 'messages', 'subject']);
    const { enabled_patterns, streams } = await list();
    expect(enabled_patterns).toEqual(expect.arrayContaining(['*.*', '!activities.*', '!messages.subject']));
    const left = new Set(streams.map(({ stream }) => stream));
    expect([left.has('activities'), left.size]).toEqual([false, Object.keys(tables).length - 1]);
    const messages = streams.filter(({ stream }) => stream === 'messages');
    expect(messages.map(({ property }) => property)).not.toContain('subject');
  });

  async function list(...options: string[]): Promise<{ enabled_patterns: string[]; streams: Selected[] }> {
    const { stdout } = await project.meltano(['select', 'tap-customerio', '--list', '--json', ...options]);
    return JSON.parse(stdout);
  }
});

describe('meltano add --from-ref', () => {
  let putBack: () => void;

  beforeAll(async () => {
    // The definition of this build, with its wheel in place of the one on PyPI.
    const definition = readFileSync(join(ROOT, 'meltano/tap-customerio.yml'), 'utf8');
    const wheel = await buildWheel();
    const ref = join(project.folder, 'tap-customerio.yml');
    writeFileSync(ref, definition.replace('pip_url: tap-customerio', `pip_url: ${wheel}`));
    putBack = editPlugins(project.folder, (plugins) => {
      plugins.extractors = [];
    });
    expect((await project.meltano(['add', '--from-ref', ref, 'tap-customerio'])).code).toBe(0);
  });

  afterAll(() => putBack?.());

  it('makes a tap of the definition, without the Hub', async () => {
    expect((await project.meltano(['config', 'list', '--all', 'tap-customerio'])).stdout).toContain(
      'app_api_key [env: TAP_CUSTOMERIO_APP_API_KEY] current value: (redacted)',
    );
    expect((await project.meltano(['config', 'test', 'tap-customerio'])).stdout).toBe(
      'Plugin configuration is valid\n',
    );
  });

  it('reads the sixteen streams, and no people', async () => {
    expect(await streamsOfRun('first')).toEqual(Object.keys(tables).sort());
  });

  it('reads what streams names, once it is set', async () => {
    const set = ['config', 'set', 'tap-customerio', 'streams', '["snippets", "+profiles"]'];
    expect((await project.meltano(set)).code).toBe(0);
    expect(await streamsOfRun('second')).toEqual(['people', 'people_identifiers', 'snippets']);
  });

  it('heeds a select beside it', async () => {
    await project.meltano(['select', 'tap-customerio', '*', '*']);
    await project.meltano(['select', '--exclude', 'tap-customerio', 'people', '*']);
    expect(await streamsOfRun('third')).toEqual(['people_identifiers', 'snippets']);
  });

  /** The files that target-jsonl has written in a run. */
  async function streamsOfRun(name: string): Promise<string[]> {
    const folder = join(project.folder, name);
    mkdirSync(folder);
    const args = ['run', '--state-id-suffix', name, 'tap-customerio', 'target-jsonl'];
    const { code, stderr } = await project.meltano(args, { TARGET_JSONL_DESTINATION_PATH: folder });
    if (code !== 0) throw new Error(stderr.slice(-4000));
    return readdirSync(folder)
      .map((file) => file.replace(/\.jsonl$/, ''))
      .sort();
  }
});

/** The streams of the catalog that the tap discovers. */
function streamsOfCatalog(): {
  stream: string;
  metadata: { breadcrumb: string[]; metadata: { readonly [key: string]: unknown } }[];
}[] {
  const url = new URL('../../../catalog.json', import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')).streams;
}

/** What Meltano has to list of the streams that are read by default. */
function fieldsOfCatalog(): string[] {
  const defaults = streamsOfCatalog().filter(({ stream }) => stream in tables);
  return defaults.flatMap(({ stream, metadata }) =>
    metadata
      .filter(({ breadcrumb }) => breadcrumb.length > 0)
      .map(
        ({
          breadcrumb,
          metadata: { inclusion },
        }: {
          breadcrumb: string[];
          metadata: { inclusion?: string };
        }) => {
          const property = breadcrumb.filter((part) => part !== 'properties').join('.');
          return `${stream}.${property} ${inclusion === 'automatic' ? 'automatic' : 'selected'}`;
        },
      ),
  );
}
