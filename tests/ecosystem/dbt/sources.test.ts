import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import type { Json } from '../../support/harness/messages.ts';
import { installPython, type PythonEnvironment } from '../install-python.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import { targetPostgres } from '../targets/targets.ts';

const SCHEMA = 'customerio';
const SOURCES = fileURLToPath(new URL('../../../docs/dbt/sources.yml', import.meta.url));
const catalog: { streams: { metadata: { breadcrumb: string[]; metadata: Json }[] }[] } = JSON.parse(
  readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'),
);
for (const { metadata } of catalog.streams) {
  const root = metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
  if (root) root.metadata['selected'] = true;
}

let environment: PythonEnvironment;
let pipelines: Pipelines;
let emulator: Emulator;
let project: string;

beforeAll(async () => {
  environment = await installPython('dbt-postgres');
  pipelines = await startPipelines(targetPostgres);
  emulator = await startEmulator({
    requestsPerSecond: false,
    messagesSpanDays: 5,
    sizes: { campaigns: 3, newsletters: 4, messages: 20, activities: 20, people: 60, membersPerSegment: 10 },
  });
  const { tapCode, targetCode, targetLog } = await pipelines.run(emulator, SCHEMA, {
    catalog: catalog as unknown as Json,
    settings: { esp_domains: ['mail.example.com'], metrics_lookback_days: 5 },
  });
  expect([tapCode, targetCode, targetCode === 0 ? '' : targetLog]).toEqual([0, 0, '']);
  project = makeProject(pipelines);
});

afterAll(async () => {
  await pipelines?.stop();
  await emulator?.close();
});

/** A project with nothing but the sources. */
function makeProject({ store }: Pipelines): string {
  const folder = join(store.folder, 'dbt');
  mkdirSync(join(folder, 'models'), { recursive: true });
  copyFileSync(SOURCES, join(folder, 'models', 'sources.yml'));
  const { host, port, user, password, database } = store.settings(SCHEMA);
  const output = {
    type: 'postgres',
    host,
    port,
    user,
    password,
    dbname: database,
    schema: 'models',
    threads: 2,
  };
  // JSON is YAML.
  writeFileSync(
    join(folder, 'dbt_project.yml'),
    JSON.stringify({ name: 'sources', version: '1.0', profile: 'sources' }),
  );
  writeFileSync(
    join(folder, 'profiles.yml'),
    JSON.stringify({ sources: { target: 'dev', outputs: { dev: output } } }),
  );
  return folder;
}

async function runDbt(): Promise<{ code: number | null; output: string }> {
  const child = spawn(environment.program('dbt'), ['test', '--no-use-colors', '--profiles-dir', project], {
    cwd: project,
    env: { PATH: process.env['PATH'], DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DO_NOT_TRACK: '1' },
  });
  const { code, stdout, stderr } = await gatherOutput(child);
  return { code, output: stdout + stderr };
}

/** How many tests have ended how. */
function countsOf(output: string): Record<string, number> {
  const [, pass, warn, error] = /PASS=(\d+) WARN=(\d+) ERROR=(\d+)/.exec(output) ?? [];
  return { pass: Number(pass), warn: Number(warn), error: Number(error) };
}

it('every test of docs/dbt/sources.yml passes on tables that were loaded', async () => {
  const { code, output } = await runDbt();
  const tests = readFileSync(SOURCES, 'utf8').match(/^ +- (not_null|unique|relationships:)$/gm) ?? [];
  expect([code, code === 0 ? '' : output.slice(-4000)]).toEqual([0, '']);
  const { pass, warn, error } = countsOf(output);
  expect({ all: (pass ?? 0) + (warn ?? 0), error }).toEqual({ all: tests.length, error: 0 });
  expect(output).not.toMatch(/deprecat/i);
});

it('a row without its key fails them, and a row whose parent is gone warns', async () => {
  const before = countsOf((await runDbt()).output);
  const { host, port, user, password, database } = pipelines.store.settings(SCHEMA);
  const client = new Client({ host, port, user, password, database } as ClientConfig);
  await client.connect();
  await client.query(`SET search_path TO ${SCHEMA};
    ALTER TABLE campaign_actions DROP CONSTRAINT campaign_actions_pkey;
    ALTER TABLE campaign_actions ALTER COLUMN id DROP NOT NULL;
    UPDATE campaign_actions SET id = NULL WHERE id = (SELECT min(id) FROM campaign_actions);
    UPDATE segment_membership SET segment_id = 999999 WHERE segment_id = (SELECT min(segment_id) FROM segment_membership);`);
  await client.end();
  const { code, output } = await runDbt();
  const after = countsOf(output);
  expect(code).not.toBe(0);
  expect(after['error']).toBe(1);
  expect(after['warn']).toBeGreaterThan(before['warn'] ?? 0);
});
