import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import type { ContextGroup } from '../../../src/partitions/context.ts';
import { createParentPages, digestOf, type ParentPage } from '../../../src/partitions/parent-page.ts';
import {
  createFullTableReader,
  type FullTableOptions,
  readVersion,
} from '../../../src/replication/full-table.ts';
import type { Reader } from '../../../src/replication/reader.ts';
import { makePage } from '../pages/make-page.ts';

/** 2026-01-31T12:00:00Z */
const NOW = 1_769_860_800;
const ASKING = 'pages of 10';

const contextsOf = (...ids: readonly number[]) =>
  ids.map((id) => ({ key: [id], params: { id: String(id) }, columns: {} }));

/** A page of the large parent that a stream is read for. */
const parentPage = (page: number, more: Partial<ParentPage> = {}): ParentPage => ({
  pass: `p ${ASKING}`,
  partition: [0],
  page,
  position: page === 1 ? undefined : { cursor: `c${page}`, keys: [`k${page}`] },
  holds: (keys) => keys.includes(`k${page}`),
  ...more,
});

async function* inOrder(groups: readonly ContextGroup[]): AsyncGenerator<ContextGroup> {
  yield* groups;
}

/** A reader of two variants for each context. */
function open(groups: readonly ContextGroup[], more: Partial<FullTableOptions> = {}) {
  const digest = (key: string) => `#${key}`;
  const reader = createFullTableReader({
    bookmark: {},
    groups: inOrder(groups),
    digest,
    parentPages: createParentPages({ start: undefined, asking: ASKING }, { now: NOW, digest }),
    parentKeyLength: 1,
    partitionsOf: ({ key }) => [0, 1].map((variant) => partitionOf([...key, variant])),
    keyLength: 2,
    now: NOW,
    newVersion: undefined,
    hasReadAt: false,
    isResumable: true,
    hasPositions: true,
    concurrency: 3,
    ...more,
  });
  return { reader, partitions: reader.partitions() as AsyncGenerator<Partition, void> };
}

const partitionOf = (key: readonly unknown[]): Partition => ({
  key,
  params: {},
  query: {},
  columns: {},
  readsToEnd: true,
});

const pageOf = (cursor: string | undefined, keys: readonly (string | undefined)[]): Page => {
  const records = keys.map((id) => ({ id }));
  return makePage(records, { newThisPass: [], cursor, keys });
};

/** The next partitions of a reader. */
async function take(partitions: AsyncGenerator<Partition, void>, count: number): Promise<Partition[]> {
  const taken: Partition[] = [];
  while (taken.length < count) {
    const { value } = await partitions.next();
    if (value) taken.push(value);
  }
  return taken;
}

async function takeAll(partitions: AsyncGenerator<Partition, void>): Promise<Partition[]> {
  const taken: Partition[] = [];
  for await (const partition of partitions) taken.push(partition);
  return taken;
}

function progressOf({ bookmark }: Pick<Reader, 'bookmark'>): JsonObject | undefined {
  const { progress } = bookmark();
  return Array.isArray(progress) ? progress[0] : undefined;
}

const keysOf = (partitions: readonly Partition[]) => partitions.map(({ key }) => key.join('.'));

/** What an earlier run has left: it had begun all of `ids`, and reads those under way. */
async function left(ids: readonly number[], underWay: readonly string[] = [], more: JsonObject = {}) {
  const { reader, partitions } = open([{ contexts: contextsOf(...ids) }, { contexts: contextsOf(99) }]);
  const taken = await take(partitions, ids.length * 2);
  for (const partition of taken)
    if (!underWay.includes(partition.key.join('.'))) reader.ended(partition, 'verified');
  return { version: null, progress: [{ ...progressOf(reader), ...more }] };
}

