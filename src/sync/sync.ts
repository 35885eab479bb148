import { type ContextSource, constantSource } from '../partitions/parent-link.ts';
import { rootContexts } from '../partitions/root-contexts.ts';
import { isReadByPeriods } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { createExistenceCheck } from './existence.ts';
import { probeApi } from './first-request.ts';
import type { Plan } from './plan.ts';
import type { Run, StartedRun } from './run.ts';
import { throwFirst } from './side-by-side.ts';
import { digestOfKey, prepareState } from './stream-state.ts';
import { syncTree } from './sync-tree.ts';
import { createTurns, inReadingOrder } from './turns.ts';

/**
 * Reads all streams of a plan, those that do not depend on each other side by side, and writes their messages:
 * the starting STATE, for each stream SCHEMA, RECORDs and STATE, and STATE at the end, whatever has happened. A
 * stream's failure leaves the others whole; the run's events name it. Throws what ends the run as a whole: an API
 * that cannot be reached, a stop, a bug.
 */
export async function syncStreams(plan: Plan, run: Run): Promise<void> {
  checkCatalog(plan, run);
  prepareState(plan, run);
  if (plan.selected.length === 0) return await run.sink.end();
  // Before any record: some targets take the first STATE for what is safe already.
  await run.sink.state();
  const started = await start(run);
  tellDoubts(plan, started);
  const { maxConcurrency: places } = run.options;
  const order = inReadingOrder(plan.roots, run.state, started.startedAt);
  const turns = createTurns(order, { places, signal: run.signal });
  const outcomes = await Promise.allSettled(
    plan.roots.map(async (root) => {
      if (await turns.begin(root)) await syncTree(root, rootSource(root, started), { run: started, turns });
    }),
  );
  await run.sink.end();
  throwFirst(outcomes);
}

/** Makes the first request, and sets the run's clock. */
async function start(run: Run): Promise<StartedRun> {
  const { clocks, hasAnswered } = await probeApi(run.ask, run);
  if (clocks.warning !== undefined) run.log.warning(clocks.warning);
  const began = run.monotonic();
  const startedAt = Math.floor(clocks.earlier / 1000);
  return {
    ...run,
    startedAt,
    readUntil: Math.floor(clocks.later / 1000),
    isDated: clocks.isDated,
    time: () => startedAt + Math.floor((run.monotonic() - began) / 1000),
    hasAnswered,
    keyDigest: digestOfKey(run.digest),
    existence: createExistenceCheck(run),
  };
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
    isReadByPeriods(replication) && replication.by.ask.kind === 'steps';
  const names = selected.filter(isByCalendar).map(({ name }) => name);
  if (names.length === 0) return;
  log.info(
    `${names.join(', ')}: periods are labelled in Eastern time, as documented; this was not checked against a live account`,
  );
}

/** Makes the source of a stream without a parent. */
function rootSource({ name, definition }: PlannedStream, { log, options }: StartedRun): ContextSource {
  return constantSource(
    rootContexts(definition, (setting) => {
      const given = { esp_domains: options.espDomains }[setting];
      if (given.length === 0)
        log.of(name).warning(`nothing is read, since the setting ${setting} is not given`);
      return given;
    }),
  );
}
