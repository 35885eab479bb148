import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parentKeys } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import type { Emulator } from '../../support/emulator/start-emulator.ts';
import { catalogOf, EVERY_STREAM_SETTINGS, everyStream, startSmallWorkspace } from '../every-stream.ts';
import { installPython, type PythonEnvironment } from '../install-python.ts';
import { type Questions, questionsTo } from '../questions.ts';
import { runCommand } from '../run-command.ts';
import type { Json } from '../run-pipeline.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import { targetPostgres } from '../targets/targets.ts';

/** One test of dbt, as its results have it. */
interface Result {
  unique_id: string;
  status: string;
  message: string | null;
}

const SCHEMA = 'customerio';
const SOURCES = fileURLToPath(new URL('../../../docs/dbt/sources.yml', import.meta.url));
const streams = everyStream();

let emulator: Emulator;
let pipelines: Pipelines;
let questions: Questions;
let dbt: PythonEnvironment;
let project: string;

beforeAll(async () => {
  dbt = await installPython('dbt-postgres');
  pipelines = await startPipelines(targetPostgres);
  emulator = await startSmallWorkspace();
  const settings = pipelines.store.settings(SCHEMA);
  questions = questionsTo(targetPostgres, settings);
  project = makeProject(pipelines.store.folder, settings);
  const options = { catalog: catalogOf(streams), settings: EVERY_STREAM_SETTINGS };
  const { tapCode, targetCode } = await pipelines.run(emulator, SCHEMA, options);
  expect({ tapCode, targetCode }).toEqual({ tapCode: 0, targetCode: 0 });
});

afterAll(async () => {
  await pipelines?.stop();
  await emulator?.close();
});

it('every test of every source passes on all streams as they are loaded', async () => {
  const { succeeded, results, log } = await testSources('source:customerio');
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  expect(succeeded).toBe(true);
  expect(log).not.toMatch(/deprecat/i);
  // A key of one column has two tests, one of several columns a test of each and one of all.
  const keyTests = streams.map(({ key_properties: { length } }) => length + 1);
  const ofKeys = results.filter(({ unique_id }) =>
    /^test\.\w+\.(source_)?(unique|not_null)_/.test(unique_id),
  );
  expect(ofKeys).toHaveLength(keyTests.reduce((sum, count) => sum + count, 0));
  const children = streamNames.filter((name) => Object.keys(parentKeys(definitions[name])).length > 0);
  const toParents = results.filter(({ unique_id }) => /^test\.\w+\.(source_)?relationships_/.test(unique_id));
  expect(toParents).toHaveLength(children.length);
});

it('a key that is there twice, or missing, fails; a parent that is missing only warns', async () => {
  await questions.change([
    'ALTER TABLE snippets DROP CONSTRAINT snippets_pkey',
    'INSERT INTO snippets SELECT * FROM snippets LIMIT 1',
    'ALTER TABLE campaign_metrics DROP CONSTRAINT campaign_metrics_pkey',
    'INSERT INTO campaign_metrics SELECT * FROM campaign_metrics LIMIT 1',
    'ALTER TABLE workspaces DROP CONSTRAINT workspaces_pkey',
    'ALTER TABLE workspaces ALTER id DROP NOT NULL',
    'UPDATE workspaces SET id = NULL',
    'DELETE FROM object_types',
    'DELETE FROM campaign_actions',
  ]);
  const broken = [
    'snippets',
    'campaign_metrics',
    'workspaces',
    'object_identifiers',
    'campaign_action_metrics',
  ];
  const { succeeded, results } = await testSources(
    broken.map((table) => `source:customerio.${table}`).join(' '),
  );
  expect(succeeded).toBe(false);
  const found = results
    .filter(({ status }) => status !== 'pass')
    .map(({ unique_id, status }) => {
      return `${unique_id.split('.')[2]}: ${status}`;
    });
  expect(found.sort()).toEqual([
    'relationships_campaign_action_metrics_campaign_actions: warn',
    'source_not_null_customerio_workspaces_id: fail',
    'source_relationships_customerio_object_identifiers_object_type_id__id__source_customerio_object_types_: warn',
    'source_unique_customerio_snippets_name: fail',
    'unique_campaign_metrics_key: fail',
  ]);
});

it('tables that are not loaded are not tested, where customerio_streams names those that are', async () => {
  const vars = JSON.stringify({ customerio_streams: ['segment_membership', 'newsletters'] });
  const command = ['list', '--quiet', '--resource-type', 'test', '--output', 'name', '--vars', vars];
  const names = (await runDbt(command)).trim().split('\n');
  const tables = new Set(names.map((name) => /segment_membership|newsletters/.exec(name)?.[0]));
  expect([...tables].sort()).toEqual(['newsletters', 'segment_membership']);
});

/** The tests of what `select` says: whether dbt ended well, and what each gave. */
async function testSources(select: string) {
  const { succeeded, log } = await runDbt(['test', '--select', ...select.split(' ')]).then(
    (stdout) => ({ succeeded: true, log: stdout }),
    (error: unknown) => ({ succeeded: false, log: String(error) }),
  );
  const path = join(project, 'target', 'run_results.json');
  const { results }: { results: Result[] } = JSON.parse(readFileSync(path, 'utf8'));
  return { succeeded, log, results };
}

/** Runs dbt in the project and gives its stdout. */
function runDbt(command: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
  return runCommand(dbt.program('dbt'), [...command, '--profiles-dir', '.'], { cwd: project, env });
}

/** The smallest project that has the sources; gives its folder. */
function makeProject(folder: string, { host, port, user, password, database }: Json): string {
  const path = join(folder, 'dbt');
  mkdirSync(join(path, 'models'), { recursive: true });
  copyFileSync(SOURCES, join(path, 'models', 'sources.yml'));
  const output = {
    type: 'postgres',
    host,
    port,
    user,
    password,
    dbname: database,
    schema: 'analytics',
    threads: 4,
  };
  writeFileSync(
    join(path, 'profiles.yml'),
    JSON.stringify({ customerio: { target: 'test', outputs: { test: output } } }),
  );
  writeFileSync(
    join(path, 'dbt_project.yml'),
    JSON.stringify({ name: 'analytics', version: '1.0.0', profile: 'customerio', 'config-version': 2 }),
  );
  return path;
}