describe('progress', () => {
  it('says which partitions have been begun, and which of them are not done', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7, 8) }]);
    expect(reader.bookmark()).toEqual({ version: null, progress: [] });
    const [first] = await take(partitions, 3);
    if (first) reader.ended(first, 'verified');
    expect(reader.bookmark()).toEqual({
      version: null,
      progress: [
        {
          saved: '2026-01-31T12:00:00Z',
          began: '2026-01-31T12:00:00Z',
          parent: null,
          parents: expect.stringMatching(/^[0-9a-f]{16}$/),
          through: [8, 0],
          under_way: [
            { key: [7, 1], cursor: null, keys: null },
            { key: [8, 0], cursor: null, keys: null },
          ],
          asked: 0,
          refused: 0,
          reasons: [],
          has_failed: false,
          version: null,
        },
      ],
    });
  });

  it('is as old as the last request, in whole seconds', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }]);
    const [first] = await take(partitions, 1);
    if (!first) throw new TypeError('no partition');
    reader.started(first, NOW + 60.9);
    reader.started(first, NOW + 30);
    expect(progressOf(reader)).toMatchObject({
      saved: '2026-01-31T12:01:00Z',
      began: '2026-01-31T12:00:00Z',
    });
  });

  it('holds the position of the page that was written last, in digests', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }]);
    const [first] = await take(partitions, 1);
    if (!first) throw new TypeError('no partition');
    const under = (cursor: string | null, keys: readonly string[] | null) => ({
      under_way: [{ key: [7, 0], cursor, keys }],
    });
    reader.written(first, pageOf(undefined, ['a']));
    expect(progressOf(reader)).toMatchObject(under(null, null));
    reader.written(first, pageOf('c2', ['a', undefined, 'b', 'c', 'd']));
    expect(progressOf(reader)).toMatchObject(under('c2', ['#a', '#b', '#c']));
    reader.written(first, pageOf('c3', []));
    expect(progressOf(reader)).toMatchObject(under('c2', ['#a', '#b', '#c']));
    const resumed = { ...first, resumeAt: { cursor: 'c2', keys: [] } };
    expect(reader.anew(resumed)).toEqual({ ...first, resumeAt: undefined });
    expect(progressOf(reader)).toMatchObject(under(null, null));
  });

  it('is that of the first group that is not done', async () => {
    const { reader, partitions } = open([7, 8, 9].map((id) => ({ contexts: contextsOf(id) })));
    const [one, other, second, , third] = await take(partitions, 5);
    if (!one || !other || !second || !third) throw new TypeError('no partitions');
    reader.ended(second, 'verified');
    reader.ended(one, 'verified');
    expect(progressOf(reader)).toMatchObject({ through: [7, 1], under_way: [{ key: [7, 1] }] });
    reader.ended(other, 'verified');
    expect(progressOf(reader)).toMatchObject({ through: [8, 1], under_way: [{ key: [8, 1] }] });
  });

  it('of a group that is done stays as long as it is the last one', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }]);
    for (const partition of await takeAll(partitions)) reader.ended(partition, 'verified');
    expect(progressOf(reader)).toMatchObject({ through: [7, 1], under_way: [] });
  });

  it('is none before anything has been begun', async () => {
    const { reader, partitions } = open([{ contexts: [] }]);
    await takeAll(partitions);
    expect(reader.bookmark()).toEqual({ version: null, progress: [] });
  });

  it('ends with the stream, and is kept by none that cannot be resumed', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }], { isResumable: false });
    await take(partitions, 1);
    expect(reader.bookmark()).toEqual({ version: null, progress: [] });
    const { reader: begun, partitions: more } = open([{ contexts: contextsOf(7) }]);
    await take(more, 1);
    for (const end of ['done', 'failed'] as const)
      expect(begun.finished(end)).toEqual({ version: null, progress: [] });
  });

  it('keeps a partition that failed under way, for the next run', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }]);
    const [first] = await take(partitions, 1);
    if (first) reader.failed(first);
    expect(progressOf(reader)).toMatchObject({ under_way: [{ key: [7, 0] }], reasons: [] });
  });
});

