import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { expectedRows } from '../expected-rows.ts';
import type { Json, PipelineRun } from '../run-pipeline.ts';
import { type Pipelines, type RunOptions, startPipelines } from '../start-pipelines.ts';
import { type ColumnType, tables } from '../tables.ts';
import { targetPostgres } from './targets.ts';

/** Keys of rows, sorted, by stream; streams without any are left out. */
type Keys = Record<string, string[]>;

/** An API, and the schema into which its records are loaded. */
interface Workspace {
  emulator: Emulator;
  /** Runs with the setting on, and checks the tap's status. */
  run(options?: RunOptions, tapCode?: number): Promise<PipelineRun>;
  /** What the API has. */
  served(): Keys;
  /** Rows that are not marked as deleted. */
  kept(): Promise<Keys>;
  /** Rows that are. */
  gone(): Promise<Keys>;
  /** The versions that the rows of each stream have. */
  versions(): Promise<Record<string, unknown[]>>;
}

const INCREMENTAL = ['activities', 'messages'];
/** A list, one with pages, and a parent with its children. */
const FEW = ['newsletters', 'segment_membership', 'segments', 'snippets'];

let pipelines: Pipelines;
let workspaces = 0;

beforeAll(async () => {
  pipelines = await startPipelines(targetPostgres);
});

afterAll(async () => {
  await pipelines?.stop();
});

