import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import { createNewestFirstReader, type NewestFirstOptions } from '../../../src/replication/newest-first.ts';
import type { Reader } from '../../../src/replication/reader.ts';
import { makePage } from '../pages/make-page.ts';

const DAY = 86_400;
const HOUR = 3600;

/** 2026-01-31T12:00:00Z */
const NOW = 1_769_860_800;
const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** A list that was read an hour ago, to its end, and was out of order by ten minutes. */
const BEFORE = {
  timestamp: at(NOW - HOUR),
  top: ['#top', '#next'],
  disorder: 600,
  looked_back: at(NOW - 2 * HOUR),
  progress: [],
};

function open(more: Partial<NewestFirstOptions> = {}): Reader {
  return createNewestFirstReader({
    bookmark: BEFORE,
    replication: { method: 'INCREMENTAL', key: 'at', by: { kind: 'newest-first', retentionDays: 30 } },
    anchor: NOW - 20 * DAY,
    now: NOW,
    lookbackSeconds: DAY,
    lookbackIntervalSeconds: DAY,
    isFullTableAsked: false,
    isDated: true,
    keyOf: ({ id }) => (id === undefined ? undefined : String(id)),
    digest: (key) => `#${key.trim()}`,
    ...more,
  });
}

const pageOf = (records: readonly JsonObject[], more: Partial<Page> = {}): Page =>
  makePage(records, {
    next: 'n',
    keys: records.map(({ id }) => (id === undefined ? undefined : String(id))),
    begin: typeof records[0]?.['at'] === 'number' ? records[0]['at'] : undefined,
    ...more,
  });

/** Partitions of a reader, each ended before the next. */
async function partitionsOf(reader: Reader, onEach: (partition: Partition) => void = () => {}) {
  const partitions: Partition[] = [];
  for await (const partition of reader.partitions()) {
    partitions.push(partition);
    reader.started(partition, NOW + 1);
    onEach(partition);
  }
  return partitions;
}

/** The only partition of a reader, begun. */
async function begin(reader: Reader): Promise<Partition> {
  for await (const partition of reader.partitions()) {
    reader.started(partition, NOW + 1);
    return partition;
  }
  throw new TypeError('no partition');
}

const TOP = { id: 'top', at: NOW - 30 * 60 };
const old = (seconds: number, id = 'old') => ({ id, at: NOW - seconds });

