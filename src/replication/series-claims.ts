import type { MetricRead } from '../bookmarks/late-metrics-bookmark.ts';
import { GRACE_SECONDS } from '../bookmarks/windows-bookmark.ts';
import type { MetricSeries } from './metric-series.ts';
import type { PartitionEnd } from './reader.ts';

/**
 * Counts the series of metrics that have been read. One that has left records to the series of a newer metric waits for that
 * one; if the API refuses the newer one, it is read again in the next run, in which those records are its own.
 */
export interface SeriesClaims {
  /** The series of a metric leaves a record to that of another one. */
  leave(name: string, owner: string): void;
  /** A partition of a series has ended. `before`: how far the metric had been read. */
  end(series: MetricSeries, before: MetricRead, end: PartitionEnd): void;
  failed(name: string): void;
  /** The metrics that this run has read on, each with the time up to which. */
  settled(): [string, MetricRead][];
}

/** Starts with nothing read. `now`: when the run was planned, in unix seconds. */
export function createSeriesClaims({ now }: { now: number }): SeriesClaims {
  const read = new Map<string, MetricRead>();
  /** The next run reads what was left to those that have failed, too. */
  const ended = new Set<string>();
  const owners = new Map<string, Set<string>>();
  return {
    leave: (name, owner) => void owners.set(name, (owners.get(name) ?? new Set()).add(owner)),
    end({ name, span, isWide, left }, before, end) {
      if (end === 'gone') {
        ended.delete(name);
        read.set(name, { ...before, isRefused: true });
      } else if (end === 'unproved') ended.add(name);
      else if (left === 0 && !read.has(name)) {
        ended.add(name);
        const [, to] = span;
        const until = Math.max(before.until, Math.min(to, now - GRACE_SECONDS));
        const wide = isWide ? Math.max(before.wide ?? 0, Math.min(to, now)) : before.wide;
        read.set(name, { until, wide, isRefused: false });
      }
    },
    failed: (name) => void ended.add(name),
    settled: () =>
      [...read].filter(
        ([name, { isRefused }]) =>
          isRefused === true || [...(owners.get(name) ?? [])].every((owner) => ended.has(owner)),
      ),
  };
}