describe('a whole run', () => {
  it('marks just the rows that the API no longer has as deleted, until they return', async () => {
    const { emulator, run, served, kept, gone } = await startWorkspace();
    const first = await run();
    expect(await gone()).toEqual({});
    expect(await kept()).toEqual(served());

    const [left, alsoLeft] = [leave(emulator, 7), leave(emulator, 7)];
    const lost = {
      segments: ['8'],
      segment_membership: [left.key, alsoLeft.key, ...deleteSegment(emulator, 8)],
      snippets: [removeSnippet(emulator)],
    };
    const second = await run({ state: lastState(first) });
    expect(await gone()).toEqual(lost);
    expect(await kept()).toEqual(served());

    left.comeBack();
    await run({ state: lastState(second) });
    const stillLost = lost.segment_membership.filter((key) => key !== left.key);
    expect(await gone()).toEqual({ ...lost, segment_membership: stillLost });
    expect(await kept()).toEqual(served());
  });

  it('removes them, and nothing else, where the target deletes for good', async () => {
    const { emulator, run, served, kept, gone } = await startWorkspace({ target: { hard_delete: true } });
    await run();
    expect(await kept()).toEqual(served());

    leave(emulator, 7);
    deleteSegment(emulator, 8);
    removeSnippet(emulator);
    await run();
    expect(await kept()).toEqual(served());
    expect(await gone()).toEqual({});
  });

  it('gives the rows of full tables one version, newer than the last, and messages and activities none', async () => {
    const { run, versions } = await startWorkspace();
    await run();
    const before = await versions();
    await run();
    const after = await versions();
    for (const stream of Object.keys(tables)) {
      const expected = INCREMENTAL.includes(stream) ? [null] : [expect.any(Number)];
      expect([stream, before[stream], after[stream]]).toEqual([stream, expected, expected]);
      if (expected[0] !== null) expect(Number(after[stream])).toBeGreaterThan(Number(before[stream]));
    }
  });

  it('keeps every message and activity, though the API has none and the catalog asks for full tables', async () => {
    const { emulator, run, served, kept } = await startWorkspace({ target: { hard_delete: true } });
    await run();
    for (const stream of INCREMENTAL) {
      const change = (body: unknown) => ({ ...Object(body), [stream]: [], next: undefined });
      const match = { template: `/v1/${stream}` };
      emulator.faults.add({ match, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
    }
    await run({ catalog: catalogOf([...INCREMENTAL, 'snippets'], { replication_method: 'FULL_TABLE' }) });
    expect(await kept()).toEqual(served());
  });
});

describe('a run that does not see the whole of a stream deletes nothing of it', () => {
  const troubles: [name: string, streams: string[], tapCode: number, cause: (emulator: Emulator) => void][] =
    [
      [
        'when the people of one segment fail',
        ['segment_membership'],
        1,
        failing('/v1/segments/9/membership'),
      ],
      ['when the list of segments fails', ['segments', 'segment_membership'], 1, failing('/v1/segments')],
      ['when a page fails after others', ['newsletters'], 1, failing('/v1/newsletters', 3)],
      [
        'when a segment is deleted between its list and its people',
        ['segment_membership'],
        0,
        ({ world }) => world.segmentMembers.delete(9),
      ],
    ];

  it.each(troubles)('%s', async (_, streams, tapCode, cause) => {
    const { emulator, run, gone } = await startWorkspace({ streams: FEW });
    await run();
    const lost = loseSome(emulator);
    cause(emulator);
    await run({ settings: { max_retry_seconds: 0 } }, tapCode);
    expect(await gone()).toEqual(without(lost, streams));
  });

  it('when the tap is killed in its middle', async () => {
    const { emulator, run, gone } = await startWorkspace({ streams: FEW });
    await run();
    const lost = loseSome(emulator);
    await run({ killTapWhen: getStuck(emulator) }, 137);
    expect(await gone()).toEqual(without(lost, ['newsletters', 'segment_membership']));
  });
});

describe('a run that resumes a killed one', () => {
  it('deletes what is gone, and nothing that the killed one has written; of members, the next one does', async () => {
    const { emulator, run, served, kept, gone } = await startWorkspace({ streams: FEW });
    const first = await run();
    const lost = loseSome(emulator);
    const killed = await run({ state: lastState(first), killTapWhen: getStuck(emulator) }, 137);
    const before = newsletterPages(emulator.requests);
    const leftLater = leave(emulator, 9).key;

    const resumed = await run({ state: lastState(killed) });
    expectResumed(emulator, before);
    // A segment may have been counted again between the two runs.
    expect(await gone()).toEqual(without(lost, ['segment_membership']));

    await run({ state: lastState(resumed) });
    expect(await gone()).toEqual({ ...lost, segment_membership: [...lost.segment_membership, leftLater] });
    expect(await kept()).toEqual(served());
  });

  it('deletes nothing if the killed one gave no version; the next whole run does', async () => {
    const { emulator, run, served, kept, gone } = await startWorkspace({ streams: FEW });
    const first = await run();
    const lost = loseSome(emulator);
    const settings = { emit_activate_version_messages: false };
    const killed = await run({ state: lastState(first), settings, killTapWhen: getStuck(emulator) }, 137);
    const before = newsletterPages(emulator.requests);

    const resumed = await run({ state: lastState(killed) });
    expectResumed(emulator, before);
    expect(await gone()).toEqual(without(lost, ['newsletters', 'segment_membership']));

    await run({ state: lastState(resumed) });
    expect(await gone()).toEqual(lost);
    expect(await kept()).toEqual(served());
  });
});

/** Starts an API that ends with the test. */
async function startWorkspace({
  streams = Object.keys(tables),
  target = {},
}: {
  streams?: string[];
  target?: Json;
} = {}): Promise<Workspace> {
  workspaces += 1;
  const schema = `workspace_${workspaces}`;
  const emulator = await startEmulator({
    seed: 21,
    requestsPerSecond: false,
    // So few that what a run writes has room in a pipe: a tap that is stuck has handed over all of it.
    sizes: { newsletters: 40, membersPerSegment: 20, messages: 60, activities: 40 },
    maxPageSizes: { newsletters: 4 },
  });
  onTestFinished(() => emulator.close());
  // While one is being built, nothing is said of the members that are gone.
  for (const segment of emulator.world.segments)
    Object.assign(segment, { state: 'finished', progress: null });

  const rowsOf = (stream: string) => {
    const key = tables[stream]?.key ?? [];
    const types = new Map<string, ColumnType>([
      ...[...(tables[stream]?.columns ?? [])].filter(([column]) => key.includes(column)),
      ['_sdc_deleted_at', 'timestamp without time zone'],
      ['_sdc_table_version', 'bigint'],
    ]);
    return pipelines.store.rows(schema, stream, types);
  };
  const keysWhere = async (isGone: boolean) => {
    const found: Keys = {};
    for (const stream of streams) {
      const rows = await rowsOf(stream);
      found[stream] = keysOf(
        stream,
        rows.filter((row) => (row['_sdc_deleted_at'] !== null) === isGone),
      );
    }
    return withoutEmpty(found);
  };
  return {
    emulator,
    async run({ settings, ...options } = {}, tapCode = 0) {
      emulator.requests.length = 0;
      const run = await pipelines.run(emulator, schema, {
        catalog: catalogOf(streams),
        ...options,
        settings: { emit_activate_version_messages: true, ...settings },
        targetSettings: { add_record_metadata: true, ...target },
      });
      const isAsExpected = run.tapCode === tapCode && run.targetCode === 0;
      expect(isAsExpected ? '' : `${run.tapCode}: ${run.tapLog}\n${run.targetLog}`.slice(-6000)).toBe('');
      return run;
    },
    served() {
      const rows = expectedRows(emulator.world);
      return withoutEmpty(
        Object.fromEntries(streams.map((stream) => [stream, keysOf(stream, rows[stream] ?? [])])),
      );
    },
    kept: () => keysWhere(false),
    gone: () => keysWhere(true),
    async versions() {
      const found: Record<string, unknown[]> = {};
      for (const stream of streams) {
        found[stream] = [...new Set((await rowsOf(stream)).map((row) => row['_sdc_table_version']))];
      }
      return found;
    },
  };
}

function keysOf(stream: string, rows: readonly Json[]): string[] {
  const key = tables[stream]?.key ?? [];
  return rows.map((row) => key.map((column) => row[column]).join('/')).sort();
}

function withoutEmpty(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([, list]) => list.length > 0));
}

