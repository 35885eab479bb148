import { pick, type Random } from '../support/emulator/random.ts';
import type { Json } from '../support/harness/messages.ts';
import type { Scenario } from './scenario.ts';

/** Where states are kept between runs. */
export interface StateStore {
  /** What the next run is given; throws where Meltano would end before the tap starts. */
  state(): Json | undefined;
  /** Takes the states that a run has left, in order. */
  put(states: readonly Json[], isFullRefresh: boolean): void;
  /** A user puts another state in its place. */
  replace(state: Json | undefined): void;
}

/**
 * Keeps the last state; or states as Meltano 4.4 does: what `--full-refresh` leaves (or, under `merge`, every run) is
 * merged into a partial state, which is merged over the complete one before a run.
 */
export function createStateStore(kind: Scenario['states']): StateStore {
  let complete: Json | undefined;
  let partial: Json = {};
  return {
    state() {
      if (Object.keys(partial).length === 0) return complete;
      return merge(structuredClone(partial), structuredClone(complete ?? {}));
    },
    put(states, isFullRefresh) {
      const isPartial = kind === 'merge' || (kind === 'auto' && isFullRefresh);
      for (const state of states) {
        if (isPartial) partial = merge(structuredClone(state), structuredClone(partial));
        else [complete, partial] = [state, {}];
      }
    },
    replace(state) {
      [complete, partial] = [state, {}];
    },
  };
}

/** Meltano's own `merge(src, dest)`: objects are descended into, all else is assigned, and what is no object fails. */
export function merge(from: Json, into: Json): Json {
  for (const [key, value] of Object.entries(from)) {
    if (!isObject(value)) {
      into[key] = value;
      continue;
    }
    // As `dict.setdefault`: an explicit null stays.
    if (!(key in into)) into[key] = {};
    const node = into[key];
    if (isObject(node)) merge(value, node);
    else if (Object.keys(value).length > 0)
      throw new TypeError(`'${typeOf(node)}' object does not support item assignment (${key})`);
  }
  return into;
}

/** A state of a release that kept no reasons with its progress. */
export function withoutReasons(state: Json): Json {
  const former = structuredClone(state);
  for (const bookmark of Object.values(Object(former['bookmarks']))) {
    const [progress] = isObject(bookmark) && Array.isArray(bookmark['progress']) ? bookmark['progress'] : [];
    if (isObject(progress)) for (const key of ['asked', 'refused', 'reasons']) delete progress[key];
  }
  return former;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'NoneType';
  return Array.isArray(value) ? 'list' : typeof value === 'string' ? 'str' : typeof value;
}

/**
 * A state in whose saved progress some values have a form that no run writes: a few of any kind, or, wherever it is, the page
 * of a large parent, or the key up to which all has been begun.
 */
export function damage(state: Json, random: Random, what: 'any' | 'page' | 'key'): Json {
  const damaged = structuredClone(state);
  const bookmarks = isObject(damaged['bookmarks']) ? damaged['bookmarks'] : {};
  if (what !== 'any')
    for (const bookmark of Object.values(bookmarks)) {
      const [progress] =
        isObject(bookmark) && Array.isArray(bookmark['progress']) ? bookmark['progress'] : [];
      if (!isObject(progress)) continue;
      const { parent, through } = progress;
      if (what === 'key' && Array.isArray(through)) progress['through'] = [['zzz']];
      if (what === 'page' && isObject(parent)) parent['part'] = [99_999, 0, 0];
    }
  if (what !== 'any') return damaged;
  for (const bookmark of Object.values(bookmarks)) {
    if (!isObject(bookmark) || random() < 0.3) continue;
    const progress = bookmark['progress'];
    if (typeof progress === 'object' && progress !== null) spoil(progress, random);
  }
  return damaged;
}

