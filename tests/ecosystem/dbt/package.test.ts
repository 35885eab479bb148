import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parentKeys } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import { comparable } from '../comparable.ts';
import { catalogOf, everyStream } from '../every-stream.ts';
import { installPython } from '../install-python.ts';
import { type Answer, type Questions, questionsTo } from '../questions.ts';
import { askForAll, membersOf } from '../raw-answers.ts';
import { startWorkspace, type Workspace } from '../recipes/workspace.ts';
import type { Json } from '../run-pipeline.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { targetDuckdb, targetPostgres } from '../targets/targets.ts';
import { type DbtProject, makeProject, startDbt } from './dbt-project.ts';
import { figures, type Raw } from './figures.ts';

const SCHEMA = 'customerio';
const LEFT_SEGMENT = 8;
/** Every stream, by name. */
const VARS = { customerio_streams: [...streamNames], customerio_person_attributes: ['plan', 'seats'] };
/** One stream, of which there is no table. dbt parses a project anew for other variables, so that tests share these. */
const ELSEWHERE = { customerio_schema: 'elsewhere', customerio_streams: ['segments'] };
/** A snapshot says when dbt ran. */
const OF_DBT = /^dbt_/;

/** One database, the project in it, and what it answers from the models' schema. */
interface Warehouse {
  pipelines: Pipelines;
  project: DbtProject;
  asked: Questions;
  tables: Questions;
}

const databases = [
  {
    name: 'DuckDB',
    target: targetDuckdb,
    output: ({ path }: Json) => ({ type: 'duckdb', path }),
  },
  {
    name: 'PostgreSQL',
    target: targetPostgres,
    output: ({ host, port, user, password, database }: Json) => ({
      type: 'postgres',
      host,
      port,
      user,
      password,
      dbname: database,
    }),
  },
] as const;

let workspace: Workspace;
let raw: Raw;
const warehouses = new Map<string, Warehouse>();

beforeAll(async () => {
  const dbt = startDbt(await installPython('dbt'));
  workspace = await startWorkspace();
  const { emulator, now } = workspace;
  const since = now - 200 * 86_400;
  for (const { name, target, output } of databases) {
    const pipelines = await startPipelines(target);
    const settings = pipelines.store.settings(SCHEMA);
    const project = await makeProject(dbt, pipelines.store.folder, { ...output(settings), threads: 2 });
    const asked = questionsTo(target, { ...settings, default_target_schema: 'analytics_customerio' });
    warehouses.set(name, { pipelines, project, asked, tables: questionsTo(target, settings) });
    await load(pipelines, everyStream(), since);
  }
  const answers = await askForAll(emulator, now, since);
  // One leaves a segment; the reading that no longer finds them takes hours.
  const [, ...others] = emulator.world.segmentMembers.get(LEFT_SEGMENT) ?? [];
  emulator.world.segmentMembers.set(LEFT_SEGMENT, others);
  const lastMembers = await Promise.all(emulator.world.segments.map(({ id }) => membersOf(emulator, id)));
  raw = { answers, lastMembers: lastMembers.flat() };
  const memberships = everyStream().filter(({ stream }) => stream === 'segment_membership');
  for (const { pipelines } of warehouses.values()) {
    workspace.slowDown();
    await load(pipelines, memberships, since);
  }
});

afterAll(async () => {
  for (const { pipelines } of warehouses.values()) await pipelines.stop();
  await workspace?.emulator.close();
});

it('the models of the default streams are built without the variable, and without a warning', async () => {
  const { project } = warehouseOf('DuckDB');
  await project.run(['run', '--quiet']);
  const built = project.results().map(({ unique_id }) => unique_id.split('.').at(-1));
  const marts = ['messages', 'campaigns', 'weekly_messages', 'people', 'timeline', 'segments'];
  expect(built).toEqual(expect.arrayContaining(marts.map((mart) => `customerio__${mart}`)));
  expect(built).not.toContain('customerio__experiments');
});

describe.each(databases)('in $name', ({ name }) => {
  it('every model is built, and every test of it passes, on all streams', async () => {
    const { project } = warehouseOf(name);
    await project.run(['build', '--quiet'], VARS);
    const results = project.results();
    expect(results.filter(({ status }) => status !== 'success' && status !== 'pass')).toEqual([]);
    const staged = results.filter(({ unique_id }) => unique_id.includes('.stg_customerio__'));
    expect(staged).toHaveLength(streamNames.length);
    const children = streamNames.filter((stream) => Object.keys(parentKeys(definitions[stream])).length > 0);
    const toParents = results.filter(({ unique_id }) => /^test\.\w+\.relationships_/.test(unique_id));
    expect(toParents).toHaveLength(children.length);
  });

  it.each(figures)("$name: one select gives what follows from the API's answers", async ({ sql, rows }) => {
    const expected = rows(raw);
    expect(expected.length).toBeGreaterThan(0);
    const [answer] = await warehouseOf(name).asked.ask([sql]);
    expect(rowsOf(answer)).toEqual(expected.map(comparable));
  });
});