describe('a scan', () => {
  it('is one partition, a span that was found empty is asked for twice', async () => {
    const partitions = await partitionsOf(open());
    expect(partitions).toEqual([
      { key: [], params: {}, query: {}, columns: {}, resumeAt: undefined, readsToEnd: false, isSpan: true },
    ]);
    expect(open()).toMatchObject({
      notes: [],
      version: undefined,
      began: NOW,
      isResumed: false,
      concurrency: 1,
      faults: [],
    });
  });

  /** Two hours and ten minutes: an hour before the bookmark, less the disorder. */
  const STOP = 2 * HOUR + 600;

  it.each<[string, readonly JsonObject[], 'stop' | 'cursor']>([
    ['stops below what is read again', [old(STOP + 1)], 'stop'],
    ['goes on at its bound', [old(STOP)], 'cursor'],
    [
      'goes on as long as one record of a page is above',
      [old(STOP + 9), old(STOP - 9), old(STOP + 9)],
      'cursor',
    ],
    ['goes on at a record without a time', [old(STOP + 9), { id: 'x' }], 'cursor'],
    ['goes on at an empty page', [], 'cursor'],
  ])('%s', async (_, records, expected) => {
    const reader = open();
    const partition = await begin(reader);
    expect(reader.follow(partition, pageOf([TOP]))).toBe('cursor');
    expect(reader.follow(partition, pageOf(records))).toBe(expected);
  });

  it.each<[string, JsonObject, 'stop' | 'cursor']>([
    ['by its digest', { id: 'next' }, 'stop'],
    ['by a key of an earlier release', { id: '#top' }, 'stop'],
    ['not by another', { id: 'another' }, 'cursor'],
    ['not by none', {}, 'cursor'],
  ])('stops only once it has met what was on top before: %s', async (_, record, expected) => {
    const reader = open();
    const partition = await begin(reader);
    reader.follow(
      partition,
      pageOf([
        { id: 'new', at: NOW },
        { ...record, at: NOW },
      ]),
    );
    expect(reader.follow(partition, pageOf([old(9 * DAY)]))).toBe(expected);
  });

  it('goes on to the end where nothing was on top before', async () => {
    const reader = open({ bookmark: { ...BEFORE, top: [] } });
    const partition = await begin(reader);
    reader.follow(partition, pageOf([TOP]));
    expect(reader.follow(partition, pageOf([old(9 * DAY)]))).toBe('cursor');
  });

  it('goes further where a lookback is due', async () => {
    const reader = open({ lookbackIntervalSeconds: HOUR });
    const partition = await begin(reader);
    reader.follow(partition, pageOf([TOP]));
    expect(reader.follow(partition, pageOf([old(DAY + STOP - 1)]))).toBe('cursor');
    expect(reader.follow(partition, pageOf([old(DAY + STOP + 1)]))).toBe('stop');
  });

  it.each<[string, Partial<NewestFirstOptions>, boolean]>([
    ['nothing was read before', { bookmark: {} }, false],
    ['everything is asked for', { isFullTableAsked: true }, false],
    ['the order is not known, which it tells', { bookmark: { ...BEFORE, disorder: null } }, true],
  ])('goes to the end where %s', async (_, more, isTold) => {
    const reader = open(more);
    expect(reader.notes).toEqual(isTold ? [expect.stringContaining('read to its end')] : []);
    const partition = await begin(reader);
    expect(partition.readsToEnd).toBe(true);
    reader.follow(partition, pageOf([TOP]));
    expect(reader.follow(partition, pageOf([old(9 * DAY)]))).toBe('cursor');
  });

  it('writes what is new and not older than the anchor, and what has no time', () => {
    const records = [old(20 * DAY), old(20 * DAY + 1), { id: 'x' }];
    const kept = open().keep(
      { key: [], params: {}, query: {}, columns: {}, readsToEnd: true },
      pageOf(records),
    );
    expect(kept).toEqual([records[0], records[2]]);
    const none = { ...pageOf(records), unseen: [] };
    expect(open().keep({ key: [], params: {}, query: {}, columns: {}, readsToEnd: true }, none)).toEqual([]);
  });

  it('is not read in halves', async () => {
    const reader = open();
    expect(reader.halve(await begin(reader))).toBeUndefined();
  });
});

/** A page of a scan: it is written, and what follows is decided. */
function read(reader: Reader, partition: Partition, page: Page): void {
  reader.follow(partition, page);
  reader.written(partition, page);
}

describe('the bookmark', () => {
  it('moves when a scan has ended', async () => {
    const reader = open();
    const partition = await begin(reader);
    read(reader, partition, pageOf([{ id: 'a', at: NOW - 10 }, { id: 'b', at: NOW - 20 }, TOP]));
    expect(reader.bookmark()).toEqual(BEFORE);
    reader.ended(partition, 'stopped');
    const after = {
      ...BEFORE,
      timestamp: at(NOW - 10),
      top: ['#a', '#b', '#top'],
    };
    expect(reader.bookmark()).toEqual(after);
    expect(reader.finished('done')).toEqual(after);
  });

  it('does not move where the end proves nothing, or the scan has failed', async () => {
    for (const end of ['unproved', 'failed'] as const) {
      const reader = open();
      const partition = await begin(reader);
      read(reader, partition, pageOf([{ id: 'a', at: NOW - 10 }]));
      read(reader, partition, pageOf([{ id: 'b', at: NOW - 10 }], { cursor: 'c' }));
      if (end === 'failed') reader.failed(partition);
      else reader.ended(partition, end);
      const progress = end === 'failed' ? [expect.objectContaining({ cursor: 'c' })] : [];
      expect(reader.finished('done')).toEqual({ ...BEFORE, progress });
    }
  });

  it.each<[string, Partial<NewestFirstOptions>, 'stopped' | 'verified', number]>([
    ['in a scan that has reached the end', {}, 'verified', 1],
    ['where a lookback was due', { lookbackIntervalSeconds: HOUR }, 'stopped', 1],
    ['not in another', {}, 'stopped', -2 * HOUR],
  ])('has looked back %s', async (_, more, end, since) => {
    const reader = open(more);
    const partition = await begin(reader);
    read(reader, partition, pageOf([TOP]));
    reader.ended(partition, end);
    expect(reader.bookmark()).toMatchObject({ looked_back: at(NOW + since) });
  });

  it('does not go beyond what has come where the time is not known, less five minutes', async () => {
    const reader = open({ isDated: false });
    const partition = await begin(reader);
    read(reader, partition, pageOf([{ id: 'a', at: NOW - 10 }]));
    reader.ended(partition, 'verified');
    expect(reader.bookmark()).toMatchObject({ timestamp: at(NOW - 310), looked_back: at(NOW - 310) });
  });

  it('does not go by what is dated ahead where the time is not known: this clock may be ahead, too', async () => {
    const reader = open({ isDated: false, bookmark: {} });
    const partition = await begin(reader);
    const times = [NOW + 9 * HOUR, NOW - 3 * HOUR, NOW - 4 * HOUR];
    read(reader, partition, pageOf(times.map((time, index) => ({ id: `${index}`, at: time }))));
    reader.ended(partition, 'verified');
    const newest = at(NOW - 3 * HOUR - 300);
    expect(reader.bookmark()).toMatchObject({ timestamp: newest, looked_back: newest });
  });

  it('does not go beyond the beginning of the scan, and never goes back', async () => {
    const newest = async (...times: number[]) => {
      const reader = open();
      const partition = await begin(reader);
      read(reader, partition, pageOf(times.map((time, index) => ({ id: `${index}`, at: time }))));
      reader.ended(partition, 'stopped');
      return reader.bookmark()['timestamp'];
    };
    expect(await newest(NOW + 60)).toBe(at(NOW + 1));
    expect(await newest(NOW - 2 * HOUR)).toBe(BEFORE.timestamp);
  });
});

