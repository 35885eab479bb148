import type { Ask } from '../api.ts';
import type { Settings } from '../config/settings.ts';
import { createDigest } from '../digest.ts';
import { count } from '../log/count.ts';
import type { Log } from '../log/log.ts';
import { createKeyMemory } from '../pages/key-memory.ts';
import type { Page } from '../pages/partition.ts';
import { readPages } from '../pages/read-pages.ts';
import { createContexts } from '../partitions/child-contexts.ts';
import { type Context, ROOT_CONTEXT } from '../partitions/context.ts';
import { constantSource } from '../partitions/parent-link.ts';
import { createParentPages } from '../partitions/parent-page.ts';
import { rootContexts } from '../partitions/root-contexts.ts';
import { compileKey } from '../records/compile-key.ts';
import { describeRetry, isSilence, RequestError } from '../request-error.ts';
import { schemaMessage } from '../singer/messages.ts';
import { createState } from '../singer/state.ts';
import { createWriter } from '../singer/writer.ts';
import {
  isReadByPeriods,
  isReadByWindows,
  ownKeys,
  parentOf,
  replicationKeyOf,
} from '../streams/definition.ts';
import { type PlannedStream, withDescendants } from '../streams/planned-stream.ts';
import { withAdvice } from '../sync/advice.ts';
import { probeApi } from '../sync/first-request.ts';
import { toListRequest } from '../sync/list-request.ts';
import { anchorOf, prepareReader, type ReaderRun, readingStart } from '../sync/prepare-reader.ts';
import { digestOfKey } from '../sync/stream-state.ts';
import { TapError } from '../tap-error.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { connect } from './connect.ts';
import {
  describeEstimate,
  describeRun,
  type Estimate,
  estimatePages,
  medianOf,
  sum,
  times,
} from './estimate.ts';
import { preparePlan, prepareSettings, type RunArguments, type Surroundings } from './prepare.ts';
import { readStreamChoice } from './select-streams.ts';
import { toSyncOptions } from './sync-options.ts';

/** Time that attempts which fail, and the waits after them, may take over all streams: somebody waits for the answer. */
const MOST_PATIENCE_MS = 10_000;

/** Time for which the API keeps activities (docs/api-behaviour.md#52). */
const ACTIVITIES_SECONDS = 30 * DAY_SECONDS;

/** Time that a request may take once that is spent; it then gets one attempt. */
const LAST_ATTEMPT_MS = 5000;

/**
 * --test=schema: writes the SCHEMA message of each selected stream, without asking the API, and without settings if
 * none are given.
 */
export async function testSchemas(args: RunArguments, surroundings: Surroundings): Promise<void> {
  const isConfigured = args.config.length > 0 || surroundings.env['TAP_CUSTOMERIO_APP_API_KEY'];
  const settings = isConfigured
    ? await prepareSettings(args, surroundings)
    : { streams: await readStreamChoice(args, surroundings.env) };
  const { selected } = await preparePlan(args, surroundings, settings);
  const lines = selected.map(({ name, schema, definition }) =>
    schemaMessage(name, schema, definition.primaryKey, replicationKeyOf(definition)),
  );
  const { stop, stdout } = surroundings;
  const writer = createWriter(stdout, (error) => stop.abort(error));
  await writer.write(lines);
  await writer.flush();
}

/**
 * --test: asks for one page of each selected stream, and says of each on stderr whether it can be read. Writes
 * nothing to stdout. Throws a {@link TapError} if a stream cannot be read, at once if the key is refused.
 */
export async function testStreams(args: RunArguments, surroundings: Surroundings): Promise<void> {
  const { log, stop, clock } = surroundings;
  const settings = await prepareSettings(args, surroundings);
  const { roots, selected } = await preparePlan(args, surroundings, settings);
  const answerMs: number[] = [];
  const ask = await connectWithPatience(settings, surroundings, (durationMs) => answerMs.push(durationMs));
  const { clocks } = await probeApi(ask, clock);
  const startedAt = Math.floor(clocks.earlier / 1000);
  const digest = createDigest(settings.app_api_key);
  const run = {
    ask,
    log,
    state: createState({}),
    options: toSyncOptions(settings),
    startedAt,
    readUntil: startedAt,
    isDated: clocks.isDated,
    digest,
    keyDigest: digestOfKey(digest),
  };
  const trial: Trial = {
    run,
    signal: stop.signal,
    failed: [],
    readable: 0,
    isSilent: false,
    estimates: [],
  };
  for (const root of roots) {
    const contexts = rootContexts(root.definition, () => settings.esp_domains ?? []);
    await testTree(root, contexts[0], { requests: contexts.length, isAtLeast: false }, trial);
  }

  const { failed, readable } = trial;
  if (failed.length > 0) {
    throw new TapError(
      `${failed.length} of ${count(selected.length, 'stream')} cannot be read (${failed.join(', ')}): see the errors above`,
    );
  }
  if (selected.length === 0) return;
  log.info(describeRun(sum(trial.estimates), medianOf(answerMs), settings));
  log.info(`the key is accepted by ${settings.base_url}, and ${describeReadable(readable, selected.length)}`);
}

