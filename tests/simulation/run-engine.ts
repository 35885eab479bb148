import { setImmediate as turn } from 'node:timers/promises';
import type { Answer } from '../../src/api.ts';
import { discover } from '../../src/commands/discover.ts';
import { selectStreams } from '../../src/commands/select-streams.ts';
import { createDigest } from '../../src/digest.ts';
import type { LevelLog } from '../../src/log/log.ts';
import { type Failure, RequestError } from '../../src/request-error.ts';
import type { Catalog } from '../../src/singer/catalog.ts';
import { createState } from '../../src/singer/state.ts';
import type { Writer } from '../../src/singer/writer.ts';
import { createBatchSink } from '../../src/sink/batch-sink.ts';
import { createLineSink } from '../../src/sink/line-sink.ts';
import { createStatePacing } from '../../src/sink/state-pacing.ts';
import { createPlan, type Plan } from '../../src/sync/plan.ts';
import type { Run } from '../../src/sync/run.ts';
import { syncStreams } from '../../src/sync/sync.ts';
import type { Json } from '../support/harness/messages.ts';
import { type SimulatedAnswer, SimulatedFailure, type SimulatedRequest, type Tell } from './api.ts';
import { createMemoryFolder } from './memory-folder.ts';
import { DAY, HOUR, type Settings } from './scenario.ts';

/** What one run has left. */
export interface EngineRun {
  /** The lines that were written before it ended or was killed. */
  readonly lines: readonly string[];
  readonly isKilled: boolean;
  /** Streams that are incomplete. */
  readonly failed: readonly string[];
  readonly errors: readonly string[];
  /** Streams whose ends proved nothing: the run said that they may lack records. */
  readonly unproved: readonly string[];
  /** Streams of which the run said that ids were left out of answers. */
  readonly unanswered: readonly string[];
  /** What is missing of each stream that has ended without a failure; empty: nothing. */
  readonly ended: ReadonlyMap<string, string>;
  /** Streams of which something was read anew. */
  readonly readAnew: readonly string[];
}

/** What one run is given. */
export interface EngineOptions {
  readonly ask: (request: SimulatedRequest) => SimulatedAnswer;
  readonly settings: Settings;
  readonly batchSize: number | undefined;
  /** The most records of a page that are written at a time; undefined: as many as the engine likes. */
  readonly largestChunk: number | undefined;
  readonly state: Json | undefined;
  /** The machine's clock, in unix seconds. */
  readonly clock: () => number;
  /** Dates in the settings are counted back from here. */
  readonly startOfAll: number;
  /** It is killed when this many lines have been taken. */
  readonly killAfter: number;
  /** It is ended at this many requests: killed, or, if `isStopped`, by a signal that it honours. */
  readonly requests: number;
  /** The same at this many requests by metric. */
  readonly metricRequests: number;
  readonly isStopped: boolean;
  /** How many others may overtake an answer. */
  readonly delay: () => number;
  /** A reader that lets the tap wait calls this. */
  readonly onWrite: () => void;
  readonly tell: Tell | undefined;
}

/**
 * Runs the engine itself, `syncStreams`, with its surroundings as parameters; no sockets and no timers. All that the
 * simulation knows of the engine is here.
 */
