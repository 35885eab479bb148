import { createCompleteness } from '../bookmarks/completeness.ts';
import { cut, type Span, subtract } from '../bookmarks/spans.ts';
import {
  dropLookback,
  readWindowsBookmark,
  type WindowsBookmarkOptions,
  type WindowsProgress,
  writeWindowsBookmark,
} from '../bookmarks/windows-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { createWait } from '../wait.ts';
import { mayHaveChanged } from './may-have-changed.ts';
import type { Reader } from './reader.ts';
import { newWindow } from './window.ts';
import {
  closeWindow,
  countPage,
  endWindow,
  followPage,
  halveWindow,
  restartWindow,
  startWindow,
  type WindowsState,
  windowOf,
} from './windows-state.ts';

/** Options that decide which windows are read. */
export interface WindowsOptions extends WindowsBookmarkOptions {
  readonly replication: WindowsReplication;
  /** End of reading, in whole unix seconds: the later of the clocks. */
  readonly readUntil: number;
  readonly longestSeconds: number;
  readonly concurrency: number;
}

/**
 * Reads an INCREMENTAL stream whose API can be asked for a span of time. `covered` says which creation times have been
 * read; the run reads the rest. Pages come newest first (docs/api-behaviour.md#31). After each page the tap asks for the
 * rest of the window by time, not by cursor, since a cursor is a mere offset (docs/api-behaviour.md#10). It follows cursors
 * only within a second that fills more than a page. A list that is not newest first is read by its cursors, and counts as
 * read when it is complete. After the new windows comes the lookback: what may have changed is written again.
 */
export function createWindowsReader(options: WindowsOptions): Reader {
  const { replication, from } = options;
  const { progress, faults, notes } = readWindowsBookmark(options);
  let state = planWindows(progress, options);
  /** The wait for a window that gives up its lower half. */
  const half = createWait();
  const change = (next: WindowsState) => {
    state = next;
    half.end();
  };
  const restart = (id: number): Partition => {
    const restarted = restartWindow(state, id);
    state = restarted.state;
    return toPartition(replication, id, restarted.rest);
  };

  return {
    faults,
    notes,
    version: undefined,
    began: options.now,
    isResumed: false,
    concurrency: options.concurrency,
    completeness: createCompleteness(),
    async *partitions() {
      while (state.windows.size > 0) {
        const [id] = state.waiting;
        state = { ...state, waiting: state.waiting.slice(1) };
        if (id === undefined) await half.begin();
        else yield restart(id);
      }
    },
    started(partition, at) {
      state = startWindow(state, idOf(partition), at);
    },
    follow(partition, page) {
      const id = idOf(partition);
      const { state: next, follow } = followPage(state, id, page, secondsOf(page, replication));
      change(next);
      return typeof follow === 'string' ? follow : toPartition(replication, id, follow);
    },
    keep: (partition, { unseen }) =>
      windowOf(state, idOf(partition)).isLookback ? keepChanged(unseen, replication, state.read) : unseen,
    written(partition, page) {
      state = countPage(state, idOf(partition), page, secondsOf(page, replication));
    },
    ended: (partition, end) => change(endWindow(state, idOf(partition), end)),
    failed: (partition) => change(closeWindow(state, idOf(partition))),
    anew: (partition) => restart(idOf(partition)),
    halve(partition) {
      const halved = halveWindow(state, idOf(partition));
      if (!halved) return undefined;
      change(halved.state);
      return toPartition(replication, idOf(partition), halved.rest);
    },
    bookmark: () => writeWindowsBookmark(state.read, from),
    finished: () => writeWindowsBookmark(dropLookback(state.read, state.unproved), from),
  };
}

/** Plans a run: first what is new, then what a lookback has left. */
function planWindows(read: WindowsProgress, options: WindowsOptions): WindowsState {
  const { from, readUntil, longestSeconds, concurrency, isDated } = options;
  const wanted: Span[] = [[from, Math.max(readUntil, from)]];
  const pieces = (spans: readonly Span[], isLookback: boolean) =>
    spans.flatMap((span) => cut(span, longestSeconds)).map((span) => newWindow(span, { isLookback }));
  const windows = [
    ...pieces(options.isFullTableAsked ? wanted : subtract(wanted, read.covered), false),
    ...pieces(read.lookback?.left ?? [], true),
  ];
  return {
    read,
    windows: new Map(windows.entries()),
    opened: windows.length,
    waiting: [...windows.keys()],
    places: concurrency,
    newest: undefined,
    unproved: [],
    isDated,
  };
}

function idOf({ key }: Partition): number {
  return Number(key[0]);
}

function toPartition({ by }: WindowsReplication, id: number, [start, end]: Span): Partition {
  return {
    key: [id],
    params: {},
    // Both bounds belong to what is asked for (docs/api-behaviour.md#28).
    query: { [by.start]: String(start), [by.end]: String(end) },
    isDivisible: start < end,
    columns: {},
    readsToEnd: false,
  };
}

/** The creation times of a page's records, in whole unix seconds; those without one are left out. */
function secondsOf({ records }: Page, { key }: WindowsReplication): number[] {
  const seconds: number[] = [];
  for (const record of records) {
    const instant = toUnixSeconds(record[key]);
    if (instant !== undefined) seconds.push(Math.floor(instant));
  }
  return seconds;
}

/** Selects what a lookback writes: all, or what may have changed since the one before. */
function keepChanged(
  records: readonly JsonObject[],
  replication: WindowsReplication,
  { lookedBack, lookedBackFrom, lookback }: WindowsProgress,
): readonly JsonObject[] {
  if (lookback?.rewrites !== false || lookedBack === undefined) return records;
  const since = { metricsAfter: lookedBack - DAY_SECONDS, createdBefore: lookedBackFrom };
  return records.filter((record) => mayHaveChanged(record, replication, since));
}
