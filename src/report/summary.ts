import type { CountedReason } from '../partial-reason.ts';
import { toRfc3339 } from '../time/instant.ts';
import type { StreamTally } from './tally.ts';

/** Says how a run has ended, in numbers: what the log shows as a table, and `--summary` writes as JSON. */
export interface Summary {
  started_at: string;
  ended_at: string;
  duration_seconds: number;
  records: number;
  /** All requests, retries included, and those that belong to none of the streams below. */
  requests: number;
  retries: number;
  /** Creation time of the oldest message that came; null if none did. */
  oldest_message: string | null;
  streams: StreamSummary[];
}

/**
 * Says how a stream has ended: `failed` with an error, `stopped` when the run ended while it was read, `not_begun` when
 * the run ended before its first request.
 */
export type StreamOutcome = 'whole' | 'partial' | 'failed' | 'stopped' | 'not_begun';

/** One stream of a {@link Summary}. */
export interface StreamSummary {
  stream: string;
  outcome: StreamOutcome;
  records: number;
  requests: number;
  retries: number;
  /** Time in which a request waited to be sent again. */
  waited_seconds: number;
  /** Time of the oldest record that came; null for streams without a bookmark. */
  oldest: string | null;
  /** Values of the replication key; null for streams without a bookmark. */
  bookmark_from: string | null;
  bookmark_to: string | null;
  /** Fields that the tap does not know, and that no run of the last thirty days has named. */
  new_fields: readonly string[];
  /** Why it is partial. */
  reasons: readonly CountedReason[];
  /** The error, in words. */
  failure: string | null;
}

/** Facts that a summary is made of, besides the streams. */
export interface RunTimes {
  startedMs: number;
  nowMs: number;
  requests: number;
}

/** Sums up a run. */
export function summarise(tallies: readonly StreamTally[], times: RunTimes): Summary {
  const sum = (of: (tally: StreamTally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const streams = tallies.map(summariseStream);
  return {
    started_at: toRfc3339(times.startedMs / 1000),
    ended_at: toRfc3339(times.nowMs / 1000),
    duration_seconds: toSeconds(times.nowMs - times.startedMs),
    records: sum(({ records }) => records),
    requests: times.requests,
    retries: sum(({ retries }) => retries),
    oldest_message: streams.find(({ stream }) => stream === 'messages')?.oldest ?? null,
    streams,
  };
}

function summariseStream(tally: StreamTally): StreamSummary {
  const { verdict, bookmark } = tally;
  return {
    stream: tally.name,
    outcome: outcomeOf(tally),
    records: tally.records,
    requests: tally.requests,
    retries: tally.retries,
    waited_seconds: toSeconds(tally.waitedMs),
    oldest: tally.oldest === undefined ? null : toRfc3339(tally.oldest),
    bookmark_from: toText(bookmark.from),
    bookmark_to: toText(bookmark.to),
    new_fields: tally.newFields,
    reasons: verdict?.whole === false ? verdict.reasons : [],
    failure: tally.failure?.message ?? null,
  };
}

function outcomeOf({ requests, endedMs, failure, verdict }: StreamTally): StreamOutcome {
  if (failure) return 'failed';
  if (endedMs !== undefined) return verdict?.whole === false ? 'partial' : 'whole';
  return requests === 0 ? 'not_begun' : 'stopped';
}

/** A state is the user's file: whatever it holds is shown as text. */
function toText(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function toSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
