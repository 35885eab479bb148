import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { differences } from '../differences.ts';
import { expectedRows } from '../expected-rows.ts';
import type { Json, PipelineRun } from '../run-pipeline.ts';
import { type Pipelines, type RunOptions, startPipelines } from '../start-pipelines.ts';
import type { Row, TableForm } from '../store.ts';
import { type ColumnType, tables } from '../tables.ts';
import { storedRows } from './stored-rows.ts';
import { targets } from './targets.ts';

interface CatalogEntry {
  stream: string;
  schema: { properties: Json };
  metadata: { breadcrumb: string[]; metadata: Json }[];
}

const DAY_MS = 86_400_000;
const SCHEMA = 'customerio';
/** The columns that hold whatever users put in them. */
const FREE_FORM: Record<string, string> = { activities: 'data', messages: 'tracked_responses' };
const all = Object.entries(tables).map(([name, table]) => ({ name, table }));

describe.each(targets)('$name', (target) => {
  let emulator: Emulator;
  let pipelines: Pipelines;
  let first: PipelineRun;
  let firstRequests: Map<string, number>;
  let found: Record<string, TableForm>;

  beforeAll(async () => {
    pipelines = await startPipelines(target);
    emulator = await startEmulator({
      seed: 20,
      requestsPerSecond: false,
      sizes: { messages: 800, activities: 600, membersPerSegment: 100 },
      // Other lists have several pages as they are.
      maxPageSizes: { messages: 10, activities: 50, segment_membership: 40 },
    });
    first = await run(SCHEMA);
    firstRequests = takeRequests(emulator);
    found = await pipelines.store.tables(SCHEMA);
  });

  afterAll(async () => {
    await pipelines?.stop();
    await emulator?.close();
  });

  describe('the first run', () => {
    it('ends well at both ends of the pipe', () => {
      expectSuccess(first);
    });

    it('makes the tables of the default streams and no other', () => {
      expect(all).toHaveLength(16);
      expect(Object.keys(found).sort()).toEqual(all.map(({ name }) => name).sort());
    });

    it.each(all)('gives $name a column of the right type for every property', ({ name, table }) => {
      const types = [...table.columns].map(([column, type]) => [column, target.columnTypes[type]]);
      expect(found[name]?.columns).toEqual(Object.fromEntries(types));
      expect([...table.columns.keys()].sort()).toEqual(propertiesOf(name).sort());
    });

    it.each(all)('makes the key of $name its primary key, where there are keys', ({ name, table }) => {
      expect(found[name]?.key).toEqual(target.hasKeys ? [...table.key].sort() : []);
    });

    it.each(all)('brings every row of $name once, with the values of the API', async ({ name }) => {
      await expectEveryRow(name);
    });

    it('has data that could go wrong', async () => {
      const messages = await rowsOf('messages');
      const ages = messages.map(({ created }) => Date.now() / 1000 - Number(created));
      expect(Math.max(...ages)).toBeGreaterThan((390 * DAY_MS) / 1000);
      const text = JSON.stringify(messages);
      for (const part of ['"how-satisfied"', '"human_opened":"20', '"opened":null', '📪'])
        expect(text).toContain(part);
      const activities = await rowsOf('activities');
      expect(activities.map(({ data }) => data)).toContainEqual({
        email: expect.anything(),
        'naïve key': { from: 'a', to: '日本' },
      });
      expect((await rowsOf('broadcasts')).filter(({ tags }) => tags === null)).toHaveLength(2);
      expect((await rowsOf('collections')).some(({ bytes }) => Number(bytes) > 2 ** 32)).toBe(true);
      const names = JSON.stringify(await rowsOf('newsletters'));
      for (const part of ['歓迎メール', 'مرحبا بالعالم', '🎉']) expect(names).toContain(part);
      expect(emulator.world.segments.map(({ description }) => description)).toContain('');
      for (const part of ['\n', '\t', '\\'])
        expect(emulator.world.newsletters.map(({ name }) => name).join()).toContain(part);
    });
  });

  describe('the second run, from the state that the target printed', () => {
    const untouched = new Map<string, Row[]>();
    let second: PipelineRun;
    let secondRequests: Map<string, number>;
    let arrived: Map<string, string[]>;
    let openedLate: string;
    const openedAt = Math.floor(Date.now() / 1000) - 60;

    beforeAll(async () => {
      for (const name of ['messages', 'activities']) untouched.set(name, await rowsOf(name));
      // A second still under way belongs to the run after.
      const secondsAgo = Math.floor(Date.now() / 1000) - 2;
      const created = Array.from({ length: 25 }, () => secondsAgo);
      const timestamps = Array.from({ length: 40 }, () => secondsAgo);
      arrived = new Map([
        ['messages', emulator.addMessages(25, { created }).map(({ id }) => id)],
        ['activities', emulator.addActivities(40, { timestamps }).map(({ id }) => id)],
      ]);
      openedLate = openMessageOfYesterday(emulator, openedAt);
      const [campaign] = emulator.world.campaigns;
      if (campaign) emulator.world.campaigns[0] = { ...campaign, name: 'Renamed — 改名 🏷️' };

      const state = first.states.at(-1) ?? '';
      second = await run(SCHEMA, { state, settings: { lookback_interval_hours: 0 } });
      secondRequests = takeRequests(emulator);
    });

    it('ends well at both ends of the pipe', () => {
      expectSuccess(second);
    });

    it('leaves the tables as they are', async () => {
      expect(await pipelines.store.tables(SCHEMA)).toEqual(found);
    });

    it.each(all)('leaves every row of $name there once, with the values of the API', async ({ name }) => {
      await expectEveryRow(name);
    });

    it.each(['messages', 'activities'])(
      'adds the %s that came in between and touches no other',
      async (name) => {
        const rows = await rowsOf(name);
        const before = untouched.get(name) ?? [];
        const ids = new Set(before.map(({ id }) => id));
        const added = rows.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
        expect(added.sort()).toEqual(arrived.get(name)?.sort());
        const isOld = ({ id }: Row) => ids.has(id) && id !== openedLate;
        expect(differences(rows.filter(isOld), before.filter(isOld), ['id'])).toEqual([]);
      },
    );

    it('updates what changed: a message opened later, within the days looked back, and a renamed campaign', async () => {
      const message = (await rowsOf('messages')).find(({ id }) => id === openedLate);
      const opened = new Date(openedAt * 1000).toISOString().replace('.000Z', 'Z');
      expect(message).toMatchObject({ metrics: { opened, human_opened: opened } });
      expect((await rowsOf('campaigns')).map(({ name }) => name)).toContain('Renamed — 改名 🏷️');
    });

    it('asks for a small part of the messages and activities', () => {
      for (const path of ['/v1/messages', '/v1/activities']) {
        const [before, after] = [firstRequests.get(path) ?? 0, secondRequests.get(path) ?? 0];
        expect(before).toBeGreaterThan(10);
        expect(after).toBeGreaterThan(0);
        expect(after).toBeLessThan(before / 3);
      }
    });
  });

  it('takes ACTIVATE_VERSION, and loads the same', async () => {
    const settings = { emit_activate_version_messages: true };
    expectSuccess(await run('versions', { settings }));
    for (const { name } of all) await expectEveryRow(name, 'versions');
  });

  it('takes free-form objects as JSON text', async () => {
    const catalog = catalogOf(...Object.keys(FREE_FORM));
    expectSuccess(await run('texts', { catalog, settings: { free_form_as_json_text: true } }));
    const served = expectedRows(emulator.world);
    const forms = await pipelines.store.tables('texts');
    for (const [stream, column] of Object.entries(FREE_FORM)) {
      expect(forms[stream]?.columns[column]).toBe(target.columnTypes.text);
      const columns = new Map<string, ColumnType>([
        ['id', 'text'],
        [column, 'text'],
      ]);
      const rows = await pipelines.store.rows('texts', stream, columns);
      const parsed = rows.map((row) => ({ ...row, [column]: JSON.parse(String(row[column])) }));
      const expected = served[stream]?.map((row) => ({ id: row['id'], [column]: row[column] })) ?? [];
      expect(expected.some((row) => row[column] !== null)).toBe(true);
      expect(differences(parsed, expected, ['id'])).toEqual([]);
    }
  });

  describe('a catalog with one stream and a deselected property', () => {
    it('brings that stream only, without that column', async () => {
      expectSuccess(await run('selected', { catalog: catalogWithout('newsletters', 'tags') }));
      const { newsletters, ...others } = await pipelines.store.tables('selected');
      expect(others).toEqual({});
      const columns = propertiesOf('newsletters').filter((name) => name !== 'tags');
      expect(Object.keys(newsletters?.columns ?? {}).sort()).toEqual(columns.sort());
      const rows = await pipelines.store.rows('selected', 'newsletters', new Map([['id', 'bigint']]));
      const ids = emulator.world.newsletters.map(({ id }) => ({ id }));
      expect(differences(rows, ids, ['id'])).toEqual([]);
    });
  });

  /** Runs the pipeline into a schema of the store. */
  function run(schema: string, options?: RunOptions): Promise<PipelineRun> {
    return pipelines.run(emulator, schema, options);
  }

  async function rowsOf(name: string, schema = SCHEMA): Promise<Row[]> {
    return pipelines.store.rows(schema, name, tables[name]?.columns ?? new Map());
  }

  /** The table holds what the emulator serves now: all of it, nothing else, nothing twice. */
  async function expectEveryRow(name: string, schema = SCHEMA): Promise<void> {
    const table = tables[name];
    if (table === undefined) throw new RangeError(`no table ${name}`);
    const expected = storedRows(target, emulator.world)[name] ?? [];
    expect(expected.length).toBeGreaterThan(0);
    expect(differences(await rowsOf(name, schema), expected, table.key)).toEqual([]);
  }
});

