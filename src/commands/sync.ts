import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { readJsonFile, readTextFile } from '../config/read-json-file.ts';
import { type Environment, readSettings, type Settings } from '../config/settings.ts';
import { createClient, type GetJson } from '../http/client.ts';
import { describeFailure, RequestError } from '../http/errors.ts';
import { createLimiter } from '../http/limiter.ts';
import { count } from '../log/count.ts';
import type { Log } from '../log/log.ts';
import { type Catalog, parseCatalog } from '../singer/catalog.ts';
import { createState, parseState } from '../singer/state.ts';
import { createWriter } from '../singer/writer.ts';
import { createStateOutput } from '../sync/emit.ts';
import { createPlan } from '../sync/plan.ts';
import type { SyncOptions } from '../sync/run.ts';
import { type StreamResult, syncStreams } from '../sync/sync.ts';
import { TapError } from '../tap-error.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { discover } from './discover.ts';
import { createTally, type Tally } from './tally.ts';

/** A clock that is ahead by less does no harm: as much is read again before a bookmark. Slow answers look like it. */
const CLOCK_TOLERANCE_SECONDS = 120;

/** What the command line says of a sync. */
export interface SyncArguments {
  /** Paths of config files, and `ENV`. */
  config: readonly string[];
  catalog?: string | undefined;
  state?: string | undefined;
}

/** What a sync works with; in a process of its own, parts of `process`. */
export interface SyncSurroundings {
  stdout: Writable;
  env: Environment;
  log: Log;
  version: string;
  /** Ends the run: aborted by a signal, or by the sync itself. */
  stop: AbortController;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Reads the selected streams and writes Singer messages. Throws a {@link TapError} when a stream is incomplete or
 * nothing could be done, and the reason of a stop.
 */
export async function sync(args: SyncArguments, surroundings: SyncSurroundings): Promise<void> {
  const { log, now, stop } = surroundings;
  const { settings, unknown } = await readSettings(args.config, surroundings.env);
  for (const name of unknown)
    log.warning(`the setting ${JSON.stringify(name)} is not known and has no effect`);
  const state = createState(
    args.state === undefined ? {} : parseState(await readTextFile('--state', args.state)),
  );
  const plan = createPlan(await readCatalog(args.catalog));
  if (plan.selected.length === 0) {
    log.warning('no stream is selected in the catalog: nothing is read');
    return;
  }
  log.info(`reading ${count(plan.selected.length, 'stream')} from ${settings.base_url}`);
  const tally = createTally(plan.selected, state);
  const startedAt = Math.floor(now() / 1000);
  let leadSeconds = 0;
  const onAnswer = (serverMs: number) => {
    leadSeconds = Math.max(leadSeconds, Math.floor((now() - serverMs) / 1000));
  };
  const results = await syncStreams(plan, {
    getJson: createGetJson(settings, surroundings, tally, onAnswer),
    writer: createWriter(surroundings.stdout, (error) => stop.abort(error)),
    state,
    states: createStateOutput(state, now),
    log,
    options: toSyncOptions(settings),
    now,
    startedAt,
    latestBookmark: () => (leadSeconds > CLOCK_TOLERANCE_SECONDS ? startedAt - leadSeconds : startedAt),
    signal: stop.signal,
  });
  for (const line of tally.summarise(results)) log.info(line);
  const failed = results.filter((result) => result.failure !== undefined);
  if (failed.length > 0) throw new TapError(describeIncomplete(failed, results.length));
}

async function readCatalog(path: string | undefined): Promise<Catalog> {
  return path === undefined ? discover() : parseCatalog(await readJsonFile('--catalog', path));
}

function createGetJson(
  settings: Settings,
  { stop, log, version }: SyncSurroundings,
  tally: Tally,
  onAnswer: (serverMs: number) => void,
): GetJson {
  const { signal } = stop;
  const now = () => performance.now();
  const sleep = (delayMs: number) =>
    delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  const getJson = createClient({
    baseUrl: settings.base_url,
    apiKey: settings.app_api_key,
    userAgent: settings.user_agent ?? `tap-customerio/${version}`,
    timeoutMs: settings.request_timeout_seconds * 1000,
    maxRetryMs: settings.max_retry_seconds * 1000,
    maxConcurrency: settings.max_concurrency,
    limiter: createLimiter({
      requestsPerSecond: settings.requests_per_second,
      maxConcurrency: settings.max_concurrency,
      signal,
      now,
      sleep,
    }),
    signal,
    events: {
      onAnswer,
      onAttempt: ({ path }) => tally.countAttempt(path),
      onRetry({ path }, failure, delayMs) {
        tally.countRetry(path, delayMs);
        log.warning(
          `GET ${path}: ${describeFailure(failure)}; trying again in ${(delayMs / 1000).toFixed(1)} s`,
        );
      },
    },
    now,
    sleep,
    random: Math.random,
  });
  return async (request) => {
    try {
      return await getJson(request);
    } catch (error) {
      // No stream can be read with a refused key, so the first refusal ends the run.
      if (error instanceof RequestError && error.status === 401) stop.abort(keyRefused(error, settings));
      signal.throwIfAborted();
      throw error;
    }
  };
}

function keyRefused({ message }: RequestError, { base_url: baseUrl, region }: Settings): TapError {
  return new TapError(
    `${message}: the key is refused by ${baseUrl}; check that app_api_key is an App API key that still exists, and that the workspace is in region ${region} (a key works in its own region only)`,
  );
}

function toSyncOptions(settings: Settings): SyncOptions {
  return {
    maxConcurrency: settings.max_concurrency,
    anchor: toUnixSeconds(settings.anchor_date),
    windowSeconds: settings.messages_window_days * DAY_SECONDS,
    lookbackSeconds: settings.messages_lookback_days * DAY_SECONDS,
    emitActivateVersion: settings.emit_activate_version_messages,
  };
}

function describeIncomplete(failed: readonly StreamResult[], all: number): string {
  const names = failed.map(({ name }) => name).join(', ');
  return `${failed.length} of ${count(all, 'stream')} incomplete (${names}): see the errors above, then run again from the last STATE`;
}
