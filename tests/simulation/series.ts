import { easternNumber, type Length, utcNumber } from '../support/emulator/calendar.ts';
import { DAY, HOUR } from './scenario.ts';

/** What is counted, and when. */
export interface Counted {
  readonly id: number;
  /** The time up to which counts have grown, in unix seconds. */
  readonly now: number;
  /** How long after its end a period still counts; less than 0: counts never change. */
  readonly growth: number;
}

/** How far the API counts back. */
export const MOST_STEPS: Readonly<Record<Length, number>> = { days: 45, weeks: 12, months: 121 };

/** Counts of the periods back from now, in Eastern time. */
export function countsBack(
  { clock, ...counted }: Counted & { readonly clock: number },
  query: Readonly<Record<string, string>>,
): (number | null)[] {
  const length = toLength(query['period']);
  const current = easternNumber(length, clock);
  const steps = Number(query['steps']);
  return Array.from({ length: steps }, (_, index) => {
    const ago = steps - 1 - index;
    return ago >= MOST_STEPS[length] ? null : countOf(counted, length, 'eastern', current - ago);
  });
}

/** Counts of the periods between two instants, in UTC. */
export function countsBetween(
  counted: Counted,
  query: Readonly<Record<string, string>>,
): { start: number; sent: number[] } {
  const length = toLength(query['res']);
  const [first, last] = [utcNumber(length, Number(query['start'])), utcNumber(length, Number(query['end']))];
  const sent = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    countOf(counted, length, 'UTC', first + index),
  );
  return { start: beginOf(length, 'UTC', first), sent };
}

/** What one period has counted. */
export function countOf({ id, now, growth }: Counted, length: Length, zone: Zone, number: number): number {
  const base = id * 100_000 + (number % 1000) * 100;
  if (growth < 0) return base;
  const [from, to] = [beginOf(length, zone, number), beginOf(length, zone, number + 1) + growth];
  return base + Math.floor(90 * Math.min(1, Math.max(0, (now - from) / (to - from))));
}

type Zone = 'UTC' | 'eastern';

const begins = new Map<string, number>();

/** When a period begins, in unix seconds. */
export function beginOf(length: Length, zone: Zone, number: number): number {
  const key = `${length} ${zone} ${number}`;
  const known = begins.get(key);
  if (known !== undefined) return known;
  const midnight =
    length === 'months'
      ? Date.UTC(Math.floor(number / 12), number % 12, 1) / 1000
      : length === 'weeks'
        ? (number * 7 - 4) * DAY
        : number * DAY;
  // In New York a day begins four or five hours later.
  const isSummer =
    zone === 'eastern' && easternNumber('days', midnight + 4 * HOUR) === Math.floor(midnight / DAY);
  const begin = zone === 'UTC' ? midnight : midnight + (isSummer ? 4 : 5) * HOUR;
  begins.set(key, begin);
  return begin;
}

function toLength(text: string | undefined): Length {
  if (text === 'days' || text === 'weeks' || text === 'months') return text;
  throw new Error(`no period ${text}`);
}
