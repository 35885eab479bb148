import { compileKey } from '../records/compile-key.ts';
import { emptyBookmark } from '../replication/empty-bookmark.ts';
import type { LargePass } from '../replication/full-table.ts';
import { activateVersionMessage } from '../singer/messages.ts';
import { ownKeys, parentOf } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import { withAdvice } from './advice.ts';
import { probeApi } from './first-request.ts';
import { beginLargePass } from './large-pass.ts';
import { constantSource, createLink, type Link, type Source } from './link.ts';
import { toListRequest } from './list-request.ts';
import { createOutput, type Output } from './output.ts';
import { type Plan, type PlannedStream, READ_AT } from './plan.ts';
import { type FinishableReader, isNarrowed, prepareReader, readingStart } from './prepare-reader.ts';
import { rootContexts } from './root-contexts.ts';
import type { Run, StartedRun } from './run.ts';
import { syncStream } from './sync-stream.ts';

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
  await run.delivery.save();
  if (plan.selected.length === 0) return await run.writer.flush();
  const { time, hasAnswered } = await probeApi(run.ask, run);
  const started: StartedRun = { ...run, startedAt: Math.floor(time / 1000), hasAnswered };
  tellDoubts(plan, started);
  const outcomes = await Promise.allSettled(
    plan.roots.map((root) => syncTree(root, constantSource(rootContexts(root, started)), started)),
  );
  await run.delivery.end();
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

/** Periods that are counted back from now are labelled by what the vendor documents alone. */
function tellDoubts({ selected }: Plan, { log }: Run): void {
  const isByCalendar = ({ definition: { replication } }: PlannedStream) =>
    replication.method === 'INCREMENTAL' &&
    replication.by.kind === 'periods' &&
    replication.by.ask.kind === 'steps';
  const names = selected.filter(isByCalendar).map(({ name }) => name);
  if (names.length === 0) return;
  log.info(
    `${names.join(', ')}: periods are labelled in Eastern time, as documented; this was not checked against a live account`,
  );
}

/** Reads a stream, and its children while its pages come. */
async function syncTree(stream: PlannedStream, source: Source, run: StartedRun): Promise<void> {
  const output = createOutput(stream, run);
  // Begun before the children are, so that a parent's SCHEMA precedes theirs; awaited where a failure is dealt with.
  const opened = Promise.allSettled([output.open()]);
  if (stream.isSelected) run.events.onStreamStart(stream.name);
  const large = beginLargePass(stream, run);
  const links = linkChildren(stream, large, run);
  const below = Promise.allSettled(links.map((link) => syncTree(link.child, link, run)));
  let thrown: unknown;
  let failure: TapError | undefined;
  try {
    throwFirst(await opened);
    await readStream({ stream, source, links, large, output, run });
  } catch (error) {
    failure = error instanceof TapError ? error : new TapError('the run has ended');
    if (run.signal.aborted || !(error instanceof TapError)) thrown = error;
    else {
      run.log.of(stream.name).error(withAdvice(failure));
      await output.close();
    }
  }
  source.close();
  await Promise.all(links.map((link) => link.end(failure)));
  if (stream.isSelected && thrown === undefined) run.events.onStreamEnd(stream.name, failure);
  // The children end before what ends the run is thrown, so that nothing is written behind the last STATE.
  const outcomes = await below;
  if (thrown !== undefined) throw thrown;
  throwFirst(outcomes);
}

function linkChildren(stream: PlannedStream, large: LargePass | undefined, run: StartedRun): Link[] {
  return stream.children.map((child) =>
    createLink(stream, child, {
      large,
      isNarrowed: isNarrowed(stream, run),
      onFault: (what) => run.log.of(child.name).warning(`${stream.name}: ${what}; told once`),
      periodsFrom: (below) => readingStart(below, run),
    }),
  );
}

/** A stream with what it is read from and written to. */
interface Work {
  readonly stream: PlannedStream;
  readonly source: Source;
  readonly links: readonly Link[];
  /** The pass over it, if it is a large parent. */
  readonly large: LargePass | undefined;
  readonly output: Output;
  readonly run: StartedRun;
}

async function readStream(work: Work): Promise<void> {
  const { stream, source, links, large, output, run } = work;
  const { name, definition } = stream;
  const keyOf = compileKey(stream.schema, ownKeys(definition));
  const prepared = prepareReader({ stream, source, isParent: links.length > 0, large, keyOf, run });
  if (stream.isSelected) {
    for (const fault of prepared.faults) run.log.of(name).warning(fault);
    for (const note of prepared.notes) run.log.of(name).info(note);
  }
  const version = stream.isSelected ? prepared.version : undefined;
  if (version !== undefined) {
    // A later run must know the version before a record carries it.
    run.state.setBookmark(name, prepared.reader.bookmark());
    await output.saveNow();
  }
  const { gone, unproved } = await finishing(work, prepared, () =>
    syncStream({
      stream,
      list: toListRequest(stream, output.onFault),
      reader: prepared.reader,
      output,
      run,
      keyOf,
      version,
      given: stream.hasReadAt ? { [READ_AT]: prepared.begun } : undefined,
      size: () => source.size && source.size * (definition.variants?.length ?? 1),
      onPage: async (page, partition) => {
        if (links.length === 0) return;
        const { params, columns, key } = partition;
        const at = prepared.parentPageOf(partition, page);
        await Promise.all(links.map((link) => link.push(page.unseen, { params, columns, key }, at)));
      },
    }),
  );
  const isWhole =
    source.isWhole && gone === 0 && unproved === 0 && output.skipped === 0 && !isNarrowed(stream, run);
  await output.close(isWhole && version !== undefined ? [activateVersionMessage(name, version)] : []);
}

/** The next run reads a FULL_TABLE stream anew, whether this one was whole or not. */
async function finishing<Result>(
  { stream, source, run }: Work,
  prepared: FinishableReader,
  read: () => Promise<Result>,
): Promise<Result> {
  let isDone = false;
  try {
    const result = await read();
    if (source.failure) throw parentFailed(stream);
    isDone = true;
    return result;
  } finally {
    if (stream.isSelected && !run.signal.aborted)
      run.state.setBookmark(stream.name, prepared.finished(isDone));
  }
}

function parentFailed({ definition }: PlannedStream): TapError {
  return new TapError(`not read whole, since it needs the records of ${parentOf(definition)}, which failed`);
}

function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
}
