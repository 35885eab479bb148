import type { JsonObject } from '../json/json-object.ts';
import { count } from '../log/count.ts';
import { createKeyMemory, type KeyMemory } from '../pages/key-memory.ts';
import { type ListKnowledge, newListKnowledge } from '../pages/list-knowledge.ts';
import type { ListRequest } from '../pages/page-request.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { readPages } from '../pages/read-pages.ts';
import { PagesShiftedError } from '../pages/verification.ts';
import type { Reader } from '../replication/reader.ts';
import { isForeign, RequestError } from '../request-error.ts';
import { describeRequest, isReadByWindows, parentOf, replicationKeyOf } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { checkBatches } from './check-batches.ts';
import type { Output } from './output.ts';
import type { PlannedStream } from './plan.ts';
import { isNarrowed } from './prepare-reader.ts';
import type { StartedRun } from './run.ts';
import { describeRest, forEachSideBySide } from './side-by-side.ts';
import { verifyCount } from './verify-counts.ts';

/** A partition whose place in the list is lost again and again is given up. */
const MOST_READ_ANEW = 2;

/** What the one loop works with. */
export interface StreamReading {
  readonly stream: PlannedStream;
  /** What is asked for, and how its records become those of the stream. */
  readonly list: ListRequest;
  readonly reader: Reader;
  readonly output: Output;
  readonly run: StartedRun;
  readonly keyOf: (record: JsonObject) => string | undefined;
  /** Version of the records, where ACTIVATE_VERSION will follow. */
  readonly version?: number | undefined;
  /** Columns that every record is given, whatever it is read for. */
  readonly given?: JsonObject | undefined;
  /** How many parts there are; undefined while that is not known. */
  readonly size: () => number | undefined;
  /** Called with each page once its records have been written. */
  readonly onPage?: ((page: Page, partition: Partition) => Promise<void>) | undefined;
}

/**
 * Reads what a stream's reader wants: the one loop that asks, writes and saves. The bookmark moves when a page has been
 * written. A partition that fails does not keep the others from being read; resolves with the number of parents that the API
 * does not have any more, and throws the first failure once everything that could be read has been.
 */
export async function syncStream(reading: StreamReading): Promise<{ gone: number; unproved: number }> {
  const { stream, reader, run } = reading;
  const { name, definition } = stream;
  const log = run.log.of(name);
  const { variants, replication } = definition;
  // Variants of one list, and walks over one list, are told apart by their records alone.
  const isOneList =
    variants !== undefined || (replication.method === 'INCREMENTAL' && replication.by.kind === 'walk');
  const shared = isOneList ? createKeyMemory(reading.keyOf) : undefined;
  const known = newListKnowledge();
  const unproved = new Set<Partition>();
  const gone: RequestError[] = [];
  const batches = { asked: 0, answered: 0 };
  const { counter } = definition;
  const isCounted = run.options.verifyCounts && counter !== undefined && !isNarrowed(stream, run);
  let isWhole = !reader.isResumed;
  const verify = async (params: Partition['params'], read: number) => {
    if (counter) await verifyCount({ stream: name, counter, params, read }, run);
  };
  let asked = 0;
  let ended = 0;

  const limits = { maxConcurrency: reader.concurrency, signal: run.signal };
  const { failures, untried } = await forEachSideBySide(reader.partitions(), limits, async (partition) => {
    asked += 1;
    try {
      const memory = shared ?? createKeyMemory(reading.keyOf);
      const read = await readPartition(reading, partition, { memory, known, unproved });
      batches.asked += partition.expected ?? 0;
      batches.answered += read;
      isWhole &&= partition.resumeAt === undefined;
      if (isCounted && counter?.list === undefined && partition.resumeAt === undefined)
        await verify(partition.params, read);
    } catch (error) {
      if (!(error instanceof GoneError)) {
        reader.failed(partition);
        throw error;
      }
      gone.push(error.reason);
      reader.ended(partition, 'gone');
    }
    save(reading);
    ended += 1;
    const all = reader.isResumed ? undefined : reading.size();
    if (stream.isSelected && all !== undefined && all > 1) run.events.onExtent(name, ended, all);
  });

  const [first] = gone;
  if (first && isMissingFeature(first, reading))
    log.warning(`${first.message}: the workspace does not have this feature; no records`);
  // One that is gone was deleted meanwhile; if all of several are, the list itself is not to be had.
  else if (first && asked > 1 && gone.length === asked) failures.push(first);
  else if (first) {
    log.warning(
      `${count(gone.length, 'record')} of ${parentOf(definition)} deleted meanwhile (${first.message}); left out`,
    );
  }
  if (isCounted && counter?.list !== undefined && isWhole && failures.length + gone.length === 0)
    await verify({}, batches.answered);
  if (failures.length === 0 && batches.asked > 0) failures.push(...checkBatches(batches, reading));
  const others = describeRest(nounOf(definition), { failures, untried });
  if (others !== undefined) log.error(others);
  if (failures[0]) throw failures[0];
  if (unproved.size > 0) {
    log.warning(
      `${describeRequest(definition)}: ${count(unproved.size, 'list')} may lack records: the end led back to the first page, or records left while it was read`,
    );
  }
  return { gone: gone.length, unproved: unproved.size };
}

