import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { differences } from '../differences.ts';
import { expectedRows } from '../expected-rows.ts';
import { startPostgresStore } from '../postgres-store.ts';
import type { Store } from '../store.ts';
import { tables } from '../tables.ts';
import { readmeBlock } from './readme-block.ts';
import { editPlugins, type MeltanoRun, type Project, startProject } from './start-project.ts';

const DAY_MS = 86_400_000;
const SCHEMA = 'tap_customerio';
const STATE_ID = 'dev:tap-customerio-to-target-postgres';
const INCREMENTAL = ['activities', 'messages'];
const names = Object.keys(tables);
/** A stream of each kind, for runs that end before their time: which others there are makes no difference to Meltano. */
const FEW = ['activities', 'messages', 'newsletters', 'segments', 'segment_membership'];
const ONLY_FEW = { TAP_CUSTOMERIO_STREAMS: JSON.stringify(FEW) };

let emulator: Emulator;
let store: Store;
let project: Project;
let first: Map<string, number>;

beforeAll(async () => {
  store = await startPostgresStore((server) => server);
  emulator = await startEmulator({
    seed: 23,
    requestsPerSecond: false,
    maxPageSizes: { messages: 20, activities: 20 },
  });
  const server = Object.entries(store.settings(SCHEMA)).map(([name, value]) => [
    `TARGET_POSTGRES_${name.toUpperCase()}`,
    String(value),
  ]);
  project = await startProject('run', {
    TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey,
    TAP_CUSTOMERIO_BASE_URL: emulator.url,
    TAP_CUSTOMERIO_REQUESTS_PER_SECOND: 1000,
    // Failures here last: nothing is gained by asking again.
    TAP_CUSTOMERIO_MAX_RETRY_SECONDS: 0,
    TAP_CUSTOMERIO_ANCHOR_DATE: new Date(Date.now() - 500 * DAY_MS).toISOString(),
    ...Object.fromEntries(server),
  });
  expect((await project.meltano(['install'])).code).toBe(0);
  await run('target-postgres');
  first = takeRequests();
});

afterAll(async () => {
  await store?.stop();
  await emulator?.close();
});

describe('meltano run tap-customerio target-postgres', () => {
  it.each(names)('brings every row of %s into the schema named after the tap', async (name) => {
    await expectEveryRow(name);
  });

  it('keeps a state under the name of the pipeline', async () => {
    expect((await project.meltano(['state', 'list'])).stdout.trim()).toBe(STATE_ID);
    expect(await bookmarks()).toMatchObject({
      activities: { timestamp: expect.any(String) },
      messages: { created: expect.any(String) },
    });
  });

  it('brings in its second run what is new, from the state that Meltano kept', async () => {
    arrive();
    await run('target-postgres');
    for (const name of names) await expectEveryRow(name);
    const second = takeRequests();
    for (const name of INCREMENTAL) {
      expect(first.get(name)).toBeGreaterThan(10);
      expect(second.get(name)).toBeLessThan((first.get(name) ?? 0) / 2);
    }
    expect(second.get('newsletters')).toBe(first.get('newsletters'));
  });

  it('reads all again with --full-refresh, and leaves a state to go on from', async () => {
    await run('target-postgres', ['--full-refresh']);
    for (const name of names) await expectEveryRow(name);
    const refresh = takeRequests();
    // How spans of messages are shared out depends on which answer comes first.
    for (const name of INCREMENTAL) expect(refresh.get(name)).toBeGreaterThan(0.8 * (first.get(name) ?? 0));
    await run('target-postgres');
    const next = takeRequests();
    for (const name of INCREMENTAL) expect(next.get(name)).toBeLessThan((first.get(name) ?? 0) / 2);
  });

  it('fails when a stream fails, and keeps the state of the others', async () => {
    const before = await bookmarks();
    const [newId] = arrive();
    emulator.faults.add({
      match: { path: '/v1/newsletters' },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'status', status: 500 },
    });
    const { code, log } = await project.meltano(['run', 'tap-customerio', 'target-postgres']);
    emulator.faults.clear();
    expect(code).toBe(1);
    const critical = log.filter(({ level }) => level === 'critical');
    expect(critical).toMatchObject([
      { string_id: 'tap-customerio', event: expect.stringContaining('newsletters') },
    ]);
    expect(log.map(({ event }) => event)).toContain('Extractor failed');
    expect((await bookmarks())['messages']).not.toEqual(before['messages']);
    const rows = await store.rows(SCHEMA, 'messages', new Map([['id', 'text']]));
    expect(rows.map(({ id }) => id)).toContain(newId);
    takeRequests();
  });

  it('starts from a bookmark that was set by hand', async () => {
    const created = new Date(Date.now() - 200 * DAY_MS).toISOString();
    const state = { singer_state: { bookmarks: { messages: { created } } } };
    const set = ['state', 'set', '--force', STATE_ID, JSON.stringify(state)];
    expect((await project.meltano(set)).code).toBe(0);
    emulator.requests.splice(0);
    await run('target-postgres');
    const starts = emulator.requests
      .filter(({ template }) => template === '/v1/messages')
      .map(({ query }) => Number(query['start_ts']));
    const earliest = Math.min(...starts) * 1000;
    // What may have changed since then is looked for as well: in the days of a lookback, and a day more.
    expect(Math.abs(Date.parse(created) - 31 * DAY_MS - earliest)).toBeLessThan(DAY_MS);
    takeRequests();
  });
});

