import { easternNumber } from '../support/emulator/calendar.ts';
import { integerBetween, pick, type Random, randomFor } from '../support/emulator/random.ts';
import type { Dimension } from './dimensions.ts';

/** Seconds of an hour and of a day. */
export const HOUR = 3600;
export const DAY = 86_400;

/** The lists that come in pages by cursor. */
export const PAGED = [
  'messages',
  'activities',
  'newsletters',
  'segment_membership',
  'people_identifiers',
  'object_identifiers',
  'object_relationships',
  'broadcast_trigger_errors',
] as const;

/** One of {@link PAGED}. */
export type PagedName = (typeof PAGED)[number];

/** The streams that stand for all kinds of reading; those of one group need each other. */
export const GROUPS = [
  // Windows.
  ['messages'],
  // Newest first.
  ['activities'],
  // A list, and periods of its children, counted back from now.
  ['newsletters', 'newsletter_metrics'],
  // Periods between bounds.
  ['campaigns', 'campaign_metrics'],
  // Children in pages, and one object for each parent.
  ['segments', 'segment_membership', 'segment_usage'],
  // A large parent, and groups of it.
  ['people_identifiers', 'people'],
  // Values, by offset.
  ['esp_suppressions'],
  // A large parent that is a child itself, and its children.
  ['object_types', 'object_identifiers', 'objects', 'object_relationships'],
  // Children of children.
  ['broadcasts', 'broadcast_triggers', 'broadcast_trigger_errors'],
  // A feature in one page, and one in numbered pages.
  ['subscription_channels', 'design_studio_folders'],
] as const;

/**
 * What a cursor is. `offset`: a number of rows, empty past the end. `restarting`: the same, but past the end the first
 * page comes back. `mark`: the row that follows. `after`: a place among all rows that ever were, so that nothing hides
 * behind it. `minted`: an offset under a new name each time. `deaf`: whatever it is, page one comes. `endless`: as `minted`,
 * but past the end come empty pages that lead on.
 */
export type CursorKind = 'offset' | 'restarting' | 'mark' | 'after' | 'minted' | 'deaf' | 'endless';

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

/** How the list of activities is ordered: by the time of the event, that time less or more some minutes, or arrival. */
export type Order = 'newest first' | 'oldest first' | 'jittered' | 'by arrival';

/** What the user can set, and may change from run to run. */
export interface Settings {
  readonly streams: readonly string[];
  readonly emitsVersions: boolean;
  readonly windowDays: number;
  readonly anchorDays: number | undefined;
  readonly concurrency: number;
  readonly messagesLookbackDays: number;
  readonly activitiesLookbackHours: number;
  readonly lookbackIntervalHours: number;
  readonly messagesRewriteDays: number;
  readonly messagesLateMetrics: 'auto' | 'lookback' | 'by_metric';
  readonly resolution: 'days' | 'weeks' | 'months';
  readonly metricsLookbackDays: number;
  /** Only the people of this segment are read. */
  readonly peopleSegmentId: number | undefined;
  /** The sending domains whose suppressions are read. */
  readonly espDomains: readonly string[];
  /** The catalog asks for the whole of streams that have a bookmark. */
  readonly isFullTableAsked: boolean;
  readonly apiKey: string;
}

/** What an answer's `Date` says: the truth; the time of a cache, with its `Age`; nothing; or it is off by seconds. */
export type Dates =
  | { kind: 'true' }
  | { kind: 'cached' }
  | { kind: 'missing' }
  | { kind: 'off'; seconds: number /** At this request alone; undefined: always. */; at: number | undefined };

/** One run of the story. */
export interface PlannedRun {
  /** Seconds that go by after it; with `isOnTheDot`, from its beginning. */
  readonly pause: number;
  readonly isOnTheDot: boolean;
  /** It is killed when this many lines have been taken. */
  readonly killAfter: number;
  /** It is ended at this many requests: killed, or by a signal that it honours. */
  readonly requests: number;
  /** The same at this many requests for messages by a metric. */
  readonly metricRequests: number;
  readonly isStopped: boolean;
  readonly isFullRefresh: boolean;
  readonly settings: Settings;
  /** How far the machine's clock is off, in seconds. */
  readonly clockError: number;
  readonly dates: Dates;
  /** The time that a window of messages means where `metric` is given. */
  readonly metricWindow: MetricWindow;
}