/** Replaces one value, at any depth, by one of another type. */
function spoil(holder: object, random: Random): void {
  const entries = Object.entries(holder);
  if (entries.length === 0) return;
  // The page of a large parent, more often than the rest.
  const preferred = entries.filter(([key]) => key === 'parent' || key === 'part');
  const choosable = preferred.length > 0 && random() < 0.6 ? preferred : entries;
  const [key, value] = choosable[Math.floor(random() * choosable.length)] ?? [''];
  const isDeeper = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (isDeeper && random() < 0.6) {
    spoil(value, random);
    return;
  }
  const ofLists: [unknown, ...unknown[]] = ['zzz', [null], [{}], 7];
  // Numbers are ids in keys, where another would be as good.
  const others: [unknown, ...unknown[]] = [[], {}, [[]]];
  const choices: [unknown, ...unknown[]] = Array.isArray(value) ? ofLists : others;
  Object.assign(holder, {
    [key]: key === 'part' ? pick(random, [[], ['zzz'], [9], [null], [{}]]) : pick(random, choices),
  });
}

/** Values of bookmarks that are read for themselves: one that is void costs reading again. */
const SPOILED = [
  ...['looked_back', 'looked_back_from', 'rewritten', 'timestamp', 'disorder', 'top'],
  ...['covered', 'created', 'lookback', 'metrics_read', 'metric_sample', 'period_start'],
];

/** A state in which one value of each bookmark has a form that no run writes. */
export function spoilBookmarks(state: Json, random: Random): Json {
  const spoiled = structuredClone(state);
  for (const bookmark of bookmarksOf(spoiled)) {
    const [first, ...others] = SPOILED.filter((key) => (bookmark[key] ?? undefined) !== undefined);
    if (first !== undefined) bookmark[pick(random, [first, ...others])] = 'zzz';
  }
  return spoiled;
}

/** A state all of whose instants are ahead by some seconds, as clocks that are both wrong would leave it. */
export function moveAhead(state: Json, seconds: number): Json {
  const ahead = structuredClone(state);
  const later = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(later);
    const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(instant) ? value : toText(instant + seconds * 1000);
  };
  for (const bookmark of bookmarksOf(ahead)) {
    const { covered } = bookmark;
    for (const key of SPOILED) if (key !== 'top' && key in bookmark) bookmark[key] = later(bookmark[key]);
    // Where spans begin stays.
    if (Array.isArray(covered)) bookmark['covered'] = covered.map(([from, to]) => [from, later(to)]);
  }
  return ahead;
}

/** A state by which messages have been read up to an instant, and up to when they had been; undefined if they had not. */
export function claimUpTo(state: Json, seconds: number): { state: Json; read: number } | undefined {
  const claiming = structuredClone(state);
  const messages = isObject(claiming['bookmarks']) ? claiming['bookmarks']['messages'] : undefined;
  const covered = isObject(messages) ? messages['covered'] : undefined;
  if (!isObject(messages) || !Array.isArray(covered) || covered.length === 0) return undefined;
  const [from, to]: readonly unknown[] = covered.at(-1);
  messages['covered'] = covered.with(-1, [from, toText(seconds * 1000)]);
  return { state: claiming, read: Date.parse(String(to)) / 1000 };
}

function bookmarksOf({ bookmarks }: Json): Json[] {
  return isObject(bookmarks) ? Object.values(bookmarks).filter(isObject) : [];
}

function toText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

/**
 * A state as earlier releases would have left it: the first held no spans, but up to when messages were read, the last five
 * minutes too, and of activities the newest; later ones kept no reasons with their progress. What was not read to its end
 * stays as it is.
 */
export function toFormerRelease(state: Json): Json {
  const former = withoutReasons(state);
  const { bookmarks } = former;
  if (!isObject(bookmarks)) return former;
  const { messages, activities } = bookmarks;
  if (isObject(messages) && typeof messages['created'] === 'string') {
    const created = Date.parse(messages['created']) + 300_000;
    bookmarks['messages'] = { created: new Date(created).toISOString().replace('.000Z', 'Z') };
  }
  if (isObject(activities) && typeof activities['timestamp'] === 'string')
    bookmarks['activities'] = { timestamp: activities['timestamp'], descends: true };
  return former;
}