/** Both programs' status, with what they said if it is not 0. */
function expectSuccess({ tapCode, targetCode, tapLog, targetLog, states }: PipelineRun): void {
  const logs = tapCode === 0 && targetCode === 0 ? '' : `${tapLog}\n${targetLog}`.slice(-6000);
  expect({ tapCode, targetCode, logs }).toEqual({ tapCode: 0, targetCode: 0, logs: '' });
  expect(JSON.parse(states.at(-1) ?? '{}')).toHaveProperty('bookmarks');
}

/** How often each path was asked for since the last time. */
function takeRequests({ requests }: Emulator): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of requests.splice(0)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** Gives a message of a day ago what an opening gives it; its id. */
function openMessageOfYesterday(emulator: Emulator, openedAt: number): string {
  const dayAgo = (Date.now() - DAY_MS) / 1000;
  const message = [...emulator.world.messages].findLast(({ created }) => created < dayAgo);
  if (message === undefined) throw new Error('no message of yesterday');
  emulator.changeMessage(message.id, ({ metrics, ...rest }) => ({
    ...rest,
    metrics: { ...metrics, opened: openedAt, human_opened: openedAt },
  }));
  return message.id;
}

/** The names of a stream's properties. */
function propertiesOf(stream: string): string[] {
  return catalogOf(stream).streams.flatMap(({ schema }) => Object.keys(schema.properties));
}

/** The catalog that the tap discovers, with these streams only. */
function catalogOf(...names: string[]): { streams: CatalogEntry[] } {
  const url = new URL('../../../catalog.json', import.meta.url);
  const catalog: { streams: CatalogEntry[] } = JSON.parse(readFileSync(url, 'utf8'));
  return { streams: catalog.streams.filter(({ stream }) => names.includes(stream)) };
}

/** A catalog with one stream, of which one property is not selected. */
function catalogWithout(name: string, property: string): Json {
  const { streams } = catalogOf(name);
  for (const { breadcrumb, metadata } of streams.flatMap((entry) => entry.metadata)) {
    if (breadcrumb.join() === `properties,${property}`) metadata['selected'] = false;
  }
  return { streams };
}
