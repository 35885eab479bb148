import type { GetJson } from '../http/client.ts';
import type { Log } from '../log/log.ts';
import type { State } from '../singer/state.ts';
import type { Writer } from '../singer/writer.ts';
import type { StreamName } from '../streams/definition.ts';
import type { TapError } from '../tap-error.ts';
import type { StateOutput } from './state-output.ts';

/** What a run's streams share. */
export interface Run {
  readonly getJson: GetJson;
  readonly writer: Writer;
  readonly state: State;
  readonly states: StateOutput;
  readonly log: Log;
  readonly events: SyncEvents;
  readonly options: SyncOptions;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** When the run began, in unix seconds without a fraction. */
  readonly startedAt: number;
  /** Version of this run's ACTIVATE_VERSION messages: greater than that of any run before. */
  readonly version: number;
  /** No bookmark goes beyond this: the run's start by the API's clock, in unix seconds. */
  readonly latestBookmark: () => number;
  /** The time by the API's clock, in unix seconds. */
  readonly apiNow: () => number;
  /** Aborted when the run must stop: a signal, a reader that left, a refused key. */
  readonly signal: AbortSignal;
}

/** What a sync tells of its work; only of streams that are selected. */
export interface SyncEvents {
  onStreamStart(stream: StreamName): void;
  /** So many more records have been handed to stdout. */
  onRecords(stream: StreamName, records: number): void;
  /** A stream has ended; with a failure, it is incomplete. */
  onStreamEnd(stream: StreamName, failure: TapError | undefined): void;
}

/** What of the settings a sync needs, in units of its own. */
export interface SyncOptions {
  maxConcurrency: number;
  /** Where the user wants the first sync to begin, in unix seconds; undefined if nothing was said. */
  anchor?: number | undefined;
  windowSeconds: number;
  lookbackSeconds: number;
  emitActivateVersion: boolean;
}