describe('a later run', () => {
  it('reads what was not done, and what comes behind', async () => {
    const bookmark = await left([7, 8], ['7.1', '8.0']);
    const { reader, partitions } = open([{ contexts: contextsOf(7, 8, 9) }], { bookmark });
    expect(reader.isResumed).toBe(true);
    expect(progressOf(reader)).toEqual(bookmark.progress[0]);
    expect(keysOf(await takeAll(partitions))).toEqual(['7.1', '8.0', '9.0', '9.1']);
    expect(progressOf(reader)).toMatchObject({ through: [9, 1], reasons: [] });
  });

  it('counts what it has read again as begun by the run before, also in what it leaves itself', async () => {
    const bookmark = await left([7, 8], ['7.1'], { began: '2026-01-30T00:00:00Z' });
    const { reader, partitions } = open([{ contexts: contextsOf(7, 8) }], { bookmark });
    expect(reader.began).toBe(NOW - 36 * 3600);
    await take(partitions, 1);
    expect(progressOf(reader)).toMatchObject({
      began: '2026-01-30T00:00:00Z',
      through: [8, 1],
      under_way: [{ key: [7, 1] }],
    });
  });

  it('goes on at the page that was written last, where a place in the list is not part of the key', async () => {
    const { reader, partitions } = open([{ contexts: contextsOf(7) }]);
    const [first] = await take(partitions, 1);
    if (first) reader.written(first, pageOf('c2', ['a']));
    const bookmark = reader.bookmark();
    const resumed = async (hasPositions: boolean) => {
      const later = open([{ contexts: contextsOf(7) }], { bookmark, hasPositions });
      const taken = await takeAll(later.partitions);
      return taken.map(({ resumeAt }) => resumeAt);
    };
    expect(await resumed(true)).toEqual([{ cursor: 'c2', keys: ['#a'] }, undefined]);
    expect(await resumed(false)).toEqual([undefined, undefined]);
  });

  it.each<[string, readonly number[], readonly string[]]>([
    ['are the same', [7, 9, 11], []],
    ['have others behind them', [7, 9, 10, 11], []],
    ['have lost one', [7, 11], ['unproved']],
    ['have lost the last one', [7], ['unproved']],
    ['have one more', [7, 8, 9, 11], ['unproved']],
  ])('is whole only if those it was read for before %s', async (_, now, expected) => {
    const bookmark = await left([7, 9]);
    const { reader, partitions } = open([{ contexts: contextsOf(...now) }], { bookmark });
    await takeAll(partitions);
    expect([...reader.completeness.reasons.keys()]).toEqual(expected);
  });

  it('compares the keys of a batch, not only the first of them', async () => {
    const batch = (...keys: readonly string[]) => [
      { contexts: [{ key: ['1'], keys, params: {}, columns: {} }] },
    ];
    const { reader, partitions } = open(batch('1', '2'));
    await takeAll(partitions);
    const bookmark = reader.bookmark();
    for (const [keys, size] of [
      [['1', '2'], 0],
      [['1', '3'], 1],
    ] as const) {
      const later = open(batch(...keys), { bookmark });
      await takeAll(later.partitions);
      expect(later.reader.completeness.reasons.size).toBe(size);
    }
  });

  it('keeps what the pass has met so far', async () => {
    const bookmark = await left([7], [], { asked: 5, refused: 2, reasons: [['gone', 2]] });
    const { reader, partitions } = open([{ contexts: contextsOf(7, 8) }], { bookmark });
    await take(partitions, 1);
    expect(progressOf(reader)).toMatchObject({ asked: 5, refused: 2, reasons: [['gone', 2]] });
  });

  it('is not known to be whole where an earlier release kept no reasons', async () => {
    const bookmark = await left([7], [], { reasons: null });
    const { reader } = open([{ contexts: contextsOf(7) }], { bookmark });
    expect([...reader.completeness.reasons]).toEqual([['unproved', 1]]);
    expect([...open([]).reader.completeness.reasons]).toEqual([]);
  });

  it('compares nothing where an earlier release kept no digest', async () => {
    const bookmark = await left([7, 9], [], { parents: null });
    const { reader, partitions } = open([{ contexts: contextsOf(9) }], { bookmark });
    await takeAll(partitions);
    expect([...reader.completeness.reasons]).toEqual([]);
  });

  it('reads all anew where the key has another length by now', async () => {
    const bookmark = await left([7]);
    const { reader } = open([], { bookmark, keyLength: 3 });
    expect([reader.isResumed, reader.faults.length]).toEqual([false, 1]);
  });

  it('has begun when the run before has, though its clock was ahead a little: all rows of a pass say the same', async () => {
    const bookmark = await left([7], [], { began: '2026-01-31T12:02:00Z' });
    const { reader } = open([{ contexts: contextsOf(7, 8) }], { bookmark });
    expect([reader.isResumed, reader.began]).toEqual([true, NOW + 120]);
  });

  it('goes on within thirty days', async () => {
    const bookmark = await left([7]);
    const resumed = (days: number) => open([], { bookmark, now: NOW + days * 86_400 }).reader.isResumed;
    expect([resumed(30), resumed(31)]).toEqual([true, false]);
  });
});

