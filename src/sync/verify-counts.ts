import { isJsonObject } from '../json/json-object.ts';
import type { Counter } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import type { StartedRun } from './run.ts';

/** The counters are up to two hours old, and people come and go: a smaller difference says nothing. */
const LARGEST_SHARE = 0.001;

/** What was counted, and where. */
export interface Counted {
  readonly stream: string;
  readonly counter: Counter;
  readonly params: Readonly<Record<string, string>>;
  readonly read: number;
}

/**
 * Compares how many records were read with the API's own counter, and warns of a difference (setting `verify_counts`).
 * Of several workspaces, which the API lists for the whole account (docs/api-behaviour.md#78), the nearest number
 * counts. A counter that cannot be read is told, and fails nothing.
 */
export async function verifyCount(
  { stream, counter, params, read }: Counted,
  run: StartedRun,
): Promise<void> {
  const log = run.log.of(stream);
  try {
    const { path, list, at } = counter;
    const body = await (await run.ask({ path, params, query: {} })).json();
    const items = list === undefined ? [body] : isJsonObject(body) ? [body[list]].flat() : [];
    const counts = items.flatMap((item) => (isJsonObject(item) ? toCount(item[at]) : []));
    const nearest = counts.reduce<number | undefined>(
      (best, count) => (best === undefined || Math.abs(count - read) < Math.abs(best - read) ? count : best),
      undefined,
    );
    if (nearest === undefined)
      log.warning(`the counter of GET ${path} gives no number, so nothing is compared`);
    else if (Math.abs(nearest - read) > Math.max(nearest, read) * LARGEST_SHARE)
      log.warning(`${read} records were read, and the API counts ${nearest} (GET ${path})`);
  } catch (error) {
    if (!(error instanceof TapError)) throw error;
    log.warning(`the number of records could not be compared with the API's: ${error.message}`);
  }
}

function toCount(value: unknown): number[] {
  return typeof value === 'number' && value >= 0 ? [value] : [];
}