/** A time by which `metric=` lists messages; `ignored`: it has no effect. */
export type MetricWindow = 'created' | 'metric' | 'ignored';

/** All that a seed decides before the first request. */
export interface Scenario {
  readonly seed: number;
  readonly random: Random;
  readonly dimensions: ReadonlySet<Dimension>;
  readonly settings: Settings;
  readonly lists: Readonly<Record<PagedName, ListBehaviour>>;
  /** Seconds for which a cursor is known; undefined: for ever. */
  readonly cursorLife: number | undefined;
  /** What is answered to a cursor that is not known any more. */
  readonly forgotten: 'empty' | 'first page' | 400 | 404 | 500;
  /** What `metric=` filters by after the last of the runs. */
  readonly metricWindow: MetricWindow;
  readonly order: {
    readonly messages: 'newest first' | 'oldest first' | 'archive' | 'jittered';
    readonly activities: Order;
  };
  /** By how many seconds the list of activities is out of order, where it is `jittered`. */
  readonly jitter: number;
  /** What changes while it is read: nothing; records arrive and change; some are deleted, too. */
  readonly changes: 'none' | 'arrivals' | 'deletions';
  /** Share of requests that fail. */
  readonly faults: number;
  /** Pages above this size fail; undefined: none does. */
  readonly largestPage: number | 'default' | undefined;
  /** How they fail: with this status, or since their bodies are longer than is read. */
  readonly tooLarge: 504 | 'timeout' | 'too large';
  /** Records come in BATCH files of this many; undefined: line by line. */
  readonly batchSize: number | undefined;
  /** How states are kept: the last one; merged over the one before after `--full-refresh`; or always. */
  readonly states: 'overwrite' | 'auto' | 'merge';
  /** When the story begins, in unix seconds. */
  readonly start: number;
  /** How long after its end a period still counts, in seconds. */
  readonly growth: number;
  readonly runs: readonly PlannedRun[];
}

/** The scenario of a seed, which reads the streams that it draws, unless others are given. */
export function scenarioOf(
  seed: number,
  dimensions: ReadonlySet<Dimension>,
  streams?: readonly string[],
): Scenario {
  const random = randomFor(seed, 'simulation', 0);
  const draw: Draw = { seed, random, dimensions, isOneIn: (share) => random() < 1 / share };
  const { isOneIn } = draw;
  const isInBatches = seed % 3 === 0;
  const drawn = suit(lookBackRarely(drawSettings(draw, isInBatches), draw), dimensions);
  const settings = streams === undefined ? drawn : { ...drawn, streams: withMore(streams, dimensions) };
  // Then each run can go on where the one before was ended.
  const isOrderly = dimensions.has('many-streams');
  const lists = drawLists(draw);
  const midnight = dimensions.has('midnight');
  const windows = drawMetricWindows(draw);
  const start = 1_800_000_000 + integerBetween(random, 0, 300) * DAY + integerBetween(random, 0, DAY);
  return {
    seed,
    random,
    dimensions,
    settings,
    lists,
    cursorLife: isOrderly ? undefined : pick(random, [undefined, undefined, 60, 120]),
    metricWindow: windows.at(-1) ?? 'created',
    forgotten: pick<Scenario['forgotten']>(random, ['empty', 'first page', 'first page', 400, 404, 500]),
    order: {
      messages: drawMessageOrder(draw),
      activities: drawOrder(draw),
    },
    jitter: pick(randomFor(seed, 'jitter', 0), [600, 600, 6 * HOUR, 20 * HOUR, 40 * HOUR]),
    changes: suitChanges(pick(random, ['none', 'arrivals', 'arrivals', 'deletions'] as const), dimensions),
    faults: isOneIn(3) ? 0.03 : 0,
    largestPage: dimensions.has('large-pages')
      ? pick<Scenario['largestPage']>(random, [300, 30, 'default'])
      : isOneIn(8)
        ? 'default'
        : undefined,
    tooLarge: dimensions.has('large-pages')
      ? pick<Scenario['tooLarge']>(random, [504, 504, 'timeout', 'too large'])
      : 504,
    batchSize: isInBatches && !settings.emitsVersions && !isOrderly ? 1 + (seed % 40) : undefined,
    states: dimensions.has('meltano') ? pick(random, ['auto', 'auto', 'merge'] as const) : 'overwrite',
    start: midnight ? nextMidnight(start) - integerBetween(random, 10, 400) : start,
    growth: drawGrowth(draw, settings),
    runs: drawRuns(draw, settings, isInBatches).map((run, index) => ({
      ...run,
      metricWindow: windows[index] ?? 'created',
    })),
  };
}

