import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src/config/settings-schema.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { batchSetting } from '../../support/harness/batch-files.ts';
import { installPython } from '../install-python.ts';
import { tables } from '../tables.ts';
import { readmeBlock } from './readme-block.ts';
import {
  editPlugins,
  installTap,
  type MeltanoRun,
  type Project,
  runMeltano,
  startProject,
  writeEnvironment,
} from './start-project.ts';

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
  it('installs the loaders, and leaves the tap to npm', async () => {
    const { code, log } = await project.meltano(['install']);
    expect(code).toBe(0);
    const events = log.map(({ event }) => event);
    expect(events).toContain("Skipped installing extractor 'tap-customerio'. Plugin is not installable.");
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
  it('lists every field of every stream, keys and replication keys as automatic', async () => {
    const { streams } = await list('--all');
    const defaults = streams.filter(({ stream }) => stream in tables);
    const found = defaults.map(({ stream, property, selection }) => `${stream}.${property} ${selection}`);
    expect(found.sort()).toEqual(fieldsOfCatalog().sort());
    const others = streams.filter(({ stream }) => !(stream in tables));
    expect(new Set(others.map(({ selection }) => selection))).not.toContain('selected');
    expect(new Set(streams.map(({ stream }) => stream)).size).toBe(streamsOfCatalog().length);
  });

  it('excludes a stream and a column', async () => {
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
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-meltano-'));
  let meltano: (...args: string[]) => Promise<MeltanoRun>;

  beforeAll(async () => {
    const { program } = await installPython('meltano');
    meltano = (...args) => runMeltano(program('meltano'), folder, args);
    writeFileSync(join(folder, 'meltano.yml'), 'default_environment: dev\nenvironments:\n- name: dev\n');
    await installTap(folder);
    const ref = 'node_modules/tap-customerio/meltano/tap-customerio.yml';
    expect((await meltano('add', '--from-ref', ref, 'tap-customerio')).code).toBe(0);
    writeEnvironment(folder, {
      TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey,
      TAP_CUSTOMERIO_BASE_URL: emulator.url,
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a tap of the definition in the package, without the Hub', async () => {
    expect((await meltano('config', 'list', '--all', 'tap-customerio')).stdout).toContain(
      'app_api_key [env: TAP_CUSTOMERIO_APP_API_KEY] current value: (redacted)',
    );
    expect((await meltano('config', 'test', 'tap-customerio')).stdout).toBe(
      'Plugin configuration is valid\n',
    );
  });

  it('lets excludes follow a select of everything, as the README has it', async () => {
    await meltano('select', 'tap-customerio', '*', '*');
    await meltano('select', '--exclude', 'tap-customerio', 'segment_membership', '*');
    const { stdout } = await meltano('select', 'tap-customerio', '--list', '--json');
    const { streams }: { streams: Selected[] } = JSON.parse(stdout);
    const left = new Set(streams.map(({ stream }) => stream));
    expect([left.has('segment_membership'), left.size]).toEqual([false, streamsOfCatalog().length - 1]);
  });

  it('installs the loader that the README has, whose settings it then knows', async () => {
    editPlugins(folder, (plugins) => Object.assign(plugins, readmeBlock('loaders')));
    const { code, log } = await meltano('install');
    expect(code).toBe(0);
    expect(log.map(({ event }) => event)).toContain("Installed loader 'target-postgres'");
    expect((await meltano('config', 'set', 'target-postgres', 'host', 'localhost')).code).toBe(0);
    const { stdout } = await meltano('config', 'print', 'target-postgres');
    expect(JSON.parse(stdout)).toMatchObject({ host: 'localhost', port: 5432 });
  });
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