/** What is asked with, and what has come of it so far. */
interface Trial {
  readonly run: ReaderRun & { readonly ask: Ask; readonly log: Log };
  readonly signal: AbortSignal;
  /** Selected streams that cannot be read. */
  readonly failed: string[];
  /** Number of selected streams that can. */
  readable: number;
  /** The API has not answered for one stream. */
  isSilent: boolean;
  /** Requests of a first run, of each stream that was asked. */
  readonly estimates: Estimate[];
}

/**
 * Asks for a page of a stream, then of its children, for the first record of that page. `partitions`: how many lists it
 * consists of, of which this is one.
 */
async function testTree(
  stream: PlannedStream,
  context: Context | undefined,
  partitions: Estimate,
  trial: Trial,
): Promise<void> {
  const { run } = trial;
  const log = run.log.of(stream.name);
  let page: Page | undefined;
  try {
    page = context && (await readFirstPage(stream, context, run));
  } catch (error) {
    trial.signal.throwIfAborted();
    if (!(error instanceof TapError)) throw error;
    // Silence on a second stream is the host's, not the stream's.
    if (error instanceof RequestError && isSilence(error.failure)) {
      if (trial.isSilent) throw new TapError(withAdvice(error));
      trial.isSilent = true;
    }
    log.error(withAdvice(error));
    trial.failed.push(...withDescendants(stream).flatMap(({ name, isSelected }) => (isSelected ? name : [])));
    return;
  }
  const requests = page && times(partitions, estimatePages(page, stream.definition, spanOf(stream, run)));
  if (requests) trial.estimates.push(requests);
  if (stream.isSelected) log.info(describePage(page, stream, requests));
  if (stream.isSelected && page) trial.readable += 1;
  for (const child of stream.children) {
    const toContexts = createContexts(stream, child, {
      onPartial() {},
      periodsFrom: (below) => readingStart(below, run),
    });
    const contexts = toContexts(page?.records ?? [], context ?? ROOT_CONTEXT);
    const below = { requests: contexts.length, isAtLeast: contexts.length === 0 };
    await testTree(child, contexts[0], times(requests ?? partitions, below), trial);
  }
}

/** Asks the API, with {@link MOST_PATIENCE_MS} for all failures together. */
async function connectWithPatience(
  settings: Settings,
  surroundings: Surroundings,
  onAnswer: (durationMs: number) => void,
): Promise<Ask> {
  let patienceMs = MOST_PATIENCE_MS;
  const send = await connect(settings, surroundings, {
    onAttempt() {},
    onAttemptEnd(_, { isOk, durationMs }) {
      if (isOk) onAnswer(durationMs);
      else patienceMs -= durationMs;
    },
    onRetry(request, failure, delayMs) {
      patienceMs -= delayMs;
      surroundings.log.warning(describeRetry(request, failure, delayMs));
    },
  });
  return (request) =>
    send({
      ...request,
      ...(patienceMs > 0 ? { patienceMs } : { patienceMs: LAST_ATTEMPT_MS, mostAttempts: 1 }),
    });
}

/** Asks for what a sync would ask for first. */
async function readFirstPage(
  stream: PlannedStream,
  context: Context,
  run: ReaderRun & { readonly ask: Ask },
): Promise<Page | undefined> {
  const keyOf = compileKey(stream.known, ownKeys(stream.definition));
  const source = constantSource([context]);
  const parentPages = createParentPages(
    { start: undefined, asking: '' },
    { now: run.startedAt, digest: run.digest },
  );
  const reader = prepareReader({
    stream,
    source,
    isParent: false,
    large: undefined,
    parentPages,
    keyOf,
    run,
  });
  for await (const partition of reader.partitions()) {
    const reading = { ask: run.ask, memory: createKeyMemory(keyOf), follow: () => 'stop' as const };
    const pages = readPages(toListRequest(stream), { ...partition, readsToEnd: false }, reading);
    const step = await pages.next();
    return step.done ? undefined : step.value;
  }
  return undefined;
}

/** A child without a parent's record is not asked for: nothing is known of it. */
function describeReadable(readable: number, all: number): string {
  const rest = all - readable;
  return `${count(readable, 'stream')} can be read${rest > 0 ? `; ${rest} could not be asked for` : ''}`;
}

function describePage(
  page: Page | undefined,
  { definition }: PlannedStream,
  requests: Estimate | undefined,
): string {
  const parent = parentOf(definition);
  if (!page || !requests)
    return `not asked for, since ${parent ?? 'its setting'} ${parent ? 'holds no record' : 'is not given'}`;
  const records = count(page.records.length, 'record');
  return `can be read, ${records} on the first page; ${describeEstimate(requests)} in a first run`;
}

/** How far back a first run reads a stream that has times, in seconds. */
function spanOf({ definition: { replication } }: PlannedStream, run: ReaderRun): number | undefined {
  if (isReadByWindows(replication)) return run.startedAt - anchorOf('windows', run);
  if (isReadByPeriods(replication) || replication.method === 'FULL_TABLE') return undefined;
  return Math.min(run.startedAt - anchorOf('newestFirst', run), ACTIVITIES_SECONDS);
}
