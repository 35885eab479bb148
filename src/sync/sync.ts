import { withAdvice } from '../advice.ts';
import { readToldFields } from '../bookmarks/told-fields.ts';
import type { JsonObject } from '../json/json-object.ts';
import { count } from '../log/count.ts';
import type { Verdict } from '../partial-reason.ts';
import {
  type ContextSource,
  constantSource,
  createParentLink,
  type ParentLink,
} from '../partitions/parent-link.ts';
import { createParentPages } from '../partitions/parent-page.ts';
import { rootContexts } from '../partitions/root-contexts.ts';
import { compileKey } from '../records/compile-key.ts';
import type { StreamEnd } from '../replication/reader.ts';
import { activateVersionMessage, schemaMessage } from '../singer/messages.ts';
import {
  describeRequest,
  isReadByPeriods,
  isReadByWindows,
  ownKeys,
  parentOf,
  replicationKeyOf,
} from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { createExistenceCheck } from './existence.ts';
import { probeApi } from './first-request.ts';
import { beginLargeParent } from './large-parent.ts';
import { toListRequest } from './list-request.ts';
import type { Plan } from './plan.ts';
import { isNarrowed, prepareReader, readingStart } from './prepare-reader.ts';
import { readsByMetric } from './reads-by-metric.ts';
import type { Run, StartedRun } from './run.ts';
import { describeRest } from './side-by-side.ts';
import { createStreamChecks } from './stream-checks.ts';
import { createStreamRows } from './stream-rows.ts';
import { digestOfKey, prepareState, saveBookmark } from './stream-state.ts';
import { syncStream } from './sync-stream.ts';
import { createTurns, inReadingOrder, type Turns } from './turns.ts';
import { judge } from './verdict.ts';

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
  const turns = createTurns(inReadingOrder(plan.roots, run.state), { places, signal: run.signal });
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

/** What the streams of a tree share. */
interface Shared {
  readonly run: StartedRun;
  readonly turns: Turns;
  /** Saves that wait until a large parent and its children have all ended: they go on together. */
  readonly held?: (() => void)[] | undefined;
}

/** Reads a stream, and its children: while its pages come, if it is large, or in their turns. */
async function syncTree(stream: PlannedStream, source: ContextSource, shared: Shared): Promise<void> {
  const { run, turns } = shared;
  const { name, definition, schema, isSelected } = stream;
  // Begun before the children are, so that a parent's SCHEMA precedes theirs; awaited where a failure is dealt with.
  const opened = Promise.allSettled([
    isSelected
      ? run.sink.schema(schemaMessage(name, schema, definition.primaryKey, replicationKeyOf(definition)))
      : undefined,
  ]);
  if (isSelected) run.events.onStreamStart(name);
  const large = beginLargeParent(stream, run);
  const links = stream.children.map((child) =>
    createParentLink(stream, child, { large, periodsFrom: (below) => readingStart(below, run) }),
  );
  const held = shared.held ?? (large && links.length > 0 ? [] : undefined);
  const below = Promise.allSettled(
    links.map(async (link) => {
      if (large || (await turns.begin(link.child))) await syncTree(link.child, link, { run, turns, held });
      else link.close();
    }),
  );
  let thrown: unknown;
  let ended: Ended | undefined;
  try {
    throwFirst(await opened);
    ended = await readStream({ stream, source, links, large, run, turns, held });
  } catch (error) {
    thrown = error;
  }
  const failure = thrown === undefined ? ended?.failure : new TapError('the run has ended');
  source.close();
  if (isSelected && ended) run.events.onStreamEnd(name, ended.failure, ended.verdict);
  if (!large) turns.end(stream);
  await Promise.all(links.map((link) => link.end(failure)));
  // The children end before what ends the run is thrown, so that nothing is written behind the last STATE.
  const outcomes = await below;
  if (large) turns.end(stream);
  if (thrown !== undefined) throw thrown;
  throwFirst(outcomes);
  if (held === undefined || held === shared.held) return;
  for (const save of held) save();
  await run.sink.state();
}

/** A stream with what it is read from. */
interface Work {
  readonly stream: PlannedStream;
  readonly source: ContextSource;
  readonly links: readonly ParentLink[];
  readonly large: ReturnType<typeof beginLargeParent>;
  readonly run: StartedRun;
  readonly turns: Turns;
  readonly held: Shared['held'];
}

/** End of a stream. */
interface Ended {
  readonly failure: TapError | undefined;
  readonly verdict: Verdict;
}

