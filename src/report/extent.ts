import type { JsonObject } from '../json/json-object.ts';
import type { State } from '../singer/state.ts';
import { isReadByPeriods, isReadByWindows } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import type { StreamTally } from './tally.ts';

/** Input that decides which time a stream covers. */
export interface ExtentOptions {
  readonly state: State;
  /** The time from which a first run reads messages, in unix seconds. */
  readonly messagesFrom: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Measures how much has been read of the streams that are read by time; call it whenever that is to be shown. */
export function measureExtents(
  streams: readonly PlannedStream[],
  tallies: readonly StreamTally[],
  { state, messagesFrom, now }: ExtentOptions,
): () => void {
  const from = Math.floor(now() / 1000);
  const most = new Map<string, number>();
  return () => {
    for (const { name, definition } of streams) {
      const { replication } = definition;
      const tally = tallies.find((one) => one.name === name);
      if (!tally || replication.method === 'FULL_TABLE' || isReadByPeriods(replication)) continue;
      if (isReadByWindows(replication)) {
        const left = secondsLeft(state.bookmark(name), [Math.floor(messagesFrom), from]);
        const all = Math.max(most.get(name) ?? 0, left);
        most.set(name, all);
        tally.extent = { done: all - left, all };
      } else if ((tally.bookmark.from ?? undefined) === undefined && tally.oldest !== undefined) {
        // Newest first, down to the oldest that the API lists; a later run ends where it meets what is known.
        tally.extent = { done: from - tally.oldest, all: replication.by.retentionDays * DAY_SECONDS };
      }
    }
  };
}

/** Both ends belong to it, in unix seconds. */
type Span = readonly [from: number, to: number];

/** The seconds that are left to read of a stream that is read by spans of time, its lookback included. */
export function secondsLeft({ covered, lookback }: JsonObject, [from, to]: Span): number {
  const [running]: readonly unknown[] = Array.isArray(lookback) ? lookback : [lookback];
  const again = typeof running === 'object' && running !== null && 'left' in running ? running.left : [];
  // The spans of a bookmark do not overlap.
  const read = toSpans(covered).map(([start, end]): Span => [Math.max(start, from), Math.min(end, to)]);
  return to - from + 1 - lengthOf(read) + lengthOf(toSpans(again));
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + Math.max(0, to - from + 1), 0);
}

/** Leaves out what is no span: a bookmark is checked where it is used for reading. */
function toSpans(value: unknown): Span[] {
  const pairs: readonly unknown[] = Array.isArray(value) ? value : [];
  return pairs.flatMap((pair): Span[] => {
    const [from, to]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const [start, end] = [toUnixSeconds(from), toUnixSeconds(to)];
    return start === undefined || end === undefined ? [] : [[start, end]];
  });
}
