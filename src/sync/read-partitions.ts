import type { Ask } from '../api.ts';
import type { JsonObject } from '../json/json-object.ts';
import { createKeyMemory, type KeyMemory } from '../pages/key-memory.ts';
import type { ListKnowledge } from '../pages/list-knowledge.ts';
import type { ListRequest } from '../pages/page-request.ts';
import type { Ending, Page, Partition } from '../pages/partition.ts';
import { type Reading, readPages } from '../pages/read-pages.ts';
import { PagesShiftedError } from '../pages/verification.ts';
import { toId } from '../partitions/key-order.ts';
import type { Reader } from '../replication/reader.ts';
import { isTooMuch, RequestError } from '../request-error.ts';
import { isReadByPeriods, replicationKeyOf } from '../streams/definition.ts';
import { type PlannedStream, READ_AT, withDescendants } from '../streams/planned-stream.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { AbsentError, isRefusal, toAbsence } from './absence.ts';
import { askInTurn } from './ask-in-turn.ts';
import type { StartedRun } from './run.ts';
import { forEachSideBySide, type SideBySide } from './side-by-side.ts';
import type { StreamChecks } from './stream-checks.ts';
import type { StreamRows } from './stream-rows.ts';

/** A partition whose pages shift again and again is given up. */
const MOST_READ_ANEW = 2;

/** Parts that the one loop works with. */
export interface StreamReading {
  readonly stream: PlannedStream;
  /** Description of what is asked for, and of how its records become those of the stream. */
  readonly list: ListRequest;
  readonly reader: Reader;
  readonly rows: StreamRows;
  readonly checks: StreamChecks;
  readonly run: StartedRun;
  readonly keyOf: (record: JsonObject) => string | undefined;
  /** Knowledge of the list from this run. */
  readonly known: ListKnowledge;
  /** Saves the reader's bookmark. */
  readonly save: () => void;
  /** Returns the number of partitions; undefined while it is not known. */
  readonly size: () => number | undefined;
  /** Called with each page once its records have been written. */
  readonly onPage: (page: Page, partition: Partition) => Promise<void>;
  /** Called when one partition more is being read, or one less. */
  readonly onBusy: (change: 1 | -1) => void;
}

/** A stream that is being read. */
interface AskingReading extends StreamReading {
  readonly ask: Ask;
  /** True if a bookmark of periods passes what is not read: they are read for its records. */
  readonly passesUnread: boolean;
}

/**
 * Reads what a stream's reader wants: the one loop that asks, writes and saves. The bookmark moves when a page has been
 * written. A partition that fails does not keep the others from being read; resolves with the failures once everything
 * that could be read has been.
 */
export async function readPartitions(given: StreamReading): Promise<SideBySide> {
  const passesUnread = given.stream.children
    .flatMap(withDescendants)
    .some(({ definition }) => isReadByPeriods(definition.replication));
  const reading = { ...given, ask: askInTurn(given), passesUnread };
  const { stream, reader, checks, run, known, save, onBusy } = reading;
  const memoryFor = keyMemories(reading);
  let done = 0;
  const limits = { maxConcurrency: reader.concurrency, signal: run.signal };
  const onUntried = (partition: Partition) => reader.failed(partition);
  return await forEachSideBySide(reader.partitions(), { ...limits, onUntried }, async (partition) => {
    onBusy(1);
    try {
      await checks.begin(partition);
      const shared = { memory: memoryFor(partition), known };
      const { ending, ...read } = await lookUp(reading, partition, shared);
      await checks.read(partition, read);
      reader.ended(partition, ending.reasons.includes('unproved') ? 'unproved' : ending.how);
    } catch (error) {
      if (error instanceof AbsentError) await checks.absent(partition, error.absence);
      else if (partition.filter !== undefined && isRefusal(error))
        run.log
          .of(stream.name)
          .warning(
            `${error.message}: the API does not filter by ${partition.filter}: what changes so is found by the next lookback`,
          );
      else {
        reader.failed(partition);
        throw error;
      }
      reader.ended(partition, 'gone');
    } finally {
      onBusy(-1);
    }
    save();
    done += 1;
    const all = reader.isResumed ? undefined : reading.size();
    if (stream.isSelected && all !== undefined && all > 1) run.events.onExtent(stream.name, done, all);
  });
}

/**
 * Finds the memory of a partition's records. Variants of one list, and scans of one list, share a memory; lists that
 * are read for different parents do not, since their keys are unique below one parent only.
 */
