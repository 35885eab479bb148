import { integerBetween, pick, type Random, randomFor } from '../support/emulator/random.ts';

/** The lists that come in pages. */
export const PAGED = ['messages', 'activities', 'newsletters', 'membership', 'people'] as const;

/** The streams that stand for all kinds of reading; those of one group need each other. */
const GROUPS = [
  // Windows.
  ['messages'],
  // A walk.
  ['activities'],
  // A list, and periods of its children.
  ['newsletters', 'newsletter_metrics'],
  // Children.
  ['segments', 'segment_membership'],
  // A large parent, and batches of it.
  ['people_identifiers', 'people'],
  // Values.
  ['esp_suppressions'],
];

/** One of {@link PAGED}. */
export type PagedName = (typeof PAGED)[number];

/**
 * What a cursor is (docs/api-behaviour.md#95, #96). `offset`: a number of rows, empty past the end. `restarting`: the
 * same, but past the end the first page comes back. `mark`: the row that follows. `minted`: an offset under a new name
 * each time.
 */
export type CursorKind = 'offset' | 'restarting' | 'mark' | 'minted';

/** How one list behaves. */
export interface ListBehaviour {
  readonly cursors: CursorKind;
  readonly pageSize: number;
  /** The last page has a cursor, too, which leads to an empty page. */
  readonly hasTokenAtEnd: boolean;
  /** What `next` is where nothing follows. */
  readonly end: '' | null | undefined;
  /** An empty list comes as null. */
  readonly isNullWhenEmpty: boolean;
}

/** All that a seed decides before the first request. */
export interface Scenario {
  readonly seed: number;
  readonly random: Random;
  /** What is read: some seeds read all streams, the others half of them, which costs half the time. */
  readonly streams: readonly string[];
  readonly lists: Readonly<Record<PagedName, ListBehaviour>>;
  /** Seconds for which a cursor is known; undefined: for ever. */
  readonly cursorLife: number | undefined;
  /** What is answered to a cursor that is not known any more. */
  readonly forgotten: 'empty' | 'first page' | 400 | 404 | 500;
  readonly order: Readonly<Record<'messages' | 'activities', 'newest first' | 'oldest first'>>;
  /** What changes while it is read: nothing; records arrive and change; some are deleted, too. */
  readonly changes: 'none' | 'arrivals' | 'deletions';
  /** Share of requests that fail. */
  readonly faults: number;
  /** Pages above the API's default size fail with 504 (docs/api-behaviour.md#123). */
  readonly failsLargePages: boolean;
  readonly windowDays: number;
  readonly anchorDays: number | undefined;
  readonly concurrency: number;
  readonly emitsVersions: boolean;
  /** Records come in BATCH files of this many; undefined: line by line. */
  readonly batchSize: number | undefined;
  /** How the orchestrator keeps states: the last one as it is, or merged over the one before as Meltano does. */
  readonly merges: boolean;
  /** The pauses between runs, in seconds, and after how many messages each run is killed. */
  readonly runs: readonly { pause: number; killAfter: number; isFullRefresh: boolean }[];
}

/** The scenario of a seed. */
export function scenarioOf(seed: number): Scenario {
  const random = randomFor(seed, 'simulation', 0);
  const isOneIn = (share: number) => random() < 1 / share;
  const list = (kinds: readonly [CursorKind, ...CursorKind[]]): ListBehaviour => ({
    cursors: pick(random, kinds),
    pageSize: integerBetween(random, 2, 7),
    hasTokenAtEnd: isOneIn(3),
    end: pick(random, ['', '', null, undefined] as const),
    isNullWhenEmpty: isOneIn(2),
  });
  const some = isOneIn(8) ? GROUPS : GROUPS.filter(() => isOneIn(2));
  const isInBatches = seed % 3 === 0;
  const any = ['offset', 'restarting', 'mark', 'minted'] as const;
  return {
    seed,
    random,
    streams: (some.length > 0 ? some : GROUPS).flat(),
    lists: {
      messages: list(['restarting', 'restarting', 'offset', 'mark']),
      activities: list(any),
      newsletters: list(any),
      membership: list(any),
      people: list(any),
    },
    cursorLife: pick(random, [undefined, undefined, 60, 120]),
    forgotten: pick<Scenario['forgotten']>(random, ['empty', 'first page', 'first page', 400, 404, 500]),
    order: {
      messages: isOneIn(4) ? 'oldest first' : 'newest first',
      activities: isOneIn(4) ? 'oldest first' : 'newest first',
    },
    changes: pick(random, ['none', 'arrivals', 'arrivals', 'deletions'] as const),
    faults: isOneIn(3) ? 0.03 : 0,
    failsLargePages: isOneIn(8),
    windowDays: pick(random, [7, 30, 60]),
    anchorDays: isOneIn(2) ? 35 : undefined,
    concurrency: pick(random, [1, 3]),
    emitsVersions: isOneIn(2) && !isInBatches,
    batchSize: isInBatches ? 1 + (seed % 40) : undefined,
    merges: isOneIn(2),
    runs: Array.from({ length: integerBetween(random, 1, 5) }, () => ({
      pause: pick(random, [10, 3600, 3600, 90_000]),
      killAfter: isOneIn(3) ? Number.POSITIVE_INFINITY : integerBetween(random, 0, 150),
      isFullRefresh: isOneIn(12),
    })),
  };
}