function suitChanges(drawn: Scenario['changes'], dimensions: ReadonlySet<Dimension>): Scenario['changes'] {
  const names = ['bulk-deletions', 'many-triggers', 'thinned-lists'] as const;
  if (names.some((name) => dimensions.has(name))) return 'deletions';
  if (dimensions.has('still')) return 'none';
  return dimensions.has('busy') && drawn === 'none' ? 'arrivals' : drawn;
}

/** When a day ends in New York: at four or five in the morning, UTC. */
function nextMidnight(seconds: number): number {
  const day = easternNumber('days', seconds);
  const winter = (day + 1) * DAY + 5 * HOUR;
  return easternNumber('days', winter - HOUR) > day ? winter - HOUR : winter;
}

interface Draw {
  readonly seed: number;
  readonly random: Random;
  readonly dimensions: ReadonlySet<Dimension>;
  readonly isOneIn: (share: number) => boolean;
}

/** Dimensions that show where versions are activated. */
export const ABOUT_VERSIONS: readonly Dimension[] = [
  'building',
  'missing-features',
  'disabled-types',
  'refused-parents',
  'null-objects',
  'keyless',
  'unanswered-ids',
  'repeated-keys',
  'shrinking',
  'laps',
  'foreign-state',
  'damaged-state',
  'former-release',
  'listed-domains',
  'early-laps',
  'bulk-deletions',
  'many-triggers',
  'thinned-lists',
];

function isAboutVersions(dimensions: ReadonlySet<Dimension>): boolean {
  return ABOUT_VERSIONS.some((name) => dimensions.has(name));
}

/** The groups of which a dimension shows in others' places. */
const NEEDED: Readonly<Partial<Record<Dimension, readonly (typeof GROUPS)[number][0][]>>> = {
  building: ['segments'],
  'missing-features': ['object_types', 'subscription_channels'],
  'disabled-types': ['object_types'],
  'refused-parents': ['broadcasts'],
  'null-objects': ['object_types', 'segments'],
  keyless: ['segments', 'people_identifiers'],
  'unanswered-ids': ['people_identifiers'],
  'repeated-keys': ['object_types'],
  shrinking: ['newsletters', 'esp_suppressions'],
  'private-state': ['esp_suppressions'],
  'late-activities': ['activities'],
  disorder: ['activities'],
  'late-messages': ['messages'],
  'metric-windows': ['messages'],
  'odd-dates': ['messages', 'activities'],
  'growing-metrics': ['campaigns'],
  midnight: ['newsletters'],
  'large-pages': ['messages'],
  'damaged-state': ['people_identifiers', 'object_types'],
  'foreign-state': ['people_identifiers'],
  'former-release': ['messages', 'activities'],
  'wide-spans': ['messages'],
  'moved-bookmark': ['messages'],
  bursts: ['activities'],
  'clumped-messages': ['messages'],
  'opaque-messages': ['messages'],
  archive: ['messages'],
  'disordered-messages': ['messages'],
  'many-objects': ['object_types'],
  'early-laps': ['messages', 'activities'],
  'refused-metric': ['messages'],
  imports: ['activities'],
  'dated-ahead': ['activities'],
  'spoiled-bookmarks': ['messages', 'activities'],
  'ahead-state': ['messages', 'activities'],
  'long-lists': ['messages', 'activities'],
  'bulk-deletions': ['newsletters', 'people_identifiers', 'esp_suppressions'],
  'same-errors': ['broadcasts'],
  'rare-lookbacks': ['messages'],
  undated: ['messages', 'activities'],
  contents: ['newsletters'],
  'odd-series': ['newsletters', 'campaigns'],
  'many-triggers': ['broadcasts'],
  'many-streams': GROUPS.map(([name]) => name),
  busy: ['activities'],
  'tens-of-objects': ['object_types'],
  'thinned-lists': ['people_identifiers', 'object_types'],
};

