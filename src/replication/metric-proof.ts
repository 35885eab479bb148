import { isDue } from '../bookmarks/bookmark.ts';
import { type MetricSample, readLateMetrics } from '../bookmarks/late-metrics-bookmark.ts';
import { readWindowsBookmark, type WindowsBookmarkOptions } from '../bookmarks/windows-bookmark.ts';
import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';

/**
 * Proof that the API lists records by the time of a metric, not of their creation: the second in which a known record got its
 * metric, later than it was created, is asked for by metric. Only then such a record comes.
 */
export interface MetricProof {
  readonly partition: Partition;
  /** Tells whether an answer is the proof. */
  holds(records: readonly JsonObject[]): boolean;
}

/** A metric that one of the records got later than it was created, the latest of them; undefined if there is none. */
export function sampleOf(
  records: readonly JsonObject[],
  { key, by }: WindowsReplication,
  now: number,
): MetricSample | undefined {
  let best: (MetricSample & { lag: number }) | undefined;
  for (const record of records) {
    const created = toUnixSeconds(record[key]) ?? Number.NaN;
    const times = asJsonObject(record[by.changeTimes]);
    for (const name in times) {
      const at = toUnixSeconds(times[name]) ?? Number.NaN;
      const lag = Math.floor(at) - Math.floor(created);
      if (at <= now && lag > Math.max(1, best?.lag ?? 0) && by.metric.names.includes(name))
        best = { name, at: Math.floor(at), lag };
    }
  }
  return best && { name: best.name, at: best.at };
}

/** The proof to ask for: where a lookback is due, or the last run read by metric, and a sample is known. */
export function planProof(
  replication: WindowsReplication,
  options: Omit<WindowsBookmarkOptions, 'isByMetric'>,
): MetricProof | undefined {
  const { bookmark, now, lookbackIntervalSeconds, lookbackSeconds, isFullTableAsked } = options;
  const { parameter, names } = replication.by.metric;
  const { read, sample } = readLateMetrics(bookmark, { names, now });
  const { covered, lookedBack } = readWindowsBookmark({ ...options, isByMetric: false }).progress;
  const isNeeded = read.size > 0 || isDue(lookedBack, lookbackIntervalSeconds, now);
  if (!isNeeded || !sample || lookbackSeconds === 0 || covered.length === 0 || isFullTableAsked)
    return undefined;
  return {
    partition: {
      key: ['proof'],
      params: {},
      query: {
        [parameter]: sample.name,
        [replication.by.start]: String(sample.at),
        [replication.by.end]: String(sample.at),
      },
      columns: {},
      readsToEnd: false,
    },
    holds: (records) => isProof(records, sample, replication),
  };
}

/** All have the metric in that second: the filter and the bounds are heeded. One was created in another. */
function isProof(
  records: readonly JsonObject[],
  { name, at }: MetricSample,
  { key, by }: WindowsReplication,
): boolean {
  const secondOf = (value: unknown) => Math.floor(toUnixSeconds(value) ?? Number.NaN);
  return (
    records.every((record) => secondOf(asJsonObject(record[by.changeTimes])[name]) === at) &&
    records.some((record) => secondOf(record[key]) < at)
  );
}
