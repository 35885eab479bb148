import type { JsonObject } from '../json/json-object.ts';
import { compileKey } from '../records/compile-key.ts';
import { emptyBookmark } from '../replication/empty-bookmark.ts';
import { createFullTableReader, type FullTableReader, readVersion } from '../replication/full-table.ts';
import type { PreparedReader } from '../replication/reader.ts';
import { createWalkReader } from '../replication/walk.ts';
import { createWindowsReader } from '../replication/windows.ts';
import { activateVersionMessage } from '../singer/messages.ts';
import { isReadByWindows, ownKeys } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { withAdvice } from './advice.ts';
import { settle } from './first-request.ts';
import { createLink, type Link, rootSource, type Source } from './link.ts';
import { createOutput, type Output } from './output.ts';
import type { Plan, PlannedStream } from './plan.ts';
import type { Run, StartedRun } from './run.ts';
import { syncStream } from './sync-stream.ts';

/**
 * How far the first run goes back where the user has not said: activities a year, messages as far as the API serves
 * them in one span (live-facts §3.1).
 */
const FIRST_SPAN_SECONDS = { walk: 365 * DAY_SECONDS, windows: 183 * DAY_SECONDS };

/**
 * Reads all streams of a plan, those that do not depend on each other side by side, and writes their messages:
 * the starting STATE, for each stream SCHEMA, RECORDs and STATE, and STATE at the end, whatever has happened. A
 * stream's failure leaves the others whole; it is told to the run's events. Throws what ends the run as a whole: an API
 * that cannot be reached, a stop, a bug.
 */
export async function syncStreams(plan: Plan, run: Run): Promise<void> {
  checkCatalog(plan, run);
  if (!run.isStateGiven) {
    for (const { name, definition } of plan.selected)
      run.state.setBookmark(name, emptyBookmark(definition.replication));
  }
  // Before any record: some targets take the first STATE for what is safe already.
  await run.writer.write([run.states.now()]);
  if (plan.selected.length === 0) return await run.writer.flush();
  const started: StartedRun = { ...run, startedAt: Math.floor((await settle(run.ask, run)) / 1000) };
  const outcomes = await Promise.allSettled(plan.roots.map((root) => syncTree(root, rootSource(), started)));
  await run.writer.write([run.states.now()]);
  throwFirst(outcomes);
  await run.writer.flush();
}

/** A catalog from before the column: what the API adds is lost, and only the user can change that. */
function checkCatalog({ selected }: Plan, { log }: Run): void {
  const old = selected.filter(({ isOldCatalog }) => isOldCatalog).map(({ name }) => name);
  if (old.length === 0) return;
  log.warning(
    `catalog: no column additional_fields in ${old.join(', ')}: fields that the tap does not know are dropped; take a new catalog from --discover`,
  );
}

/** Reads a stream, and its children while its pages come. */
async function syncTree(stream: PlannedStream, source: Source, run: StartedRun): Promise<void> {
  const output = createOutput(stream, run);
  // Begun before the children are, so that a parent's SCHEMA precedes theirs; awaited where a failure is dealt with.
  const opened = Promise.allSettled([output.open()]);
  if (stream.isSelected) run.events.onStreamStart(stream.name);
  const links = stream.children.map((child) =>
    createLink(child, (what) => run.log.of(child.name).warning(`${stream.name}: ${what}; told once`)),
  );
  const below = Promise.allSettled(links.map((link) => syncTree(link.child, link, run)));
  let thrown: unknown;
  let failure: TapError | undefined;
  try {
    throwFirst(await opened);
    await readStream({ stream, source, links, output, run });
  } catch (error) {
    failure = error instanceof TapError ? error : new TapError('the run has ended');
    if (run.signal.aborted || !(error instanceof TapError)) thrown = error;
    else {
      run.log.of(stream.name).error(withAdvice(failure));
      await output.close();
    }
  }
  source.close();
  for (const link of links) link.end(failure);
  if (stream.isSelected && thrown === undefined) run.events.onStreamEnd(stream.name, failure);
  // The children end before what ends the run is thrown, so that nothing is written behind the last STATE.
  const outcomes = await below;
  if (thrown !== undefined) throw thrown;
  throwFirst(outcomes);
}

