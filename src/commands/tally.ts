import { count } from '../log/count.ts';
import type { State } from '../singer/state.ts';
import type { PlannedStream } from '../sync/plan.ts';
import type { StreamResult } from '../sync/sync.ts';

/** Counts what each stream costs, for the summary at the end of a run. */
export interface Tally {
  /** A request is sent; `path` is the template of its address. */
  countAttempt(path: string): void;
  /** A request is sent again after a delay. */
  countRetry(path: string, delayMs: number): void;
  /** One line for each stream: records, requests, retries, waited, bookmark from → to. */
  summarise(results: readonly StreamResult[]): string[];
}

interface Cost {
  requests: number;
  retries: number;
  waitedMs: number;
}

/** Starts counting; takes the bookmarks as they are now for those from which the run starts. */
export function createTally(streams: readonly PlannedStream[], state: State): Tally {
  const costs = new Map<string, Cost>();
  const costOf = (path: string): Cost => {
    const cost = costs.get(path) ?? { requests: 0, retries: 0, waitedMs: 0 };
    costs.set(path, cost);
    return cost;
  };
  const bookmarkOf = ({ name, definition: { replication } }: PlannedStream): unknown =>
    replication.method === 'INCREMENTAL' ? state.bookmark(name)[replication.key] : undefined;
  const starts = new Map(streams.map((stream) => [stream.name, bookmarkOf(stream)]));

  return {
    countAttempt(path) {
      costOf(path).requests += 1;
    },
    countRetry(path, delayMs) {
      const cost = costOf(path);
      cost.retries += 1;
      cost.waitedMs += delayMs;
    },
    summarise: (results) =>
      streams.flatMap((stream) => {
        const result = results.find(({ name }) => name === stream.name);
        if (!result) return [];
        const { requests, retries, waitedMs } = costOf(stream.definition.path);
        const bookmark = describeBookmark(starts.get(stream.name), bookmarkOf(stream));
        const outcome = result.failure === undefined ? '' : ', incomplete';
        return `${stream.name}: ${count(result.records, 'record')}, ${count(requests, 'request')}, ${count(retries, 'retry')}, ${(waitedMs / 1000).toFixed(1)} s waited${bookmark}${outcome}`;
      }),
  };
}

function describeBookmark(from: unknown, to: unknown): string {
  return to === undefined && from === undefined ? '' : `, bookmark ${from ?? 'none'} → ${to ?? 'none'}`;
}
