import type { Verdict } from '../partial-reason.ts';
import type { State } from '../singer/state.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import type { TapError } from '../tap-error.ts';

/** Counts what a stream has cost and brought so far. */
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
  /** The least value of its replication key among the records, in unix seconds. */
  oldest?: number | undefined;
  /** Amount that has been read of all there is, in parents or seconds; undefined where that is not known. */
  extent?: { readonly done: number; readonly all: number } | undefined;
  /** Fields that its schema does not know, as far as they are new. */
  readonly newFields: string[];
  /** Why it could not be read; undefined if it could, or has not ended. */
  failure?: TapError | undefined;
  /** Undefined before it ends. */
  verdict?: Verdict | undefined;
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
    newFields: [],
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