function keyMemories({ stream: { definition }, keyOf }: StreamReading): (partition: Partition) => KeyMemory {
  const { variants, replication } = definition;
  const isShared =
    variants !== undefined ||
    (replication.method === 'INCREMENTAL' && replication.by.kind === 'newest-first');
  let last: { list: string; memory: KeyMemory } | undefined;
  if (!isShared) return () => createKeyMemory(keyOf);
  return ({ key }) => {
    // The last value of the key is the variant's number.
    const list = toId(key.slice(0, -1));
    // Partitions that share a memory are read one after another.
    if (last?.list !== list) last = { list, memory: createKeyMemory(keyOf) };
    return last.memory;
  };
}

/** Memory and knowledge that the readings of a list share. */
type Shared = Pick<Reading, 'memory' | 'known'>;

/** Result of reading a partition. */
interface Read {
  /** Number of records that were new. */
  readonly records: number;
  readonly ending: Ending;
  /** Ids that were looked up, and not found. */
  readonly missing: readonly string[];
}

/** Reads a partition; ids that the answer leaves out are looked up once more. */
async function lookUp(reading: AskingReading, partition: Partition, shared: Shared): Promise<Read> {
  const first = await readPartition(reading, partition, shared);
  if (partition.lookup === undefined || first.missing.length === 0) return first;
  const again = await readPartition(reading, partition.lookup.of(first.missing), shared);
  return { ...again, records: first.records + again.records };
}

async function readPartition(reading: AskingReading, partition: Partition, shared: Shared): Promise<Read> {
  const { stream, reader, run } = reading;
  let current = partition;
  for (let shifted = 0; ; ) {
    try {
      reader.started(current, run.time());
      return await readOnce(reading, current, shared);
    } catch (error) {
      const half = halve(reading, current, error, shared);
      if (half !== undefined) {
        current = half;
        continue;
      }
      if (!(error instanceof PagesShiftedError) || shifted >= MOST_READ_ANEW) throw error;
      shifted += 1;
      run.log.of(stream.name).info(`${error.message}; it is read again`);
      current = reader.anew(partition);
    }
  }
}

/** Returns what to read in place of a span of time that the API cannot answer, in however small pages. */
function halve(
  { stream, reader, run }: StreamReading,
  partition: Partition,
  error: unknown,
  { known }: Shared,
): Partition | undefined {
  if (!(error instanceof RequestError) || !isTooMuch(error.failure)) return undefined;
  const half = reader.halve(partition);
  if (half !== undefined && known !== undefined && !known.hasBeenDivided) {
    known.hasBeenDivided = true;
    run.log.of(stream.name).info(`${error.message}; what was asked for is read in halves`);
  }
  return half;
}

async function readOnce(reading: AskingReading, partition: Partition, shared: Shared): Promise<Read> {
  const { stream, reader, checks, run, ask, passesUnread } = reading;
  const key = replicationKeyOf(stream.definition);
  const missing = new Set(partition.lookup?.ids);
  let records = 0;
  let doubts = 0;
  const doubt = ({ reasons }: Pick<Page | Ending, 'reasons'>) => {
    checks.doubt(reasons.slice(doubts));
    doubts = reasons.length;
  };
  const pages = readPages(reading.list, partition, {
    ask,
    ...shared,
    digest: run.digest,
    passesUnread,
    deletesUnread: key === undefined && run.options.emitActivateVersion,
    instantOf: key === undefined ? undefined : (record) => toUnixSeconds(record[key]),
    follow: (at, page) => reader.follow(at, page),
  });
  for (let isFirst = true; ; isFirst = false) {
    const step = await pages.next().catch((error: unknown) => {
      const absence = isFirst ? toAbsence(error, reading) : undefined;
      throw absence ? new AbsentError(absence) : error;
    });
    doubt(step.value);
    if (step.done) return { records, ending: step.value, missing: [...missing] };
    const page = step.value;
    records += page.unseen.length;
    if (partition.lookup) for (const record of page.records) missing.delete(partition.lookup.idOf(record));
    await writePage(reading, partition, page);
    await reading.onPage(page, partition);
  }
}

/** Writes what the reader keeps of a page, then moves the bookmark, so that no STATE precedes a record that it covers. */
async function writePage(reading: StreamReading, partition: Partition, page: Page): Promise<void> {
  const { stream, reader, rows, run, save } = reading;
  const { name, definition, isSelected } = stream;
  const kept = reader.keep(partition, page);
  const given = stream.hasReadAt ? { [READ_AT]: reader.began } : {};
  const onTaken = () => {
    reader.written(partition, page);
    save();
  };
  // A stream that is read for its children alone has no rows, but goes on like any other.
  await run.sink.records({
    stream: name,
    rows: isSelected ? rows.of(kept, { ...partition.columns, ...given }) : [],
    extractedAt: run.time() * 1000,
    version: reader.version,
    isPatient: definition.partitionBy !== undefined,
    onChunk(records) {
      if (records > 0) run.events.onRecords(name, records, rows.takeOldest());
    },
    onTaken,
  });
}
