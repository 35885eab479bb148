import { asJsonObject, isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { BegunWindow } from '../replication/plan-windows.ts';
import { TapError } from '../tap-error.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../time/instant.ts';

/**
 * Records may become visible in the API some time after the moment they carry; so much is read again before a
 * bookmark.
 */
export const GRACE_SECONDS = 300;

/** What an interrupted run leaves to the next is believed for so long. */
const PROGRESS_LIFETIME_SECONDS = DAY_SECONDS;

/** How far clocks may differ: a bookmark may be ahead by so much, since a run may be started by another machine. */
export const CLOCK_TOLERANCE_SECONDS = DAY_SECONDS;

/**
 * The instant in a bookmark, in unix seconds and not after `runStart`; undefined if there is none. Throws a
 * {@link TapError} that says what to change if it is no instant, or lies in the future.
 */
export function readInstant(
  stream: string,
  bookmark: JsonObject,
  key: string,
  runStart: number,
): number | undefined {
  const value = bookmark[key] ?? undefined;
  if (value === undefined) return undefined;
  const seconds = toUnixSeconds(value);
  const advice = `correct it, or remove bookmarks.${stream} to read the stream anew`;
  if (seconds === undefined) {
    throw new TapError(
      `state: bookmarks.${stream}.${key} must be a date-time such as ${toRfc3339(runStart)}; ${advice}`,
    );
  }
  if (seconds > runStart + CLOCK_TOLERANCE_SECONDS) {
    throw new TapError(
      `state: bookmarks.${stream}.${key} lies in the future, so that nothing would be read; ${advice}`,
    );
  }
  return Math.min(seconds, runStart);
}

/** How far a FULL_TABLE stream had come when its run was interrupted. */
export interface ListProgress {
  /** Start of the run that began, in unix seconds: what it was tied to. */
  readonly since: number;
  /** Version of the ACTIVATE_VERSION messages that its records carry. */
  readonly version?: number | null | undefined;
  /** Parents up to this one, in the order of their keys, are done. */
  readonly through?: readonly unknown[];
  /** The next page's cursor, for a stream without a parent. */
  readonly cursor?: string;
  /** The cursor of the last page with records before it. */
  readonly previous?: string | null | undefined;
}

/** How far a stream read by windows had come beyond its bookmark. */
export interface WindowsProgress {
  readonly since: number;
  readonly windows: readonly BegunWindow[];
}

/** Reads the progress of a list; undefined if there is none, it is too old, or it is not ours. */
export function readListProgress(bookmark: JsonObject, runStart: number): ListProgress | undefined {
  const fresh = readFresh(bookmark, runStart);
  if (!fresh) return undefined;
  const { version, through, cursor, previous } = fresh.progress;
  return {
    since: fresh.since,
    ...(typeof version === 'number' ? { version } : {}),
    ...(Array.isArray(through) ? { through } : {}),
    ...(typeof cursor === 'string' ? { cursor } : {}),
    ...(typeof previous === 'string' ? { previous } : {}),
  };
}

/** Reads the progress of windows; undefined if there is none, it is too old, or it is not ours. */
export function readWindowsProgress(bookmark: JsonObject, runStart: number): WindowsProgress | undefined {
  const fresh = readFresh(bookmark, runStart);
  const windows = fresh?.progress['windows'];
  if (!fresh || !Array.isArray(windows)) return undefined;
  return { since: fresh.since, windows: windows.flatMap(readWindow) };
}

function readFresh(
  bookmark: JsonObject,
  runStart: number,
): { progress: JsonObject; since: number } | undefined {
  const progress = asJsonObject(bookmark['progress']);
  const since = toUnixSeconds(progress['since']);
  const isFresh = since !== undefined && since <= runStart && runStart - since < PROGRESS_LIFETIME_SECONDS;
  return isFresh ? { progress, since } : undefined;
}

function readWindow(value: unknown): BegunWindow[] {
  if (!isJsonObject(value)) return [];
  const { from, to, cursor, previous } = value;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return [];
  const window = { from: Number(from), to: Number(to) };
  if (typeof cursor !== 'string') return [window];
  return [{ ...window, cursor, ...(typeof previous === 'string' ? { previous } : {}) }];
}

/** Progress as it stands in a bookmark: a text for the instant, the rest as it is. */
export function writeProgress(progress: ListProgress | WindowsProgress): JsonObject {
  return { ...progress, since: toRfc3339(progress.since) };
}
