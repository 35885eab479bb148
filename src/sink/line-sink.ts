import { recordMessages, toTimeExtracted } from '../singer/messages.ts';
import type { Writer } from '../singer/writer.ts';
import { divide, LARGEST_CHUNK, type Sink } from './sink.ts';
import type { StatePacing } from './state-pacing.ts';

/** Options of a sink of lines. */
export interface LineSinkOptions {
  readonly writer: Writer;
  readonly pacing: StatePacing;
  /** Aborted when the run must stop. */
  readonly signal: AbortSignal;
  /** The most records that are written at a time. */
  readonly largestChunk?: number | undefined;
}

/** Writes each record as a message of its own. */
export function createLineSink({
  writer,
  pacing,
  signal,
  largestChunk = LARGEST_CHUNK,
}: LineSinkOptions): Sink {
  const state = (messages: readonly string[] = []) => writer.write([...messages, pacing.now()]);
  return {
    schema: (line) => writer.write([line]),
    async records({ stream, rows, extractedAt, version, isPatient, onChunk, onTaken }) {
      const toMessage = recordMessages(stream, toTimeExtracted(extractedAt), version);
      const add = (row: string) => {
        const line = toMessage(row);
        writer.put(line);
        return line.length;
      };
      const take = divide(rows);
      for (let isLast = false; !isLast; ) {
        // Between two chunks, so that a stop does not wait for a slow reader to take a whole page.
        signal.throwIfAborted();
        const chunk = take(largestChunk, add);
        isLast = chunk.isLast;
        onChunk(chunk.records);
        if (isLast) onTaken();
        await writer.write(pacing.due(chunk, isPatient));
      }
    },
    state,
    async end() {
      await state();
      await writer.flush();
    },
  };
}