function drawStreams({ seed, random, dimensions, isOneIn }: Draw): readonly string[] {
  const needed = [...dimensions].flatMap((name) => NEEDED[name] ?? []);
  // Some seeds read all streams, the others some of them, which costs less time.
  const share = needed.length > 0 ? 8 : isOneIn(12) ? 1 : 3;
  const drawn = GROUPS.filter((group) => isOneIn(share) || needed.includes(group[0]));
  // Two dozen runs, nearly all whole: of other lists one is enough.
  const isOfTimes = ([name]: (typeof GROUPS)[number]) => name === 'activities' || name === 'messages';
  const others = drawn.filter((group) => !isOfTimes(group));
  const some = dimensions.has('late-activities')
    ? [...drawn.filter(isOfTimes), ...others.filter((_, index) => index === seed % others.length)]
    : drawn;
  const one = () => GROUPS[integerBetween(random, 0, GROUPS.length - 1)] ?? GROUPS[0];
  const groups = some.length > 0 ? some : [one(), one()];
  const names = groups.flatMap((group): readonly string[] =>
    // A parent that is read for its children alone.
    group.length > 1 && isOneIn(6) ? group.slice(1) : group,
  );
  const listed = dimensions.has('listed-domains') ? ['esp_domain_suppressions'] : [];
  return [...new Set([...names, ...listed, ...(dimensions.has('contents') ? OF_CONTENTS : [])])];
}

/** Streams of the contents of newsletters, which are read for them alone. */
export const OF_CONTENTS = ['newsletter_content_metrics', 'newsletter_content_link_metrics'] as const;

/** What is read by the user's list of domains, and for the contents of newsletters, is no group of its own. */
function withMore(streams: readonly string[], dimensions: ReadonlySet<Dimension>): readonly string[] {
  const isListed = dimensions.has('listed-domains') && streams.includes('esp_suppressions');
  const hasContents = dimensions.has('contents') && streams.includes('newsletter_metrics');
  return [...streams, ...(isListed ? ['esp_domain_suppressions'] : []), ...(hasContents ? OF_CONTENTS : [])];
}

