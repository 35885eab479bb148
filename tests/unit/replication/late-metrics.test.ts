import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import { withLateMetrics } from '../../../src/replication/late-metrics.ts';
import { planProof, sampleOf } from '../../../src/replication/metric-proof.ts';
import { createWindowsReader } from '../../../src/replication/windows.ts';
import { isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { makePage } from '../pages/make-page.ts';
import { operationOf, queryParameters } from '../streams/openapi.ts';

const NOW = 1_769_860_800;
const DAY = 86_400;
const HOUR = 3600;

const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const { replication } = definitions.messages;
if (!isReadByWindows(replication)) throw new TypeError('no windows');
const windows = replication;

/** The bookmark of a run an hour ago, all of whose metrics were read, and widely ten hours ago. */
const BEFORE = {
  created: at(NOW - HOUR),
  covered: [[at(NOW - 150 * DAY), at(NOW - HOUR)]],
  lookback: [],
  looked_back: at(NOW - 10 * HOUR),
  looked_back_from: at(NOW - 40 * DAY),
  rewritten: at(NOW - 10 * HOUR),
  metrics_read: windows.by.metric.names.map((name) => [name, at(NOW - HOUR), at(NOW - 10 * HOUR)]),
  metric_sample: [['clicked', at(NOW - 3 * DAY)]],
};

const OPTIONS = {
  replication: windows,
  from: NOW - 150 * DAY,
  now: NOW,
  readUntil: NOW,
  isDated: true,
  rewriteIntervalSeconds: 7 * DAY,
  isByMetric: true,
  longestSeconds: 180 * DAY,
  lookbackSeconds: 30 * DAY,
  lookbackIntervalSeconds: DAY,
  isFullTableAsked: false,
  concurrency: 3,
};

async function start(more: Partial<typeof OPTIONS> & { bookmark?: JsonObject } = {}) {
  const options = { bookmark: BEFORE, ...OPTIONS, ...more };
  const reader = withLateMetrics(createWindowsReader(options), options);
  const partitions: Partition[] = [];
  for await (const partition of reader.partitions()) {
    partitions.push(partition);
    // The series wait for the windows to end.
    if (partition.query['metric'] === undefined) reader.failed(partition);
  }
  const of = (name: string) => partitions.filter(({ query }) => query['metric'] === name);
  const readOf = (name: string) => {
    const { metrics_read: read } = reader.bookmark();
    return Array.isArray(read) ? read.find(([first]) => first === name) : undefined;
  };
  return { reader, of, readOf };
}

function pageOf(records: readonly JsonObject[]): Page {
  const keys = records.map(({ id }) => String(id));
  return makePage(records, { keys, isFull: false, apiDate: NOW * 1000 });
}

const first = (partitions: readonly Partition[]): Partition => {
  const [partition] = partitions;
  if (!partition) throw new TypeError('no partition');
  return partition;
};

describe('the series of a metric', () => {
  it('begins where the last one ended', async () => {
    const { of } = await start();
    expect(of('opened').map(({ query }) => query)).toEqual([
      { metric: 'opened', start_ts: String(NOW - HOUR + 1), end_ts: String(NOW) },
    ]);
  });

  it('goes back a day before the last wide one, once an interval of lookbacks is over', async () => {
    const { of } = await start({ lookbackIntervalSeconds: 10 * HOUR });
    expect(first(of('opened')).query['start_ts']).toBe(String(NOW - 10 * HOUR - DAY));
  });

  it('begins a day before the last lookback where the metric was never read', async () => {
    const { of } = await start({ bookmark: { ...BEFORE, metrics_read: [] } });
    expect(first(of('opened')).query['start_ts']).toBe(String(NOW - 10 * HOUR - DAY));
  });

  it('begins a day before the oldest that was read where nothing says when the last lookback was', async () => {
    const never = { ...BEFORE, metrics_read: [], looked_back: null, rewritten: null };
    const { of } = await start({ bookmark: never });
    const [oldest] = BEFORE.covered[0] ?? [];
    expect(first(of('opened')).query['start_ts']).toBe(String(Date.parse(String(oldest)) / 1000 - DAY));
  });

  it('begins a day before the last rewrite where how far it came cannot be used: a lookback may have been later', async () => {
    const before = { ...BEFORE, looked_back: at(NOW - HOUR), metrics_read: 'tuesday' };
    const { of } = await start({ bookmark: before });
    expect(first(of('opened')).query['start_ts']).toBe(String(NOW - 10 * HOUR - DAY));
  });

  it('begins where it was to begin, also in a run after one that has ended before it', async () => {
    const { reader } = await start({ bookmark: { ...BEFORE, metrics_read: [] } });
    // Meanwhile a lookback has been completed.
    const bookmark = { ...reader.bookmark(), looked_back: at(NOW - HOUR), covered: BEFORE.covered };
    const { of } = await start({ bookmark });
    expect(first(of('opened')).query['start_ts']).toBe(String(NOW - 10 * HOUR - DAY));
  });

  it('counts when all its parts have been read, up to five minutes before the run', async () => {
    const bookmark = { ...BEFORE, metrics_read: [['opened', at(NOW - 23 * HOUR), at(NOW - 23 * HOUR)]] };
    const { reader, of, readOf } = await start({ bookmark, longestSeconds: DAY });
    const [older, newer] = of('opened');
    if (!older || !newer) throw new TypeError('not two parts');
    reader.ended(newer, 'verified');
    expect(readOf('opened')).toEqual(['opened', at(NOW - 23 * HOUR), at(NOW - 23 * HOUR)]);
    reader.ended(older, 'verified');
    expect(readOf('opened')).toEqual(['opened', at(NOW - 300), at(NOW)]);
  });

  it('does not count where its end proves nothing, or the time is not known for sure', async () => {
    for (const [isDated, end] of [
      [true, 'unproved'],
      [false, 'verified'],
    ] as const) {
      const { reader, of, readOf } = await start({ isDated });
      reader.ended(first(of('opened')), end);
      expect(readOf('opened')).toEqual(BEFORE.metrics_read.find(([name]) => name === 'opened'));
    }
  });

  it('rests on one answer where a wide one follows, and on two where it is wide itself', async () => {
    expect(first((await start()).of('opened')).isSpan).toBeUndefined();
    expect(first((await start({ lookbackIntervalSeconds: 0 })).of('opened')).isSpan).toBe(true);
  });

  it.each([
    ['the setting is another', { isByMetric: false }],
    ['everything is read anyway', { isFullTableAsked: true }],
    ['nothing was read before', { bookmark: {} }],
  ])('is not read where %s', async (_, more) => {
    expect((await start(more)).of('opened')).toEqual([]);
  });
});

describe('a series of a long time', () => {
  const month = NOW - 30 * DAY;
  const bookmark = {
    ...BEFORE,
    metrics_read: windows.by.metric.names.map((name) => [name, at(month), at(month)]),
  };

  /** Reads series of ten days, in which the partitions of some metrics fail. */
  async function readAll(
    failing: readonly string[] = [],
    count = Number.POSITIVE_INFINITY,
    { isDated = true, unproved = -1 } = {},
  ) {
    const options = { ...OPTIONS, bookmark, longestSeconds: 10 * DAY, isDated };
    const reader = withLateMetrics(createWindowsReader(options), options);
    const asked: string[] = [];
    for await (const partition of reader.partitions()) {
      const { metric = '', start_ts: from, end_ts: to } = partition.query;
      if (
        metric !== '' &&
        asked.push(`${metric} ${(Number(from) - NOW) / DAY} ${(Number(to) - NOW) / DAY}`) > count
      )
        break;
      if (metric === '' || failing.includes(metric)) reader.failed(partition);
      else reader.ended(partition, asked.length <= unproved ? 'unproved' : 'verified');
    }
    const { metrics_read: read } = reader.bookmark();
    return { asked, read: Array.isArray(read) ? read : [] };
  }

  const ONE = 1 / DAY;

  it('is read in several, one after the other, each of all metrics', async () => {
    const { asked, read } = await readAll();
    expect(asked).toHaveLength(4 * windows.by.metric.names.length);
    expect(asked.filter((text) => text.startsWith('opened')).map((text) => text.split(' ').slice(1))).toEqual(
      [
        ['-31', String(-21 - ONE)],
        ['-21', String(-11 - ONE)],
        ['-11', String(-1 - ONE)],
        ['-1', '0'],
      ],
    );
    expect(read).toEqual(windows.by.metric.names.map((name) => [name, at(NOW - 300), at(NOW)]));
  });

  it('counts as far as all metrics have come, so that the next run goes on there', async () => {
    const { read } = await readAll([], 3 * windows.by.metric.names.length);
    const end = at(NOW - DAY - 1);
    expect(read).toEqual(windows.by.metric.names.map((name) => [name, end, end]));
  });

  it.each([
    ['its first end proves nothing', { unproved: windows.by.metric.names.length }],
    ['the time is not known for sure', { isDated: false }],
  ])('is read on, and does not count, where %s', async (_, more) => {
    const { asked, read } = await readAll([], Number.POSITIVE_INFINITY, more);
    expect(asked).toHaveLength(4 * windows.by.metric.names.length);
    expect(read).toEqual(bookmark.metrics_read);
  });

  it('is not read on where it has failed', async () => {
    const { asked, read } = await readAll(['opened']);
    expect(asked.filter((text) => text.startsWith('opened'))).toHaveLength(1);
    expect(read.find(([name]) => name === 'opened')).toEqual(['opened', at(month), at(month)]);
    expect(read.find(([name]) => name === 'clicked')).toEqual(['clicked', at(NOW - 300), at(NOW)]);
  });
});

describe('of the records of a series', () => {
  const keep = async (record: JsonObject, name: string, more: Parameters<typeof start>[0] = {}) => {
    const { reader, of } = await start(more);
    return reader.keep(first(of(name)), pageOf([record])).length === 1;
  };
  const old = { id: 'm', created: NOW - 100 * DAY };

  it('those are written that an earlier run has read', async () => {
    expect(await keep({ ...old, metrics: { opened: NOW - 60 } }, 'opened')).toBe(true);
    expect(await keep({ id: 'm', created: NOW - 90, metrics: { opened: NOW - 60 } }, 'opened')).toBe(false);
    expect(await keep({ ...old, created: NOW - 160 * DAY, metrics: { opened: NOW - 60 } }, 'opened')).toBe(
      false,
    );
  });

  it('one is written once, with the series of the newest metric that this run reads', async () => {
    const record = { ...old, metrics: { opened: NOW - 60, clicked: NOW - 50, delivered: NOW - 99 * DAY } };
    expect(await keep(record, 'opened')).toBe(false);
    expect(await keep(record, 'clicked')).toBe(true);
  });

  it('one is written whose metrics have no time in what was asked for, or none at all', async () => {
    expect(await keep({ ...old, metrics: { opened: NOW - 90 * DAY } }, 'opened')).toBe(true);
    expect(await keep({ id: 'm', metrics: null }, 'opened')).toBe(true);
  });

  it('one is written though a lookback is about to rewrite it: that may never be made', async () => {
    const bookmark = { ...BEFORE, rewritten: at(NOW - 8 * DAY), looked_back: at(NOW - 2 * DAY) };
    const recent = { id: 'm', created: NOW - 3 * DAY, metrics: { opened: NOW - 60 } };
    expect(await keep(recent, 'opened', { bookmark })).toBe(true);
  });
});

describe('of the records of a series, in detail,', () => {
  const keep = async (record: JsonObject, name: string, more: Parameters<typeof start>[0] = {}) => {
    const { reader, of } = await start(more);
    return (
      reader.keep(first(of(name)), pageOf([{ id: 'm', created: NOW - 100 * DAY, ...record }])).length === 1
    );
  };
  /** The first second that is asked for, and the last one. */
  const [from, to] = [NOW - HOUR + 1, NOW];

  it.each<[string, JsonObject, string, boolean]>([
    ['before it, is written', { opened: from - 1, clicked: NOW - 50 }, 'opened', true],
    ['at its beginning, is left to the newer one', { opened: from, clicked: NOW - 50 }, 'opened', false],
    ['within its last second, counts', { opened: to + 0.5, clicked: NOW - 50 }, 'clicked', false],
    ['just before its last second, counts', { opened: to - 0.5, clicked: NOW - 50 }, 'clicked', false],
    ['behind it, does not count', { opened: to + 1, clicked: NOW - 50 }, 'clicked', true],
    ['far behind it, does not count', { opened: to + 5, clicked: NOW - 50 }, 'clicked', true],
    [
      'long ago, is written beside another one',
      { opened: NOW - 90 * DAY, clicked: NOW - 50 },
      'opened',
      true,
    ],
    ['newer than the other, is written', { opened: NOW - 40, clicked: NOW - 50 }, 'opened', true],
    ['older than the other, is not', { opened: NOW - 50, clicked: NOW - 40 }, 'opened', false],
    [
      'newer than the other, is written, whatever the order',
      { opened: NOW - 50, clicked: NOW - 40 },
      'clicked',
      true,
    ],
    [
      'older than the other, is not, whatever the order',
      { opened: NOW - 40, clicked: NOW - 50 },
      'clicked',
      false,
    ],
  ])('one whose metric lies %s', async (_, metrics, name, expected) => {
    expect(await keep({ metrics }, name)).toBe(expected);
  });

  it('those are known that lie in one of the spans that have been read, to their last second', async () => {
    const [[early, late], [again, last]] = [
      [NOW - 150 * DAY, NOW - 140 * DAY],
      [NOW - 20 * DAY, NOW - HOUR],
    ] as const;
    const bookmark = {
      ...BEFORE,
      covered: [
        [at(early), at(late)],
        [at(again), at(last)],
      ],
    };
    const isKept = (created: number) =>
      keep({ created, metrics: { opened: NOW - 60 } }, 'opened', { bookmark });
    expect(await Promise.all([early, late, late + 0.5, again, last].map(isKept))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(await Promise.all([early - 1, late + 1, again - 1, last + 1].map(isKept))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a series beside windows', () => {
  /** The first window, which is under way, so that no series has begun. */
  async function firstWindow(more: Parameters<typeof start>[0] = {}) {
    const options = { bookmark: BEFORE, ...OPTIONS, ...more };
    const reader = withLateMetrics(createWindowsReader(options), options);
    const { value } = await (reader.partitions() as AsyncGenerator<Partition, void>).next();
    if (!value) throw new TypeError('no window');
    reader.started(value, NOW);
    return { reader, window: value };
  }

  it('is read by its cursors, whole, for a filter that the API may refuse', async () => {
    const { reader, of } = await start();
    const partition = first(of('opened'));
    expect(partition).toMatchObject({ filter: 'metric=opened', readsToEnd: true });
    reader.started(partition, NOW);
    expect(reader.follow(partition, pageOf([]))).toBe('cursor');
    expect(reader.anew(partition)).toBe(partition);
    expect(reader.halve(partition)).toBeUndefined();
    expect(() => reader.failed(partition)).not.toThrow();
  });

  it('reaches up to the later of the clocks', async () => {
    const { of } = await start({ readUntil: NOW + 90 });
    expect(first(of('opened')).query['end_ts']).toBe(String(NOW + 90));
  });

  it('has no part in the windows, which are read as ever', async () => {
    const { reader, window } = await firstWindow();
    const page = {
      ...pageOf([NOW - 400, NOW - 500].map((created) => ({ id: `${created}`, created }))),
      next: 'c',
      isFull: true,
    };
    expect(reader.follow(window, page)).toMatchObject({ query: { end_ts: String(NOW - 500) } });
    expect(reader.keep(window, page)).toEqual(page.unseen);
    reader.written(window, page);
    expect(reader.bookmark()).toMatchObject({
      covered: [
        [at(NOW - 150 * DAY), at(NOW - HOUR)],
        [at(NOW - 499), at(NOW - 300)],
      ],
    });
    expect(reader.anew(window).query['end_ts']).toBe(String(NOW - 500));
    expect(reader.halve(window)?.query['end_ts']).toBe(String(NOW - 500));
  });

  it('leaves it to the windows to end', async () => {
    const { reader, window } = await firstWindow();
    reader.ended(window, 'verified');
    expect(reader.bookmark()).toMatchObject({ covered: [[at(NOW - 150 * DAY), at(NOW - 300)]] });
  });

  it('is told where late changes are read so, beside what windows tell', async () => {
    const moved = { ...BEFORE, created: at(NOW - 2 * HOUR) };
    const notes = (await firstWindow({ bookmark: moved })).reader.notes;
    expect(notes).toEqual([
      expect.stringContaining('moved back'),
      expect.stringContaining('by the time of each metric'),
    ]);
    expect((await firstWindow({ isByMetric: false })).reader.notes).toEqual([]);
  });

  it('gives a sample for the next proof, as windows do', async () => {
    const record = { id: 'm', created: NOW - 5 * DAY, metrics: { opened: NOW - 4 * DAY } };
    const { reader, window } = await firstWindow();
    reader.written(window, pageOf([]));
    expect(reader.bookmark()['metric_sample']).toEqual(BEFORE.metric_sample);
    reader.written(window, pageOf([record]));
    expect(reader.bookmark()).toMatchObject({
      metric_sample: [['opened', at(NOW - 4 * DAY)]],
      metrics_read: BEFORE.metrics_read,
    });
    const { reader: other, of } = await start();
    other.written(first(of('opened')), pageOf([record]));
    expect(other.bookmark()['metric_sample']).toEqual([['opened', at(NOW - 4 * DAY)]]);
  });

  it('of which the API has nothing does not count as read, nor goes one back that was read further', async () => {
    const { reader, of, readOf } = await start();
    const before = BEFORE.metrics_read.find(([name]) => name === 'opened') ?? [];
    reader.ended(first(of('opened')), 'gone');
    expect(readOf('opened')).toEqual([...before, 'refused']);
    const further = { ...BEFORE, metrics_read: [['opened', at(NOW - 60), at(NOW - 10 * HOUR)]] };
    const later = await start({ bookmark: further });
    later.reader.ended(first(later.of('opened')), 'verified');
    expect(later.readOf('opened')).toEqual(['opened', at(NOW - 60), at(NOW - 10 * HOUR)]);
  });
});

describe('a series that has left records to that of a newer metric', () => {
  const record = {
    id: 'm',
    created: NOW - 100 * DAY,
    metrics: { opened: NOW - 60, clicked: NOW - 50 },
  };
  const before = [at(NOW - HOUR), at(NOW - 10 * HOUR)];
  const read = [at(NOW - 300), at(NOW - 10 * HOUR)];

  async function readOpened() {
    const run = await start();
    expect(run.reader.keep(first(run.of('opened')), pageOf([record]))).toEqual([]);
    run.reader.ended(first(run.of('opened')), 'verified');
    return run;
  }

  it('counts once that has been read, or has failed: then the next run reads them', async () => {
    const { reader, of, readOf } = await readOpened();
    expect(readOf('opened')).toEqual(['opened', ...before]);
    reader.ended(first(of('clicked')), 'verified');
    expect([readOf('opened'), readOf('clicked')]).toEqual([
      ['opened', ...read],
      ['clicked', ...read],
    ]);
    const other = await readOpened();
    other.reader.failed(first(other.of('clicked')));
    expect(other.readOf('opened')).toEqual(['opened', ...read]);
  });

  it('is read again, and writes them, if the API refuses that', async () => {
    const { reader, of, readOf } = await readOpened();
    reader.ended(first(of('clicked')), 'gone');
    expect(readOf('opened')).toEqual(['opened', ...before]);
    const later = await start({ bookmark: { ...reader.bookmark(), covered: BEFORE.covered } });
    expect(later.reader.keep(first(later.of('opened')), pageOf([record]))).toEqual([record]);
    later.reader.ended(first(later.of('clicked')), 'verified');
    expect(later.readOf('clicked')).toEqual(['clicked', ...read]);
  });
});

describe('what a bookmark says of metrics', () => {
  it.each([
    ['is no list of lists', { metrics_read: 'opened' }, 'metrics_read is no list of lists'],
    ['has no instant', { metrics_read: [['opened', 'soon', null]] }, 'metrics_read is no date-time'],
    [
      'lies ahead',
      { metrics_read: [['opened', at(NOW + DAY), null]] },
      'metrics_read lies ahead of the time',
    ],
    ['has a sample without a time', { metric_sample: [['opened', {}]] }, 'metric_sample is no date-time'],
  ])('is void and logged where it %s', async (_, wrong, fault) => {
    const { reader, of } = await start({ bookmark: { ...BEFORE, ...wrong } });
    expect(reader.faults.join()).toContain(fault);
    expect(of('opened')).toHaveLength(1);
  });

  it('is left out where it is of a metric that the stream does not have', async () => {
    const metrics_read = [...BEFORE.metrics_read, ['attempted', at(NOW - HOUR), at(NOW - HOUR)]];
    const { reader } = await start({
      bookmark: { ...BEFORE, metrics_read, metric_sample: [['link:4', at(NOW)]] },
    });
    expect(reader.finished('done')).toMatchObject({ metrics_read: BEFORE.metrics_read, metric_sample: [] });
  });

  it('is kept where this run does not read by metric', async () => {
    const { reader } = await start({ isByMetric: false });
    expect(reader.finished('done')).toMatchObject({
      metrics_read: BEFORE.metrics_read,
      metric_sample: BEFORE.metric_sample,
    });
  });
});

describe('the proof', () => {
  const options = { bookmark: BEFORE, ...OPTIONS };
  const second = NOW - 3 * DAY;
  const sample = { id: 'm', created: NOW - 4 * DAY, metrics: { clicked: second } };

  it('asks for the second in which a known record got its metric', () => {
    expect(planProof(windows, options)?.partition).toEqual({
      key: ['proof'],
      params: {},
      query: { metric: 'clicked', start_ts: String(second), end_ts: String(second) },
      columns: {},
      readsToEnd: false,
    });
  });

  it.each<[string, boolean, JsonObject[]]>([
    ['a record that was created earlier', true, [sample]],
    ['nothing', false, []],
    ['a record that was created in that second', false, [{ ...sample, created: second }]],
    ['a record that got its metric in another second, too', false, [sample, { metrics: { clicked: NOW } }]],
    ['a record without the metric, too', false, [sample, { ...sample, metrics: {} }]],
  ])('is an answer with %s: %s', (_, isProof, records) => {
    expect(planProof(windows, options)?.holds(records)).toBe(isProof);
  });

  it.each<[string, Partial<typeof OPTIONS> & { bookmark?: JsonObject }]>([
    ['there is no sample', { bookmark: { ...BEFORE, metric_sample: [] } }],
    ['messages are not looked back at', { lookbackSeconds: 0 }],
    ['everything is read anyway', { isFullTableAsked: true }],
    ['nothing was read before', { bookmark: { ...BEFORE, created: null, covered: [] } }],
    [
      'no lookback is due, and the last run has not read by metric',
      { bookmark: { ...BEFORE, metrics_read: [] } },
    ],
  ])('is not asked for where %s', (_, more) => {
    expect(planProof(windows, { ...options, ...more })).toBeUndefined();
  });

  it('has for its sample the metric that came latest after its message, more than a second and not ahead', () => {
    const of = (...records: JsonObject[]) => sampleOf(records, windows, NOW);
    expect(of(sample, { created: second - 5, metrics: { opened: second } })).toEqual({
      name: 'clicked',
      at: second,
    });
    expect(of({ created: second - 1, metrics: { opened: second } })).toBeUndefined();
    expect(of({ created: second, metrics: { opened: NOW + 5 } })).toBeUndefined();
    expect(of({ created: second, metrics: { 'link:4': second + 9 } })).toBeUndefined();
    expect(of({ created: null, metrics: { opened: second } })).toBeUndefined();
    expect(of({ created: second, metrics: { opened: NOW } })).toEqual({ name: 'opened', at: NOW });
    expect(of({ created: second + 0.9, metrics: { opened: second + 2.5 } })).toEqual({
      name: 'opened',
      at: second + 2,
    });
  });
});

it('every metric is read that the API documents as a filter, but attempts', () => {
  const operation = operationOf(definitions.messages);
  const metric = operation && queryParameters(operation)[windows.by.metric.parameter];
  expect(['attempted', ...windows.by.metric.names].sort()).toEqual([...(metric?.enum ?? [])].sort());
});
