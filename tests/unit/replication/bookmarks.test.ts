import { describe, expect, it } from 'vitest';
import type { Partition } from '../../../src/pages/partition.ts';
import type { ContextGroup } from '../../../src/partitions/context.ts';
import { createParentPages } from '../../../src/partitions/parent-page.ts';
import { createFullTableReader } from '../../../src/replication/full-table.ts';
import { createNewestFirstReader } from '../../../src/replication/newest-first.ts';
import type { Reader } from '../../../src/replication/reader.ts';
import { createWindowsReader } from '../../../src/replication/windows.ts';
import { isReadByPeriods, isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

const NOW = 1_769_860_800;
const DAY = 86_400;

function walk(bookmark: { readonly [key: string]: unknown }) {
  const { replication } = definitions.activities;
  if (replication.method !== 'INCREMENTAL' || isReadByWindows(replication) || isReadByPeriods(replication))
    throw new TypeError('no walk');
  return createNewestFirstReader({
    bookmark,
    replication,
    anchor: 0,
    now: NOW,
    lookbackSeconds: DAY,
    lookbackIntervalSeconds: DAY,
    isFullTableAsked: false,
    keyOf: ({ id }) => String(id),
    isDated: true,
    digest: (key) => `#${key}`,
  });
}

function windows(bookmark: { readonly [key: string]: unknown }) {
  const { replication } = definitions.messages;
  if (!isReadByWindows(replication)) throw new TypeError('no windows');
  return createWindowsReader({
    bookmark,
    replication,
    from: NOW - 60 * DAY,
    now: NOW,
    readUntil: NOW,
    isDated: true,
    rewriteIntervalSeconds: 7 * DAY,
    isByMetric: false,
    longestSeconds: 7 * DAY,
    lookbackSeconds: 30 * DAY,
    lookbackIntervalSeconds: DAY,
    isFullTableAsked: false,
    concurrency: 3,
  });
}

function fullTable(bookmark: { readonly [key: string]: unknown }, newVersion?: number) {
  async function* none(): AsyncGenerator<ContextGroup, void, undefined> {}
  return createFullTableReader({
    bookmark,
    groups: none(),
    digest: (key) => `#${key}`,
    parentPages: createParentPages({ start: undefined, asking: '' }, { now: NOW, digest: String }),
    parentKeyLength: 2,
    partitionsOf: () => [],
    keyLength: 2,
    now: NOW,
    newVersion,
    hasReadAt: false,
    isResumable: true,
    hasPositions: true,
    concurrency: 3,
  });
}

const PARENT_PAGE = { pass: 'p', part: [7, 0], page: 1, cursor: null, keys: null, digest: 'd' };

describe('a malformed value of a bookmark is void, and told', () => {
  it.each<[string, { readonly [key: string]: unknown }, string]>([
    ['an instant', { timestamp: 'tuesday' }, 'timestamp is no date-time'],
    ['a list of keys', { top: [1] }, 'top is not a list of texts'],
    ['a number', { disorder: 'much' }, 'disorder is no number of seconds'],
    ['progress that is no object', { progress: 'far' }, 'progress is no list of one object'],
    ['progress without a cursor', { progress: { cursor: '', keys: ['a'] } }, 'progress is no position'],
    ['a foreign key', { replication_key_value: 'x' }, 'replication_key_value is none of the keys'],
    [
      'a gap longer than the API keeps entries',
      { timestamp: '2025-12-01T00:00:00Z' },
      'what lies between is lost',
    ],
  ])('in a walk: %s', (_, bookmark, fault) => {
    expect(walk(bookmark).faults.join()).toContain(fault);
  });

  it.each<[string, { readonly [key: string]: unknown }, string]>([
    ['no list', { covered: 'all' }, 'covered is no list of pairs'],
    ['a pair that is none', { covered: [['2026-01-01T00:00:00Z']] }, 'covered is no list of pairs'],
    [
      'a span that runs backwards',
      { covered: [['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z']] },
      'no list of pairs',
    ],
    [
      'a span ahead',
      { covered: [['2025-01-02T00:00:00Z', '9999-01-01T00:00:00Z']] },
      'lies ahead of the time',
    ],
  ])('in windows: %s', (_, bookmark, fault) => {
    expect(windows(bookmark).faults.join()).toContain(fault);
  });

  it.each<[string, unknown]>([
    ['through nothing', { saved: '2026-01-31T11:00:00Z', through: [], under_way: [] }],
    ['through null', { saved: '2026-01-31T11:00:00Z', through: [null, 0], under_way: [] }],
    ['without an instant', { through: [7, 0], under_way: [] }],
    ['that is under way nowhere', { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: 'x' }],
    ['with null for a partition', { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: [null] }],
    [
      'with a partition of another length',
      { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: [{ key: [7], cursor: 'c', keys: ['a'] }] },
    ],
    [
      'with some keys that are none',
      {
        saved: '2026-01-31T11:00:00Z',
        through: [7, 0],
        under_way: [{ key: [7, 0], cursor: 'c', keys: ['a', 1] }],
      },
    ],
    [
      'through nothing, without a page of a parent',
      { saved: '2026-01-31T11:00:00Z', through: null, under_way: [] },
    ],
    [
      'through something else, with a page of a parent',
      { saved: '2026-01-31T11:00:00Z', through: 'x', under_way: [], parent: PARENT_PAGE },
    ],
    [
      'with a page of a parent that is none',
      { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: [], parent: { ...PARENT_PAGE, page: 0 } },
    ],
    ['with a partition that is none', { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: ['x'] }],
    [
      'with keys that are none',
      { saved: '2026-01-31T11:00:00Z', through: [7, 0], under_way: [{ key: [7, 0], cursor: 'c', keys: 1 }] },
    ],
  ])('in progress of a list: %s', (_, progress) => {
    expect(fullTable({ progress }).faults.join()).toContain('progress does not say how far');
  });

  it('progress of more than thirty days ago is void, silently, and so is that of the first release', () => {
    const old = { saved: '2025-12-31T11:00:00Z', version: 5, through: [7, 0], under_way: [] };
    for (const progress of [old, { since: '2026-01-31T11:00:00Z', through: [7] }]) {
      const { faults, version } = fullTable({ version: 5, progress }, 9);
      expect([faults, version]).toEqual([[], 9]);
    }
  });

  it('progress through nothing is sound with a page of a parent that had nothing to read for', () => {
    const progress = { saved: '2026-01-31T11:00:00Z', through: null, under_way: [], parent: PARENT_PAGE };
    const { faults, isResumed } = fullTable({ progress });
    expect([faults, isResumed]).toEqual([[], true]);
  });

  it('progress goes on with the version that its records carry', () => {
    const under = { key: ['7', '0'], cursor: 'c', keys: ['a', 'b'] };
    const progress = { saved: '2026-01-31T11:00:00Z', version: 5, through: [7, 0], under_way: [under] };
    const reader = fullTable({ version: 5, progress }, 9);
    expect(reader.version).toBe(5);
    expect(reader.bookmark()).toMatchObject({ version: 5, progress: [{ version: 5, under_way: [under] }] });
  });
});

/** All partitions of a reader, none of which is read: it may wait for those that it has given. */
async function partitionsOf(reader: Reader): Promise<Partition[]> {
  const found: Partition[] = [];
  for await (const partition of reader.partitions()) {
    found.push(partition);
    reader.failed(partition);
  }
  return found;
}

describe('a lookback of messages', () => {
  const covered = [['2025-11-01T00:00:00Z', '2026-01-31T11:00:00Z']];

  it('that was interrupted goes on with what is left of it', async () => {
    const lookback = {
      start: '2026-01-31T09:00:00Z',
      from: '2025-12-30T00:00:00Z',
      left: [['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']],
    };
    const reader = windows({ covered, looked_back: '2026-01-30T09:00:00Z', lookback });
    const starts = (await partitionsOf(reader)).map(({ query }) => query['start_ts']);
    expect(starts.at(-1)).toBe(String(Date.parse('2026-01-01T00:00:00Z') / 1000));
    expect(reader.bookmark()).toMatchObject({ lookback: [lookback] });
  });

  it('is not due within its interval', async () => {
    const reader = windows({ covered, looked_back: '2026-01-31T09:00:00Z', lookback: { start: 'x' } });
    expect(await partitionsOf(reader)).toHaveLength(1);
  });
});
