import type { Ask } from '../../src/api.ts';
import { discover } from '../../src/commands/discover.ts';
import { selectStreams } from '../../src/commands/select-streams.ts';
import type { LevelLog } from '../../src/log/log.ts';
import { createState } from '../../src/singer/state.ts';
import type { Writer } from '../../src/singer/writer.ts';
import { createBatchDelivery } from '../../src/sync/batch-delivery.ts';
import { createLineDelivery } from '../../src/sync/delivery.ts';
import { createPlan } from '../../src/sync/plan.ts';
import type { Run } from '../../src/sync/run.ts';
import { createStateOutput } from '../../src/sync/state-output.ts';
import { syncStreams } from '../../src/sync/sync.ts';
import type { Json } from '../support/harness/messages.ts';
import { createMemoryFolder } from './memory-folder.ts';
import type { Scenario } from './scenario.ts';

/** Made once for each choice of streams: the plan is the same for all seeds that read them. */
const plans = new Map<string, ReturnType<typeof createPlan>>();

function planOf(streams: readonly string[]): ReturnType<typeof createPlan> {
  const names = streams.join(',');
  const plan = plans.get(names) ?? createPlan(selectStreams(discover(), streams));
  plans.set(names, plan);
  return plan;
}

/** What one run has left. */
export interface EngineRun {
  /** The lines that were written before it ended or was killed. */
  readonly lines: readonly string[];
  readonly isKilled: boolean;
  /** Streams that are incomplete. */
  readonly failed: readonly string[];
  readonly errors: readonly string[];
}

/** What one run is given. */
export interface EngineOptions {
  readonly ask: Ask;
  readonly scenario: Scenario;
  readonly state: Json | undefined;
  readonly now: number;
  readonly startOfAll: number;
  /** It is killed when this many lines have been taken. */
  readonly killAfter: number;
  /** A reader that lets the tap wait calls this. */
  readonly onWrite: () => void;
  readonly tell: (line: string) => void;
}

/** Runs the engine itself, `syncStreams`, with its surroundings as parameters; no sockets and no timers. */
export async function runEngine(options: EngineOptions): Promise<EngineRun> {
  const { scenario, tell } = options;
  const stop = new AbortController();
  const lines: string[] = [];
  const { batchSize } = scenario;
  const files = createMemoryFolder();
  // A file's records are one line.
  const killAfter = batchSize === undefined ? options.killAfter : Math.ceil(options.killAfter / 8);
  const failed: string[] = [];
  const errors: string[] = [];
  const log = (stream = ''): LevelLog => ({
    debug() {},
    info: (message) => tell(`INFO ${stream} ${message}`),
    warning: (message) => tell(`WARNING ${stream} ${message}`),
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
        if (lines.length >= killAfter) stop.abort(new Error('killed'));
        stop.signal.throwIfAborted();
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
  const createDelivery = () =>
    batchSize === undefined
      ? createLineDelivery(
          writer,
          createStateOutput(state, () => 0),
        )
      : createBatchDelivery({
          writer,
          state,
          folder: files.folder,
          encoding: { format: 'jsonl', compression: 'none' },
          batchSize,
          clock,
          onFault: (error) => stop.abort(error),
        });
  const run: Run = {
    ask: options.ask,
    writer,
    state,
    isStateGiven: options.state !== undefined,
    delivery: createDelivery(),
    log: { ...log(), of: log, metric() {} },
    events: {
      onStreamStart() {},
      onRecords() {},
      onExtent() {},
      onStreamEnd: (stream, failure) => void (failure && failed.push(stream)),
    },
    options: toOptions(options),
    // A clock that is wrong by days: nothing may depend on it.
    now: () => options.now * 1000 + (scenario.seed % 5) * 86_400_000,
    signal: stop.signal,
  };
  try {
    await syncStreams(planOf(scenario.streams), run);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return { lines: lines.flatMap(files.expand), isKilled: lines.length === killAfter, failed, errors };
}

function toOptions({ scenario, startOfAll }: EngineOptions): Run['options'] {
  return {
    maxConcurrency: scenario.concurrency,
    anchor: scenario.anchorDays === undefined ? undefined : startOfAll - scenario.anchorDays * 86_400,
    windowSeconds: scenario.windowDays * 86_400,
    messagesLookbackSeconds: 30 * 86_400,
    activitiesLookbackSeconds: 86_400,
    lookbackIntervalSeconds: 86_400,
    espDomains: [],
    metricsResolution: 'weeks',
    metricsLookbackSeconds: 90 * 86_400,
    verifyCounts: false,
    emitActivateVersion: scenario.emitsVersions,
  };
}