describe('what was on top', () => {
  const topAfter = async (...pages: readonly Page[]) => {
    const reader = open();
    const partition = await begin(reader);
    for (const page of pages) read(reader, partition, page);
    reader.ended(partition, 'stopped');
    return reader.bookmark()['top'];
  };

  it('is that of the first page when it came first', async () => {
    const again = pageOf([{ id: 'z', at: NOW }, TOP]);
    expect(await topAfter(pageOf([TOP]), again)).toEqual(['#top']);
  });

  it('is not what is on a later page, where the first one is empty', async () => {
    expect(await topAfter(pageOf([]), pageOf([old(60)], { cursor: 'c' }))).toEqual(BEFORE.top);
  });
});

describe('an interrupted scan', () => {
  const ROWS = [
    { id: 'a', at: NOW - 10 },
    { id: 'b', at: NOW - 30 },
    { id: 'c', at: NOW - 20 },
  ];
  const NEXT = [
    { id: 'd', at: NOW - 40 },
    { id: 'e', at: NOW - 50 },
  ];

  async function interrupted() {
    const reader = open();
    const partition = await begin(reader);
    read(reader, partition, pageOf(ROWS));
    read(reader, partition, pageOf(NEXT, { cursor: 'c2' }));
    return { reader, partition };
  }

  it('leaves the page that was written last, and what it has seen', async () => {
    const { reader } = await interrupted();
    expect(reader.bookmark()).toEqual({
      ...BEFORE,
      progress: [
        {
          cursor: 'c2',
          keys: ['#d', '#e'],
          at: at(NOW - 40),
          oldest: at(NOW - 30),
          disorder: 10,
          began: at(NOW + 1),
          newest: at(NOW - 10),
          scan_top: ['#a', '#b', '#c'],
          met: false,
        },
      ],
    });
  });

  it.each<[string, Page]>([
    ['a page without records', pageOf([], { cursor: 'c3' })],
    ['a page in place of another', pageOf(ROWS, { cursor: 'c3', isInPlace: false })],
    ['the first page', pageOf(ROWS)],
  ])('does not go on at %s', async (_, page) => {
    const { reader, partition } = await interrupted();
    reader.written(partition, page);
    expect(reader.bookmark()['progress']).toMatchObject([{ cursor: 'c2' }]);
  });

  it('goes on there, and then reads what has come on top', async () => {
    const { reader: before } = await interrupted();
    const reader = open({ bookmark: before.bookmark() });
    expect(reader).toMatchObject({ isResumed: true, began: NOW });
    const partitions = await partitionsOf(reader, (partition) => {
      if (partition.resumeAt) read(reader, partition, pageOf([TOP], { cursor: 'c2' }));
      else read(reader, partition, pageOf(ROWS));
      reader.ended(partition, 'stopped');
    });
    expect(partitions.map(({ resumeAt }) => resumeAt)).toEqual([
      { cursor: 'c2', keys: ['#d', '#e'], at: NOW - 40 },
      undefined,
    ]);
    expect(reader.bookmark()).toMatchObject({ top: ['#a', '#b', '#c'], timestamp: at(NOW - 10) });
  });

  it('is not followed by another one where it has failed', async () => {
    const { reader: before } = await interrupted();
    const reader = open({ bookmark: before.bookmark() });
    expect(await partitionsOf(reader, (partition) => reader.failed(partition))).toHaveLength(1);
  });

  it('whose position is void begins at the top, once', async () => {
    const { reader: before } = await interrupted();
    const reader = open({ bookmark: before.bookmark() });
    const partitions = await partitionsOf(reader, (partition) => {
      if (!partition.resumeAt) return;
      const anew = reader.anew(partition);
      expect(anew.resumeAt).toBeUndefined();
      expect(reader.bookmark()).toEqual(BEFORE);
      reader.started(anew, NOW + 2);
      read(reader, anew, pageOf([{ id: 'z', at: NOW }]));
      reader.ended(anew, 'stopped');
    });
    expect(partitions).toHaveLength(1);
    expect(reader.bookmark()).toMatchObject({ top: ['#z'], timestamp: at(NOW) });
  });

  it('is forgotten where everything is asked for', async () => {
    const { reader: before } = await interrupted();
    expect(open({ bookmark: before.bookmark(), isFullTableAsked: true }).isResumed).toBe(false);
  });
});

