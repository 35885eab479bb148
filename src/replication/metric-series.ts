import { isDue } from '../bookmarks/bookmark.ts';
import type { GivenLateMetrics, LateMetricsBookmark } from '../bookmarks/late-metrics-bookmark.ts';
import { cut, type Span } from '../bookmarks/spans.ts';
import { lastLookedBack, type WindowsProgress } from '../bookmarks/windows-bookmark.ts';
import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import type { WindowsOptions } from './windows.ts';

/**
 * The records that got one metric in a span of time. A long time is read in several series, so that a run that is ended
 * early gets further.
 */
export interface MetricSeries {
  readonly name: string;
  readonly span: Span;
  /** The last second of the time that this run reads. */
  readonly last: number;
  /** It goes back a day further than what has been read, for what reaches the API late. */
  readonly isWide: boolean;
  /** Number of its partitions that are not read yet. */
  readonly left: number;
  /** The API refused it the last time: no record is left to it. */
  readonly isRefused: boolean;
}

/** The series of a run by their metrics. */
export type AllSeries = ReadonlyMap<string, MetricSeries>;

/** The first value of the key of a series' partition; windows have a number. */
const MARK = 'metric';

/** The shortest span but for the last one: further than the day that a wide series goes back. */
const SHORTEST_SECONDS = 2 * DAY_SECONDS;

/**
 * Plans where the series of each metric begin: where the last ones ended; at the last lookback, if there were none; if nothing
 * says how far they came, at the last time that everything was written. It is written at once, since a run may end before a series does.
 * Nothing, where everything is read anyway, or nothing was read before.
 */
export function planRead(
  { now, replication, isByMetric, isFullTableAsked }: WindowsOptions,
  { read, isReadLost }: Pick<GivenLateMetrics, 'read' | 'isReadLost'>,
  progress: WindowsProgress,
): LateMetricsBookmark['read'] {
  if (!isByMetric || isFullTableAsked || progress.covered.length === 0) return new Map();
  // A lookback may have been counted while series were under way.
  const until = lastLookedBack(isReadLost ? { ...progress, lookedBack: undefined } : progress, now);
  return new Map(
    replication.by.metric.names.map((name) => [name, read.get(name) ?? { until, wide: undefined }]),
  );
}

/** Plans the first series of metrics that have been read so far. */
export function planSeries(options: WindowsOptions, read: LateMetricsBookmark['read']): AllSeries {
  const { now, readUntil, longestSeconds, lookbackIntervalSeconds } = options;
  return new Map(
    [...read].map(([name, { until, wide, isRefused = false }]): [string, MetricSeries] => {
      const isWide = isDue(wide, lookbackIntervalSeconds, now);
      const start = isWide ? Math.min(until, wide ?? until) - DAY_SECONDS : until + 1;
      const last = Math.max(now, readUntil);
      return [name, seriesFrom(Math.floor(start), { name, last, isWide, isRefused }, longestSeconds)];
    }),
  );
}

/** Plans what follows the series that have been read; none follows one that reached to the end, or could not be read. */
export function planNext(series: AllSeries, isRead: (name: string) => boolean, longest: number): AllSeries {
  const next = [...series.values()].filter(({ name, span, last }) => isRead(name) && span[1] < last);
  return new Map(next.map((one) => [one.name, seriesFrom(one.span[1] + 1, one, longest)]));
}

function seriesFrom(
  start: number,
  one: Omit<MetricSeries, 'span' | 'left'>,
  longestSeconds: number,
): MetricSeries {
  const end = Math.min(start + Math.max(longestSeconds, SHORTEST_SECONDS) - 1, one.last);
  const span: Span = [start, end];
  return { ...one, span, left: cut(span, longestSeconds).length };
}

/** The partitions of a series. */
export function partitionsOf(
  { name, span, isWide }: MetricSeries,
  { replication: { by }, longestSeconds }: WindowsOptions,
): Partition[] {
  return cut(span, longestSeconds).map(([start, end]) => ({
    key: [MARK, name, start],
    params: {},
    query: { [by.metric.parameter]: name, [by.start]: String(start), [by.end]: String(end) },
    // What was read the last time is read again in a wide one: only that must not rest on a single empty answer.
    ...(isWide ? { isSpan: true } : {}),
    filter: `${by.metric.parameter}=${name}`,
    columns: {},
    readsToEnd: true,
  }));
}

/** The metric whose series a partition belongs to; undefined: it is a window. */
export function nameOf({ key: [mark, name] }: Partition): string | undefined {
  return mark === MARK ? String(name) : undefined;
}

/** The metric with whose series a record is written: of those that it is in, the newest; `name`, if it is not even in that one. */
export function ownerOf(
  record: JsonObject,
  name: string,
  { series, replication: { by } }: { series: AllSeries; replication: WindowsReplication },
): string {
  const times = asJsonObject(record[by.changeTimes]);
  let newest: { name: string; at: number } | undefined;
  let isInOwn = false;
  for (const { name: other, span, isRefused } of series.values()) {
    if (isRefused && other !== name) continue;
    const at = toUnixSeconds(times[other]);
    if (at === undefined || at < span[0] || at >= span[1] + 1) continue;
    isInOwn ||= other === name;
    if (newest === undefined || at > newest.at) newest = { name: other, at };
  }
  return isInOwn && newest ? newest.name : name;
}

/** Counts a partition of a series as read. */
export function countRead(series: AllSeries, name: string): AllSeries {
  const one = series.get(name);
  return one ? new Map(series).set(name, { ...one, left: one.left - 1 }) : series;
}
