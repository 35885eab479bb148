import { count } from '../log/count.ts';
import type { Partition } from '../pages/partition.ts';
import type { PartialReason } from '../partial-reason.ts';
import type { Reader } from '../replication/reader.ts';
import { describeRequest, parentKeys, parentOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import type { TapError } from '../tap-error.ts';
import type { Absence } from './absence.ts';
import { countUnsettled } from './existence.ts';
import { judgeAbsences, judgeLookups, newSeen } from './judge-missing.ts';
import type { StartedRun } from './run.ts';
import { watchCounts } from './verify-counts.ts';

/** Result of reading a partition. */
export interface PartitionRead {
  readonly records: number;
  /** Ids that were looked up, twice, and not found. */
  readonly missing: readonly string[];
}

/** Judges whether a stream was read whole, while it is read; the reader keeps the reasons with its pass. */
export interface StreamChecks {
  /** Before a partition is read. */
  begin(partition: Partition): Promise<void>;
  /** The list of a partition may lack records. Called before a page counts as written: a later run goes on behind it. */
  doubt(reasons: readonly PartialReason[]): void;
  /** A partition has been read. */
  read(partition: Partition, read: PartitionRead): Promise<void>;
  /** A partition could not be read, since what it is read for is absent. */
  absent(partition: Partition, absence: Absence): Promise<void>;
  /** The stream has been read as far as it could be; resolves with what makes it fail all the same. */
  end(hasFailed: boolean): Promise<TapError[]>;
}

/** Starts the checks of a stream. */
export function createStreamChecks(
  stream: PlannedStream,
  reader: Pick<Reader, 'completeness' | 'isResumed' | 'version'>,
  run: Pick<StartedRun, 'ask' | 'log' | 'existence' | 'options'>,
): StreamChecks {
  const { completeness } = reader;
  const log = run.log.of(stream.name);
  const seen = newSeen();
  const counts = watchCounts(stream, reader, run);

  return {
    async begin(partition) {
      completeness.asked += 1;
      await counts.begin(partition);
    },
    doubt(reasons) {
      for (const reason of reasons) completeness.add(reason);
      if (reasons.length > 0) seen.unproved += 1;
    },
    async read(partition, { records, missing }) {
      seen.records += records;
      seen.lookedUp += partition.lookup?.ids.length ?? 0;
      seen.found += (partition.lookup?.ids.length ?? 0) - missing.length;
      for (const id of missing) {
        if (await isDeleted(stream, { id, partition }, run)) continue;
        seen.unanswered += 1;
        completeness.add('unanswered');
      }
      await counts.read(partition, records);
    },
    async absent(partition, absence) {
      seen.firstAbsence ??= absence;
      seen.absent += 1;
      if (absence.kind === 'no feature') return completeness.add('no_feature');
      if (await isDeleted(stream, { partition }, run)) return;
      completeness.add('gone');
      if (absence.kind === 'refused') completeness.refused += 1;
    },
    async end(hasFailed) {
      const failures = [
        ...judgeAbsences(stream, seen, completeness, log),
        ...(hasFailed ? [] : judgeLookups(stream, seen, log)),
      ];
      if (seen.unproved > 0)
        log.warning(
          `${describeRequest(stream.definition)}: ${count(seen.unproved, 'list')} may lack records: the end led back to the first page, or records left while it was read`,
        );
      if (hasFailed || failures.length > 0) return failures;
      if (seen.absent === 0) await counts.end(seen.records);
      // Only what deletes rows must be proved; and one reason is enough.
      if (reader.version !== undefined && completeness.reasons.size === 0)
        await proveSettled(stream, reader, run);
      return failures;
    },
  };
}

/** Notes that the records of some parents may have been made anew while they were read. */
async function proveSettled(
  { definition: { partitionBy } }: PlannedStream,
  { completeness, isResumed }: Pick<Reader, 'completeness' | 'isResumed'>,
  run: Pick<StartedRun, 'ask'>,
): Promise<void> {
  if (partitionBy?.kind !== 'each' || partitionBy.completeWhen === undefined) return;
  // The run that was interrupted did not get here: what was made anew while it read may be finished by now.
  if (isResumed) return completeness.add('unproved');
  const unsettled = await countUnsettled(partitionBy.stream, partitionBy.completeWhen, run);
  if (unsettled > 0) completeness.add('unsettled', unsettled);
}

/** Tells whether the record that was asked for was deleted; false where nobody can tell. */
async function isDeleted(
  { definition }: PlannedStream,
  { partition, id }: { partition: Partition; id?: string },
  { existence }: Pick<StartedRun, 'existence'>,
): Promise<boolean> {
  const parent = parentOf(definition);
  const { partitionBy } = definition;
  if (parent === undefined) return false;
  if (partitionBy?.kind === 'batch')
    return id !== undefined && (await existence.isDeleted(parent, { [partitionBy.key]: id }));
  const key = Object.entries(parentKeys(definition)).map(([own, above]) => [above, partition.params[own]]);
  return await existence.isDeleted(parent, Object.fromEntries(key));
}