function drawSettings(draw: Draw, isInBatches: boolean): Settings {
  const { random, dimensions, isOneIn } = draw;
  const isLate = dimensions.has('late-activities');
  const isGrowing = dimensions.has('growing-metrics');
  const isSeldom = dimensions.has('metric-windows') && draw.seed % 8 === 0;
  // Without versions, the same shows elsewhere: in what a bookmark passes, and in files.
  const emits = isAboutVersions(dimensions)
    ? randomFor(draw.seed, 'emits', 0)() >= 0.2
    : isOneIn(2) && !isInBatches;
  return {
    streams: drawStreams(draw),
    emitsVersions: emits,
    windowDays: dimensions.has('metric-windows') && draw.seed % 4 === 0 ? 1 : pick(random, [7, 30, 60, 180]),
    anchorDays: (isOneIn(2) || isGrowing) && !dimensions.has('metric-windows') ? 35 : undefined,
    concurrency: pick(random, [1, 3]),
    messagesLookbackDays: pick(random, [30, 30, 30, 5, 0]),
    activitiesLookbackHours: isLate ? pick(random, [24, 24, 24, 6, 48]) : 24,
    lookbackIntervalHours: isLate ? pick(random, [24, 24, 24, 6, 0]) : isSeldom ? 240 : 24,
    messagesRewriteDays: dimensions.has('late-messages') ? pick(random, [7, 7, 2, 0]) : 7,
    messagesLateMetrics: drawLateMetrics(draw),
    resolution: isGrowing
      ? pick(random, ['days', 'days', 'weeks', 'months'] as const)
      : dimensions.has('midnight')
        ? 'days'
        : 'weeks',
    metricsLookbackDays: isGrowing ? pick(random, [0, 0, 1, 3, 20, 90]) : 90,
    peopleSegmentId: undefined,
    espDomains: DOMAINS,
    isFullTableAsked: false,
    apiKey: 'key 1',
  };
}

/** The sending domains of the workspace. */
export const DOMAINS = ['a.example', 'b.example'];

/** Lookbacks are rare, and spans so short that what is read by metric takes several series; with numbers of their own. */
function lookBackRarely(settings: Settings, { seed, dimensions }: Draw): Settings {
  if (!dimensions.has('rare-lookbacks')) return settings;
  const random = randomFor(seed, 'rare lookbacks', 0);
  return {
    ...settings,
    windowDays: pick(random, [1, 1, 2, 3]),
    anchorDays: 35,
    lookbackIntervalHours: pick(random, [240, 720]),
    messagesRewriteDays: pick(random, [0, 7]),
    messagesLateMetrics: 'by_metric',
  };
}

/** What some dimensions do not go with: a series by metric cannot be divided. */
function suit(settings: Settings, dimensions: ReadonlySet<Dimension>): Settings {
  return dimensions.has('wide-spans') ? { ...settings, messagesLateMetrics: 'lookback' } : settings;
}

function drawLists({ seed, random, dimensions, isOneIn }: Draw): Scenario['lists'] {
  const list = (kinds: readonly [CursorKind, ...CursorKind[]], isRoot = true): ListBehaviour => {
    const isDeaf = dimensions.has('no-cursors') && isOneIn(3);
    const isLap = dimensions.has('laps') && isOneIn(2);
    const cursors = pick(random, kinds);
    const pageSize = integerBetween(random, 2, 7);
    const hasTokenAtEnd = isOneIn(3);
    const isOrderly = dimensions.has('many-streams') && cursors === 'restarting';
    if (isOrderly) return { cursors: 'offset', pageSize, hasTokenAtEnd, end: '', isNullWhenEmpty: false };
    return {
      cursors: isDeaf ? (isRoot && isOneIn(2) ? 'endless' : 'deaf') : isLap ? 'restarting' : cursors,
      pageSize,
      hasTokenAtEnd: hasTokenAtEnd || isLap,
      end: pick(random, ['', '', null, undefined] as const),
      isNullWhenEmpty: isOneIn(2),
    };
  };
  // Only a list that grows at its end can be asked for what comes after a row.
  const any = ['offset', 'restarting', 'mark', 'minted', 'after'] as const;
  const drawn = list(['offset', 'restarting', 'mark', 'minted']);
  // More pages than may come one after the other without anything new.
  const isLong = dimensions.has('long-lists') && seed % 5 === 0;
  const activities: ListBehaviour = isLong
    ? { ...drawn, pageSize: 2, cursors: 'restarting', hasTokenAtEnd: true }
    : drawn;
  // Where something comes with each request, pages must be longer than what comes between them.
  const longer = dimensions.has('late-activities') ? 6 : dimensions.has('busy') ? 4 : 0;
  return {
    // Each of its windows would be asked for without an end.
    messages: list(['restarting', 'restarting', 'offset', 'mark'], false),
    activities: { ...activities, pageSize: activities.pageSize + longer },
    newsletters: list(any),
    segment_membership: list(any, false),
    people_identifiers: list(any),
    object_identifiers: list(any, false),
    object_relationships: list(any, false),
    broadcast_trigger_errors: suitErrors(list(any, false), dimensions),
  };
}