function without(keys: Keys, streams: readonly string[]): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([stream]) => !streams.includes(stream)));
}

/** The first person of a segment leaves it; gives the key of the row. */
function leave({ world }: Emulator, segment: number): { key: string; comeBack(): void } {
  const [person, ...others] = world.segmentMembers.get(segment) ?? [];
  if (person === undefined) throw new RangeError(`segment ${segment} has nobody`);
  world.segmentMembers.set(segment, others);
  return {
    key: `${segment}/${person.cio_id}`,
    comeBack: () => world.segmentMembers.set(segment, [...(world.segmentMembers.get(segment) ?? []), person]),
  };
}

/** Deletes a segment; gives the keys of the rows of its people. */
function deleteSegment({ world }: Emulator, segment: number): string[] {
  const people = [...(world.segmentMembers.get(segment) ?? [])];
  world.segments = world.segments.filter(({ id }) => id !== segment);
  world.segmentMembers.delete(segment);
  return people.map(({ cio_id }) => `${segment}/${cio_id}`).sort();
}

/** Removes a snippet; gives its key. */
function removeSnippet({ world }: Emulator): string {
  const name = world.snippets.pop()?.name;
  if (name === undefined) throw new RangeError('no snippet');
  return name;
}

/** Takes one record away from each of {@link FEW}; gives their keys. */
function loseSome(emulator: Emulator) {
  const { world } = emulator;
  const newsletter = world.newsletters.splice(20, 1).map(({ id }) => String(id));
  // The last segment, which has no people.
  const segment = world.segments.pop()?.id ?? 0;
  world.segmentMembers.delete(segment);
  return {
    newsletters: newsletter,
    segment_membership: [leave(emulator, 7).key],
    segments: [String(segment)],
    snippets: [removeSnippet(emulator)],
  };
}

/** Makes a path fail for good, after some requests. */
function failing(path: string, after = 0): (emulator: Emulator) => void {
  const action = { kind: 'status', status: 500 } as const;
  return ({ faults }) => faults.add({ match: { path }, after, times: Number.POSITIVE_INFINITY, action });
}

/**
 * The people of the third segment and a late page of newsletters never come. By then two segments are whole, and
 * said to be by the STATE after a page. Resolves when nothing else is under way; answers come again from then on.
 */
function getStuck({ faults, requests }: Emulator): () => Promise<void> {
  const action = { kind: 'hang-before' } as const;
  faults.add({ match: { path: '/v1/segments/9/membership' }, action });
  faults.add({ match: { path: '/v1/newsletters' }, after: 8, action });
  let before = -1;
  const isStuck = () => {
    const [last, open] = [before, requests.filter(({ status }) => status === 0).length];
    before = requests.length;
    return open === 2 && last === requests.length;
  };
  return () => vi.waitUntil(isStuck, { interval: 1000, timeout: 60_000 }).then(() => faults.clear());
}

/** The last run has read nothing again that the stuck one had read. `before`: the pages of newsletters that it asked for. */
function expectResumed({ requests }: Emulator, before: Set<string | undefined>): void {
  const paths = requests.map(({ path }) => path);
  expect(paths).toContain('/v1/segments/9/membership');
  for (const segment of [7, 8]) expect(paths).not.toContain(`/v1/segments/${segment}/membership`);
  // The first page, to be known again; the one that proves the place, and the one that did not come.
  const again = [...newsletterPages(requests)].filter((start) => before.has(start));
  expect(again.length).toBeLessThanOrEqual(3);
  expect(newsletterPages(requests).size).toBeGreaterThan(again.length);
}

/** The pages of newsletters that were asked for: with versions, each is asked for again after the next. */
function newsletterPages(requests: Emulator['requests']): Set<string | undefined> {
  return new Set(
    requests.filter(({ path }) => path === '/v1/newsletters').map(({ query }) => query['start']),
  );
}

function lastState({ states }: PipelineRun): string {
  return states.at(-1) ?? '';
}

/** The catalog that the tap discovers, with these streams only and something changed in them. */
function catalogOf(streams: readonly string[], change: Json = {}): Json {
  const url = new URL('../../../catalog.json', import.meta.url);
  const catalog: { streams: { stream: string }[] } = JSON.parse(readFileSync(url, 'utf8'));
  const entries = catalog.streams.filter(({ stream }) => streams.includes(stream));
  return { streams: entries.map((entry) => ({ ...entry, ...change })) };
}
