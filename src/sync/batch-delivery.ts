import type { BatchFile, BatchFolder } from '../singer/batch-folder.ts';
import { createLineBuffer } from '../singer/line-buffer.ts';
import { type BatchEncoding, batchMessage, stateMessage } from '../singer/messages.ts';
import type { State } from '../singer/state.ts';
import type { Writer } from '../singer/writer.ts';
import type { StreamName } from '../streams/definition.ts';
import type { Delivery } from './delivery.ts';
import { LARGEST_CHUNK } from './state-output.ts';

/** The longest a file stays open while pages come. */
const MOST_MS_OPEN = 60_000;

/** What a run's BATCH files are written with. */
export interface BatchDeliveryOptions {
  readonly writer: Writer;
  readonly state: State;
  readonly folder: BatchFolder;
  readonly encoding: BatchEncoding;
  /** The most records of a file. */
  readonly batchSize: number;
  /** In milliseconds. */
  readonly clock: () => number;
  /** A file cannot be written: the run has to end, since its records are lost to it. */
  readonly onFault: (error: unknown) => void;
}

/** A stream's file, and how many records have been given to it. */
interface OpenFile {
  readonly file: BatchFile;
  records: number;
}

/**
 * Records go into a file for each stream, and BATCH messages name the files. STATE covers all streams, so it waits until
 * no file is open. When one is full, or the oldest has been open for a minute, all are closed: their BATCH messages and
 * STATE are written in one piece.
 */
export function createBatchDelivery(options: BatchDeliveryOptions): Delivery {
  const { writer, state, folder, encoding, batchSize, clock, onFault } = options;
  const buffer = createLineBuffer();
  let open = new Map<StreamName, OpenFile>();
  let openedAt = 0;
  let closing = Promise.resolve();

  const fileOf = (stream: StreamName): OpenFile => {
    const known = open.get(stream);
    if (known) return known;
    if (open.size === 0) openedAt = clock();
    const opened = { file: folder.create(stream), records: 0 };
    open.set(stream, opened);
    return opened;
  };
  const orFault = (error: unknown): never => {
    onFault(error);
    throw error;
  };
  /** Closes all files. A failure is that of all later calls, too: no STATE may follow records that were lost. */
  const closeAll = (): Promise<void> => {
    // At one moment, before anything is awaited: STATE covers what these files hold, and nothing of those to come.
    const line = stateMessage(state.value());
    const named = Promise.all(
      [...open].map(async ([stream, { file }]) => batchMessage(stream, encoding, [await file.close()])),
    ).catch(orFault);
    open = new Map();
    // Awaited below, when those before have been written.
    named.catch(() => {});
    closing = closing.then(async () => writer.write([...(await named), line]));
    return closing;
  };

  return {
    roomFor: (stream) => Math.min(LARGEST_CHUNK, batchSize - (open.get(stream)?.records ?? 0)),
    take() {
      // What an error has left there is covered by no bookmark, and may be another stream's.
      buffer.take();
      return (record) => {
        buffer.add(record);
        return record.length;
      };
    },
    async commit({ stream, records }) {
      let written: Promise<void> | undefined;
      let isFull = false;
      if (records > 0) {
        const current = fileOf(stream);
        current.records += records;
        isFull = current.records >= batchSize;
        written = current.file.write(buffer.take()).catch(orFault);
      }
      const isDue = isFull || (open.size > 0 && clock() - openedAt >= MOST_MS_OPEN);
      await Promise.all([written, isDue ? closeAll() : undefined]);
    },
    async save(messages = []) {
      await writer.write(messages);
      if (open.size === 0) await closeAll();
    },
    end: closeAll,
  };
}
