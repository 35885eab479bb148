import { describe, expect, it } from 'vitest';
import { createCompleteness } from '../../../src/bookmarks/completeness.ts';
import { discover } from '../../../src/commands/discover.ts';
import { selectStreams } from '../../../src/commands/select-streams.ts';
import { createLog } from '../../../src/log/log.ts';
import type { Partition } from '../../../src/pages/partition.ts';
import { RequestError } from '../../../src/request-error.ts';
import { NullObjectError } from '../../../src/shape-error.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import type { Absence } from '../../../src/sync/absence.ts';
import { createPlan } from '../../../src/sync/plan.ts';
import { createStreamChecks } from '../../../src/sync/stream-checks.ts';
import { TapError } from '../../../src/tap-error.ts';
import { RUN_OPTIONS } from './run-options.ts';

const REFUSED: Absence = {
  kind: 'refused',
  reason: new RequestError({ path: '/v1/x' }, { kind: 'status', status: 404, body: 'JSON' }, 1),
};
const NULL: Absence = { kind: 'null', reason: new NullObjectError('GET /v1/x', 'null') };

/** What a stream is read with: what was deleted meanwhile, what its counters say, and what an earlier run has met. */
interface Given {
  readonly deleted?: readonly string[];
  /** Bodies of answers, in turn. */
  readonly bodies?: unknown[];
  readonly version?: number;
  readonly verifyCounts?: boolean;
  readonly isResumed?: boolean;
  readonly earlier?: { readonly asked: number; readonly refused: number };
}

/** The checks of a stream, and what has come of them. */
function checksOf(name: StreamName, given: Given = {}) {
  const { selected } = createPlan(selectStreams(discover(), [name]));
  const stream = selected.find((one) => one.name === name);
  if (!stream) throw new Error('no stream');
  const completeness = Object.assign(createCompleteness(), given.earlier);
  const said: string[] = [];
  const log = createLog({
    write: (line) => void said.push(line.trim().replace(`${name}: `, '')),
    lowest: 'INFO',
    format: ({ level, message }) => `${level} ${message}`,
  });
  const asked: string[] = [];
  const bodies = [...(given.bodies ?? [])];
  const checks = createStreamChecks(
    stream,
    { completeness, isResumed: given.isResumed ?? false, version: given.version },
    {
      ask: async ({ path }) => {
        asked.push(path);
        const body = bodies.shift();
        if (body instanceof Error) throw body;
        return { next: undefined, apiDate: undefined, sentDate: undefined, json: async () => body };
      },
      log,
      existence: {
        isDeleted: async (_, key) => Object.values(key).some((id) => given.deleted?.includes(id)),
      },
      options: {
        ...RUN_OPTIONS,
        emitActivateVersion: given.version !== undefined,
        verifyCounts: given.verifyCounts ?? false,
      },
    },
  );
  const partitionOf = (id: string): Partition => ({
    key: [id, 0],
    params: { segment_id: id },
    query: {},
    columns: {},
    readsToEnd: true,
  });
  return {
    said,
    asked,
    reasons: () => Object.fromEntries(completeness.reasons),
    checks,
    /** A parent whose records have been read. */
    async read(id: string, records = 1) {
      const partition = partitionOf(id);
      await checks.begin(partition);
      await checks.read(partition, { records, missing: [] });
    },
    /** A parent that is not there. */
    async absent(id: string, absence: Absence = REFUSED) {
      const partition = partitionOf(id);
      await checks.begin(partition);
      await checks.absent(partition, absence);
    },
    /** Ids that are looked up together, and those that are not found. */
    async lookUp(ids: readonly string[], missing: readonly string[]) {
      const lookup = { ids, idOf: () => '', of: () => partitionOf('') };
      const partition = { ...partitionOf(''), lookup };
      await checks.begin(partition);
      await checks.read(partition, { records: ids.length - missing.length, missing });
    },
  };
}