function drawMessageOrder({ dimensions, isOneIn }: Draw): Scenario['order']['messages'] {
  if (dimensions.has('many-streams')) return 'newest first';
  if (dimensions.has('archive')) return 'archive';
  if (dimensions.has('disordered-messages')) return 'jittered';
  return isOneIn(4) ? 'oldest first' : 'newest first';
}

/** What says the same again and again cannot be told from page one, so no end leads back there. */
function suitErrors(drawn: ListBehaviour, dimensions: ReadonlySet<Dimension>): ListBehaviour {
  const isOdd = dimensions.has('same-errors') && drawn.cursors === 'restarting';
  return isOdd ? { ...drawn, cursors: 'offset' } : drawn;
}

function drawOrder({ seed, random, dimensions, isOneIn }: Draw): Order {
  if (dimensions.has('many-streams')) return 'newest first';
  if (dimensions.has('imports') && !dimensions.has('disorder'))
    return randomFor(seed, 'order of imports', 0)() < 0.6 ? 'by arrival' : 'newest first';
  if (dimensions.has('disorder')) return pick(random, ['jittered', 'jittered', 'by arrival'] as const);
  // Lists that grow at their end are read whole in each run: with many activities that takes too long here.
  return isOneIn(4) && !dimensions.has('late-activities') ? 'oldest first' : 'newest first';
}

/** A period counts for less than the lookback after its end, and not for longer than the API counts back. */
function drawGrowth({ random, dimensions }: Draw, { metricsLookbackDays }: Settings): number {
  if (!dimensions.has('growing-metrics')) return -1;
  return integerBetween(random, 0, Math.max(0, Math.min(metricsLookbackDays - 1, 20) * DAY));
}

/** What `metric=` filters by in each run, and after them; with numbers of their own. */
function drawMetricWindows({ seed, dimensions }: Pick<Draw, 'seed' | 'dimensions'>): MetricWindow[] {
  const random = randomFor(seed, 'metric windows', 0);
  const isRare = dimensions.has('rare-lookbacks');
  const isSwitched = random() < 0.5 && dimensions.has('metric-windows') && seed % 4 !== 0 && !isRare;
  const kinds = ['created', 'metric', 'metric', 'ignored'] as const;
  const drawn = pick(random, kinds);
  // Where spans are short, what is read by metric takes several pieces.
  const always = isRare || (dimensions.has('metric-windows') && seed % 4 === 0) ? 'metric' : drawn;
  return Array.from({ length: MOST_RUNS + 1 }, () => (isSwitched ? pick(random, kinds) : always));
}

/** How late metrics are read: by metric at any rate only where the API can always. */
function drawLateMetrics(draw: Pick<Draw, 'seed' | 'dimensions'>): Settings['messagesLateMetrics'] {
  const isAlways = drawMetricWindows(draw).every((kind) => kind === 'metric');
  const random = randomFor(draw.seed, 'late metrics', 0);
  if (isAlways) return pick(random, ['auto', 'by_metric', 'by_metric'] as const);
  return pick(random, ['auto', 'auto', 'auto', 'lookback'] as const);
}

const ALWAYS = Number.POSITIVE_INFINITY;

/** A story has no more runs, but for those at its end. */
const MOST_RUNS = 30;