export async function runEngine(options: EngineOptions): Promise<EngineRun> {
  const { batchSize, largestChunk, tell, settings } = options;
  const stop = new AbortController();
  const lines: string[] = [];
  const files = createMemoryFolder();
  // A file's records are one line.
  const killAfter = batchSize === undefined ? options.killAfter : Math.ceil(options.killAfter / 8);
  const failed: string[] = [];
  const errors: string[] = [];
  const unproved: string[] = [];
  const unanswered: string[] = [];
  const readAnew: string[] = [];
  const ended = new Map<string, string>();
  let isKilled = false;
  const kill = () => {
    isKilled = true;
    stop.abort(new Error('killed'));
  };
  const log = (stream = ''): LevelLog => ({
    debug() {},
    info(message) {
      tell?.(`INFO ${stream} ${message}`);
      if (message.endsWith('; it is read again')) readAnew.push(stream);
    },
    warning(message) {
      tell?.(`WARNING ${stream} ${message}`);
      if (message.includes(' may lack records: ')) unproved.push(stream);
      if (message.includes(' left out of the answers')) unanswered.push(stream);
    },
    error: (message) => void errors.push(`${stream}: ${message}`),
    critical() {},
  });
  let pending: string[] = [];
  const state = createState(options.state ?? {});
  const writer: Writer = {
    put: (line) => void pending.push(line),
    async write(more) {
      const taken = [...pending, ...more];
      pending = [];
      for (const line of taken) {
        if (lines.length >= killAfter) kill();
        if (isKilled) stop.signal.throwIfAborted();
        lines.push(line);
      }
      options.onWrite();
    },
    async flush() {},
  };
  let ticks = 0;
  // So that some files are closed by their age.
  const clock = () => {
    ticks += 2000;
    return ticks;
  };
  const { signal } = stop;
  let requests = 0;
  let metricRequests = 0;
  // As with five requests a second: STATE comes once a second, whatever is read.
  const pace = () => requests * 200;
  const sink =
    batchSize === undefined
      ? createLineSink({ writer, pacing: createStatePacing(state, pace), signal, largestChunk })
      : createBatchSink({
          writer,
          state,
          folder: files.folder,
          encoding: { format: 'jsonl', compression: 'none' },
          batchSize,
          clock,
          signal,
          onFault: (error) => stop.abort(error),
        });
  const run: Run = {
    async ask(request) {
      stop.signal.throwIfAborted();
      requests += 1;
      if ('metric' in (request.query ?? {})) metricRequests += 1;
      if (requests > options.requests || metricRequests > options.metricRequests) {
        if (options.isStopped) stop.abort(new Error('stopped'));
        else kill();
        stop.signal.throwIfAborted();
      }
      // Others are asked before an answer comes: else one stream would take all that a short run has.
      if (Number.isFinite(options.requests)) await inFlight();
      const delay = options.delay();
      if (delay === 0) return answer(request, options.ask);
      // Rejected later: until then nobody need have awaited it.
      const answered = settle(() => answer(request, options.ask));
      for (let left = delay; left > 0; left -= 1) await turn();
      return answered();
    },
    state,
    isStateGiven: options.state !== undefined,
    sink,
    log: { ...log(), of: log, metric() {} },
    events: {
      onStreamStart() {},
      onExtent() {},
      onNewField() {},
      onRecords() {},
      onStreamEnd(stream, failure, verdict) {
        if (failure) failed.push(stream);
        else ended.set(stream, verdict.whole ? '' : verdict.reasons.map(({ reason }) => reason).join(' '));
      },
    },
    options: toOptions(settings, options.startOfAll),
    now: () => options.clock() * 1000,
    monotonic: () => options.clock() * 1000,
    digest: createDigest(settings.apiKey),
    signal: stop.signal,
  };
  try {
    await syncStreams(planOf(settings), run);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return {
    lines: lines.flatMap(files.expand),
    isKilled: stop.signal.aborted,
    failed,
    errors,
    unproved,
    unanswered,
    ended,
    readAnew,
  };
}

/** The time in which the engine does all that it can do without the answer. */
async function inFlight(): Promise<void> {
  await turn();
  await turn();
}

/** Does something now, and gives or throws what has come of it later. */
function settle<Result>(make: () => Result): () => Result {
  try {
    const made = make();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** An answer or a failure in the engine's form. */
function answer(request: SimulatedRequest, ask: EngineOptions['ask']): Answer {
  try {
    const { text, next, date, took } = ask(request);
    const apiDate = date === undefined ? undefined : date * 1000;
    const sentDate = apiDate === undefined ? undefined : apiDate - took * 1000;
    return { next, apiDate, sentDate, json: async () => JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SimulatedFailure)) throw error;
    throw new RequestError({ path: request.path }, toFailure(error), 1);
  }
}

function toFailure({ status }: SimulatedFailure): Failure {
  return typeof status === 'number' ? { kind: 'status', status, body: 'JSON' } : { kind: status };
}

/** Made once for each selection: the plan is the same for all seeds that read it. */
const plans = new Map<string, Plan>();

function planOf({ streams, isFullTableAsked }: Settings): Plan {
  const names = streams.join(',');
  const key = `${names} ${isFullTableAsked}`;
  const known = plans.get(key);
  if (known) return known;
  const catalog = selectStreams(discover(), streams);
  const plan = createPlan(isFullTableAsked ? withFullTable(catalog) : catalog);
  plans.set(key, plan);
  return plan;
}

function withFullTable({ streams }: Catalog): Catalog {
  return { streams: streams.map((entry) => ({ ...entry, replication_method: 'FULL_TABLE' })) };
}

function toOptions(settings: Settings, startOfAll: number): Run['options'] {
  return {
    maxConcurrency: settings.concurrency,
    anchor: settings.anchorDays === undefined ? undefined : startOfAll - settings.anchorDays * DAY,
    windowSeconds: settings.windowDays * DAY,
    messagesLookbackSeconds: settings.messagesLookbackDays * DAY,
    messagesRewriteSeconds: settings.messagesRewriteDays * DAY,
    messagesLateMetrics: settings.messagesLateMetrics,
    activitiesLookbackSeconds: settings.activitiesLookbackHours * HOUR,
    lookbackIntervalSeconds: settings.lookbackIntervalHours * HOUR,
    espDomains: settings.espDomains,
    metricsResolution: settings.resolution,
    metricsLookbackSeconds: settings.metricsLookbackDays * DAY,
    verifyCounts: false,
    emitActivateVersion: settings.emitsVersions,
    peopleSegmentId: settings.peopleSegmentId,
  };
}
