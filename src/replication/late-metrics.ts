import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { isDue } from './bookmark.ts';
import { type LateMetricsBookmark, readLateMetrics, writeLateMetrics } from './late-metrics-bookmark.ts';
import { sampleOf } from './metric-proof.ts';
import { followCursor, type Reader } from './reader.ts';
import { cut, type Span, subtract } from './spans.ts';
import type { WindowsOptions } from './windows.ts';
import { GRACE_SECONDS, readWindowsBookmark, type WindowsProgress } from './windows-bookmark.ts';

/** The records that got one metric in a span of time. */
interface Series {
  readonly name: string;
  readonly span: Span;
  /** It goes back a day further than what has been read, for what reaches the API late. */
  readonly isWide: boolean;
  /** Number of its partitions that are not read yet. */
  readonly left: number;
}

type AllSeries = ReadonlyMap<string, Series>;

/** The first value of the key of a series' partition; windows have a number. */
const MARK = 'metric';

/**
 * Adds to a reader of windows what changes late, where the API lists records by the time of a metric
 * (docs/api-behaviour.md#106): after the windows comes one series of requests for each metric, from where the last run ended
 * to now, however old the record.
 *
 *     last wide - 1 d      until                     now
 *     ─────────┼─────────────┼────────────────────────┼──▶ time of the metric
 *              │             │◀──── in each run ──────│
 *              │◀───── at each lookback interval ─────│
 *
 * The order of such a list is not known, so a series is read by its cursors, and counts when it is complete. The lookback
 * keeps its own times, as if nothing were read by metric: when it takes over again, it reaches back as far as ever.
 */
export function withLateMetrics(windows: Reader, options: WindowsOptions): Reader {
  const { replication, now, isByMetric, isDated } = options;
  const { names } = replication.by.metric;
  const { faults, ...given } = readLateMetrics(options.bookmark, { names, now });
  const { progress } = readWindowsBookmark(options);
  const known = knownBefore(progress);
  let bookmark: LateMetricsBookmark = given;
  let series = planSeries(options, given, progress);
  const write = () => writeLateMetrics(bookmark);

  return {
    ...windows,
    faults: [...windows.faults, ...faults],
    notes: isByMetric
      ? [...windows.notes, 'what changes late is read by the time of each metric, however old the record']
      : windows.notes,
    async *partitions() {
      yield* windows.partitions();
      for (const one of series.values()) yield* partitionsOf(one, options);
    },
    started(partition, at) {
      if (nameOf(partition) === undefined) windows.started(partition, at);
    },
    follow: (partition, page) =>
      nameOf(partition) === undefined ? windows.follow(partition, page) : followCursor(),
    keep(partition, page) {
      const name = nameOf(partition);
      if (name === undefined) return windows.keep(partition, page);
      return page.unseen.filter(
        (record) => isKnown(record, known, replication) && isOfSeries(record, name, { series, replication }),
      );
    },
    written(partition, page) {
      if (nameOf(partition) === undefined) windows.written(partition, page);
      bookmark = { ...bookmark, sample: sampleOf(page.records, replication, now) ?? bookmark.sample };
    },
    ended(partition, end) {
      const name = nameOf(partition);
      if (name === undefined) return windows.ended(partition, end);
      if (end === 'unproved') return;
      series = countRead(series, name);
      const read = series.get(name);
      if (isDated && read?.left === 0) bookmark = claimSeries(bookmark, read, now);
    },
    failed(partition) {
      if (nameOf(partition) === undefined) windows.failed(partition);
    },
    anew: (partition) => (nameOf(partition) === undefined ? windows.anew(partition) : partition),
    halve: (partition) => (nameOf(partition) === undefined ? windows.halve(partition) : undefined),
    bookmark: () => ({ ...windows.bookmark(), ...write() }),
    finished: (end) => ({ ...windows.finished(end), ...write() }),
  };
}

/** The metric whose series a partition belongs to; undefined: it is a window. */
function nameOf({ key: [mark, name] }: Partition): string | undefined {
  return mark === MARK ? String(name) : undefined;
}

/** The creation times of what this run need not read for another reason: known before, and not about to be rewritten. */
function knownBefore({ covered, lookback }: WindowsProgress): readonly Span[] {
  return subtract(covered, lookback?.rewrites ? lookback.left : []);
}

/** Plans the series; none where everything is read anyway, or nothing was read before. */
function planSeries(
  options: WindowsOptions,
  { read }: LateMetricsBookmark,
  { covered, lookedBack = options.now }: WindowsProgress,
): AllSeries {
  const { now, readUntil, replication, longestSeconds } = options;
  if (!options.isByMetric || options.isFullTableAsked || covered.length === 0) return new Map();
  return new Map(
    replication.by.metric.names.flatMap((name): [string, Series][] => {
      const { until, wide = lookedBack } = read.get(name) ?? {};
      const isWide = until === undefined || isDue(wide, options.lookbackIntervalSeconds, now);
      const start = isWide ? Math.min(wide, until ?? wide) - DAY_SECONDS : until + 1;
      const span: Span = [Math.floor(start), Math.max(now, readUntil)];
      return [[name, { name, span, isWide, left: cut(span, longestSeconds).length }]];
    }),
  );
}

function partitionsOf(
  { name, span, isWide }: Series,
  { replication: { by }, longestSeconds }: WindowsOptions,
): Partition[] {
  return cut(span, longestSeconds).map(([start, end], index) => ({
    key: [MARK, name, index],
    params: {},
    query: { [by.metric.parameter]: name, [by.start]: String(start), [by.end]: String(end) },
    // What was read the last time is read again in a wide one: only that must not rest on a single empty answer.
    ...(isWide ? { isSpan: true } : {}),
    columns: {},
    readsToEnd: true,
  }));
}

/** Tells whether a record has been written by an earlier run; what is newer comes with the windows. */
function isKnown(record: JsonObject, known: readonly Span[], { key }: WindowsReplication): boolean {
  const created = toUnixSeconds(record[key]);
  return created === undefined || known.some(([from, to]) => created >= from && created < to + 1);
}

/** Tells whether a record is to be written with this series: of those that it is in, that of its newest metric. */
function isOfSeries(
  record: JsonObject,
  name: string,
  { series, replication: { by } }: { series: AllSeries; replication: WindowsReplication },
): boolean {
  const times = asJsonObject(record[by.changeTimes]);
  let newest: { name: string; at: number } | undefined;
  let isInOwn = false;
  for (const { name: other, span } of series.values()) {
    const at = toUnixSeconds(times[other]);
    if (at === undefined || at < span[0] || at >= span[1] + 1) continue;
    isInOwn ||= other === name;
    if (newest === undefined || at > newest.at) newest = { name: other, at };
  }
  return !isInOwn || newest?.name === name;
}

function countRead(series: AllSeries, name: string): AllSeries {
  const one = series.get(name);
  return one ? new Map(series).set(name, { ...one, left: one.left - 1 }) : series;
}

/** Counts a series as read up to five minutes before the run was planned. */
function claimSeries(
  bookmark: LateMetricsBookmark,
  { name, isWide }: Series,
  now: number,
): LateMetricsBookmark {
  const before = bookmark.read.get(name);
  const until = Math.max(before?.until ?? 0, now - GRACE_SECONDS);
  return {
    ...bookmark,
    read: new Map(bookmark.read).set(name, { until, wide: isWide ? now : before?.wide }),
  };
}
