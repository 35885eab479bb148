/** The length of a period. */
export type Length = 'days' | 'weeks' | 'months';

const NEW_YORK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' });

/** The number of the Eastern period that holds an instant: of days and weeks since 1970, of months since the year 0. */
export function easternNumber(length: Length, seconds: number): number {
  const [year = 0, month = 1, day = 1] = NEW_YORK.format(seconds * 1000)
    .split('-')
    .map(Number);
  return numberOf(length, Date.UTC(year, month - 1, day));
}

/** The same in UTC. */
export function utcNumber(length: Length, seconds: number): number {
  return numberOf(length, seconds * 1000);
}

function numberOf(length: Length, milliseconds: number): number {
  const date = new Date(milliseconds);
  if (length === 'months') return date.getUTCFullYear() * 12 + date.getUTCMonth();
  const day = Math.floor(milliseconds / 86_400_000);
  // The first of 1970 was a Thursday; weeks begin on Sunday.
  return length === 'days' ? day : Math.floor((day + 4) / 7);
}
