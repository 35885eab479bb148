import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../time/instant.ts';
import { intersect, merge, type Span } from './spans.ts';

/** How far the clocks of the API's servers may differ; an instant further ahead came from a wrong clock. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Reads the values of a bookmark. Malformed ones are ignored and logged. */
export interface BookmarkValues {
  readonly faults: readonly string[];
  /** An instant in unix seconds. One that is ahead of the API's clock is cut to a day before it, and logged. */
  instant(key: string, within?: JsonObject): number | undefined;
  /** Spans, merged; those that are ahead are cut alike. */
  spans(key: string, within?: JsonObject): Span[];
  texts(key: string, within?: JsonObject): string[];
  /** An object, such as `progress`; undefined if it is null or absent. */
  object(key: string): JsonObject | undefined;
  /** Tells that a value cannot be used. */
  refuse(key: string, what: string): void;
}

/**
 * Opens a stream's bookmark. `known` are its keys; those of the first release in `former` are ignored silently. `now` is
 * the API's time in unix seconds.
 */
export function openBookmark(
  bookmark: JsonObject,
  { known, former, now }: { known: readonly string[]; former: readonly string[]; now: number },
): BookmarkValues {
  const faults: string[] = [];
  const refuse = (key: string, what: string) => void faults.push(`bookmark: ${key} ${what}`);
  for (const [key, value] of Object.entries(bookmark)) {
    if (value !== null && !known.includes(key) && !former.includes(key))
      refuse(key, 'is none of the keys of this stream; it has no effect');
  }
  const cutAhead = (key: string, seconds: number): number => {
    if (seconds <= now + CLOCK_TOLERANCE_SECONDS) return Math.min(seconds, now);
    refuse(
      key,
      `lies ahead of the API's time; the stream is read again from ${toRfc3339(now - DAY_SECONDS)} on`,
    );
    return now - DAY_SECONDS;
  };

  return {
    faults,
    refuse,
    instant(key, within = bookmark) {
      const value = within[key] ?? undefined;
      const seconds = toUnixSeconds(value);
      if (value !== undefined && seconds === undefined)
        refuse(key, `is no date-time such as ${toRfc3339(now)}; it is ignored`);
      return seconds === undefined ? undefined : cutAhead(key, seconds);
    },
    spans(key, within = bookmark) {
      const value = within[key] ?? [];
      const spans = Array.isArray(value) ? value.map(toSpan) : [undefined];
      if (!spans.every((span) => span !== undefined)) {
        refuse(key, 'is no list of pairs of date-times; it is ignored');
        return [];
      }
      const end = Math.max(...spans.map(([, to]) => to));
      return spans.length > 0 && end > now ? intersect(spans, [[0, cutAhead(key, end)]]) : merge(spans);
    },
    texts(key, within = bookmark) {
      const value = within[key] ?? [];
      if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return value;
      refuse(key, 'is not a list of texts; it is ignored');
      return [];
    },
    object(key) {
      const value = bookmark[key] ?? undefined;
      if (value === undefined || isJsonObject(value)) return value;
      refuse(key, 'is no object; it is ignored');
      return undefined;
    },
  };
}

function toSpan(value: unknown): Span | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [from, to] = value.map((end) => toUnixSeconds(end));
  return from === undefined || to === undefined || from > to ? undefined : [Math.floor(from), Math.floor(to)];
}

/** An instant as a bookmark holds it. */
export function writeInstant(seconds: number | undefined): string | null {
  return seconds === undefined ? null : toRfc3339(seconds);
}

/** Spans as a bookmark holds them; null if there are none. */
export function writeSpans(spans: readonly Span[]): [string, string][] | null {
  return spans.length === 0 ? null : spans.map(([from, to]) => [toRfc3339(from), toRfc3339(to)]);
}