describe('parents that are not there', () => {
  it('are no reason where they were deleted meanwhile, and are told', async () => {
    const { read, absent, checks, said, reasons } = checksOf('segment_membership', { deleted: ['2'] });
    await read('1');
    await absent('2');
    expect([await checks.end(false), reasons()]).toEqual([[], {}]);
    expect(said).toEqual([
      expect.stringMatching(/^WARNING 1 record of segments deleted meanwhile .*left out$/),
    ]);
  });

  it('make the stream partial where they still exist', async () => {
    const { read, absent, checks, said, reasons } = checksOf('segment_membership');
    await read('1');
    await absent('2');
    await absent('3', NULL);
    expect([await checks.end(false), reasons()]).toEqual([[], { gone: 2 }]);
    expect(said).toEqual([
      expect.stringMatching(/^WARNING 2 records of segments could not be read .*counts as partial$/),
    ]);
  });

  it.each<[string, Absence, Given, boolean]>([
    ['every one', REFUSED, {}, true],
    ['every one of the whole pass', REFUSED, { earlier: { asked: 3, refused: 3 } }, true],
    ['null in place of an object, which may be usual', NULL, {}, false],
    ['deleted, every one', REFUSED, { deleted: ['1', '2'] }, false],
  ])('fail the stream where several are refused, and they are all: %s', async (_, absence, given, fails) => {
    const { absent, checks } = checksOf('segment_membership', given);
    await absent('1', absence);
    await absent('2', absence);
    expect(await checks.end(false)).toEqual(fails ? [absence.reason] : []);
  });

  it('fail the stream where the only one of this run is the last of a pass of which every one was refused', async () => {
    const alone = checksOf('segment_membership');
    await alone.absent('1');
    expect(await alone.checks.end(false)).toEqual([]);
    const last = checksOf('segment_membership', { earlier: { asked: 1, refused: 1 } });
    await last.absent('2');
    expect(await last.checks.end(false)).toEqual([REFUSED.reason]);
  });

  it('fail nothing where one alone is refused, however many lists there are of it', async () => {
    const { absent, checks } = checksOf('object_identifiers');
    for (const variant of ['1', '1']) await absent(variant);
    expect(await checks.end(false)).toEqual([]);
    for (const variant of ['2', '2']) await absent(variant);
    expect(await checks.end(false)).toEqual([REFUSED.reason]);
  });

  it('fail nothing where others of an earlier run could be read', async () => {
    const { absent, checks } = checksOf('segment_membership', { earlier: { asked: 9, refused: 8 } });
    await absent('2');
    await absent('3');
    expect(await checks.end(false)).toEqual([]);
  });
});

it('a feature that is not there is told, and makes the stream partial', async () => {
  const { absent, checks, said, reasons } = checksOf('object_types');
  const reason = new RequestError({ path: '/v1/object_types' }, { kind: 'status', status: 404 }, 1);
  await absent('', { kind: 'no feature', reason });
  expect([await checks.end(false), reasons()]).toEqual([[], { no_feature: 1 }]);
  expect(said).toEqual([
    expect.stringMatching(/^WARNING .*the workspace does not have this feature; no records$/),
  ]);
});

