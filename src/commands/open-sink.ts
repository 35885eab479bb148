import { randomBytes } from 'node:crypto';
import type { BatchConfig, Settings } from '../config/settings.ts';
import { toFolder } from '../config/to-folder.ts';
import { openBatchFolder } from '../singer/batch-folder.ts';
import type { State } from '../singer/state.ts';
import { createWriter } from '../singer/writer.ts';
import { createBatchSink } from '../sink/batch-sink.ts';
import { createLineSink } from '../sink/line-sink.ts';
import type { Sink } from '../sink/sink.ts';
import { createStatePacing } from '../sink/state-pacing.ts';
import type { Surroundings } from './prepare.ts';

/** A target that does not know BATCH ends with an error of its own, in which the word may not occur. */
const BATCH_ADVICE = ', and unset batch_config if the target does not load BATCH messages';

/** Opens what a run writes to: stdout, and the folder of BATCH files where the settings name one. */
export async function openSink(
  { batch_config: batches }: Settings,
  state: State,
  { stdout, stop, clock: { now, elapsed } }: Surroundings,
): Promise<Sink> {
  const { signal } = stop;
  const writer = createWriter(stdout, (error) => stop.abort(error), {
    signal,
    ...(batches && { advice: BATCH_ADVICE }),
  });
  if (batches === undefined)
    return createLineSink({ writer, pacing: createStatePacing(state, elapsed), signal });
  return createBatchSink({
    writer,
    state,
    folder: await openFolder(batches, now()),
    encoding: batches.encoding,
    batchSize: batches.batch_size,
    clock: elapsed,
    signal,
    onFault: (error) => stop.abort(error),
  });
}

async function openFolder({ encoding, storage: { root, prefix } }: BatchConfig, startedMs: number) {
  const second = new Date(startedMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const runId = `${second}Z-${randomBytes(4).toString('hex')}`;
  return openBatchFolder({ root: toFolder(root), prefix, compression: encoding.compression, runId });
}
