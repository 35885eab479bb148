import type { LateMetricsBookmark, MetricRead } from '../bookmarks/late-metrics-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Partition } from '../pages/partition.ts';
import { createWait } from '../wait.ts';
import { countRead, ownerOf, partitionsOf, planNext, planSeries } from './metric-series.ts';
import type { PartitionEnd } from './reader.ts';
import { createSeriesClaims } from './series-claims.ts';
import type { WindowsOptions } from './windows.ts';

/** The series of metrics that a run reads, and how far they have come. */
export interface SeriesCourse {
  /** The partitions of all series, span by span of time; those of a later span wait until the earlier ones have ended, or failed. */
  partitions(): AsyncGenerator<Partition, void, undefined>;
  /** Tells whether a record is written with this series; if not, it is left to another one. */
  takes(name: string, record: JsonObject): boolean;
  /** A partition of a series has been read. */
  ended(name: string, end: PartitionEnd): void;
  /** A partition of a series could not be read. */
  failed(name: string): void;
  /** Returns how far each metric has been read. */
  read(): LateMetricsBookmark['read'];
}

/** Starts with how far each metric was read before this run, and with those that it reads. */
export function createSeriesCourse(
  options: WindowsOptions,
  before: LateMetricsBookmark['read'],
  planned: LateMetricsBookmark['read'],
): SeriesCourse {
  let known: LateMetricsBookmark['read'] = new Map([...before, ...planned]);
  let series = planSeries(options, planned);
  let claims = createSeriesClaims(options);
  /** Series that do not count as read, for their end or the time: they are read on all the same, and nothing later of them counts. */
  const doubtful = new Set<string>();
  const failed = new Set<string>();
  /** Number of partitions that have neither ended nor failed. */
  let open = 0;
  const allClosed = createWait();
  const close = () => {
    open -= 1;
    if (open === 0) allClosed.end();
  };
  /** A record may be left to another series: only together they have been read. */
  const goOn = () => {
    const settled = new Map(claims.settled());
    const isRead = (name: string) => isReadOn(settled.get(name), doubtful.has(name) && !failed.has(name));
    known = new Map([...known, ...settled]);
    claims = createSeriesClaims(options);
    series = planNext(series, isRead, options.longestSeconds);
  };

  return {
    async *partitions() {
      while (series.size > 0) {
        for (const one of series.values())
          for (const partition of partitionsOf(one, options)) {
            open += 1;
            yield partition;
          }
        if ([...series.values()].every(({ span, last }) => span[1] >= last)) return;
        if (open > 0) await allClosed.begin();
        goOn();
      }
    },
    takes(name, record) {
      const owner = ownerOf(record, name, { series, replication: options.replication });
      if (owner !== name) claims.leave(name, owner);
      return owner === name;
    },
    ended(name, end) {
      series = countRead(series, name);
      const [one, read] = [series.get(name), known.get(name)];
      if (end === 'unproved' || !options.isDated) doubtful.add(name);
      if (one && read) claims.end(one, read, end !== 'gone' && doubtful.has(name) ? 'unproved' : end);
      close();
    },
    failed(name) {
      claims.failed(name);
      failed.add(name);
      close();
    },
    read: () => new Map([...known, ...claims.settled()]),
  };
}

/** Tells whether a series is read on: one that counts as read and was not refused, or one that only does not count. */
function isReadOn(read: MetricRead | undefined, isDoubtful: boolean): boolean {
  return read === undefined ? isDoubtful : !read.isRefused;
}
