import { withAdvice } from '../advice.ts';
import { count } from '../log/count.ts';
import type { Page, Partition } from '../pages/partition.ts';
import type { Verdict } from '../partial-reason.ts';
import type { ParentPage } from '../partitions/parent-page.ts';
import type { StreamEnd } from '../replication/reader.ts';
import { activateVersionMessage } from '../singer/messages.ts';
import { describeRequest, isReadByWindows, listSettingOf, parentOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import { toListRequest } from './list-request.ts';
import { prepareStream, type Work } from './prepare-stream.ts';
import { readPartitions } from './read-partitions.ts';
import { describeRest } from './side-by-side.ts';
import { judge } from './verdict.ts';

/** End of a stream. */
export interface Ended {
  readonly failure: TapError | undefined;
  readonly verdict: Verdict;
}

/** Reads one stream, and writes all of it but its SCHEMA. Throws what ends the run. */
export async function readStream(work: Work): Promise<Ended> {
  const { stream, source, links, run, turns } = work;
  const { name, definition } = stream;
  const log = run.log.of(name);
  const { keyOf, known, parentPages, reader, rows, checks, saveAs, beginNow } = await prepareStream(work);
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
  const { failures, untried } = await readPartitions({
    stream,
    list: toListRequest(stream, rows.onFault),
    reader,
    rows,
    checks,
    run,
    keyOf,
    known,
    save,
    size: () => source.size && source.size * (definition.variants?.length ?? 1),
    async onPage(page, partition) {
      if (links.length === 0) return;
      inherit();
      const at = parentPages.of(partition, page);
      // The page is written: a later run finds what the children have read of it.
      save();
      await pushPage(work, page, { partition, at });
    },
    onBusy(change) {
      turns.busy(stream, change);
      // A run that is ended before the first answer goes on at this page of the parent all the same.
      if (source.large && change > 0) saveAs(reader.bookmark());
    },
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
  if (failure) log.error(withAdvice(failure, listSettingOf(definition)));
  rows.tell();
  const isActivated = version !== undefined && verdict.whole;
  await run.sink.state(isActivated ? [activateVersionMessage(name, version)] : []);
  return { failure, verdict };
}

/** Gives a page to the children, which hold the stream's place in flight until they have taken it. */
async function pushPage(
  { links, stream, turns }: Work,
  { unseen }: Page,
  { partition: { params, columns, key }, at }: { partition: Partition; at: ParentPage },
): Promise<void> {
  turns.busy(stream, -1);
  await Promise.all(links.map((link) => link.push(unseen, { params, columns, key }, at)));
  turns.busy(stream, 1);
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
