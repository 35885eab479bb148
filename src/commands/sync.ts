import { adviseTogether } from '../advice.ts';
import { readTextFile } from '../config/read-json-file.ts';
import { createDigest } from '../digest.ts';
import { asJsonObject } from '../json/json-object.ts';
import { count } from '../log/count.ts';
import type { Log } from '../log/log.ts';
import type { Summary } from '../report/summary.ts';
import type { StreamTally } from '../report/tally.ts';
import { watch } from '../report/watch.ts';
import { createState, parseState } from '../singer/state.ts';
import { isStreamName } from '../streams/definitions.ts';
import { anchorOf } from '../sync/prepare-reader.ts';
import type { Run } from '../sync/run.ts';
import { syncStreams } from '../sync/sync.ts';
import { TapError } from '../tap-error.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { connect } from './connect.ts';
import { openSink } from './open-sink.ts';
import { preparePlan, prepareSettings, type RunArguments, type Surroundings } from './prepare.ts';
import { withSummaryFile } from './summary-file.ts';
import { toSyncOptions } from './sync-options.ts';

/** A state may hold a hundred streams. */
const MOST_NAMED = 5;

/**
 * Reads the selected streams and writes Singer messages. Throws a {@link TapError} when a stream is incomplete or
 * nothing could be done, and the reason of a stop.
 */
export async function sync(args: RunArguments, surroundings: Surroundings): Promise<void> {
  await withSummaryFile(args, surroundings, (keep) => syncAndReport(args, surroundings, keep));
}

/** Hands the summary to `keep`, also when it throws. */
async function syncAndReport(
  args: RunArguments,
  surroundings: Surroundings,
  keep: (summary: Summary) => void,
): Promise<void> {
  const { log, stop } = surroundings;
  const { now } = surroundings.clock;
  const settings = await prepareSettings(args, surroundings);
  const state = createState(
    args.state === undefined ? {} : parseState(await readTextFile('--state', args.state)),
  );
  const stored = Object.keys(asJsonObject(state.value()['bookmarks']));
  warnOfOtherTap(stored, log);
  const plan = await preparePlan(args, surroundings, settings, stored);
  const anchor = toUnixSeconds(settings.anchor_date);
  if (anchor !== undefined && anchor > now() / 1000) {
    throw new TapError('invalid settings: anchor_date lies in the future, so that nothing would be read');
  }
  if (plan.selected.length > 0)
    log.info(`reading ${count(plan.selected.length, 'stream')} from ${settings.base_url}`);

  const options = toSyncOptions(settings);
  const watched = watch({
    streams: plan.selected,
    state,
    log,
    live: surroundings.live,
    isReaderBehind: () => surroundings.stdout.writableNeedDrain,
    requestsPerSecond: settings.requests_per_second,
    messagesFrom: anchorOf('windows', { options, startedAt: now() / 1000 }),
    now,
  });
  const sink = await openSink(settings, state, surroundings);
  const run: Run = {
    ask: await connect(settings, surroundings, watched.client),
    sink,
    state,
    isStateGiven: args.state !== undefined,
    log,
    events: watched.sync,
    options,
    now,
    monotonic: surroundings.clock.elapsed,
    digest: createDigest(settings.app_api_key),
    signal: stop.signal,
  };
  try {
    await syncStreams(plan, run);
  } finally {
    keep(watched.end());
  }
  const failed = watched.incomplete();
  if (failed.length > 0) throw new TapError(describeIncomplete(failed, plan.selected.length));
}

/** `stored`: the streams that the state has bookmarks of. */
function warnOfOtherTap(stored: readonly string[], log: Log): void {
  if (stored.length === 0 || stored.some(isStreamName)) return;
  const names = stored.slice(0, MOST_NAMED).join(', ');
  log.warning(
    `the state has bookmarks of no stream of this tap (${names}): it may be of another tap; they are kept, and everything is read`,
  );
}

function describeIncomplete(failed: readonly StreamTally[], all: number): string {
  const names = failed.map(({ name }) => name).join(', ');
  const advice = adviseTogether(failed.flatMap(({ failure }) => failure ?? []));
  const what = advice === undefined ? 'see the errors above, then run again from the last STATE' : advice;
  return `${failed.length} of ${count(all, 'stream')} incomplete (${names}): ${what}`;
}
