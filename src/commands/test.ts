import type { Ask } from '../api.ts';
import type { Settings } from '../config/settings.ts';
import { createDigest } from '../digest.ts';
import { count } from '../log/count.ts';
import { rootContexts } from '../partitions/root-contexts.ts';
import { describeRetry } from '../request-error.ts';
import { schemaMessage } from '../singer/messages.ts';
import { createState } from '../singer/state.ts';
import { createWriter } from '../singer/writer.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import { probeApi } from '../sync/first-request.ts';
import { digestOfKey } from '../sync/stream-state.ts';
import { TapError } from '../tap-error.ts';
import { connect } from './connect.ts';
import { describeRun, medianOf, sum } from './estimate.ts';
import { preparePlan, prepareSettings, type RunArguments, type Surroundings } from './prepare.ts';
import { readStreamChoice } from './select-streams.ts';
import { toSyncOptions } from './sync-options.ts';
import { type Trial, testTree } from './trial.ts';

/** Time that attempts which fail, and the waits after them, may take over all streams: somebody waits for the answer. */
const MOST_PATIENCE_MS = 10_000;

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
    later: [],
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
  log.info(
    describeRun({ first: sum(trial.estimates), later: sum(trial.later) }, medianOf(answerMs), settings),
  );
  log.info(`the key is accepted by ${settings.base_url}, and ${describeReadable(readable, selected.length)}`);
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

/** A child without a parent's record is not asked for: nothing is known of it. */
function describeReadable(readable: number, all: number): string {
  const rest = all - readable;
  return `${count(readable, 'stream')} can be read${rest > 0 ? `; ${rest} could not be asked for` : ''}`;
}
