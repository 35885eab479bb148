import type { Page, Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { mayHaveChanged } from './may-have-changed.ts';
import type { PreparedReader, Reader } from './reader.ts';
import { cut, merge, type Span, subtract } from './spans.ts';
import {
  GRACE_SECONDS,
  readWindowsBookmark,
  type WindowsBookmarkOptions,
  type WindowsProgress,
  writeWindowsBookmark,
} from './windows-bookmark.ts';

/** What decides which windows are read. */
export interface WindowsOptions extends WindowsBookmarkOptions {
  readonly replication: WindowsReplication;
  readonly longestSeconds: number;
  readonly concurrency: number;
}

/** A window that is being read. */
interface Window {
  readonly span: Span;
  readonly isLookback: boolean;
  /** What is still asked for ends here: everything newer has been read. */
  end: number;
  /** Nothing after this counts as read: records of the last minutes may still become visible. */
  readableUntil: number;
  /** It is not newest first: it is read by its cursors, and counts when it is complete. */
  isByCursor: boolean;
  /** The end of the rest whose first page held nothing that was known: it was asked for again with a second more. */
  doubted: number | undefined;
}

function openWindow(span: Span, isLookback: boolean): Window {
  return { span, isLookback, end: span[1], readableUntil: Number.NaN, isByCursor: false, doubted: undefined };
}

/** Counts a span of a window as read. */
function claim(read: WindowsProgress, { isLookback, readableUntil, span }: Window, [start, end]: Span): void {
  const claimed: Span[] = [[Math.max(start, span[0]), isLookback ? end : Math.min(end, readableUntil)]];
  if (!isLookback) read.covered = merge([...read.covered, ...claimed]);
  else if (read.lookback) read.lookback.left = subtract(read.lookback.left, claimed);
}

/** Reads a window by its cursors, and takes back what it has counted as read. */
function readByCursor(read: WindowsProgress, window: Window): void {
  if (window.isByCursor) return;
  window.isByCursor = true;
  if (!window.isLookback) read.covered = subtract(read.covered, [window.span]);
  else if (read.lookback) read.lookback.left = merge([...read.lookback.left, window.span]);
}

/** Whether a page that begins a partition holds nothing that was known. */
function isApart({ cursor, unseen, records }: Page): boolean {
  return cursor === undefined && unseen.length === records.length;
}

/**
 * Reads an INCREMENTAL stream whose API can be asked for a span of time. `covered` says which creation times have been
 * read; the run reads the rest. Pages come newest first (docs/api-behaviour.md#31). After each page the tap asks for
 * the rest of the window by time, not by cursor, since a cursor is a mere offset (docs/api-behaviour.md#10 to #12). It
 * follows cursors only within a second that fills more than a page. A list that is not newest first is read by its
 * cursors, and counts as read when it is complete. After the new windows comes the lookback: what may have changed is
 * written again.
 */
export function createWindowsReader(options: WindowsOptions): PreparedReader {
  const { replication, from, now } = options;
  const { progress: read, faults, notes } = readWindowsBookmark(options);
  const wanted: Span[] = [[from, now]];
  const left = options.isFullTableAsked ? wanted : subtract(wanted, read.covered);
  const windows = new Map<number, Window>();

  const windowOf = ({ key }: Partition): Window => {
    const window = windows.get(Number(key[0]));
    if (!window) throw new Error('no such window');
    return window;
  };
  const toPartition = (id: number, [start, end]: Span): Partition => ({
    key: [id],
    params: {},
    // Both bounds belong to what is asked for (docs/api-behaviour.md#28).
    query: { [replication.by.start]: String(start), [replication.by.end]: String(end) },
    isSpan: true,
    columns: {},
    readsToEnd: false,
  });
  const open = (span: Span, isLookback: boolean): Partition => {
    const id = windows.size;
    windows.set(id, openWindow(span, isLookback));
    return toPartition(id, span);
  };
  const secondsOf = ({ records }: Page): number[] =>
    records.flatMap((record) => {
      const instant = toUnixSeconds(record[replication.key]);
      return instant === undefined ? [] : [Math.floor(instant)];
    });

  const reader: Reader = {
    concurrency: options.concurrency,
    *partitions() {
      for (const span of left.flatMap((piece) => cut(piece, options.longestSeconds))) yield open(span, false);
      for (const span of (read.lookback?.left ?? []).flatMap((piece) => cut(piece, options.longestSeconds)))
        yield open(span, true);
    },
    follow(partition, page) {
      const window = windowOf(partition);
      const isCut = window.end < window.span[1];
      if (page.order.rose) readByCursor(read, window);
      if (window.isByCursor) {
        // Before this was seen, a partition may have been left out as older than what was read.
        window.end = window.span[1];
        return isCut ? toPartition(Number(partition.key[0]), window.span) : 'cursor';
      }
      // What lies in the second at which the rest begins is known. If none of it is there, it was deleted, or the bound
      // means something else: then a second more shows it.
      if (isCut && isApart(page) && window.doubted !== window.end) {
        window.doubted = window.end;
        return toPartition(Number(partition.key[0]), [window.span[0], window.end + 1]);
      }
      const seconds = secondsOf(page);
      const oldest = Math.min(...seconds);
      const isWithinOneSecond = oldest === Math.max(...seconds);
      if (page.next === undefined || seconds.length === 0 || isWithinOneSecond) return 'cursor';
      if (oldest >= window.end || oldest < window.span[0]) return 'cursor';
      window.end = oldest;
      return toPartition(Number(partition.key[0]), [window.span[0], oldest]);
    },
    keep(partition, { unseen }) {
      if (!windowOf(partition).isLookback || read.lookedBack === undefined) return unseen;
      const since = { metricsAfter: read.lookedBack - DAY_SECONDS, createdBefore: read.lookedBackFrom };
      return unseen.filter((record) => mayHaveChanged(record, replication, since));
    },
    written(partition, page) {
      const window = windowOf(partition);
      if (Number.isNaN(window.readableUntil))
        window.readableUntil =
          Math.floor(page.apiDate === undefined ? now : page.apiDate / 1000) - GRACE_SECONDS;
      if (window.isByCursor || page.order.rose || !page.order.varied) return;
      if (window.doubted === window.end && isApart(page)) return;
      const oldest = Math.min(...secondsOf(page));
      if (Number.isFinite(oldest)) claim(read, window, [oldest + 1, window.span[1]]);
    },
    ended(partition) {
      const window = windowOf(partition);
      claim(read, window, window.span);
      if (read.lookback?.left.length !== 0) return;
      [read.lookedBack, read.lookedBackFrom] = [read.lookback.start, read.lookback.from];
      read.lookback = undefined;
    },
    failed() {},
    anew(partition) {
      const { span, end } = windowOf(partition);
      return toPartition(Number(partition.key[0]), [span[0], end]);
    },
    bookmark: () => writeWindowsBookmark(read, from),
  };
  return { reader, faults, notes };
}
