import type { Ask } from '../api.ts';
import { isJsonObject } from '../json/json-object.ts';
import type { LevelLog } from '../log/log.ts';
import type { Partition } from '../pages/partition.ts';
import type { Reader } from '../replication/reader.ts';
import type { Counter } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import { isNarrowed } from './prepare-reader.ts';
import type { StartedRun } from './run.ts';

/** The counters are up to two hours old, and people come and go: a smaller difference says nothing. */
const LARGEST_SHARE = 0.001;

/** Compares how many records were read with the API's own counter (setting `verify_counts`). */
export interface CountCheck {
  /** Warns if this number of records lies outside of what the API counted before and counts now. */
  compare(read: number): Promise<void>;
}

/**
 * Reads the API's counter before the records are. Of several workspaces, which the API lists for the whole account
 * (docs/api-behaviour.md#78), the nearest number counts. A counter that cannot be read gives a WARNING, and fails nothing.
 */
export async function beginCountCheck(
  counter: Counter,
  params: Readonly<Record<string, string>>,
  { ask, log }: { ask: Ask; log: LevelLog },
): Promise<CountCheck> {
  const before = await readCounter(counter, params, { ask, log });
  return {
    async compare(read) {
      if (before === undefined) return;
      const after = await readCounter(counter, params, { ask, log });
      if (after === undefined) return;
      const [first, last] = [nearest(before, read), nearest(after, read)];
      const tolerance = Math.max(first, last, read) * LARGEST_SHARE;
      if (read >= Math.min(first, last) - tolerance && read <= Math.max(first, last) + tolerance) return;
      const counts = first === last ? String(first) : `${first} before and ${last} after`;
      log.warning(`${read} records were read, and the API counts ${counts} (GET ${counter.path})`);
    },
  };
}

/** All numbers that a counter gives; undefined if it gives none. */
async function readCounter(
  { path, list, at }: Counter,
  params: Readonly<Record<string, string>>,
  { ask, log }: { ask: Ask; log: LevelLog },
): Promise<readonly [number, ...number[]] | undefined> {
  try {
    const body = await (await ask({ path, params, query: {} })).json();
    const items = list === undefined ? [body] : isJsonObject(body) ? [body[list]].flat() : [];
    const [first, ...others] = items.flatMap((item) => (isJsonObject(item) ? toCount(item[at]) : []));
    if (first !== undefined) return [first, ...others];
    log.warning(`the counter of GET ${path} gives no number, so nothing is compared`);
  } catch (error) {
    if (!(error instanceof TapError)) throw error;
    log.warning(`the number of records could not be compared with the API's: ${error.message}`);
  }
  return undefined;
}

function nearest([first, ...others]: readonly [number, ...number[]], read: number): number {
  return others.reduce(
    (best, count) => (Math.abs(count - read) < Math.abs(best - read) ? count : best),
    first,
  );
}

function toCount(value: unknown): number[] {
  return typeof value === 'number' && value >= 0 ? [value] : [];
}

/** Compares what is read with the API's counters, where the setting asks for it: of each partition, or of all. */
export function watchCounts(
  stream: PlannedStream,
  { isResumed }: Pick<Reader, 'isResumed'>,
  run: Pick<StartedRun, 'ask' | 'log' | 'options'>,
) {
  const { counter } = stream.definition;
  const counted = run.options.verifyCounts && !isNarrowed(stream, run) ? counter : undefined;
  const { ask } = run;
  const log = run.log.of(stream.name);
  const checks = new Map<Partition, CountCheck>();
  let ofAll: Promise<CountCheck> | undefined;
  return {
    async begin(partition: Partition): Promise<void> {
      if (counted === undefined) return;
      if (counted.list !== undefined) {
        ofAll ??= beginCountCheck(counted, {}, { ask, log });
        await ofAll;
      } else if (partition.resumeAt === undefined)
        checks.set(partition, await beginCountCheck(counted, partition.params, { ask, log }));
    },
    async read(partition: Partition, records: number): Promise<void> {
      const check = checks.get(partition);
      checks.delete(partition);
      await check?.compare(records);
    },
    async end(records: number): Promise<void> {
      if (!isResumed) await (await ofAll)?.compare(records);
    },
  };
}
