import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Partition } from '../../../src/pages/partition.ts';
import type { ContextGroup } from '../../../src/partitions/context.ts';
import { createPeriodsReader, type PeriodsOptions, periodsFrom } from '../../../src/replication/periods.ts';
import {
  isReadByPeriods,
  type PeriodsReplication,
  type StreamName,
} from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { makePage } from '../pages/make-page.ts';

const at = (text: string) => Date.parse(text) / 1000;
const DAY = 86_400;

/** A Saturday, at noon. */
const NOW = at('2026-01-31T12:00:00Z');

function replicationOf(name: StreamName): PeriodsReplication {
  const { replication } = definitions[name];
  if (!isReadByPeriods(replication)) throw new TypeError('no periods');
  return replication;
}

/** Periods between bounds, and periods that are counted back. */
const BOUNDS = replicationOf('campaign_metrics');
const STEPS = replicationOf('newsletter_metrics');

async function* groupsOf(ids: readonly number[]): AsyncGenerator<ContextGroup> {
  yield {
    contexts: ids.map((id) => ({ key: [id], params: { id: String(id) }, columns: { id } })),
    at: undefined,
  };
}

function start(more: Partial<PeriodsOptions> = {}) {
  return createPeriodsReader({
    bookmark: {},
    replication: BOUNDS,
    resolution: 'days',
    anchor: undefined,
    firstSeconds: 10 * DAY,
    lookbackSeconds: 3 * DAY,
    now: NOW,
    readUntil: NOW + 60,
    isFullTableAsked: false,
    keyLength: 1,
    parentKeyLength: 1,
    groups: groupsOf([7, 8]),
    digest: (key) => key,
    concurrency: 1,
    large: undefined,
    isDated: true,
    ...more,
  });
}

describe('a resolution that is none', () => {
  it.each(['hours', 5, [], {}])('is told: %j', (resolution) => {
    expect(start({ bookmark: { resolution } }).faults).toEqual([
      'bookmark: resolution is none of days, weeks, months; the periods are read from the first one on',
    ]);
  });

  it.each(['weeks', null])('is not meant by %j', (resolution) => {
    expect(start({ bookmark: { resolution } }).faults).toEqual([]);
  });
});

async function partitionsOf(more: Partial<PeriodsOptions> = {}): Promise<Partition[]> {
  const partitions: Partition[] = [];
  for await (const partition of start(more).partitions()) partitions.push(partition);
  return partitions;
}

const known = (text: string, resolution = 'days'): JsonObject => ({ period_start: text, resolution });

describe.each([
  ['between bounds', BOUNDS],
  ['that are counted back', STEPS],
])('an empty answer of periods %s', (_, replication) => {
  it.each<[string, boolean, Partial<PeriodsOptions>]>([
    ['the first run reads further back than the lookback', true, {}],
    ['the first run reads no further back', false, { firstSeconds: 3 * DAY }],
    ['the lookback reaches what was read last', false, { bookmark: known('2026-01-29T00:00:00Z') }],
    ['the last run is longer ago', true, { bookmark: known('2026-01-20T00:00:00Z') }],
    [
      'there is no lookback, and a period has begun',
      true,
      { bookmark: known('2026-01-30T00:00:00Z'), lookbackSeconds: 0 },
    ],
  ])('is asked for twice where no later run brings it: %s', async (_, isSpan, more) => {
    const partitions = await partitionsOf({ replication, ...more });
    expect(partitions.map((partition) => partition.isSpan ?? false)).toEqual([isSpan, isSpan]);
  });
});

