import { toRfc3339 } from './instant.ts';

/** No release is older: a clock that shows an earlier time shows none. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** A clock that is further ahead of the other one shows no time: the run would ask for one span after another up to it. */
const MOST_AHEAD_MS = 10 * 365 * 86_400_000;

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
  const [api, own] = [takeTime(apiMs, machineMs), takeTime(machineMs, apiMs)];
  const shown = [api, own].filter((ms) => ms !== undefined);
  const [earlier, later] =
    shown.length === 0 ? [machineMs, machineMs] : [Math.min(...shown), Math.max(...shown)];
  return { earlier, later, isDated: api !== undefined, warning: describeOdd([apiMs, machineMs], [api, own]) };
}

/** The time that a clock shows beside another one; undefined if it is none. */
function takeTime(ms: number | undefined, other: number | undefined): number | undefined {
  if (ms === undefined || ms < EARLIEST_MS) return undefined;
  const isOtherTime = other !== undefined && other >= EARLIEST_MS;
  return isOtherTime && ms > other + MOST_AHEAD_MS ? undefined : ms;
}

/** Describes what is odd: of what the API's clock and this machine's show (first pair), and of the times that it means (second). */
function describeOdd(
  [apiMs, machineMs]: readonly [number | undefined, number],
  [api, own]: readonly (number | undefined)[],
): string | undefined {
  const machine = `this machine's clock ${toRfc3339(Math.floor(machineMs / 1000))}`;
  if (apiMs === undefined)
    return `the API's answer has no date; ${machine} counts, and the next run reads the latest again`;
  const shown = `the API's clock shows ${toRfc3339(Math.floor(apiMs / 1000))}, ${machine}`;
  if (api === undefined) return `${shown}: the first is none, and the next run reads the latest again`;
  if (own === undefined)
    return `${shown}: the second is none, and the first counts; set this machine's clock`;
  if (Math.abs(api - own) <= TOLERANCE_MS) return undefined;
  return `${shown}: the run reads up to the later one, and remembers by the earlier one; set the clock that is wrong`;
}