describe('ids that are looked up together', () => {
  it('fail the stream where none of several is found, for their form may be wrong', async () => {
    const { lookUp, checks } = checksOf('people');
    await lookUp(['a', 'b'], ['a', 'b']);
    expect((await checks.end(false)).join()).toContain('none of 2 records of people_identifiers was found');
    expect(await checks.end(true)).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[], readonly string[], string]>([
    ['all are found', ['a', 'b'], [], [], 'INFO 2 of 2 records of people_identifiers were found'],
    [
      'the only one is not found',
      ['a'],
      ['a'],
      [],
      'WARNING 0 of 1 record of people_identifiers were found: 1 were left out of the answers, though they may still exist',
    ],
    [
      'several are not found',
      ['a', 'b', 'c'],
      ['a', 'b'],
      [],
      'WARNING 1 of 3 records of people_identifiers were found: 2 were left out of the answers, though they may still exist',
    ],
    [
      'all were deleted',
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
      'INFO 0 of 2 records of people_identifiers were found: 2 were deleted meanwhile',
    ],
    [
      'some were deleted, and some not',
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a'],
      'WARNING 1 of 3 records of people_identifiers were found: 1 were deleted meanwhile, 1 were left out of the answers, though they may still exist',
    ],
  ])('are told where %s', async (_, ids, missing, deleted, told) => {
    const { lookUp, checks, said, reasons } = checksOf('people', { deleted });
    await lookUp(ids, missing);
    expect([await checks.end(false), said]).toEqual([[], [told]]);
    const unanswered = missing.length - deleted.length;
    expect(reasons()).toEqual(unanswered > 0 ? { unanswered } : {});
  });
});

it('lists whose end proves nothing are counted, and told', async () => {
  const { checks, said, reasons } = checksOf('snippets');
  const partition = { key: [], params: {}, query: {}, columns: {}, readsToEnd: true };
  checks.doubt(['unproved']);
  await checks.read(partition, { records: 1, missing: [] });
  checks.doubt([]);
  await checks.read(partition, { records: 1, missing: [] });
  await checks.end(false);
  expect(reasons()).toEqual({ unproved: 1 });
  expect(said).toEqual([expect.stringContaining('/v1/snippets: 1 list may lack records')]);
});

describe('segments that are made anew by now', () => {
  const segments = (...states: readonly string[]) => ({
    segments: states.map((state, id) => ({ id, state })),
  });

  it.each<[string, unknown, object]>([
    ['are no reason where there are none', segments('finished', 'finished'), {}],
    ['are a reason each', segments('build', 'finished', 'build'), { unsettled: 2 }],
    ['are a reason where the list cannot be read again', new TapError('no'), { unsettled: 1 }],
  ])('%s', async (_, body, expected) => {
    const { read, checks, reasons } = checksOf('segment_membership', { version: 1, bodies: [body] });
    await read('1');
    expect([await checks.end(false), reasons()]).toEqual([[], expected]);
  });

  it('are not known where an earlier run has read of them: they may be finished since', async () => {
    const { read, checks, reasons, asked } = checksOf('segment_membership', { version: 1, isResumed: true });
    await read('2');
    expect([await checks.end(false), reasons(), asked]).toEqual([[], { unproved: 1 }, []]);
  });

  it('are not known where it was no answer that failed', async () => {
    const { checks } = checksOf('segment_membership', { version: 1, bodies: [new Error('stopped')] });
    await expect(checks.end(false)).rejects.toThrow('stopped');
  });

  it('are not asked for where nothing is deleted for it, the stream is not whole anyway, or no parent is made anew', async () => {
    const plain = checksOf('segment_membership');
    await plain.checks.end(false);
    const partial = checksOf('segment_membership', { version: 1 });
    await partial.absent('2');
    await partial.checks.end(false);
    const failed = checksOf('segment_membership', { version: 1 });
    await failed.checks.end(true);
    const others = (['segment_usage', 'snippets'] as const).map((name) =>
      checksOf(name, { version: 1, isResumed: true }),
    );
    for (const { checks } of others) await checks.end(false);
    expect([plain, partial, failed, ...others].flatMap(({ asked }) => asked)).toEqual([]);
    expect(others.map(({ reasons }) => reasons())).toEqual([{}, {}]);
  });
});

describe('verify_counts', () => {
  const people = (...counts: readonly number[]) => ({
    workspaces: counts.map((count) => ({ people: count })),
  });
  const differ = expect.stringMatching(/^WARNING \d+ records were read, and the API counts /);

  it.each<[string, number, unknown, unknown, readonly unknown[]]>([
    ['says nothing where it agrees', 1000, people(1000), people(1000), []],
    ['says nothing of one in a thousand', 1000, people(1001), people(1001), []],
    ['warns of more', 1000, people(1002), people(1002), [differ]],
    ['warns of fewer', 1002, people(1000), people(1000), [differ]],
    ['says nothing of what lies between two counts', 1000, people(900), people(1100), []],
    [
      'says nothing of what lies between two counts, the other way round',
      1000,
      people(1100),
      people(900),
      [],
    ],
    ['takes the workspace whose count is nearest', 1000, people(5, 1000, 1500), people(990, 1000, 7), []],
    [
      'says that a counter gives no number',
      1000,
      people(-1),
      people(1000),
      [expect.stringContaining('gives no number, so nothing is compared')],
    ],
    [
      'says that a counter could not be read again',
      1000,
      people(1000),
      new TapError('status 500'),
      [expect.stringContaining("could not be compared with the API's: status 500")],
    ],
  ])('%s', async (_, records, before, after, told) => {
    const { read, checks, said } = checksOf('people_identifiers', {
      verifyCounts: true,
      bodies: [before, after],
    });
    await read('', records - 1);
    await read('', 1);
    await checks.end(false);
    expect(said).toEqual(told);
  });

  it('compares each partition with its own counter', async () => {
    const { read, said, asked } = checksOf('segment_membership', {
      verifyCounts: true,
      bodies: [5, 5, 7, 8].map((count) => ({ count })),
    });
    await read('1', 5);
    await read('2', 6);
    expect(asked).toEqual(Array(4).fill('/v1/segments/{segment_id}/customer_count'));
    expect(said).toEqual([
      'WARNING 6 records were read, and the API counts 7 before and 8 after (GET /v1/segments/{segment_id}/customer_count)',
    ]);
  });

  it('compares nothing of a pass that began in an earlier run, or of which a parent was absent', async () => {
    const resumed = checksOf('people_identifiers', {
      verifyCounts: true,
      isResumed: true,
      bodies: [people(5)],
    });
    await resumed.read('', 1);
    await resumed.checks.end(false);
    expect([resumed.asked.length, resumed.said]).toEqual([1, []]);
  });
});
