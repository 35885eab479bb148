import type { Ask } from '../api.ts';
import type { Log } from '../log/log.ts';
import type { State } from '../singer/state.ts';
import type { Writer } from '../singer/writer.ts';
import type { Resolution, StreamName } from '../streams/definition.ts';
import type { TapError } from '../tap-error.ts';
import type { Delivery } from './delivery.ts';

/** What a run's streams share. There is no clock but the API's, whose time comes with its answers. */
export interface Run {
  readonly ask: Ask;
  readonly writer: Writer;
  readonly state: State;
  /** Whether the state was given by the user; if not, every bookmark is written as empty first. */
  readonly isStateGiven: boolean;
  readonly delivery: Delivery;
  readonly log: Log;
  readonly events: SyncEvents;
  readonly options: SyncOptions;
  /** The time of this machine, in unix milliseconds; used only where the API tells no time. */
  readonly now: () => number;
  /** Aborted when the run must stop: a signal, a reader that left, a refused key. */
  readonly signal: AbortSignal;
}

/** A run whose first request has been answered. */
export interface StartedRun extends Run {
  /** When the run began by the API's clock, in whole unix seconds: everything is planned from it. */
  readonly startedAt: number;
  /** Whether the API has answered in JSON: then a route that it does not know is a feature that is missing. */
  readonly hasAnswered: boolean;
}

/** What a sync tells of its work; only of streams that are selected. */
export interface SyncEvents {
  onStreamStart(stream: StreamName): void;
  /** This many more records have been handed to stdout; `oldest` of them, by their replication key, in unix seconds. */
  onRecords(stream: StreamName, records: number, oldest?: number): void;
  /** So many of the parents, or other parts, have been read of all that there are. */
  onExtent(stream: StreamName, done: number, all: number): void;
  /** A stream has ended; with a failure, it is incomplete. */
  onStreamEnd(stream: StreamName, failure: TapError | undefined): void;
}

/** What of the settings a sync needs, in units of its own. */
export interface SyncOptions {
  maxConcurrency: number;
  /** Where the user wants the first sync to begin, in unix seconds; undefined if nothing was said. */
  anchor?: number | undefined;
  windowSeconds: number;
  messagesLookbackSeconds: number;
  activitiesLookbackSeconds: number;
  lookbackIntervalSeconds: number;
  emitActivateVersion: boolean;
  /** Only the people of this segment are read; undefined: everybody. */
  peopleSegmentId?: number | undefined;
  espDomains: readonly string[];
  metricsResolution: Resolution;
  metricsLookbackSeconds: number;
  /** Whether what was counted is compared with the API's own counters. */
  verifyCounts: boolean;
}
