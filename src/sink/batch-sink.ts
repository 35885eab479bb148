import type { BatchFile, BatchFolder } from '../singer/batch-folder.ts';
import { createLineBuffer } from '../singer/line-buffer.ts';
import { type BatchEncoding, batchMessage, stateMessage } from '../singer/messages.ts';
import type { State } from '../singer/state.ts';
import type { Writer } from '../singer/writer.ts';
import type { StreamName } from '../streams/definition.ts';
import { type Chunk, divide, LARGEST_CHUNK, type Sink } from './sink.ts';

/** The longest a file stays open while pages come. */
const MOST_MS_OPEN = 60_000;

/** Options of a sink of BATCH files. */
export interface BatchSinkOptions {
  readonly writer: Writer;
  readonly state: State;
  readonly folder: BatchFolder;
  readonly encoding: BatchEncoding;
  /** The most records of a file. */
  readonly batchSize: number;
  /** In milliseconds. */
  readonly clock: () => number;
  /** Aborted when the run must stop. */
  readonly signal: AbortSignal;
  /** A file cannot be written: the run has to end, since its records are lost to it. */
  readonly onFault: (error: unknown) => void;
}

/** A stream's file, and how many records have been given to it. */
interface OpenFile {
  readonly file: BatchFile;
  records: number;
}

/**
 * Writes the records of each stream into files, which BATCH messages name. STATE covers all streams, so it waits until no
 * file is open. When one is full, or the oldest has been open for a minute, all are closed: their BATCH messages and STATE
 * are written in one piece.
 */
export function createBatchSink(options: BatchSinkOptions): Sink {
  const { writer, batchSize, signal } = options;
  const files = openFiles(options);
  const lines = createLineBuffer();
  return {
    schema: (line) => writer.write([line]),
    async records({ stream, rows, onChunk, onTaken }) {
      const take = divide(rows);
      for (let isLast = false; !isLast; ) {
        signal.throwIfAborted();
        // What an error has left there is covered by no bookmark, and may be another stream's.
        lines.take();
        const chunk = take(Math.min(LARGEST_CHUNK, batchSize - files.recordsOf(stream)), (row) => {
          lines.add(row);
          return row.length;
        });
        isLast = chunk.isLast;
        onChunk(chunk.records);
        if (isLast) onTaken();
        await files.write(stream, chunk, lines.take());
      }
    },
    async state(messages = []) {
      await writer.write(messages);
      await files.closeUnlessOpen();
    },
    async end() {
      await files.closeAll();
      await writer.flush();
    },
  };
}

/** The files of a run that are open, of which there is one for each stream that has written records. */
function openFiles({ writer, state, folder, encoding, batchSize, clock, onFault }: BatchSinkOptions) {
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
    closeAll,
    closeUnlessOpen: async () => (open.size === 0 ? closeAll() : undefined),
    recordsOf: (stream: StreamName) => open.get(stream)?.records ?? 0,
    /** Writes records into their stream's file; closes all files when that is due. */
    async write(stream: StreamName, { records }: Chunk, pieces: Buffer[]): Promise<void> {
      let written: Promise<void> | undefined;
      let isFull = false;
      if (records > 0) {
        const current = fileOf(stream);
        current.records += records;
        isFull = current.records >= batchSize;
        written = current.file.write(pieces).catch(orFault);
      }
      const isDue = isFull || (open.size > 0 && clock() - openedAt >= MOST_MS_OPEN);
      await Promise.all([written, isDue ? closeAll() : undefined]);
    },
  };
}