describe('periods between bounds are asked for', () => {
  const startOf = async (more: Partial<PeriodsOptions>) => {
    const [first] = await partitionsOf(more);
    return new Date(Number(first?.query['start']) * 1000).toISOString();
  };

  it('once for each context, up to the later of the clocks, in the resolution', async () => {
    const partitions = await partitionsOf();
    expect(partitions.map(({ key, params }) => [key, params])).toEqual([
      [[7], { id: '7' }],
      [[8], { id: '8' }],
    ]);
    expect(partitions[0]?.query).toEqual({
      [BOUNDS.by.ask.kind === 'bounds' ? BOUNDS.by.ask.resolution : '']: 'days',
      start: String(at('2026-01-21T00:00:00Z')),
      end: String(NOW + 60),
    });
    expect(partitions[0]).toMatchObject({
      readsToEnd: true,
      series: { kind: 'bounds', resolution: 'days', now: NOW },
    });
  });

  it.each<[string, Partial<PeriodsOptions>, string]>([
    ['where the first run begins', {}, '2026-01-21T00:00:00.000Z'],
    ['the time that the user has said', { anchor: at('2025-12-24T08:00:00Z') }, '2025-12-24T00:00:00.000Z'],
    [
      'the bookmark less the lookback',
      { bookmark: known('2026-01-30T00:00:00Z') },
      '2026-01-27T00:00:00.000Z',
    ],
    [
      'the time that the user has said, if that is later',
      { bookmark: known('2026-01-30T00:00:00Z'), anchor: at('2026-01-29T08:00:00Z') },
      '2026-01-29T00:00:00.000Z',
    ],
    [
      'the beginning, where the bookmark is of another resolution',
      { bookmark: known('2026-01-30T00:00:00Z', 'weeks') },
      '2026-01-21T00:00:00.000Z',
    ],
    [
      'the beginning, where everything is asked for',
      { bookmark: known('2026-01-30T00:00:00Z'), isFullTableAsked: true },
      '2026-01-21T00:00:00.000Z',
    ],
    [
      'the bookmark less the lookback, though the user has said an earlier time',
      { bookmark: known('2026-01-30T00:00:00Z'), anchor: at('2025-12-24T08:00:00Z') },
      '2026-01-27T00:00:00.000Z',
    ],
    ['the beginning of a week', { resolution: 'weeks' }, '2026-01-18T00:00:00.000Z'],
    ['ten years ago at most', { anchor: at('1999-01-01T00:00:00Z') }, '2016-02-01T00:00:00.000Z'],
    [
      'where an interrupted pass began',
      {
        bookmark: {
          ...known('2026-01-30T00:00:00Z'),
          progress: [
            {
              saved: '2026-01-31T10:00:00Z',
              began: '2026-01-30T10:00:00Z',
              parents: null,
              through: [7],
              under_way: [],
              from: '2026-01-25T00:00:00Z',
              resolution: 'days',
              asked: 0,
              refused: 0,
              reasons: [],
            },
          ],
        },
      },
      '2026-01-25T00:00:00.000Z',
    ],
  ])('from %s', async (_, more, expected) => {
    expect(await startOf(more)).toBe(expected);
  });
});

describe('periods that are counted back', () => {
  const stepsOf = async (more: Partial<PeriodsOptions>) => {
    const [first] = await partitionsOf({ replication: STEPS, ...more });
    return [first?.query['steps'], first?.series?.from, first?.series?.most];
  };

  it.each<[string, Partial<PeriodsOptions>, string, string]>([
    ['reach from the first day to the last', {}, '11', '2026-01-21T05:00:00Z'],
    [
      'are two at least, though the first is not written: a wrong date may have labelled it',
      { bookmark: known('2026-01-31T05:00:00Z'), lookbackSeconds: 0 },
      '2',
      '2026-01-31T05:00:00Z',
    ],
    ['are as many as the API has at most', { firstSeconds: 400 * DAY }, '45', '2025-12-18T05:00:00Z'],
    ['reach up to the later of the clocks', { readUntil: NOW + DAY }, '12', '2026-01-21T05:00:00Z'],
  ])('%s', async (_, more, steps, from) => {
    expect(await stepsOf(more)).toEqual([steps, at(from), 45]);
  });

  it('are lost beyond that, which a WARNING tells', () => {
    const { faults } = start({ replication: STEPS, bookmark: known('2025-11-01T04:00:00Z') });
    expect(faults).toEqual([
      'the API counts back to 2025-12-18T05:00:00Z only; what lies between 2025-11-01T04:00:00Z and then is lost',
    ]);
    expect(start({ replication: STEPS, bookmark: known('2025-12-18T05:00:00Z') }).faults).toEqual([]);
    expect(start({ bookmark: known('2025-11-01T00:00:00Z') }).faults).toEqual([]);
  });
});