function drawRuns(draw: Draw, settings: Settings, isInBatches: boolean): Omit<PlannedRun, 'metricWindow'>[] {
  const { random, dimensions, isOneIn } = draw;
  const isLate = dimensions.has('late-activities');
  const isDaily = isLate && isOneIn(3);
  // Lookbacks that follow each other by the day, some of them interrupted.
  const isLookingBack = dimensions.has('late-messages') && !isLate;
  const fewRuns = isLookingBack ? integerBetween(random, 3, 7) : integerBetween(random, 1, 5);
  const isRare = dimensions.has('rare-lookbacks') && !isLate;
  const someRuns = isRare ? integerBetween(random, 4, 8) : fewRuns;
  const count = isLate ? (isDaily ? 6 : integerBetween(random, 20, MOST_RUNS)) : someRuns;
  const isShort = dimensions.has('short-runs');
  const isDamaged = dimensions.has('damaged-state');
  return Array.from({ length: count }, (_, index) => {
    const isFirstWhole = index === 0 && (isDamaged || dimensions.has('foreign-state'));
    const isUsuallyWhole = isLate || isRare;
    const isWhole = isFirstWhole || (isUsuallyWhole ? !isOneIn(8) : isOneIn(isDamaged ? 8 : 3));
    return {
      pause: isLate ? (isDaily ? DAY : HOUR) : drawPause(draw),
      isOnTheDot: isLate,
      killAfter: isWhole ? ALWAYS : integerBetween(random, 0, dimensions.has('growing-metrics') ? 400 : 150),
      requests: isFirstWhole
        ? ALWAYS
        : drawRequests(draw, index, isLookingBack ? 16 : isShort ? 40 : undefined),
      metricRequests: drawMetricRequests(draw, index),
      isStopped: isOneIn(2),
      isFullRefresh: isOneIn(12),
      settings: dimensions.has('changing-settings')
        ? suit(changeSettings(draw, settings, { isInBatches, index }), dimensions)
        : settings,
      ...drawClocks(draw),
    };
  })
    .map((run, index) => (dimensions.has('changing-keys') ? withKey(run, index) : run))
    .map((run, index) => (dimensions.has('ended-at-once') ? endEarly(run, draw.seed, index) : run))
    .map((run, index) => (dimensions.has('listed-domains') ? withDomains(run, draw.seed, index) : run))
    .map((run, index) => (dimensions.has('contents') ? withoutOne(run, draw.seed, index) : run));
}

/** After how many requests a run is ended: up to some where that is usual, and now and then in every second seed. */
function drawRequests({ seed, random, isOneIn }: Draw, index: number, most: number | undefined): number {
  if (most !== undefined) return isOneIn(2) ? integerBetween(random, 1, most) : ALWAYS;
  const own = randomFor(seed, 'requests', index);
  return seed % 2 === 0 && own() < 0.4 ? integerBetween(own, 2, 30) : ALWAYS;
}

/** After how many requests by metric a run is ended: with numbers of their own. */
function drawMetricRequests({ seed, dimensions }: Draw, index: number): number {
  const own = randomFor(seed, 'requests by metric', index);
  return dimensions.has('rare-lookbacks') && own() < 0.3 ? integerBetween(own, 1, 70) : ALWAYS;
}

function drawPause({ random, dimensions }: Draw): number {
  if (dimensions.has('rare-lookbacks')) return pick(random, [HOUR, 3 * DAY, 5 * DAY, 9 * DAY]);
  if (dimensions.has('dated-ahead')) return pick(random, [HOUR, 7 * HOUR, 7 * HOUR, 20 * HOUR, 90_000]);
  if (dimensions.has('long-pauses')) return pick(random, [10, HOUR, 8 * DAY, 33 * DAY]);
  if (dimensions.has('late-messages')) return pick(random, [HOUR, DAY, 90_000, 2 * DAY]);
  if (dimensions.has('growing-metrics')) return pick(random, [10, HOUR, 7 * HOUR, 20 * HOUR, 90_000]);
  return pick(random, [10, HOUR, HOUR, 90_000]);
}

function withKey<Run extends Pick<PlannedRun, 'settings'>>(run: Run, index: number): Run {
  return { ...run, settings: { ...run.settings, apiKey: `key ${1 + Math.floor(index / 2)}` } };
}

