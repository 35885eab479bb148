import { TapError } from '../tap-error.ts';
import { withAdvice } from './advice.ts';
import { readInstant } from './bookmark.ts';
import { type Contexts, ROOT_CONTEXT } from './context.ts';
import type { Plan, PlannedStream } from './plan.ts';
import type { Run } from './run.ts';
import { createStreamOutput, type StreamOutput } from './stream-output.ts';
import { syncList } from './sync-list.ts';
import { syncWalk } from './sync-walk.ts';
import { syncWindows } from './sync-windows.ts';

/**
 * Reads all streams of a plan, those that do not depend on each other side by side, and writes their messages:
 * the starting STATE, for each stream SCHEMA, RECORDs and STATE, and STATE at the end, whatever has happened. A
 * stream's failure leaves the others whole; it is told to the run's events. Throws what ends the run as a whole: a broken
 * bookmark, a stop, a bug.
 */
export async function syncStreams(plan: Plan, run: Run): Promise<void> {
  checkBookmarks(plan, run);
  checkCatalog(plan, run);
  // Before any record: some targets take the first STATE for what is safe already.
  await run.writer.write([run.states.now()]);
  const outcomes = await Promise.allSettled(
    plan.roots.map((root) => syncTree(root, { list: [ROOT_CONTEXT], isWhole: true }, run)),
  );
  await run.writer.write([run.states.now()]);
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
  await run.writer.flush();
}

/** A bookmark that cannot be read is told before anything is asked or written. */
function checkBookmarks({ selected }: Plan, { state, startedAt }: Run): void {
  for (const { name, definition, isFullTableAsked } of selected) {
    const { replication } = definition;
    if (replication.method === 'INCREMENTAL' && !isFullTableAsked) {
      readInstant(name, state.bookmark(name), replication.key, startedAt);
    }
  }
}

/** A catalog of an earlier release works, but what it does not name is not loaded. */
function checkCatalog({ selected }: Plan, { log }: Run): void {
  const old = selected.filter(({ isOldCatalog }) => isOldCatalog).map(({ name }) => name);
  if (old.length === 0) return;
  log.warning(
    `catalog: no column additional_fields in ${old.join(', ')}: fields that the tap does not know are dropped; take a new catalog from --discover`,
  );
}

/** Reads a stream, then its children; adds what became of each to `results`. */
async function syncTree(stream: PlannedStream, contexts: Contexts, run: Run): Promise<void> {
  const output = createStreamOutput(stream, run);
  if (stream.isSelected) run.events.onStreamStart(stream.name);
  let failure: TapError | undefined;
  let forChildren = new Map<PlannedStream, Contexts>();
  try {
    await output.open();
    forChildren = await syncStream(stream, contexts, output, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof TapError)) throw error;
    failure = error;
    run.log.of(stream.name).error(withAdvice(error));
    await output.close();
  }
  if (stream.isSelected) run.events.onStreamEnd(stream.name, failure);
  const outcomes = await Promise.allSettled(
    stream.children.map((child) =>
      failure ? skipTree(child, stream, run) : syncTree(child, unique(forChildren.get(child)), run),
    ),
  );
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
}

async function syncStream(
  stream: PlannedStream,
  contexts: Contexts,
  output: StreamOutput,
  run: Run,
): Promise<Map<PlannedStream, Contexts>> {
  const { replication } = stream.definition;
  if (replication.method === 'FULL_TABLE') return syncList(stream, contexts, output, run);
  if (replication.by.kind === 'windows')
    await syncWindows(stream, { ...replication, by: replication.by }, output, run);
  else await syncWalk(stream, { ...replication, by: replication.by }, output, run);
  return new Map();
}

/** Without its whole parent a child cannot be read; that is its failure too, and its table is still announced. */
async function skipTree(stream: PlannedStream, parent: PlannedStream, run: Run): Promise<void> {
  const output = createStreamOutput(stream, run);
  await output.open();
  await output.close();
  const failure = new TapError(`not read, since it needs the records of ${parent.name}, which failed`);
  run.log.of(stream.name).error(failure.message);
  if (stream.isSelected) {
    run.events.onStreamStart(stream.name);
    run.events.onStreamEnd(stream.name, failure);
  }
  await Promise.all(stream.children.map((child) => skipTree(child, stream, run)));
}

/** One context for each key: a list that shifts between two pages may show a parent twice. */
function unique({ list, isWhole }: Contexts = { list: [], isWhole: true }): Contexts {
  const byKey = new Map(list.map((context) => [JSON.stringify(context.key.map(String)), context]));
  return { list: [...byKey.values()], isWhole };
}