describe('the disorder that an interrupted scan has seen', () => {
  /** A page of records whose ids are their times, in seconds before now. */
  const times = (...seconds: readonly number[]) =>
    pageOf(
      seconds.map((before) => old(before, String(before))),
      { cursor: 'c' },
    );

  /** Goes on at a page that began 200 s ago, behind records up to 150 s ago; returns the progress once pages have been written. */
  function goOnWith(...pages: readonly Page[]) {
    const reader = open({
      bookmark: {
        progress: [
          {
            cursor: 'c',
            keys: ['#200', '#250'],
            at: at(NOW - 200),
            oldest: at(NOW - 150),
            disorder: 0,
            began: at(NOW - 10),
            newest: at(NOW - 100),
            scan_top: ['#100'],
            met: false,
          },
        ],
      },
    });
    for (const page of pages)
      reader.written({ key: [], params: {}, query: {}, columns: {}, readsToEnd: true }, page);
    return reader.bookmark()['progress'];
  }

  it('is that of its page and what was before it', () => {
    expect(goOnWith(times(200, 140, 250))).toMatchObject([{ disorder: 60 }]);
  });

  it('stays where others have moved down onto its page: they were before it, and not out of order', () => {
    expect(goOnWith(times(120, 150, 200))).toMatchObject([{ disorder: 0 }]);
  });

  it('stays where so many have come on top that pages after it are newer than what it had reached', () => {
    const moved = { ...times(110, 130), isInPlace: false };
    const after = { ...times(140, 160), cursor: 'd' };
    expect(goOnWith(moved, after)).toMatchObject([{ cursor: 'd', disorder: 0, oldest: at(NOW - 130) }]);
  });

  it('stays where reading goes on in another place: what came before does not lie before it', () => {
    const first = { ...times(110, 140, 130), cursor: 'd', isInPlace: false, joins: false };
    const after = { ...times(145, 160), cursor: 'e' };
    expect(goOnWith(times(200, 250), first)).toMatchObject([{ cursor: 'c', disorder: 10 }]);
    expect(goOnWith(times(200, 250), first, after)).toMatchObject([
      { cursor: 'e', disorder: 10, oldest: at(NOW - 140) },
    ]);
  });

  it('does not say what lies before a page that others have moved down onto', () => {
    expect(goOnWith(times(120, 150, 200))).toMatchObject([{ oldest: null }]);
  });

  it('is that of a page that was in its place after all and what was before it, not of the page and itself', () => {
    const page = { ...times(140, 250), cursor: 'd' };
    const alone = { ...page, isInPlace: false };
    const afterAll = { ...page, newThisPass: [], isInPlaceAfterAll: true };
    expect(goOnWith(times(200, 180), alone, afterAll)).toMatchObject([{ disorder: 60 }]);
  });

  it('stays where its page is written once more', () => {
    const page = times(200, 250, 300);
    expect(goOnWith(page, page)).toMatchObject([{ disorder: 0, oldest: at(NOW - 150) }]);
  });
});