describe('the bookmark of periods', () => {
  const before = known('2026-01-20T00:00:00Z');
  const finish = (end: 'done' | 'failed', more: Partial<PeriodsOptions> = {}) =>
    start({ bookmark: before, ...more }).finished(end);

  it('is the beginning of the period in which the pass began, in the zone of the API', () => {
    expect(finish('done')).toEqual({ ...known('2026-01-31T00:00:00Z'), progress: [] });
    const atNight = { now: at('2026-01-31T04:00:00Z'), readUntil: at('2026-01-31T04:00:00Z') };
    expect(finish('done', { replication: STEPS, ...atNight })).toMatchObject(known('2026-01-30T05:00:00Z'));
    expect(finish('done', { resolution: 'months' })).toMatchObject(known('2026-01-01T00:00:00Z', 'months'));
  });

  it.each<[string, 'done' | 'failed', Partial<PeriodsOptions>]>([
    ['the stream has failed', 'failed', {}],
    ['the time is not known', 'done', { isDated: false }],
  ])('stays where it was if %s', (_, end, more) => {
    expect(finish(end, more)).toEqual({ ...before, progress: [] });
  });

  it('stays where it was if something is missing', () => {
    const reader = start({ bookmark: before });
    reader.completeness.add('gone');
    expect(reader.finished('done')).toEqual({ ...before, progress: [] });
  });

  describe('stays where it was, since labels may be wrong, if', () => {
    const counted = { replication: STEPS, bookmark: known('2026-01-20T05:00:00Z') };
    const moved = known('2026-01-31T05:00:00Z');
    const readWith = async (
      apiDate: string | undefined,
      more: Partial<PeriodsOptions> = {},
      startedAt = NOW,
    ) => {
      const reader = start({ ...counted, ...more });
      const { value: partition } = await (reader.partitions() as AsyncGenerator<Partition, void>).next();
      if (!partition) throw new TypeError('no partition');
      reader.started(partition, startedAt);
      reader.written(
        partition,
        makePage([], { apiDate: apiDate === undefined ? undefined : Date.parse(apiDate) }),
      );
      return reader;
    };

    it.each<[string, Partial<PeriodsOptions>, JsonObject]>([
      ['the clocks lie in different periods', { readUntil: NOW + DAY }, counted.bookmark],
      ['not if they lie in one', { readUntil: NOW + 3600 }, moved],
      [
        'not where the answer says which period is which',
        { replication: BOUNDS, readUntil: NOW + DAY },
        known('2026-01-31T00:00:00Z'),
      ],
    ])('%s', (_, more, bookmark) => {
      expect(finish('done', { ...counted, ...more })).toEqual({ ...bookmark, progress: [] });
    });

    it.each<[string, Partial<PeriodsOptions>]>([
      ['was void', { bookmark: known('2026-02-20T05:00:00Z') }],
      ['did not count', { isFullTableAsked: true }],
    ])('not where it %s: then the next run begins anew', (_, more) => {
      expect(finish('done', { ...counted, readUntil: NOW + DAY, ...more })).toMatchObject({
        period_start: null,
      });
    });

    it('not where it is later than where an interrupted pass began', async () => {
      const early = { bookmark: known('2026-01-10T05:00:00Z') };
      const bookmark = { ...(await readWith('2026-02-01T12:00:00Z', early)).bookmark(), ...counted.bookmark };
      expect(finish('done', { ...counted, bookmark })).toMatchObject({ period_start: null });
    });

    it.each<[string, string | undefined, Partial<PeriodsOptions>, JsonObject]>([
      ['an answer is of a later period', '2026-02-01T12:00:00Z', {}, counted.bookmark],
      ['an answer is of an earlier period', '2026-01-30T12:00:00Z', {}, counted.bookmark],
      ['not if it is of the same', '2026-01-31T23:00:00Z', {}, moved],
      [
        'an answer with bounds is of an earlier one',
        '2026-01-30T12:00:00Z',
        { replication: BOUNDS },
        counted.bookmark,
      ],
      [
        'not if one with bounds is of a later one',
        '2026-02-01T12:00:00Z',
        { replication: BOUNDS },
        known('2026-01-31T00:00:00Z'),
      ],
    ])('%s', async (_, apiDate, more, bookmark) => {
      expect((await readWith(apiDate, more)).finished('done')).toEqual({ ...bookmark, progress: [] });
    });

    it('an answer without a time comes on the next day', async () => {
      expect((await readWith(undefined, {}, NOW + DAY)).finished('done')).toEqual({
        ...counted.bookmark,
        progress: [],
      });
      expect((await readWith(undefined)).finished('done')).toEqual({ ...moved, progress: [] });
    });

    it('it was so in an earlier run of the pass', async () => {
      const bookmark = (await readWith('2026-02-01T12:00:00Z')).bookmark();
      expect(bookmark).toMatchObject({ progress: [{ doubtful: true }] });
      const later = { now: NOW + 600, readUntil: NOW + 600 };
      expect(start({ ...counted, bookmark, ...later }).finished('done')).toEqual({
        ...counted.bookmark,
        progress: [],
      });
    });
  });

  it('says how far a pass has come, and from where on it reads', async () => {
    const reader = start({ bookmark: before });
    expect(reader.bookmark()).toEqual({ ...before, progress: [] });
    const partitions = reader.partitions() as AsyncGenerator<Partition, void>;
    const { value: first } = await partitions.next();
    if (!first) throw new TypeError('no partition');
    reader.started(first, NOW + 5);
    expect(reader.bookmark()).toMatchObject({
      ...before,
      progress: [
        {
          from: '2026-01-17T00:00:00Z',
          resolution: 'days',
          through: [7],
          under_way: [{ key: [7] }],
          saved: '2026-01-31T12:00:05Z',
        },
      ],
    });
    reader.ended(first, 'verified');
    expect(reader.bookmark()).toMatchObject({ progress: [{ through: [7], under_way: [] }] });
  });
});

