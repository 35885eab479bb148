import { DAY_SECONDS } from './instant.ts';

/** The length of a period of the calendar. */
export type Length = 'days' | 'weeks' | 'months';

/** A day of the calendar, wherever it is; `month` counts from 0. */
interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The zone in which the API counts periods back from now. */
const EASTERN = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  hourCycle: 'h23',
});

/**
 * The unix second at which the period begins that is `steps` periods after the one that holds an instant, in UTC: days
 * at midnight, weeks on Sunday, months on the 1st.
 */
export function utcPeriod(length: Length, seconds: number, steps = 0): number {
  const date = new Date(seconds * 1000);
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
  return toUtcMidnight(shift(length, day, steps));
}

/** A period's beginning moved by a number of periods, in UTC: a week from a Wednesday ends on a Wednesday. */
export function addPeriods(length: Length, seconds: number, steps: number): number {
  if (length !== 'months') return seconds + steps * (length === 'weeks' ? 7 : 1) * DAY_SECONDS;
  const date = new Date(seconds * 1000);
  date.setUTCMonth(date.getUTCMonth() + steps);
  return date.getTime() / 1000;
}

/** As {@link utcPeriod}, in Eastern time, where the API counts periods (parameters `period` and `steps`). */
export function easternPeriod(length: Length, seconds: number, steps = 0): number {
  return toEasternMidnight(shift(length, easternParts(seconds), steps));
}

/** Counts the periods between those that hold two instants, in Eastern time. */
export function easternPeriodsBetween(length: Length, from: number, to: number): number {
  const [first, last] = [easternParts(from), easternParts(to)];
  if (length === 'months') return (last.year - first.year) * 12 + last.month - first.month;
  const days = (toUtcMidnight(shift(length, last, 0)) - toUtcMidnight(shift(length, first, 0))) / DAY_SECONDS;
  return days / (length === 'weeks' ? 7 : 1);
}

/** The first day of the period that lies a number of periods from the one that holds a day. */
function shift(length: Length, { year, month, day }: CalendarDay, steps: number): CalendarDay {
  if (length === 'months') return toDay(Date.UTC(year, month + steps, 1));
  if (length === 'days') return toDay(Date.UTC(year, month, day + steps));
  const weekday = new Date(Date.UTC(year, month, day)).getUTCDay();
  return toDay(Date.UTC(year, month, day - weekday + steps * 7));
}

function toDay(milliseconds: number): CalendarDay {
  const date = new Date(milliseconds);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

function toUtcMidnight({ year, month, day }: CalendarDay): number {
  return Date.UTC(year, month, day) / 1000;
}

/** Clocks change at two in the morning, so that midnight is always there, four or five hours behind UTC's. */
function toEasternMidnight(day: CalendarDay): number {
  const winter = toUtcMidnight(day) + 5 * 3600;
  return winter - easternParts(winter).hour * 3600;
}

function easternParts(seconds: number): CalendarDay & { hour: number } {
  const parts = new Map(
    EASTERN.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return { year: part('year'), month: part('month') - 1, day: part('day'), hour: part('hour') };
}
