import { readLateMetrics, writeLateMetrics } from '../bookmarks/late-metrics-bookmark.ts';
import type { Span } from '../bookmarks/spans.ts';
import { readWindowsBookmark } from '../bookmarks/windows-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { sampleOf } from './metric-proof.ts';
import { nameOf, planRead } from './metric-series.ts';
import { followCursor, type Reader } from './reader.ts';
import { createSeriesCourse } from './series-course.ts';
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
 * The order of such a list is not known, so a series is read by its cursors, and counts when it is complete; a long time is
 * read in several series. The lookback keeps its own times, as if nothing were read by metric: when it takes over again, it
 * reaches back as far as ever.
 */
export function withLateMetrics(windows: Reader, options: WindowsOptions): Reader {
  const { replication, now, isByMetric } = options;
  const { names } = replication.by.metric;
  const { faults, ...given } = readLateMetrics(options.bookmark, { names, now });
  const { progress } = readWindowsBookmark(options);
  const course = createSeriesCourse(options, given.read, planRead(options, given, progress));
  let { sample } = given;
  const write = () => writeLateMetrics({ read: course.read(), sample });

  return {
    ...windows,
    faults: [...windows.faults, ...faults],
    notes: isByMetric
      ? [...windows.notes, 'what changes late is read by the time of each metric, however old the record']
      : windows.notes,
    async *partitions() {
      yield* windows.partitions();
      yield* course.partitions();
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
        (record) => isKnown(record, progress.covered, replication) && course.takes(name, record),
      );
    },
    written(partition, page) {
      if (nameOf(partition) === undefined) windows.written(partition, page);
      sample = sampleOf(page.records, replication, now) ?? sample;
    },
    ended(partition, end) {
      const name = nameOf(partition);
      if (name === undefined) windows.ended(partition, end);
      else course.ended(name, end);
    },
    failed(partition) {
      const name = nameOf(partition);
      if (name === undefined) windows.failed(partition);
      else course.failed(name);
    },
    anew: (partition) => (nameOf(partition) === undefined ? windows.anew(partition) : partition),
    halve: (partition) => (nameOf(partition) === undefined ? windows.halve(partition) : undefined),
    bookmark: () => ({ ...windows.bookmark(), ...write() }),
    finished: (end) => ({ ...windows.finished(end), ...write() }),
  };
}

/** Tells whether a record has been written by an earlier run; what is newer comes with the windows. */
function isKnown(record: JsonObject, known: readonly Span[], { key }: WindowsReplication): boolean {
  const created = toUnixSeconds(record[key]);
  return created === undefined || known.some(([from, to]) => created >= from && created < to + 1);
}
