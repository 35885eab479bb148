import type { Verdict } from './partial-reason.ts';
import type { StreamName } from './streams/definition.ts';
import type { TapError } from './tap-error.ts';

/** Events of a sync; only of streams that are selected. */
export interface SyncEvents {
  onStreamStart(stream: StreamName): void;
  /** This many more records have been handed to stdout; `oldest` of them, by their replication key, in unix seconds. */
  onRecords(stream: StreamName, records: number, oldest?: number): void;
  /** This many of the parents, or other partitions, have been read of all that there are. */
  onExtent(stream: StreamName, done: number, all: number): void;
  /** The API has sent a field that the schema does not know, and that the log has not named in the last thirty days. */
  onNewField(stream: StreamName, field: string): void;
  /** A stream has ended; with a failure, it is incomplete. */
  onStreamEnd(stream: StreamName, failure: TapError | undefined, verdict: Verdict): void;
}
