import { count } from '../log/count.ts';
import type { State } from '../singer/state.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import type { PlannedStream } from '../sync/plan.ts';
import type { TapError } from '../tap-error.ts';

/** What a stream has cost and brought so far. */
export interface StreamTally {
  readonly name: string;
  /** Template of the address that its requests go to. */
  readonly path: string;
  records: number;
  requests: number;
  retries: number;
  /** Time in which at least one of its requests waited to be sent again; those side by side count once. */
  waitedMs: number;
  /** Unix milliseconds: until then it has been counted. */
  waitsUntilMs: number;
  /** Unix milliseconds; undefined before it begins, and before it ends. */
  startedMs?: number | undefined;
  endedMs?: number | undefined;
  /** Why it is incomplete; undefined if it is not, or not yet. */
  failure?: TapError | undefined;
  /** The bookmark from which the run starts, and the one that it has now. */
  readonly bookmark: { readonly from: unknown; readonly to: unknown };
}

/** Starts counting for one stream; takes the bookmark as it is now for the one from which the run starts. */
export function createTally(stream: PlannedStream, state: State): StreamTally {
  const { name, definition } = stream;
  const key = replicationKeyOf(definition);
  const read = () => (key === undefined ? undefined : state.bookmark(name)[key]);
  const from = read();
  return {
    name,
    path: definition.path,
    records: 0,
    requests: 0,
    retries: 0,
    waitedMs: 0,
    waitsUntilMs: 0,
    bookmark: {
      from,
      get to() {
        return read();
      },
    },
  };
}

/** Counts that a request waits from one moment to another, in unix milliseconds. */
export function addWait(tally: StreamTally, fromMs: number, untilMs: number): void {
  tally.waitedMs += Math.max(0, untilMs - Math.max(fromMs, tally.waitsUntilMs));
  tally.waitsUntilMs = Math.max(tally.waitsUntilMs, untilMs);
}

/** Takes back what was to be waited after the moment at which the run ends. */
export function cutWait(tally: StreamTally, atMs: number): void {
  tally.waitedMs -= Math.max(0, tally.waitsUntilMs - atMs);
  tally.waitsUntilMs = Math.min(tally.waitsUntilMs, atMs);
}

/** A stream in one line at the end of a run: records and requests; retries, waiting and the bookmark where there are any. */
export function summarise({
  records,
  requests,
  retries,
  waitedMs,
  bookmark,
  failure,
  endedMs,
}: StreamTally): string {
  const outcome = endedMs === undefined ? ', not finished' : failure ? ', incomplete' : '';
  const told = [count(records, 'record'), count(requests, 'request')];
  if (retries > 0) told.push(count(retries, 'retry'));
  if (waitedMs >= 50) told.push(`${(waitedMs / 1000).toFixed(1)} s waited`);
  return `${told.join(', ')}${describeBookmark(bookmark)}${outcome}`;
}

function describeBookmark({ from, to }: StreamTally['bookmark']): string {
  return (to ?? from ?? undefined) === undefined ? '' : `, bookmark ${from ?? 'none'} → ${to ?? 'none'}`;
}