/** Prepares all that one stream is read with, and tells what its reader has to say of the bookmark. */
async function prepareStream({ stream, source, links, large, run }: Work) {
  const { name, definition, isSelected } = stream;
  const log = run.log.of(name);
  const told = readToldFields(run.state.bookmark(name), run.startedAt);
  // What only waits for its first answer has waited for longer.
  let begun = toUnixSeconds(run.state.bookmark(name)['begun']);
  const keyOf = compileKey(stream.schema, ownKeys(definition));
  const parentPages = createParentPages(
    { start: large?.start, asking: large?.asking ?? '' },
    { now: run.startedAt, digest: run.digest },
  );
  const reader = prepareReader({
    stream,
    source,
    isParent: links.length > 0,
    large,
    parentPages,
    keyOf,
    isByMetric: await readsByMetric(stream, run),
    run,
  });
  if (isSelected) {
    for (const fault of reader.faults) log.warning(fault);
    for (const note of reader.notes) log.info(note);
  }
  const { completeness } = reader;
  source.onPartial((reason, count) => completeness.add(reason, count));
  if (isNarrowed(stream, run)) completeness.add('narrowed');
  const rows = createStreamRows(stream, run, {
    onKeyless: () => completeness.add('keyless'),
    onUnknownField: (field) => isSelected && told.add(field) && run.events.onNewField(name, field),
  });
  return {
    keyOf,
    parentPages,
    reader,
    rows,
    checks: createStreamChecks(stream, reader, run),
    beginNow() {
      begun = run.startedAt;
    },
    saveAs: (bookmark: JsonObject) => isSelected && saveBookmark(name, bookmark, { begun, told, run }),
  };
}

/** Reads one stream, and writes all of it but its SCHEMA. Throws what ends the run. */
async function readStream(work: Work): Promise<Ended> {
  const { stream, source, links, run, turns } = work;
  const { name, definition } = stream;
  const log = run.log.of(name);
  const { keyOf, parentPages, reader, rows, checks, saveAs, beginNow } = await prepareStream(work);
  const { completeness, version } = reader;
  saveAs(reader.bookmark());
  const save = () => {
    beginNow();
    saveAs(reader.bookmark());
  };
  // A later run must know the version before a record carries it.
  if (version !== undefined) await run.sink.state();
  const inherit = () => {
    if (completeness.reasons.size > 0) for (const link of links) link.inherit();
  };
  const { failures, untried } = await syncStream({
    stream,
    list: toListRequest(stream, rows.onFault),
    reader,
    rows,
    checks,
    run,
    keyOf,
    save,
    size: () => source.size && source.size * (definition.variants?.length ?? 1),
    async onPage(page, partition) {
      if (links.length === 0) return;
      inherit();
      const { params, columns, key } = partition;
      const at = parentPages.of(partition, page);
      // The page is written: a later run finds what the children have read of it.
      save();
      turns.busy(stream, -1);
      await Promise.all(links.map((link) => link.push(page.unseen, { params, columns, key }, at)));
      turns.busy(stream, 1);
    },
    onBusy: (change) => turns.busy(stream, change),
  });
  const others = describeRest(nounOf(stream), { failures, untried });
  if (others !== undefined) log.error(others);
  const judged = await checks.end(failures.length > 0);
  const failure = failures[0] ?? judged[0] ?? failedElsewhere(work, completeness.reasons.get('failed'));
  inherit();
  const verdict = judge(completeness.reasons, { failure, parent: parentOf(definition) });
  const end = endOf(work, { failures, judged, failure });
  const finish = () => {
    beginNow();
    saveAs(reader.finished(end));
  };
  if (work.held) work.held.push(finish);
  else finish();
  if (failure) log.error(withAdvice(failure));
  rows.tell();
  const isActivated = version !== undefined && verdict.whole;
  await run.sink.state(isActivated ? [activateVersionMessage(name, version)] : []);
  return { failure, verdict };
}

/** Names a partition of a stream in messages. */
function nounOf({ definition }: PlannedStream): string {
  if (parentOf(definition) !== undefined) return 'parent';
  return isReadByWindows(definition.replication) ? 'window' : 'part';
}

/** A failure that is none of this run and stream: of the parent, or in an earlier run of the same pass. */
function failedElsewhere({ source, stream: { definition } }: Work, failed = 0): TapError | undefined {
  const parent = parentOf(definition);
  if (source.failure)
    return new TapError(`not read whole, since it needs the records of ${parent}, which failed`);
  if (failed === 0) return undefined;
  const what = `${describeRequest(definition)}: ${count(failed, 'part')}`;
  return new TapError(`${what} failed in an earlier run; the next run reads them again`);
}

/** Decides from where the next run reads the stream: from its beginning, or where the list of a large parent failed. */
function endOf(
  { source, large }: Work,
  { failures, judged, failure }: { failures: unknown[]; judged: unknown[]; failure: TapError | undefined },
): StreamEnd {
  const isListFailed = source.failure !== undefined || (large !== undefined && failures.length > 0);
  const pass = large ?? source.large;
  if (isListFailed && judged.length === 0 && pass?.goesOnAtFailure) return 'interrupted';
  return failure ? 'failed' : 'done';
}

function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
}
