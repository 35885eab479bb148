import { toRfc3339 } from './instant.ts';

/** No release is older: a clock that shows an earlier time shows none. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** Difference of the clocks up to which no WARNING is given. */
const TOLERANCE_MS = 300_000;

/** Times that the API's clock and this machine's have shown at one moment; unix milliseconds. */
export interface Clocks {
  /** Earlier time, by which things are remembered. */
  readonly earlier: number;
  /** Later time, up to which is read. */
  readonly later: number;
  /** True if the API has shown a time. If not, nothing is remembered up to the time. */
  readonly isDated: boolean;
  /** Oddity of the clocks, as a sentence for a WARNING. */
  readonly warning: string | undefined;
}

/** Compares two clocks. If one of them is wrong, something is read again, but nothing is left out. */
export function compareClocks(apiMs: number | undefined, machineMs: number): Clocks {
  const [api, own] = [apiMs, machineMs].map((ms) => (ms !== undefined && ms >= EARLIEST_MS ? ms : undefined));
  const shown = [api, own].filter((ms) => ms !== undefined);
  const [earlier, later] =
    shown.length === 0 ? [machineMs, machineMs] : [Math.min(...shown), Math.max(...shown)];
  return { earlier, later, isDated: api !== undefined, warning: describeOdd(apiMs, api, machineMs) };
}

function describeOdd(apiMs: number | undefined, api: number | undefined, machineMs: number) {
  const own = `this machine's clock ${toRfc3339(Math.floor(machineMs / 1000))}`;
  if (apiMs === undefined)
    return `the API's answer has no date; ${own} counts, and the next run reads the latest again`;
  const shown = `the API's clock shows ${toRfc3339(Math.floor(apiMs / 1000))}, ${own}`;
  if (api === undefined) return `${shown}: the first is none, and the next run reads the latest again`;
  if (Math.abs(apiMs - machineMs) <= TOLERANCE_MS) return undefined;
  return `${shown}: the run reads up to the later one, and remembers by the earlier one; set the clock that is wrong`;
}