describe('read_at', () => {
  const AN_HOUR_AHEAD = { read_at: '2026-01-31T13:00:00Z' };

  it('stays in the bookmark, however far ahead, while rows do not have it', () => {
    const { reader } = open([], { bookmark: AN_HOUR_AHEAD });
    expect(reader.faults).toEqual([]);
    expect(reader.finished('done')).toMatchObject(AN_HOUR_AHEAD);
    expect(open([]).reader.finished('done')).not.toHaveProperty('read_at');
  });

  it('that is no time has no effect, and is told', () => {
    const { reader } = open([], { bookmark: { read_at: 'tuesday' }, hasReadAt: true });
    expect(reader.faults).toEqual(['bookmark: read_at is no date-time; it is ignored']);
    expect(reader.began).toBe(NOW);
  });
});

describe('a version', () => {
  const versionOf = (more: Partial<FullTableOptions>) => open([], more).reader.version;

  it('is the one that the interrupted pass has begun with', async () => {
    const bookmark = { ...(await left([7], [], { version: 5 })), version: 4 };
    expect(versionOf({ bookmark, newVersion: 9 })).toBe(5);
    expect(versionOf({ bookmark })).toBeUndefined();
    expect(versionOf({ bookmark, newVersion: 9, isResumable: false })).toBe(9);
    expect(versionOf({ bookmark: { version: 4 }, newVersion: 9 })).toBe(9);
    expect(versionOf({ bookmark: await left([7]), newVersion: 9 })).toBeUndefined();
  });

  it('is in the bookmark before the first record that carries it, and stays', () => {
    expect(open([], { newVersion: 9 }).reader.bookmark()).toEqual({ version: 9, progress: [] });
    const bookmark = { version: 4 };
    expect(open([], { bookmark }).reader.bookmark()).toEqual({ version: 4, progress: [] });
    expect(open([], { bookmark }).reader.finished('done')).toEqual({ version: 4, progress: [] });
  });

  it.each([
    [7, 7],
    [1, 1],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['7', undefined],
    [null, undefined],
  ])('of %j is read as %j', (version, expected) => {
    expect(readVersion({ version })).toBe(expected);
  });
});

describe('a version that is none', () => {
  it.each(['7', 0, 1.5, true, [7], {}])('is told: %j', (version) => {
    expect(open([], { bookmark: { version } }).reader.faults).toEqual([
      'bookmark: version is no whole number above zero; it is ignored',
    ]);
  });

  it.each([7, null, undefined])('is not meant by %j', (version) => {
    expect(open([], { bookmark: { version } }).reader.faults).toEqual([]);
  });
});