/** Some runs but the first are ended at their first or second request. */
function endEarly<Run extends Pick<PlannedRun, 'requests'>>(run: Run, seed: number, index: number): Run {
  const kind = randomFor(seed, 'ended at once', index)();
  return index === 0 || kind >= 0.4 ? run : { ...run, requests: kind < 0.2 ? 1 : 2 };
}

function withDomains<Run extends Pick<PlannedRun, 'settings'>>(run: Run, seed: number, index: number): Run {
  const kind = randomFor(seed, 'domains', index)();
  const espDomains = kind < 0.25 ? [] : kind < 0.5 ? DOMAINS.slice(1) : DOMAINS;
  return { ...run, settings: { ...run.settings, espDomains } };
}

/** In some runs, one of the streams of contents is not selected. */
function withoutOne<Run extends Pick<PlannedRun, 'settings'>>(run: Run, seed: number, index: number): Run {
  const left = OF_CONTENTS[Math.floor(4 * randomFor(seed, 'contents', index)())];
  const streams = run.settings.streams.filter((stream) => stream !== left);
  return streams.length === 0 ? run : { ...run, settings: { ...run.settings, streams } };
}

/** What a user may change between two runs. */
function changeSettings(
  { random, isOneIn }: Draw,
  settings: Settings,
  { isInBatches, index }: { isInBatches: boolean; index: number },
): Settings {
  const { streams } = settings;
  const kept = isOneIn(2) ? streams : streams.filter(() => !isOneIn(4));
  return {
    ...settings,
    streams: kept.length > 0 ? kept : streams,
    emitsVersions: !isInBatches && (isOneIn(6) ? !settings.emitsVersions : settings.emitsVersions),
    windowDays: pick(random, [7, 30, 60, 180]),
    anchorDays: isOneIn(4) ? 10 : settings.anchorDays,
    messagesLateMetrics: index % 3 === 2 ? 'lookback' : settings.messagesLateMetrics,
    concurrency: pick(random, [1, 3]),
    messagesLookbackDays: isOneIn(3) ? pick(random, [30, 5, 0]) : settings.messagesLookbackDays,
    resolution: isOneIn(4) ? pick(random, ['days', 'weeks', 'months'] as const) : settings.resolution,
    peopleSegmentId: isOneIn(3) ? 1 : undefined,
    isFullTableAsked: isOneIn(8),
  };
}

/** One of the two clocks is right in each run, but where there is one alone. */
function drawClocks({ random, seed, dimensions, isOneIn }: Draw): Pick<PlannedRun, 'clockError' | 'dates'> {
  const year = 365 * DAY;
  const off = pick(random, [year, -year, 2 * DAY, -2 * DAY, 7 * HOUR, -7 * HOUR, -1_700_000_000]);
  if (dimensions.has('undated')) {
    const ahead = pick(randomFor(seed, 'undated', 0), [0, 7 * HOUR, 2 * DAY, 20 * DAY]);
    return { clockError: ahead, dates: { kind: 'missing' } };
  }
  if (dimensions.has('odd-dates') && isOneIn(2)) {
    const at = isOneIn(2) ? pick(random, [1, 1, 2, 3, 4, 5, 6]) : undefined;
    const kinds: [Dates, ...Dates[]] = [
      { kind: 'cached' },
      { kind: 'missing' },
      { kind: 'off', seconds: off, at },
      { kind: 'off', seconds: off, at },
    ];
    const drawn = pick(random, kinds);
    // In some seeds nothing ever has a date.
    const dates: Dates = seed % 5 === 0 ? { kind: 'missing' } : drawn;
    // Without a date, a clock that is ahead is all that there is.
    const isAhead = dates.kind === 'missing' && isOneIn(2);
    return { clockError: isAhead ? pick(random, [7 * HOUR, 2 * DAY, 20 * DAY]) : 0, dates };
  }
  if (dimensions.has('wrong-clocks')) return { clockError: off, dates: { kind: 'true' } };
  // Nothing may depend on it.
  return { clockError: (seed % 5) * DAY, dates: { kind: 'true' } };
}