describe('meltano run tap-customerio target-jsonl', () => {
  it('writes a line for each record, and in its second run one for each that is new', async () => {
    await run('target-jsonl');
    const expected = expectedRows(emulator.world);
    for (const name of names) expect(linesOf(name)).toHaveLength(expected[name]?.length ?? -1);
    const before = linesOf('messages').length;
    const arrived = arrive();
    await run('target-jsonl');
    const added = linesOf('messages').slice(before);
    expect(added.map((line) => JSON.parse(line).id)).toEqual(expect.arrayContaining(arrived));
    // those of the five minutes before the bookmark come again
    expect(added.length).toBeLessThan(before / 4);
    takeRequests();
  });

  function linesOf(name: string): string[] {
    return readFileSync(join(project.folder, 'output', `${name}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean);
  }
});

describe('a run that Meltano ends before its time', () => {
  it('loses nothing: the next one brings every row', async () => {
    const pipeline = ['--state-id-suffix', 'interrupted'];
    const env = { ...ONLY_FEW, TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA: 'interrupted' };
    emulator.faults.add({ match: { path: '/v1/newsletters' }, action: { kind: 'hang-before' } });
    const options = ['--timeout', '10', ...pipeline];
    const cut = await project.meltano(['run', ...options, 'tap-customerio', 'target-postgres'], env);
    expect(cut.code).toBe(1);
    expect(cut.log).toContainEqual(
      expect.objectContaining({
        string_id: 'tap-customerio',
        level: 'critical',
        event: expect.stringContaining('stopped by SIGTERM'),
      }),
    );
    emulator.faults.clear();
    await run('target-postgres', pipeline, env);
    for (const name of FEW) await expectEveryRow(name, 'interrupted');
    takeRequests();
  });
});

describe('a run that fails half-way, whose state Meltano merges over that of the last one', () => {
  const pipeline = ['--state-id-suffix', 'merged'];
  const env = { ...ONLY_FEW, TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA: 'merged' };

  beforeAll(() => run('target-postgres', pipeline, env));

  it('with --full-refresh: the next one starts, and brings every row', async () => {
    for (const name of INCREMENTAL) failFrom(`/v1/${name}`, 5);
    failFrom('/v1/segments/9/membership', 0);
    await fail(['--full-refresh']);
    arrive();
    await run('target-postgres', pipeline, env);
    for (const name of FEW) await expectEveryRow(name, 'merged');
  });

  it('with --merge-state, in a lookback: the next one starts, and brings every row', async () => {
    arrive();
    failFrom('/v1/messages', 2);
    await fail(['--merge-state'], { TAP_CUSTOMERIO_LOOKBACK_INTERVAL_HOURS: '0' });
    const state = await bookmarks(`${STATE_ID}:merged`);
    expect(state['messages']).toMatchObject({ lookback: [expect.anything()] });
    await run('target-postgres', pipeline, env);
    for (const name of FEW) await expectEveryRow(name, 'merged');
    takeRequests();
  });

  function failFrom(path: string, after: number): void {
    const action = { kind: 'status', status: 500 } as const;
    emulator.faults.add({ match: { path }, after, times: Number.POSITIVE_INFINITY, action });
  }

  async function fail(options: readonly string[], settings?: Readonly<Record<string, string>>) {
    const args = ['run', ...options, ...pipeline, 'tap-customerio', 'target-postgres'];
    expect((await project.meltano(args, { ...env, ...settings })).code).toBe(1);
    emulator.faults.clear();
  }
});

describe('what a project can change of the catalog', () => {
  it('leaves out streams and columns that are not selected', async () => {
    const patterns = ['newsletters.*', '!newsletters.tags', 'messages.subject'];
    await run('target-postgres', ['--state-id-suffix', 'selected'], {
      TAP_CUSTOMERIO__SELECT: JSON.stringify(patterns),
      TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA: 'selected',
    });
    const selected = await store.tables('selected');
    expect(Object.keys(selected)).toEqual(['messages', 'newsletters']);
    const columns = (table: string) => Object.keys(selected[table]?.columns ?? {}).sort();
    expect(columns('messages')).toEqual(['created', 'id', 'subject']);
    const ofNewsletters = [...(tables['newsletters']?.columns.keys() ?? [])];
    expect(columns('newsletters')).toEqual(ofNewsletters.filter((name) => name !== 'tags').sort());
    expect([...takeRequests().keys()].sort()).toEqual(['messages', 'newsletters']);
  });

  it('reads activities whole in each run if their replication-method is FULL_TABLE', async () => {
    const change = { activities: { 'replication-method': 'FULL_TABLE' } };
    await expectWholeTwice('full_table', { TAP_CUSTOMERIO__METADATA: JSON.stringify(change) });
  });

  it('does so if meltano.yml says it, in the words of the README', async () => {
    const putBack = editPlugins(project.folder, ({ extractors }) => {
      Object.assign(extractors[0] ?? {}, readmeBlock('config'));
    });
    await expectWholeTwice('full_table_of_file').finally(putBack);
  });

  /** Two runs, of which the second has a state, ask for activities equally often. */
  async function expectWholeTwice(schema: string, env?: Readonly<Record<string, string>>): Promise<void> {
    const counts: (number | undefined)[] = [];
    for (let round = 0; round < 2; round++) {
      await run('target-postgres', ['--state-id-suffix', schema], {
        TAP_CUSTOMERIO__SELECT: '["activities.*"]',
        TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA: schema,
        ...env,
      });
      counts.push(takeRequests().get('activities'));
    }
    expect(counts[0]).toBeGreaterThan(10);
    expect(counts[1]).toBe(counts[0]);
    await expectEveryRow('activities', schema);
  }
});

/** Runs the pipeline, which must end well. */
async function run(
  target: string,
  options: readonly string[] = [],
  env?: Readonly<Record<string, string>>,
): Promise<MeltanoRun> {
  const result = await project.meltano(['run', ...options, 'tap-customerio', target], env);
  if (result.code !== 0)
    throw new Error(`meltano run ended with ${result.code}:\n${result.stderr.slice(-6000)}`);
  return result;
}

/** New messages and activities; the messages' ids. A second still under way belongs to the run after. */
function arrive(): string[] {
  const secondsAgo = Math.floor(Date.now() / 1000) - 2;
  emulator.addActivities(4, { timestamps: Array.from({ length: 4 }, () => secondsAgo) });
  return emulator
    .addMessages(3, { created: Array.from({ length: 3 }, () => secondsAgo) })
    .map(({ id }) => id);
}

/** How many requests each stream without a parent took since the last time. */
function takeRequests(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { template } of emulator.requests.splice(0)) {
    const name = template.replace('/v1/', '');
    // What every run begins with.
    if (name === 'workspaces') continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

async function bookmarks(id = STATE_ID): Promise<Record<string, unknown>> {
  const { stdout } = await project.meltano(['state', 'get', id]);
  return JSON.parse(stdout).singer_state.bookmarks;
}

/** The table holds what the emulator serves now: all of it, nothing else, nothing twice. */
async function expectEveryRow(name: string, schema = SCHEMA): Promise<void> {
  const { key, columns } = tables[name] ?? { key: [], columns: new Map() };
  const expected = expectedRows(emulator.world)[name] ?? [];
  expect(expected.length).toBeGreaterThan(0);
  expect(differences(await store.rows(schema, name, columns), expected, key)).toEqual([]);
}