describe('what is read for a large parent', () => {
  const child = (start: ParentPage | undefined) => ({
    large: { role: 'child', start, asking: ASKING, goesOnAtFailure: true } as const,
  });
  const groupOf = (page: number, ids: readonly number[], more?: Partial<ParentPage>): ContextGroup => ({
    contexts: contextsOf(...ids),
    at: parentPage(page, more),
  });

  it('has the page in its progress, also one that has nothing to read for, and no digest of all contexts', async () => {
    const { reader, partitions } = open([groupOf(1, []), groupOf(2, [7])], child(undefined));
    await take(partitions, 1);
    expect(progressOf(reader)).toMatchObject({
      parent: { pass: `p ${ASKING}`, part: [0], page: 2, digest: digestOf(contextsOf(7)) },
      parents: '',
      through: [7, 0],
    });
    const { reader: other, partitions: none } = open([groupOf(1, [])], child(undefined));
    await takeAll(none);
    expect(progressOf(other)).toMatchObject({ parent: { page: 1 }, through: null, under_way: [] });
  });

  it('goes on at the page where its contexts are the same, and reads others whole', async () => {
    const { reader, partitions } = open([groupOf(2, [7, 8])], child(undefined));
    for (const partition of await take(partitions, 3)) reader.ended(partition, 'verified');
    const bookmark = reader.bookmark();
    const read = async (group: ContextGroup, start = parentPage(2)) => {
      const later = open([group], { bookmark, ...child(start) });
      expect(later.reader.isResumed).toBe(true);
      return keysOf(await takeAll(later.partitions));
    };
    expect(await read(groupOf(2, [7, 8]))).toEqual(['8.1']);
    expect(await read(groupOf(2, [7, 8, 9]))).toHaveLength(6);
    expect(await read(groupOf(3, [7, 8]))).toHaveLength(4);
    expect(await read(groupOf(2, [7, 8], { pass: `q ${ASKING}` }))).toEqual(['8.1']);
    expect(await read(groupOf(1, [5, 6]))).toEqual([]);
    expect(open([], { bookmark, ...child(undefined) }).reader.isResumed).toBe(false);
  });

  it('reads all where pages were not counted before, or are not any more', async () => {
    const { reader, partitions } = open([groupOf(2, [7])], child(undefined));
    for (const partition of await take(partitions, 2)) reader.ended(partition, 'verified');
    const counted = reader.bookmark();
    expect(await takeAll(open([{ contexts: contextsOf(7) }], { bookmark: counted }).partitions)).toHaveLength(
      2,
    );
    const later = open([groupOf(2, [7])], { bookmark: await left([7]), ...child(parentPage(2)) });
    expect(await takeAll(later.partitions)).toHaveLength(2);
  });

  it('counts what fails, and does not keep it under way: its place with the parent must not stay before it', async () => {
    const { reader, partitions } = open([groupOf(1, [7]), groupOf(2, [8])], child(undefined));
    const [first, second] = await take(partitions, 3);
    if (!first || !second) throw new TypeError('no partitions');
    reader.failed(first);
    reader.ended(second, 'verified');
    expect(progressOf(reader)).toMatchObject({
      parent: { page: 2 },
      reasons: [['failed', 1]],
      has_failed: false,
    });
  });

  it('goes on before what the parent has read behind a failure', async () => {
    const behind = groupOf(1, [8], { partition: [1], isBehindFailure: true });
    const { reader, partitions } = open([groupOf(1, [7]), behind], child(undefined));
    for (const partition of await take(partitions, 3)) reader.ended(partition, 'verified');
    expect(progressOf(reader)).toMatchObject({ parent: { part: [1] } });
    expect(reader.finished('interrupted')).toMatchObject({
      progress: [{ parent: { part: [0], page: 1 }, has_failed: true }],
    });
  });

  it('goes on where it was, if nothing was read behind the failure; what has failed of it has failed', async () => {
    const { reader, partitions } = open([groupOf(1, [7])], child(undefined));
    for (const partition of await take(partitions, 1)) reader.failed(partition);
    expect(reader.finished('interrupted')).toMatchObject({
      progress: [{ through: [7, 0], reasons: [['failed', 1]], has_failed: true }],
    });
    expect(open([], child(undefined)).reader.finished('interrupted')).toEqual({
      version: null,
      progress: [],
    });
  });
});

