import { stateMessage } from '../singer/messages.ts';
import type { State } from '../singer/state.ts';
import { type Chunk, LARGEST_CHUNK } from './sink.ts';

/** STATE is written at least once every this many records. */
const MOST_RECORDS_WITHOUT_STATE = 10_000;

/** STATE is written at least once in this time, as long as pages come. */
const MOST_MS_WITHOUT_STATE = 1000;

/**
 * STATE follows each page. Only where pages may hold next to nothing, those of a parent among thousands, does it wait until
 * the records written are this many times as long as STATE itself: it must not outweigh them.
 */
const RECORD_CHARACTERS_PER_STATE_CHARACTER = 100;

/** Decides when STATE is written; shared by all streams of a run. */
export interface StatePacing {
  /** STATE as a line if it is due after this further chunk; an empty list if not. `isPatient`: it may wait for more. */
  due(chunk: Pick<Chunk, 'records' | 'length'>, isPatient: boolean): string[];
  /** STATE as a line, due or not. */
  now(): string;
}

/** Starts the pacing of a run; `clock` in milliseconds. */
export function createStatePacing(state: State, clock: () => number): StatePacing {
  let records = 0;
  let length = 0;
  let writtenAt = clock();
  let last = '';
  const now = () => {
    last = stateMessage(state.value());
    [records, length, writtenAt] = [0, 0, clock()];
    return last;
  };
  return {
    now,
    due(chunk, isPatient) {
      records += chunk.records;
      length += chunk.length;
      const isDue =
        (records > 0 && !isPatient) ||
        records + LARGEST_CHUNK > MOST_RECORDS_WITHOUT_STATE ||
        clock() - writtenAt >= MOST_MS_WITHOUT_STATE ||
        length >= last.length * RECORD_CHARACTERS_PER_STATE_CHARACTER;
      return isDue ? [now()] : [];
    },
  };
}
