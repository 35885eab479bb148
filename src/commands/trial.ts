import { withAdvice } from '../advice.ts';
import type { Ask } from '../api.ts';
import { count } from '../log/count.ts';
import type { Log } from '../log/log.ts';
import { createKeyMemory } from '../pages/key-memory.ts';
import type { Page } from '../pages/partition.ts';
import { readPages } from '../pages/read-pages.ts';
import { createContexts } from '../partitions/child-contexts.ts';
import { type Context, ROOT_CONTEXT } from '../partitions/context.ts';
import { constantSource } from '../partitions/parent-link.ts';
import { createParentPages } from '../partitions/parent-page.ts';
import { compileKey } from '../records/compile-key.ts';
import { isSilence, RequestError } from '../request-error.ts';
import { isReadByPeriods, isReadByWindows, listSettingOf, ownKeys, parentOf } from '../streams/definition.ts';
import { type PlannedStream, withDescendants } from '../streams/planned-stream.ts';
import { toListRequest } from '../sync/list-request.ts';
import { anchorOf, prepareReader, type ReaderRun, readingStart } from '../sync/prepare-reader.ts';
import { TapError } from '../tap-error.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { afterFirst, describeEstimate, type Estimate, estimatePages, times } from './estimate.ts';

/** Time for which the API keeps activities (docs/api-behaviour.md#52). */
const ACTIVITIES_SECONDS = 30 * DAY_SECONDS;

/** Means of asking, and the results so far. */
export interface Trial {
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
  /** As these, of each run after it. */
  readonly later: Estimate[];
}

/**
 * Asks for a page of a stream, then of its children, for the first record of that page. `partitions`: how many lists it
 * consists of, of which this is one.
 */
export async function testTree(
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
    log.error(withAdvice(error, listSettingOf(stream.definition)));
    trial.failed.push(...withDescendants(stream).flatMap(({ name, isSelected }) => (isSelected ? name : [])));
    return;
  }
  const span = spanOf(stream, run);
  const requests = page && times(partitions, estimatePages(page, stream.definition, span));
  if (requests) {
    trial.estimates.push(requests);
    trial.later.push(afterFirst(requests, span !== undefined));
  }
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

/** Seconds that a first run goes back, where the stream has times. */
function spanOf({ definition: { replication } }: PlannedStream, run: ReaderRun): number | undefined {
  if (isReadByWindows(replication)) return run.startedAt - anchorOf('windows', run);
  if (isReadByPeriods(replication) || replication.method === 'FULL_TABLE') return undefined;
  return Math.min(run.startedAt - anchorOf('newestFirst', run), ACTIVITIES_SECONDS);
}
