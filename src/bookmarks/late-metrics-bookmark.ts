import type { JsonObject } from '../json/json-object.ts';
import { type BookmarkValues, openBookmark, writeInstant } from './bookmark.ts';

/** The keys of the bookmark, whose values are lists. */
export const LATE_METRICS_KEYS = ['metrics_read', 'metric_sample'];

/** Mark of a metric by which the API has refused to list records. */
const REFUSED = 'refused';

/** Record of how far one metric has been read. Times are unix seconds. */
export interface MetricRead {
  /** Every record that was known has been written with this metric, if the metric's time is not later than this. */
  readonly until: number;
  /** When the last reading was planned that went back a day more, for what reaches the API late. */
  readonly wide: number | undefined;
  /** The API has refused to list records by it: none is left to it. */
  readonly isRefused?: boolean;
}

/** A metric that a record got later than it was created: by its time, the record can be asked for. */
export interface MetricSample {
  readonly name: string;
  readonly at: number;
}

/** Part of a bookmark about metrics. */
export interface LateMetricsBookmark {
  readonly read: ReadonlyMap<string, MetricRead>;
  readonly sample: MetricSample | undefined;
}

/** Result of {@link readLateMetrics}. */
export interface GivenLateMetrics extends LateMetricsBookmark {
  readonly faults: readonly string[];
  /** True if the bookmark says how far metrics were read, and that cannot be used. */
  readonly isReadLost: boolean;
}

/** Reads what a bookmark says of metrics; those that the stream does not have any more are left out. */
export function readLateMetrics(
  bookmark: JsonObject,
  { names, now }: { names: readonly string[]; now: number },
): GivenLateMetrics {
  // Its other keys are read, and judged, by the reader of windows.
  const values = openBookmark(bookmark, { known: Object.keys(bookmark), former: [], now });
  const read = new Map<string, MetricRead>();
  for (const [name, until, wide, mark] of rowsOf(values, bookmark, 'metrics_read')) {
    const instants = { metrics_read: until ?? null, wide: wide ?? null };
    const seconds = values.instant('metrics_read', instants);
    if (typeof name === 'string' && names.includes(name) && seconds !== undefined)
      read.set(name, {
        until: seconds,
        wide: values.instant('wide', instants),
        ...(mark === REFUSED ? { isRefused: true } : {}),
      });
  }
  const isReadLost = values.faults.length > 0;
  const [[name, at] = []] = rowsOf(values, bookmark, 'metric_sample');
  const instant = values.instant('metric_sample', { metric_sample: at });
  const isKnown = typeof name === 'string' && names.includes(name) && instant !== undefined;
  return { read, sample: isKnown ? { name, at: instant } : undefined, faults: values.faults, isReadLost };
}

function rowsOf(values: BookmarkValues, bookmark: JsonObject, key: string): (readonly unknown[])[] {
  const value = bookmark[key] ?? [];
  const rows: readonly unknown[] = Array.isArray(value) ? value : [null];
  if (rows.every((row) => Array.isArray(row))) return [...rows];
  values.refuse(key, 'is no list of lists; it is ignored');
  return [];
}

/** The part of a bookmark about metrics: lists of texts, which any program can merge. */
export function writeLateMetrics({ read, sample }: LateMetricsBookmark): JsonObject {
  return {
    metrics_read: [...read].map(([name, { until, wide, isRefused }]) => [
      name,
      writeInstant(until),
      writeInstant(wide),
      ...(isRefused ? [REFUSED] : []),
    ]),
    metric_sample: sample === undefined ? [] : [[sample.name, writeInstant(sample.at)]],
  };
}
