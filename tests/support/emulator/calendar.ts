/** The length of a period that has a date. */
export type Length = 'days' | 'weeks' | 'months';

const SECONDS = { hours: 3600, days: 86_400, weeks: 7 * 86_400 } as const;

const NEW_YORK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' });

/**
 * The number of the Eastern period that holds an instant: of hours, days and weeks since 1970, of months since the year
 * 0. Eastern hours begin when those of UTC do.
 */
export function easternNumber(length: Length | 'hours', seconds: number): number {
  if (length === 'hours') return Math.floor(seconds / SECONDS.hours);
  const [year = 0, month = 1, day = 1] = NEW_YORK.format(seconds * 1000)
    .split('-')
    .map(Number);
  if (length === 'months') return year * 12 + month - 1;
  const days = Date.UTC(year, month - 1, day) / 86_400_000;
  // The first of 1970 was a Thursday; weeks begin on Sunday.
  return length === 'days' ? days : Math.floor((days + 4) / 7);
}

/** The number of the period in UTC that holds an instant, counted in the same way. */
export function utcNumber(length: Length, seconds: number): number {
  const days = Math.floor(seconds / SECONDS.days);
  if (length === 'months') return monthOf(seconds);
  return length === 'days' ? days : Math.floor((days + 4) / 7);
}

/** Periods in UTC that begin at an hour, day or month: where the first begins, and the number of the one that holds an instant. */
export interface PeriodsFrom {
  readonly start: number;
  numberOf(seconds: number): number;
}

/** Periods counted from the one of `start`. A week begins on the day that was asked for. */
export function periodsFrom(length: Length | 'hours', start: number): PeriodsFrom {
  if (length === 'months') {
    const first = monthOf(start);
    const begin = Date.UTC(Math.floor(first / 12), first % 12) / 1000;
    return { start: begin, numberOf: (seconds) => monthOf(seconds) - first };
  }
  const unit = length === 'hours' ? SECONDS.hours : SECONDS.days;
  const begin = Math.floor(start / unit) * unit;
  return { start: begin, numberOf: (seconds) => Math.floor((seconds - begin) / SECONDS[length]) };
}

function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
