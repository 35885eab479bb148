import type { StreamName } from '../streams/definition.ts';

/** The most records of a page that are written at a time: a page of members may hold 30,000. */
export const LARGEST_CHUNK = 2500;

/** The records of one page, and what they have in common. */
export interface PageOfRows {
  readonly stream: StreamName;
  /** The records as JSON, made one by one as they are written. */
  readonly rows: Iterable<string>;
  /** When the API answered, in unix milliseconds. */
  readonly extractedAt: number;
  /** Version of the ACTIVATE_VERSION message that will follow, if any. */
  readonly version: number | undefined;
  /** STATE may wait for more: pages of the stream may hold next to nothing. */
  readonly isPatient: boolean;
  /** Called with the number of records of each chunk, before it is handed over. */
  readonly onChunk: (records: number) => void;
  /** Moves the bookmark: called once all records of the page have been taken, before STATE can cover them. */
  readonly onTaken: () => void;
}

/** The only way to stdout: a run's messages, as lines or with the records in BATCH files. Shared by all streams. */
export interface Sink {
  /** Writes SCHEMA. Nothing of its stream precedes it. */
  schema(line: string): Promise<void>;
  /** Writes a page's records, and STATE if it is due; resolves when there is room for more. */
  records(page: PageOfRows): Promise<void>;
  /** Writes messages, and STATE unless it has to wait for records that it covers. */
  state(messages?: readonly string[]): Promise<void>;
  /** Hands over all that is left, and the last STATE; resolves when it has left the process. */
  end(): Promise<void>;
}

/** Records that were taken together. */
export interface Chunk {
  readonly records: number;
  /** In characters, as they were added. */
  readonly length: number;
  /** The page has no more. */
  readonly isLast: boolean;
}

/** Takes rows chunk by chunk: at most this many, each given to `add`, which returns the characters it has added. */
export type TakeChunk = (most: number, add: (row: string) => number) => Chunk;

/** Divides the rows of a page. One row is made ahead, since only then is it known whether a chunk is the last. */
export function divide(rows: Iterable<string>): TakeChunk {
  const iterator = rows[Symbol.iterator]();
  let ahead = iterator.next();
  return (most, add) => {
    let records = 0;
    let length = 0;
    for (; !ahead.done && records < most; ahead = iterator.next()) {
      length += add(ahead.value);
      records += 1;
    }
    return { records, length, isLast: ahead.done === true };
  };
}
