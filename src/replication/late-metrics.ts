import {
  type LateMetricsBookmark,
  readLateMetrics,
  writeLateMetrics,
} from '../bookmarks/late-metrics-bookmark.ts';
import { type Span, subtract } from '../bookmarks/spans.ts';
import { readWindowsBookmark, type WindowsProgress } from '../bookmarks/windows-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { sampleOf } from './metric-proof.ts';
import { countRead, nameOf, ownerOf, partitionsOf, planRead, planSeries } from './metric-series.ts';
import { followCursor, type Reader } from './reader.ts';
import { createSeriesClaims } from './series-claims.ts';
import type { WindowsOptions } from './windows.ts';

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
  const { replication, now, isByMetric } = options;
  const { names } = replication.by.metric;
  const { faults, ...given } = readLateMetrics(options.bookmark, { names, now });
  const { progress } = readWindowsBookmark(options);
  const known = knownBefore(progress);
  const planned = planRead(options, given, progress);
  let bookmark: LateMetricsBookmark = { ...given, read: new Map([...given.read, ...planned]) };
  let series = planSeries(options, planned);
  const claims = createSeriesClaims(options);
  const write = () =>
    writeLateMetrics({ ...bookmark, read: new Map([...bookmark.read, ...claims.settled()]) });

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
      return page.unseen.filter((record) => {
        if (!isKnown(record, known, replication)) return false;
        const owner = ownerOf(record, name, { series, replication });
        if (owner !== name) claims.leave(name, owner);
        return owner === name;
      });
    },
    written(partition, page) {
      if (nameOf(partition) === undefined) windows.written(partition, page);
      bookmark = { ...bookmark, sample: sampleOf(page.records, replication, now) ?? bookmark.sample };
    },
    ended(partition, end) {
      const name = nameOf(partition);
      if (name === undefined) return windows.ended(partition, end);
      series = countRead(series, name);
      const [one, before] = [series.get(name), bookmark.read.get(name)];
      if (one && before) claims.end(one, before, end);
    },
    failed(partition) {
      const name = nameOf(partition);
      if (name === undefined) windows.failed(partition);
      else claims.failed(name);
    },
    anew: (partition) => (nameOf(partition) === undefined ? windows.anew(partition) : partition),
    halve: (partition) => (nameOf(partition) === undefined ? windows.halve(partition) : undefined),
    bookmark: () => ({ ...windows.bookmark(), ...write() }),
    finished: (end) => ({ ...windows.finished(end), ...write() }),
  };
}

/** The creation times of what this run need not read for another reason: known before, and not about to be rewritten. */
function knownBefore({ covered, lookback }: WindowsProgress): readonly Span[] {
  return subtract(covered, lookback?.rewrites ? lookback.left : []);
}

/** Tells whether a record has been written by an earlier run; what is newer comes with the windows. */
function isKnown(record: JsonObject, known: readonly Span[], { key }: WindowsReplication): boolean {
  const created = toUnixSeconds(record[key]);
  return created === undefined || known.some(([from, to]) => created >= from && created < to + 1);
}
