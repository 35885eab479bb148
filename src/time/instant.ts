import { isLosslessNumber } from 'lossless-json';

/** Seconds in an hour. */
export const HOUR_SECONDS = 3600;

/** Seconds in a day. */
export const DAY_SECONDS = 86_400;

/** First unix second after the year 9999, the last that RFC 3339 and every database can write. */
const END_OF_TIME = 253_402_300_800;

/** A number larger than this is unix milliseconds, not seconds (2001-09-09, years before the API existed). */
const FIRST_MILLISECONDS = 1_000_000_000_000;

/** Characters in the longest text that is taken for a time: some patterns take the square of the length, or more. */
const LONGEST_TEXT = 200;

/** Text that Go writes behind an offset: a zone's name or its offset again, and the monotonic clock. The offset counts. */
const GO_ZONE = /(\d\d:\d\d\S* [+-]\d{4}) (?:[A-Za-z]{1,6}|[+-]\d\d(?:\d\d)?)(?: m=[+-][\d.]+)?$/;

// 2026-01-31 · 2026-01-31T12:00:00Z · 2026-01-31 12:00:00.123+02:00
const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?([Zz]|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?)?$/;

/**
 * The unix seconds (with a fraction, if any) that a value means; undefined if it means no instant after 1970 and
 * before the year 10000. Taken are unix seconds and milliseconds, as numbers (also exact decimals) or digits, ISO 8601
 * dates and date-times with any number of decimals, and Go's `2025-01-01 00:00:00 +0200 CEST`; a time without an offset is
 * UTC.
 */
export function toUnixSeconds(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (isLosslessNumber(value)) return fromNumber(Number(value.toString()));
  if (typeof value !== 'string') return undefined;
  if (value.length > LONGEST_TEXT) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const seconds = fromIso(text.replace(GO_ZONE, '$1'));
  return seconds === undefined ? undefined : fromNumber(seconds);
}

/** Tells whether a text is an ISO 8601 date or date-time before the first second that {@link toUnixSeconds} takes. */
export function isBeforeUnixTime(text: string): boolean {
  const seconds = text.length > LONGEST_TEXT ? undefined : fromIso(text.trim());
  return seconds !== undefined && seconds < 1;
}

function fromNumber(value: number): number | undefined {
  const seconds = value >= FIRST_MILLISECONDS ? value / 1000 : value;
  return seconds >= 1 && seconds < END_OF_TIME ? seconds : undefined;
}

/** The unix seconds of an ISO 8601 text, whatever their sign. */
function fromIso(text: string): number | undefined {
  const parts = ISO_8601.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = parts;
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Date.parse rolls 2026-02-30 over to March: such a date is a typing error, not an instant.
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds =
    midnight / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetSeconds(offset);
  return fraction ? seconds + Number(`0.${fraction}`) : seconds;
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const digits = offset.slice(1).replace(':', '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || 0) * 60;
  return offset.startsWith('-') ? -seconds : seconds;
}

/** RFC 3339 text in UTC, such as `2026-01-31T12:00:00Z`; milliseconds are written only where there are any. */
export function toRfc3339(unixSeconds: number): string {
  // By two tables: a page of messages holds thousands of times, and toISOString takes ten times as long.
  if (Number.isInteger(unixSeconds) && unixSeconds >= 0 && unixSeconds < END_OF_TIME) {
    const day = Math.floor(unixSeconds / DAY_SECONDS);
    return toDate(day) + toTime(unixSeconds - day * DAY_SECONDS);
  }
  const text = new Date(Math.min(Math.round(unixSeconds * 1000), END_OF_TIME * 1000 - 1)).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, 19)}Z` : text;
}

/** Most days whose texts are kept: three years and more. */
const MOST_DATES = 1200;

const dates = new Map<number, string>();

/** The text of a day since 1970: `2026-01-31T`. */
function toDate(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= MOST_DATES) dates.clear();
  const date = new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 11);
  dates.set(day, date);
  return date;
}

/** The texts from 00 to 59. */
const SIXTY = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `12:00:`, for each minute of a day. */
const MINUTES = SIXTY.slice(0, 24).flatMap((hour) => SIXTY.map((minute) => `${hour}:${minute}:`));

/** `00Z`, for each second of a minute. */
const SECONDS = SIXTY.map((second) => `${second}Z`);

/** The text of a second of the day: `12:00:00Z`. A table of them all would be filled for hours, all over the heap. */
function toTime(second: number): string {
  const minute = Math.floor(second / 60);
  return `${MINUTES[minute]}${SECONDS[second - minute * 60]}`;
}
