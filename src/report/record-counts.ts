import type { Log } from '../log/log.ts';
import type { StreamTally } from './tally.ts';

/** Interval at which record counts are written, as singer-python's counters do. */
const INTERVAL_MS = 60_000;

/** Writes the number of each stream's records as measurements. */
export interface RecordCounts {
  /** Writes what has come since the last time. */
  write(tally: StreamTally): void;
  /** Writes what has not been written of those under way, and no more. */
  end(): void;
}

/** Starts writing the counts of the streams under way each minute. */
export function startRecordCounts(underWay: () => readonly StreamTally[], log: Log): RecordCounts {
  const written = new Map<string, number>();
  const write = ({ name, path, records }: StreamTally) => {
    const value = records - (written.get(name) ?? 0);
    written.set(name, records);
    log.metric({ type: 'counter', metric: 'record_count', value, tags: { stream: name, endpoint: path } });
  };
  const timer = setInterval(() => underWay().forEach(write), INTERVAL_MS).unref();
  return {
    write,
    end() {
      clearInterval(timer);
      underWay()
        .filter(({ name, records }) => records > (written.get(name) ?? 0))
        .forEach(write);
    },
  };
}