it('every model has the same rows in both databases', async () => {
  const [duckdb, postgres] = databases.map(({ name }) => warehouseOf(name));
  if (duckdb === undefined || postgres === undefined) throw new Error('there are two databases');
  const models = duckdb.project
    .results()
    .map(({ unique_id }) => unique_id.split('.'))
    .filter(([kind]) => kind === 'model' || kind === 'snapshot')
    .map((parts) => parts.at(-1) ?? '');
  expect(models.length).toBeGreaterThan(90);
  const queries = models.map((model) => `SELECT * FROM ${model}`);
  const [ones, others] = await Promise.all([duckdb.asked.ask(queries), postgres.asked.ask(queries)]);
  for (const [index, model] of models.entries()) {
    const rows = inOrder(ones[index]);
    expect([model, rows]).toEqual([model, inOrder(others[index])]);
    expect([model, rows.length > 0]).toEqual([model, true]);
  }
});

it('a key that is there twice, or missing, fails; a parent that is missing only warns', async () => {
  const { project, tables } = warehouseOf('PostgreSQL');
  await tables.change([
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
  const select = ['--select', ...broken.map((stream) => `stg_customerio__${stream}`)];
  await expect(project.run(['test', ...select], VARS, [])).rejects.toThrow('ended with');
  const found = project
    .results()
    .filter(({ status }) => status !== 'pass')
    .map(({ unique_id, status }) => `${unique_id.split('.')[2]}: ${status}`);
  expect(found.sort()).toEqual([
    'not_null_stg_customerio__workspaces_workspace_id: fail',
    'relationships_campaign_action_metrics_campaign_actions: warn',
    expect.stringMatching(/^relationships_stg_customerio__object_identifiers_object_type_id.*: warn$/),
    'unique_campaign_metrics_key: fail',
    'unique_stg_customerio__snippets_name: fail',
  ]);
});

it.each([
  { customerio_streams: ['campaigns', 'campaign_metrics', 'messages'] },
  { customerio_streams: ['+profiles', '+metrics'] },
  ELSEWHERE,
])(
  'with $customerio_streams loaded, no other model or test is there, and nothing is warned of',
  async (vars) => {
    const { project } = warehouseOf('DuckDB');
    const streams = vars.customerio_streams;
    const listed = await project.run(['list', '--quiet', '--output', 'name'], vars);
    const staged = [...listed.matchAll(/^stg_customerio__(\w+)$/gm)].map(([, name = '']) => name);
    const wanted = streamNames.filter((name) =>
      streams.some((word) => word === name || definitions[name].groups.some((group) => word === `+${group}`)),
    );
    expect(staged.sort()).toEqual([...wanted].sort());
  },
);

it('a stream that does not exist, and a table that is missing, are named', async () => {
  const { project } = warehouseOf('DuckDB');
  await expect(project.run(['run'], ELSEWHERE)).rejects.toThrow('load the stream segments, or leave it out');
  await expect(project.run(['list'], { customerio_streams: ['campaign'] })).rejects.toThrow(
    'customerio_streams: there is no stream or group campaign',
  );
});

it('the SQL of the page is that of the figures', () => {
  const page = readFileSync(new URL('../../../docs/dbt.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```sql\n(.*?);\n```/gs)].map(([, sql]) => sql);
  expect(blocks.length).toBeGreaterThan(4);
  for (const sql of blocks) expect(figures.map((figure) => figure.sql)).toContain(sql);
});

function warehouseOf(name: string): Warehouse {
  const warehouse = warehouses.get(name);
  if (warehouse === undefined) throw new Error(`no database ${name}`);
  return warehouse;
}

async function load(pipelines: Pipelines, streams: ReturnType<typeof everyStream>, since: number) {
  const settings = {
    add_read_at: true,
    esp_domains: ['mail.example.com'],
    anchor_date: new Date(since * 1000).toISOString(),
  };
  const options = { catalog: catalogOf(streams), settings };
  const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run(workspace.emulator, SCHEMA, options);
  const logs = tapCode + targetCode > 0 ? `${tapLog}\n${targetLog}`.slice(-3000) : '';
  expect({ tapCode, targetCode, logs }).toEqual({ tapCode: 0, targetCode: 0, logs: '' });
}

function rowsOf(answer: Answer | undefined): Row[] {
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return answer.rows.map(comparable);
}

/** The rows as texts, sorted: tables have no order. */
function inOrder(answer: Answer | undefined): string[] {
  const own = (row: Row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !OF_DBT.test(column)));
  return rowsOf(answer)
    .map((row) => JSON.stringify(own(row)))
    .sort(byText);
}

function byText(one: unknown, other: unknown): number {
  return String(one) < String(other) ? -1 : 1;
}
