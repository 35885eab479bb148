import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { toRfc3339, toUnixSeconds } from '../time/instant.ts';
import { merge, type Span } from './spans.ts';

/** Time by which the clocks of two machines may differ; an instant further ahead came from a wrong one. */
export const CLOCK_TOLERANCE_SECONDS = 300;

/**
 * Keys that every bookmark has beside its reader's own: when the stream was last begun, a digest of the API key, and which
 * unknown fields the log has named.
 */
export const COMMON_KEYS = ['begun', 'key', 'told'];

/** Reads the values of a bookmark. Malformed ones are void, and logged. */
export interface BookmarkValues {
  readonly faults: readonly string[];
  /** An instant in unix seconds. One that is ahead of the time is void, and logged. */
  instant(key: string, within?: JsonObject): number | undefined;
  /** Spans, merged; if one is ahead, it is void alike. */
  spans(key: string, within?: JsonObject): Span[];
  texts(key: string, within?: JsonObject): string[];
  /** The only object of a list such as `progress`; undefined if the list is empty, or null. */
  object(key: string): JsonObject | undefined;
  /** Tells that a value cannot be used. */
  refuse(key: string, what: string): void;
}

/**
 * Opens a stream's bookmark. `known` are its keys; those of earlier releases in `former` are ignored silently. `now` is
 * the time in unix seconds.
 */
export function openBookmark(
  bookmark: JsonObject,
  { known, former, now }: { known: readonly string[]; former: readonly string[]; now: number },
): BookmarkValues {
  const faults: string[] = [];
  const refuse = (key: string, what: string) => void faults.push(`bookmark: ${key} ${what}`);
  for (const [key, value] of Object.entries(bookmark)) {
    if (value !== null && ![...known, ...COMMON_KEYS, ...former].includes(key))
      refuse(key, 'is none of the keys of this stream; it has no effect');
  }
  /** Cutting it to the time would skip what came since it was written. */
  const isAhead = (key: string, seconds: number): boolean => {
    if (!liesAhead(seconds, now)) return false;
    refuse(key, `lies ahead of the time, ${toRfc3339(now)}; it is void, and what it covered is read again`);
    return true;
  };

  return {
    faults,
    refuse,
    instant(key, within = bookmark) {
      const value = within[key] ?? undefined;
      const seconds = toUnixSeconds(value);
      if (value !== undefined && seconds === undefined)
        refuse(key, `is no date-time such as ${toRfc3339(now)}; it is ignored`);
      return seconds === undefined || isAhead(key, seconds) ? undefined : Math.min(seconds, now);
    },
    spans(key, within = bookmark) {
      const value = within[key] ?? [];
      const spans = Array.isArray(value) ? value.map(toSpan) : [undefined];
      if (!spans.every((span) => span !== undefined)) {
        refuse(key, 'is no list of pairs of date-times; it is ignored');
        return [];
      }
      const present = spans.filter(([, to]) => !isAhead(key, to));
      return merge(present.map(([from, to]): Span => [from, Math.min(to, now)]));
    },
    texts(key, within = bookmark) {
      const value = within[key] ?? [];
      if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return value;
      refuse(key, 'is not a list of texts; it is ignored');
      return [];
    },
    object(key) {
      const value = bookmark[key] ?? [];
      // The first releases wrote an object, or null, which a merge of states cannot replace.
      if (isJsonObject(value)) return value;
      if (Array.isArray(value) && value.length === 0) return undefined;
      if (Array.isArray(value) && value.length === 1 && isJsonObject(value[0])) return value[0];
      refuse(key, 'is no list of one object; it is ignored');
      return undefined;
    },
  };
}

function toSpan(value: unknown): Span | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [from, to] = value.map((end) => toUnixSeconds(end));
  return from === undefined || to === undefined || from > to ? undefined : [Math.floor(from), Math.floor(to)];
}

function liesAhead(seconds: number, now: number): boolean {
  return seconds > now + CLOCK_TOLERANCE_SECONDS;
}

/** Reads when a stream was last begun, in unix seconds; undefined if that is no time up to now. */
export function readBegun({ begun }: JsonObject, now: number): number | undefined {
  const seconds = toUnixSeconds(begun);
  return seconds === undefined || liesAhead(seconds, now) ? undefined : seconds;
}

/** An instant as a bookmark holds it. */
export function writeInstant(seconds: number | undefined): string | null {
  return seconds === undefined ? null : toRfc3339(seconds);
}

/** Spans as a bookmark holds them. */
export function writeSpans(spans: readonly Span[]): [string, string][] {
  return spans.map(([from, to]) => [toRfc3339(from), toRfc3339(to)]);
}

/** A compound value as a bookmark holds it: any program that merges states replaces a list whole, but descends into an object. */
export function writeObject(value: JsonObject | undefined): JsonObject[] {
  return value === undefined ? [] : [value];
}

/** Tells whether something that is done at most once in an interval is due: from nine tenths of it on, as runs jitter. */
export function isDue(last: number | undefined, intervalSeconds: number, now: number): boolean {
  return last === undefined || now - last >= intervalSeconds * 0.9;
}

/** Tells whether a run was ended early while it read the stream. What has failed waits as if it had been read. */
export function isUnderWay({ progress }: JsonObject): boolean {
  const [position]: readonly unknown[] = Array.isArray(progress) ? progress : [];
  return isJsonObject(position) && position['has_failed'] !== true;
}