function nounOf(definition: PlannedStream['definition']): string {
  if (parentOf(definition) !== undefined) return 'parent';
  return isReadByWindows(definition.replication) ? 'window' : 'part';
}

/** The API does not have a parent any more. */
class GoneError extends Error {
  readonly reason: RequestError;

  constructor(reason: RequestError) {
    super(reason.message);
    this.reason = reason;
  }
}

/** What readings of one list share. */
interface Shared {
  readonly memory: KeyMemory;
  readonly known: ListKnowledge;
  /** Partitions whose end does not say that they are whole. */
  readonly unproved: Set<Partition>;
}

/** Resolves with the number of records that were new. */
async function readPartition(reading: StreamReading, partition: Partition, shared: Shared): Promise<number> {
  const { stream, reader, run } = reading;
  let current = partition;
  for (let lost = 0; ; lost += 1) {
    try {
      return await readOnce(reading, current, shared);
    } catch (error) {
      if (!(error instanceof PagesShiftedError) || lost >= MOST_READ_ANEW) throw error;
      run.log.of(stream.name).info(`${error.message}; it is read again`);
      current = reader.anew(partition);
    }
  }
}

async function readOnce(reading: StreamReading, partition: Partition, shared: Shared): Promise<number> {
  const { stream, reader, output, run, version, given, onPage } = reading;
  const columns = { ...partition.columns, ...given };
  const { definition } = stream;
  const key = replicationKeyOf(definition);
  let read = 0;
  const pages = readPages(reading.list, partition, {
    ask: run.ask,
    ...shared,
    deletesUnread: key === undefined && run.options.emitActivateVersion,
    instantOf: key === undefined ? undefined : (record) => toUnixSeconds(record[key]),
    follow: reader.follow && ((at, page) => reader.follow?.(at, page) ?? 'cursor'),
  });
  for (let isFirst = true; ; isFirst = false) {
    const step = await pages.next().catch((error: unknown) => {
      throw isFirst && error instanceof RequestError && isGone(error, reading) ? new GoneError(error) : error;
    });
    if (step.done) {
      const { how, reasons } = step.value;
      if (reasons.length > 0) shared.unproved.add(partition);
      // What cannot be known to be whole is written, and not counted as read.
      if (reasons.length > 0 && key !== undefined) reader.anew(partition);
      else reader.ended(partition, how);
      return read;
    }
    const page = step.value;
    read += page.unseen.length;
    const records = reader.keep(partition, page);
    const extractedAt = page.apiDate ?? run.now();
    await output.write({ records, columns, extractedAt, version }, () => {
      reader.written(partition, page);
      save(reading);
    });
    await onPage?.(page, partition);
  }
}

function save({ stream, reader, run }: StreamReading): void {
  if (stream.isSelected) run.state.setBookmark(stream.name, reader.bookmark());
}

/**
 * A vanished parent is answered 404, or 400 (docs/api-behaviour.md#72), in JSON; a text means that the address is
 * wrong.
 */
function isGone(error: RequestError, reading: StreamReading): boolean {
  const { status, failure } = error;
  const isOne = reading.stream.definition.partitionBy?.kind === 'each';
  const isRefused = (status === 404 || status === 400) && !isForeign(failure.body);
  return (isOne && isRefused) || isMissingFeature(error, reading);
}

/** A route that the API does not know, though it knows others. */
function isMissingFeature(
  { status, failure }: RequestError,
  { stream: { definition }, run }: StreamReading,
): boolean {
  const isKnownApi = run.hasAnswered || !isForeign(failure.body);
  const isRoot = parentOf(definition) === undefined;
  return definition.isFeature === true && isRoot && status === 404 && isKnownApi;
}
