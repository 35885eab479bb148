import { recordMessages, toTimeExtracted } from '../singer/messages.ts';
import type { Writer } from '../singer/writer.ts';
import type { StreamName } from '../streams/definition.ts';
import { LARGEST_CHUNK, type StateOutput } from './state-output.ts';

/** What the records of a part have in common. */
export interface Chunk {
  readonly stream: StreamName;
  /** When the API answered, in unix milliseconds. */
  readonly extractedAt: number;
  /** Version of the ACTIVATE_VERSION message that will follow, if any. */
  readonly version: number | undefined;
}

/** What has been taken. */
export interface Taken {
  readonly stream: StreamName;
  readonly records: number;
  /** In characters. */
  readonly length: number;
  /** STATE may wait for more: pages of the stream may hold next to nothing. */
  readonly isPatient: boolean;
}

/** Brings a run's records to the target, and STATE after the records that it covers. Shared by all streams. */
export interface Delivery {
  /** How many records of a stream may be taken at once. */
  roomFor(stream: StreamName): number;
  /**
   * Gives the function that takes the records of a part, one by one as JSON; it returns the characters written. `commit`
   * follows before anything is awaited.
   */
  take(part: Chunk): (record: string) => number;
  /** Hands over what was taken, and STATE if it is due; resolves when there is room for more. */
  commit(taken: Taken): Promise<void>;
  /** Writes messages, and STATE unless it has to wait for records that it covers. */
  save(messages?: readonly string[]): Promise<void>;
  /** Hands over all that is left, and the last STATE. */
  end(): Promise<void>;
}

/** Each record becomes a message of its own. */
export function createLineDelivery(writer: Writer, states: StateOutput): Delivery {
  const save = (messages: readonly string[] = []) => writer.write([...messages, states.now()]);
  return {
    roomFor: () => LARGEST_CHUNK,
    take({ stream, extractedAt, version }) {
      const toMessage = recordMessages(stream, toTimeExtracted(extractedAt), version);
      return (record) => {
        const line = toMessage(record);
        writer.put(line);
        return line.length;
      };
    },
    commit: ({ records, length, isPatient }) => writer.write(states.due(records, length, isPatient)),
    save,
    end: () => save(),
  };
}
