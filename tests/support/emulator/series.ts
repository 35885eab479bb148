import { easternNumber, type Length, periodsFrom, utcNumber } from './calendar.ts';
import type { Query } from './query-values.ts';
import { refuse } from './refusals.ts';
import type { Place } from './resource.ts';

/** The times at which each metric happened. */
export type Times = Readonly<Record<string, readonly number[]>>;

/** As far back as the API counts (parameters `period` and `steps`). */
const MOST: Readonly<Record<Length | 'hours', number>> = { hours: 24, days: 45, weeks: 12, months: 121 };

/** Beyond this many days nothing is remembered: nulls (docs/api-behaviour.md#103). */
const REMEMBERED = 40;

const LENGTHS: Readonly<Record<string, Length | 'hours'>> = {
  hours: 'hours',
  hourly: 'hours',
  days: 'days',
  daily: 'days',
  weeks: 'weeks',
  weekly: 'weeks',
  months: 'months',
  monthly: 'months',
};

function lengthOf(text: string | undefined): Length | 'hours' {
  const length = LENGTHS[text ?? ''];
  if (length === undefined) throw refuse(400);
  return length;
}

/** Counts by periods back from now, in Eastern time unless a variant says UTC: the last one is the current one. */
export function seriesByStep(
  query: Query,
  { now, settings }: Pick<Place, 'now' | 'settings'>,
  times: Times,
): Record<string, (number | null)[]> {
  const length = lengthOf(query['period'] ?? 'days');
  const asked = Number(query['steps'] ?? (length === 'months' ? 12 : 0)) || MOST[length];
  const steps = Math.max(2, Math.min(asked, MOST[length]));
  const isUtc = settings.variants.seriesDays === 'UTC' && length !== 'hours';
  const numberOf = (time: number) => (isUtc ? utcNumber(length, time) : easternNumber(length, time));
  const first = numberOf(now) - steps + 1;
  const isForgotten = (index: number) => length === 'days' && steps - 1 - index >= REMEMBERED;
  return mapValues(times, (all) =>
    count(all, steps, (time) => numberOf(time) - first).map((number, index) =>
      isForgotten(index) ? null : number,
    ),
  );
}

/** Counts by periods from one instant to another, in UTC, and where the first period begins. */
export function seriesByBounds(query: Query, resolution: string | undefined, times: Times) {
  const [from, to] = [Number(query['start']), Number(query['end'])];
  const { start, numberOf } = periodsFrom(lengthOf(resolution), from);
  const steps = numberOf(to) + 1;
  if (!(steps >= 0 && steps <= 20_000)) throw refuse(400);
  const series = mapValues(times, (all) =>
    count(
      all.filter((time) => time >= from && time <= to),
      steps,
      numberOf,
    ),
  );
  return { start, series };
}

function count(times: readonly number[], steps: number, numberOf: (time: number) => number): number[] {
  const counts = Array.from({ length: steps }, () => 0);
  for (const number of times.map(numberOf)) {
    const known = counts[number];
    if (known !== undefined) counts[number] = known + 1;
  }
  return counts;
}

/** An object with each value changed. */
export function mapValues<Value, Mapped>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