/** A stream with what it is read from and written to. */
interface Work {
  readonly stream: PlannedStream;
  readonly source: Source;
  readonly links: readonly Link[];
  readonly output: Output;
  readonly run: StartedRun;
}

async function readStream(work: Work): Promise<void> {
  const { stream, source, links, output, run } = work;
  const { name, definition } = stream;
  const { replication } = definition;
  const keyOf = compileKey(stream.schema, ownKeys(definition));
  const given = run.state.bookmark(name);
  const fullTable = replication.method === 'FULL_TABLE' ? prepareFullTable(work, given) : undefined;
  const prepared: PreparedReader = fullTable ?? prepareIncremental(work, given, keyOf);
  if (stream.isSelected) {
    for (const fault of prepared.faults) run.log.of(name).warning(fault);
    for (const note of prepared.notes) run.log.of(name).info(note);
  }
  const version = stream.isSelected ? fullTable?.version : undefined;
  if (version !== undefined) {
    // A later run must know the version before a record carries it.
    run.state.setBookmark(name, prepared.reader.bookmark());
    await output.saveNow();
  }
  const { gone } = await finishing(work, fullTable, () =>
    syncStream({
      stream,
      reader: prepared.reader,
      output,
      run,
      keyOf,
      version,
      onPage: async ({ records, cursor, next }, { params, columns, key }) => {
        const context = { params, columns, key: key.slice(0, -1) };
        const isAll = cursor === undefined && next === undefined;
        await Promise.all(links.map((link) => link.push(records, context, isAll)));
      },
    }),
  );
  if (source.failure) throw parentFailed(stream);
  const isWhole = source.isWhole && gone === 0 && output.skipped === 0;
  await output.close(isWhole && version !== undefined ? [activateVersionMessage(name, version)] : []);
}

/** The next run reads a FULL_TABLE stream anew, whether this one was whole or not. */
async function finishing<Result>(
  { stream, run }: Work,
  fullTable: FullTableReader | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } finally {
    if (fullTable && stream.isSelected && !run.signal.aborted)
      run.state.setBookmark(stream.name, fullTable.finished());
  }
}

function prepareFullTable({ stream, source, links, run }: Work, bookmark: JsonObject): FullTableReader {
  const { definition, isSelected } = stream;
  const { emitActivateVersion, maxConcurrency } = run.options;
  const nextVersion = Math.max(run.startedAt * 1000, (readVersion(bookmark) ?? 0) + 1);
  return createFullTableReader({
    bookmark,
    contexts: source.batches,
    variants: definition.variants ?? [{}],
    keyLength: Object.keys(definition.parent?.keys ?? {}).length,
    now: run.startedAt,
    newVersion: emitActivateVersion ? nextVersion : undefined,
    // What the children need must be complete.
    isResumable: isSelected && links.length === 0,
    concurrency: maxConcurrency,
  });
}

function prepareIncremental(
  { stream, run }: Work,
  bookmark: JsonObject,
  keyOf: (record: JsonObject) => string | undefined,
): PreparedReader {
  const { replication } = stream.definition;
  if (replication.method === 'FULL_TABLE') throw new Error('not incremental');
  const { options, startedAt } = run;
  const anchor = Math.floor(options.anchor ?? startedAt - FIRST_SPAN_SECONDS[replication.by.kind]);
  const common = {
    bookmark,
    now: startedAt,
    lookbackIntervalSeconds: options.lookbackIntervalSeconds,
    isFullTableAsked: stream.isFullTableAsked,
  };
  if (!isReadByWindows(replication)) {
    const lookbackSeconds = options.activitiesLookbackSeconds;
    return createWalkReader({ ...common, replication, anchor, lookbackSeconds, keyOf });
  }
  return createWindowsReader({
    ...common,
    replication,
    from: anchor,
    longestSeconds: options.windowSeconds,
    lookbackSeconds: options.messagesLookbackSeconds,
    concurrency: options.maxConcurrency,
  });
}

function parentFailed({ definition }: PlannedStream): TapError {
  return new TapError(
    `not read whole, since it needs the records of ${definition.parent?.stream}, which failed`,
  );
}

function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
}
