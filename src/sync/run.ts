import type { Ask } from '../api.ts';
import type { Digest } from '../digest.ts';
import type { Log } from '../log/log.ts';
import type { State } from '../singer/state.ts';
import type { Sink } from '../sink/sink.ts';
import type { Resolution } from '../streams/definition.ts';
import type { SyncEvents } from '../sync-events.ts';
import type { ExistenceCheck } from './existence.ts';

/** Parts of a run that its streams share. */
export interface Run {
  readonly ask: Ask;
  readonly state: State;
  /** True if the state was given by the user; if not, every bookmark is written as empty first. */
  readonly isStateGiven: boolean;
  readonly sink: Sink;
  readonly log: Log;
  readonly events: SyncEvents;
  readonly options: SyncOptions;
  /** The time of this machine, in unix milliseconds; compared with the API's once. */
  readonly now: () => number;
  /** A clock that nobody sets, in milliseconds. */
  readonly monotonic: () => number;
  /** Makes what a state may hold in place of a record's key, which can be an address. */
  readonly digest: Digest;
  /** Aborted when the run must stop: a signal, a reader that left, a refused key. */
  readonly signal: AbortSignal;
}

/** A run whose first request has been answered. */
export interface StartedRun extends Run {
  /** When the run began by the earlier of the clocks, in whole unix seconds: bookmarks go by it. */
  readonly startedAt: number;
  /** When the run began by the later of the clocks: reading goes up to it. */
  readonly readUntil: number;
  /** True if the API has shown a time; if not, nothing is remembered up to the time. */
  readonly isDated: boolean;
  /** The time in whole unix seconds: `startedAt`, and what has passed since. */
  readonly time: () => number;
  /** True if the API has answered in JSON: then a route that it does not know is a feature that is missing. */
  readonly hasAnswered: boolean;
  /** Tells which API key a bookmark was written with. */
  readonly keyDigest: string;
  readonly existence: ExistenceCheck;
}

/** Settings that a sync needs, in units of its own. */
export interface SyncOptions {
  maxConcurrency: number;
  /** Time at which the user wants the first sync to begin, in unix seconds; undefined if nothing was said. */
  anchor?: number | undefined;
  windowSeconds: number;
  messagesLookbackSeconds: number;
  /** Interval at which a lookback of messages writes all that it reads; 0: never. */
  messagesRewriteSeconds: number;
  /** The way in which late opens and clicks are read; `auto`: by metric, if a proof in the run shows that the API can. */
  messagesLateMetrics: 'auto' | 'lookback' | 'by_metric';
  activitiesLookbackSeconds: number;
  lookbackIntervalSeconds: number;
  emitActivateVersion: boolean;
  /** Only the people of this segment are read; undefined: everybody. */
  peopleSegmentId?: number | undefined;
  espDomains: readonly string[];
  metricsResolution: Resolution;
  metricsLookbackSeconds: number;
  /** True if what was counted is compared with the API's own counters. */
  verifyCounts: boolean;
}