describe('an interrupted pass over periods', () => {
  const LARGE = { role: 'child', start: undefined, asking: '', goesOnAtFailure: true } as const;

  /** What a run leaves that has read the first context, and is in the middle of the second. */
  async function interrupted(more: Partial<PeriodsOptions> = {}) {
    const reader = start({ bookmark: known('2026-01-20T00:00:00Z'), ...more });
    const partitions: Partition[] = [];
    for await (const partition of reader.partitions()) partitions.push(partition);
    const [first, second] = partitions;
    if (!first || !second) throw new TypeError('no partitions');
    const page = makePage([{ id: 1 }], { newThisPass: [], cursor: 'c', keys: ['1'], apiDate: NOW * 1000 });
    expect(reader.keep(first, page)).toEqual(page.unseen);
    reader.ended(first, 'verified');
    reader.written(second, page);
    return { reader, second };
  }

  it('goes on with what is left, from the first page of each, since places are part of no key', async () => {
    const { reader } = await interrupted();
    const bookmark = reader.bookmark();
    expect(reader).toMatchObject({ notes: [], isResumed: false });
    expect(bookmark).toMatchObject({ progress: [{ under_way: [{ key: [8], cursor: 'c' }] }] });
    const later = await partitionsOf({ bookmark });
    expect(later.map(({ key, resumeAt }) => [key, resumeAt])).toEqual([[[8], undefined]]);
    expect(start({ bookmark }).isResumed).toBe(true);
  });

  it.each<[string, Partial<PeriodsOptions>]>([
    ['in another resolution', { resolution: 'weeks' }],
    ['where everything is asked for', { isFullTableAsked: true }],
    ['where its parent does not', { large: LARGE }],
  ])('does not go on %s', async (_, more) => {
    const { reader } = await interrupted();
    const bookmark = reader.bookmark();
    expect(start({ bookmark, ...more }).isResumed).toBe(false);
    expect(await partitionsOf({ bookmark, ...more })).toHaveLength(2);
  });

  it('does not go on where it does not say from where', async () => {
    const { reader } = await interrupted();
    const { progress } = reader.bookmark();
    const [first] = Array.isArray(progress) ? progress : [];
    const bookmark = { ...known('2026-01-20T00:00:00Z'), progress: [{ ...first, from: null }] };
    expect(start({ bookmark }).isResumed).toBe(false);
  });

  it('does not go on from ahead of the time: nothing would be read, and the bookmark would move', async () => {
    const { reader } = await interrupted();
    const { progress } = reader.bookmark();
    const [first] = Array.isArray(progress) ? progress : [];
    const ahead = [{ ...first, from: '9999-01-01T00:00:00Z' }];
    const bookmark = { ...known('2026-01-20T00:00:00Z'), progress: ahead };
    const { isResumed, faults } = start({ bookmark });
    expect([isResumed, faults.join()]).toEqual([
      false,
      expect.stringContaining('from lies ahead of the time'),
    ]);
    const asked = await partitionsOf({ bookmark });
    expect(asked.map(({ query }) => query['start'])).toEqual(
      [7, 8].map(() => String(Date.parse('2026-01-17T00:00:00Z') / 1000)),
    );
  });

  it('goes on at the page of a parent where that does', async () => {
    const at = { pass: 'p', partition: [0], page: 1, position: undefined };
    const groups = () =>
      (async function* () {
        yield { contexts: [7, 8].map((id) => ({ key: [id], params: {}, columns: {} })), at };
      })();
    const { reader } = await interrupted({ groups: groups(), large: { ...LARGE, start: at } });
    const bookmark = reader.bookmark();
    const later = { bookmark, groups: groups(), large: { ...LARGE, start: at } };
    expect(await partitionsOf(later)).toHaveLength(1);
  });

  it('moves the bookmark once all has been read, in answers of the day in which it was asked for', async () => {
    const { reader, second } = await interrupted();
    reader.ended(second, 'verified');
    expect(reader.finished('done')).toMatchObject(known('2026-01-31T00:00:00Z'));
  });

  it('counts what fails of a large parent, and goes on before that', async () => {
    const { reader, second } = await interrupted({ large: LARGE });
    reader.failed(second);
    expect(reader.finished('interrupted')).toMatchObject({
      period_start: '2026-01-20T00:00:00Z',
      progress: [{ reasons: [['failed', 1]], has_failed: true, resolution: 'days' }],
    });
  });

  it('is read anew from the first page', async () => {
    const { reader, second } = await interrupted();
    expect(reader.anew(second)).toMatchObject({ key: [8], resumeAt: undefined });
    expect(reader.bookmark()).toMatchObject({ progress: [{ under_way: [{ key: [8], cursor: null }] }] });
    expect(reader.halve(second)).toBeUndefined();
  });
});

it('periods are read from where the reader reads them, and told by the answer where it says so', async () => {
  const options = { bookmark: known('2026-01-30T00:00:00Z') };
  const [first] = await partitionsOf(options);
  const startPath = BOUNDS.by.ask.kind === 'bounds' ? BOUNDS.by.ask.startPath : undefined;
  expect(startPath).toBeDefined();
  expect(first?.series).toMatchObject({ startPath, from: at('2026-01-27T00:00:00Z') });
  const { firstSeconds, lookbackSeconds } = { firstSeconds: 10 * DAY, lookbackSeconds: 3 * DAY };
  expect(
    periodsFrom({
      ...options,
      replication: BOUNDS,
      resolution: 'days',
      anchor: undefined,
      firstSeconds,
      lookbackSeconds,
      now: NOW,
      readUntil: NOW,
      isFullTableAsked: false,
      keyLength: 1,
      parentKeyLength: 1,
    }),
  ).toBe(at('2026-01-27T00:00:00Z'));
  const [counted] = await partitionsOf({ replication: STEPS });
  expect(counted?.series?.startPath).toBeUndefined();
});