describe('a large parent', () => {
  const parent = (start: ParentPage | undefined) => ({
    keyLength: 1,
    partitionsOf: () => [0, 1].map((variant) => partitionOf([variant])),
    large: { role: 'parent', start, asking: ASKING, goesOnAtFailure: true } as const,
  });
  const root: ContextGroup = { contexts: [{ key: [], params: {}, columns: {} }] };
  const digest = (key: string) => `#${key}`;
  const pagesFrom = (start: ParentPage | undefined) =>
    createParentPages({ start, asking: ASKING }, { now: NOW, digest });

  it('goes on at the page at which its children can', async () => {
    const start = parentPage(3, { partition: [1] });
    const { reader, partitions } = open([root], parent(start));
    const taken = await takeAll(partitions);
    expect(taken).toMatchObject([{ key: [1], resumeAt: start.position }]);
    expect(reader).toMatchObject({ isResumed: true, began: NOW });
    expect(open([root], parent(undefined)).reader.isResumed).toBe(false);
  });

  it('keeps what its own pass has met so far, and when it began', async () => {
    const former = {
      saved: '2026-01-31T11:00:00Z',
      began: '2026-01-30T12:00:00Z',
      through: [1],
      under_way: [],
      parents: null,
      parent: null,
      version: 5,
    };
    const progress = { ...former, asked: 3, refused: 1, reasons: [['gone', 1]] };
    const more = { ...parent(parentPage(3)), bookmark: { progress: [progress] }, newVersion: 9 };
    const { reader } = open([root], more);
    expect(reader).toMatchObject({ began: NOW - 86_400, version: 5, completeness: { asked: 3, refused: 1 } });
    expect(progressOf(reader)).toMatchObject({ began: '2026-01-30T12:00:00Z' });
    // A release that kept no reasons may have met some.
    const { reader: unproved } = open([root], { ...more, bookmark: { progress: [former] } });
    expect([...unproved.completeness.reasons]).toEqual([['unproved', 1]]);
    const { reader: without } = open([root], { ...more, bookmark: {} });
    expect(without).toMatchObject({ version: 9, completeness: { asked: 0, refused: 0 } });
    expect([...without.completeness.reasons]).toEqual([]);
  });

  it('has the page that was written last in its progress, and begins to count anew with its list', async () => {
    const parentPages = pagesFrom(undefined);
    const { reader, partitions } = open([root], { ...parent(undefined), parentPages });
    const [first] = await take(partitions, 1);
    if (!first) throw new TypeError('no partition');
    expect(progressOf(reader)).toMatchObject({ parent: null });
    parentPages.of(first, pageOf(undefined, ['a']));
    parentPages.of(first, pageOf('c2', ['b']));
    expect(progressOf(reader)).toMatchObject({ parent: { page: 2, cursor: 'c2', digest: digestOf([]) } });
    reader.anew(first);
    expect(progressOf(reader)).toMatchObject({ parent: null });
  });

  it('goes on before what failed of its list, and with it', async () => {
    const parentPages = pagesFrom(undefined);
    const { reader, partitions } = open([root], { ...parent(undefined), parentPages });
    const [first, second] = await take(partitions, 2);
    if (!first || !second) throw new TypeError('no partitions');
    parentPages.of(first, pageOf(undefined, ['a']));
    reader.failed(first);
    parentPages.of(second, pageOf(undefined, ['b']));
    expect(reader.finished('interrupted')).toMatchObject({
      progress: [{ parent: { part: [0] }, reasons: [], has_failed: true }],
    });
    expect(progressOf(reader)).toMatchObject({ parent: { part: [1] }, reasons: [['failed', 1]] });
  });
});

it('all that is new is written, and nothing of a list is read in halves', () => {
  const { reader } = open([]);
  const page = { ...pageOf(undefined, ['a', 'b']), unseen: [{ id: 'b' }] };
  expect(reader.keep(partitionOf([0]), page)).toEqual([{ id: 'b' }]);
  expect(reader.follow(partitionOf([0]), page)).toBe('cursor');
  expect(reader.halve(partitionOf([0]))).toBeUndefined();
  expect(reader.notes).toEqual([]);
});
