import { count } from '../log/count.ts';
import type { LevelLog } from '../log/log.ts';
import type { Partition } from '../pages/partition.ts';
import type { PartialReason } from '../partial-reason.ts';
import { isUnsettled } from '../partitions/child-contexts.ts';
import type { Reader } from '../replication/reader.ts';
import type { RequestError } from '../request-error.ts';
import { describeRequest, parentKeys, parentOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import { listAgain } from './existence.ts';
import { isNarrowed } from './prepare-reader.ts';
import type { StartedRun } from './run.ts';
import { beginCountCheck, type CountCheck } from './verify-counts.ts';

/** Why the API gave nothing for a parent. */
export type Absence =
  /** It refused the request, as it does for what it does not have (any more). */
  | { readonly kind: 'refused'; readonly reason: RequestError }
  /** It answered with null in place of the object, which may be usual. */
  | { readonly kind: 'null'; readonly reason: TapError }
  /** The workspace does not have the whole feature. */
  | { readonly kind: 'no feature'; readonly reason: RequestError };

/** Result of reading a partition. */
export interface PartitionRead {
  readonly records: number;
  /** Ids that were looked up, twice, and not found. */
  readonly missing: readonly string[];
  /** Why it may lack records. */
  readonly reasons: readonly PartialReason[];
}

/** Judges whether a stream was read whole, while it is read; the reader keeps the reasons with its pass. */
export interface StreamChecks {
  /** Before a partition is read. */
  begin(partition: Partition): Promise<void>;
  /** A partition has been read. */
  read(partition: Partition, read: PartitionRead): Promise<void>;
  /** A partition could not be read, since what it is read for is absent. */
  absent(partition: Partition, absence: Absence): Promise<void>;
  /** The stream has been read as far as it could be; resolves with what makes it fail all the same. */
  end(hasFailed: boolean): Promise<TapError[]>;
}

/** Counts of one run, and the first of each kind. */
interface Seen {
  /** Number of parents, or groups of them, that were asked for. */
  asked: number;
  /** Those that were refused, though the API still has them. */
  refused: number;
  absent: number;
  lookedUp: number;
  found: number;
  unanswered: number;
  unproved: number;
  records: number;
  firstAbsence: Absence | undefined;
}

/** Starts the checks of a stream. */
export function createStreamChecks(
  stream: PlannedStream,
  reader: Pick<Reader, 'completeness' | 'isResumed' | 'version'>,
  run: Pick<StartedRun, 'ask' | 'log' | 'existence' | 'options'>,
): StreamChecks {
  const { completeness } = reader;
  const log = run.log.of(stream.name);
  const seen: Seen = {
    asked: 0,
    refused: 0,
    absent: 0,
    lookedUp: 0,
    found: 0,
    unanswered: 0,
    unproved: 0,
    records: 0,
    firstAbsence: undefined,
  };
  const counts = watchCounts(stream, reader, run);

  return {
    async begin(partition) {
      seen.asked += 1;
      completeness.asked += 1;
      await counts.begin(partition);
    },
    async read(partition, { records, missing, reasons }) {
      for (const reason of reasons) completeness.add(reason);
      if (reasons.length > 0) seen.unproved += 1;
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
      if (absence.kind !== 'refused') return;
      seen.refused += 1;
      completeness.refused += 1;
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
      const unsettled =
        reader.version === undefined || completeness.reasons.size > 0 ? 0 : await countUnsettled(stream, run);
      if (unsettled > 0) completeness.add('unsettled', unsettled);
      return failures;
    },
  };
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

/** Judges absent parents: single ones were deleted meanwhile; if all of several are gone, the list itself is not to be had. */
function judgeAbsences(
  { definition }: PlannedStream,
  seen: Seen,
  completeness: Reader['completeness'],
  log: LevelLog,
): TapError[] {
  const { firstAbsence: first } = seen;
  if (first === undefined) return [];
  const { message } = first.reason;
  if (first.kind === 'no feature') {
    log.warning(`${message}: the workspace does not have this feature; no records`);
    return [];
  }
  const isAll = ({ asked, refused }: { asked: number; refused: number }) => asked > 1 && refused === asked;
  if (isAll(seen) || isAll(completeness)) return [first.reason];
  const parents = `${count(seen.absent, 'record')} of ${parentOf(definition)}`;
  const gone = completeness.reasons.get('gone') ?? 0;
  log.warning(
    gone === 0
      ? `${parents} deleted meanwhile (${message}); left out`
      : `${parents} could not be read (${message}); left out, and the stream counts as partial`,
  );
  return [];
}

/** Says how much of what was looked up was found; fails if nothing was, since the ids may have had a wrong form. */
function judgeLookups(
  { definition }: PlannedStream,
  { lookedUp, found, unanswered }: Seen,
  log: LevelLog,
): TapError[] {
  if (lookedUp === 0) return [];
  const all = `${count(lookedUp, 'record')} of ${parentOf(definition)}`;
  if (found === 0 && unanswered > 1)
    return [new TapError(`${describeRequest(definition)}: none of ${all} was found`)];
  const deleted = lookedUp - found - unanswered;
  const what = [
    ...(deleted > 0 ? [`${deleted} were deleted meanwhile`] : []),
    ...(unanswered > 0 ? [`${unanswered} were left out of the answers, though they may still exist`] : []),
  ].join(', ');
  if (unanswered > 0) log.warning(`${found} of ${all} were found: ${what}`);
  else log.info(`${found} of ${all} were found${what === '' ? '' : `: ${what}`}`);
  return [];
}

/** Counts the parents that by now say that their records are being made anew: those that were read may be a part. */
async function countUnsettled(
  { definition: { partitionBy } }: PlannedStream,
  { ask }: Pick<StartedRun, 'ask'>,
): Promise<number> {
  if (partitionBy?.kind !== 'each' || partitionBy.completeWhen === undefined) return 0;
  const { stream, completeWhen } = partitionBy;
  let unsettled = 0;
  try {
    for await (const { records } of listAgain(ask, stream))
      unsettled += records.filter((record) => isUnsettled(record, completeWhen)).length;
  } catch (error) {
    // Nothing deletes rows on the word of a list that cannot be read again.
    if (error instanceof TapError) return 1;
    throw error;
  }
  return unsettled;
}

/** Compares what is read with the API's counters, where the setting asks for it: of each partition, or of all. */
function watchCounts(
  stream: PlannedStream,
  { isResumed }: Pick<Reader, 'isResumed'>,
  run: Pick<StartedRun, 'ask' | 'log' | 'options'>,
) {
  const { counter } = stream.definition;
  const counted = run.options.verifyCounts && !isNarrowed(stream, run) ? counter : undefined;
  const { ask } = run;
  const log = run.log.of(stream.name);
  const checks = new Map<Partition, CountCheck>();
  let ofAll: Promise<CountCheck> | undefined;
  return {
    async begin(partition: Partition): Promise<void> {
      if (counted === undefined) return;
      if (counted.list !== undefined) {
        ofAll ??= beginCountCheck(counted, {}, { ask, log });
        await ofAll;
      } else if (partition.resumeAt === undefined)
        checks.set(partition, await beginCountCheck(counted, partition.params, { ask, log }));
    },
    async read(partition: Partition, records: number): Promise<void> {
      const check = checks.get(partition);
      checks.delete(partition);
      await check?.compare(records);
    },
    async end(records: number): Promise<void> {
      if (!isResumed) await (await ofAll)?.compare(records);
    },
  };
}
