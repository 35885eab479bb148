import { randomFor } from '../support/emulator/random.ts';

/** All that can be unusual in a story, and one in how many seeds has it. What is usual is in `scenario.ts`. */
export const DIMENSIONS = {
  /** Segments are being built: their members come in parts, without a sign in the answer. */
  building: 8,
  /** A feature is missing in some runs: its stream is answered 404. */
  'missing-features': 8,
  /** Object types are disabled and enabled again, and some go. */
  'disabled-types': 8,
  /** The children of a parent that still exists are answered 404 or 400 in some runs. */
  'refused-parents': 8,
  /** An object is null in place of what it holds. */
  'null-objects': 8,
  /** Some records lack their keys in some runs, or have what is no key. */
  keyless: 8,
  /** Ids that are asked for together are left out of good answers, though they exist. */
  'unanswered-ids': 8,
  /** Now and then an answer is `null` or `[]`, once, on any page. */
  'odd-empties': 8,
  /** Objects of two types share their ids. */
  'repeated-keys': 8,
  /** Rows leave a list with offsets while it is read, and versions are activated. */
  shrinking: 8,
  /** A list answers every cursor with page one and a new cursor. */
  'no-cursors': 16,
  /** A list leads back to page one in place of its end. */
  laps: 10,
  /** Settings, selection and methods differ from run to run. */
  'changing-settings': 8,
  /** The API key changes between runs; the workspace does not. */
  'changing-keys': 16,
  /** A run is given the state of another workspace. */
  'foreign-state': 16,
  /** Values in the saved progress are replaced by others of a wrong form. */
  'damaged-state': 16,
  /** The first run was one of an earlier release, whose bookmarks say less. */
  'former-release': 10,
  /** States are kept and merged as Meltano does it, which can fail. */
  meltano: 8,
  /** States hold no address of a person. */
  'private-state': 8,
  /** Many activities, some of them late, in runs that follow each other by the hour or by the day. */
  'late-activities': 10,
  /** The list of activities is not in the order of their times: by minutes, or not at all. */
  disorder: 10,
  /** Messages and their metrics arrive long after their own time. */
  'late-messages': 8,
  /** Old messages, and in some seeds the API filters `metric=` by another time in each run. */
  'metric-windows': 8,
  /** The API's dates are cached, missing, or wrong. */
  'odd-dates': 10,
  /** The clock of the machine is wrong. */
  'wrong-clocks': 10,
  /** The counts of metrics grow with time, in days, weeks or months, with any lookback. */
  'growing-metrics': 8,
  /** Answers take long, around midnight. */
  midnight: 16,
  /** Runs are ended after some requests, in the end each after a sixth of those of a whole one. */
  'short-runs': 10,
  /** Pages above a size fail, even at the API's own size. */
  'large-pages': 10,
  /** Long spans of messages fail, however small the page. */
  'wide-spans': 16,
  /** A user moves the bookmark of messages back. */
  'moved-bookmark': 16,
  /** The sending domains that the user lists are fewer in some runs, or none. */
  'listed-domains': 16,
  /** The API leaves records out of its pages after it has cut them: some hold few, or none, and lead on. */
  'sparse-pages': 12,
  /** Now and then an answer has no counts, once. */
  'odd-series': 16,
  /** For some requests the API knows no cursor at all. */
  'lost-cursors': 12,
  /** Activities come many at once. */
  bursts: 12,
  /** Messages of one day come within seconds, and at the same second of each day. */
  'clumped-messages': 12,
  /** Messages have no times by which a change of theirs could be seen, or only those of the metrics, or of the key. */
  'opaque-messages': 16,
  /** Old messages come oldest first where they are asked for by themselves. */
  archive: 12,
  /** Messages are out of the order of their times: some by hours, a few by weeks. */
  'disordered-messages': 16,
  /** The API finds all people and objects by the filter for those that lack an attribute, and none by the other. */
  'odd-filters': 24,
  /** Weeks go by between runs. */
  'long-pauses': 16,
  /** There are hundreds of objects, most without relationships. */
  'many-objects': 64,
  /** In some runs a list leads back to page one long before its end. */
  'early-laps': 16,
  /** The API refuses to list messages by one of the metrics. */
  'refused-metric': 24,
  /** Old activities are imported, many at once. */
  imports: 16,
  /** Activities are dated ahead, by the clock of a phone. */
  'dated-ahead': 16,
  /** Instants in the bookmarks are replaced by what is none. */
  'spoiled-bookmarks': 24,
  /** Bookmarks lie ahead of the time. */
  'ahead-state': 24,
  /** Messages and activities by the hundred, and in the end runs that are each ended early. */
  'long-lists': 64,
  /** Now and then page one comes in place of a later page, once. */
  'page-one': 12,
  /** Several rows leave a list at once, while versions are activated. */
  'bulk-deletions': 16,
  /** The errors of a broadcast's run say one thing alone, or two in turn. */
  'same-errors': 16,
  /** A broadcast of many runs goes while their errors are read. */
  'many-triggers': 48,
  /** Short runs from nothing, of streams of all kinds, one of which may fail again and again. */
  'many-streams': 48,
  /** Answers do not come in the order of their requests. */
  'late-answers': 8,
  /** Activities come all the time: one with each request. */
  busy: 24,
  /** Some runs are ended before anything but the first request is answered. */
  'ended-at-once': 16,
  /** There are some tens of objects of each type, with few relationships. */
  'tens-of-objects': 24,
  /** Nothing comes, changes or goes; what is imported was so before. */
  still: 24,
  /** Half of what a list holds goes between two runs, while versions are activated. */
  'thinned-lists': 24,
  /** The contents of newsletters are counted, and their links: by streams of which some runs read one alone. */
  contents: 16,
  /** Lookbacks are rare, and what has changed since is read by metric in many series, some of which are cut off. */
  'rare-lookbacks': 16,
  /** The API never says when it is, and the clock of the machine is ahead by the same in all runs. */
  undated: 24,
  /** The records of a page are written a few at a time, and a run may be killed in between. */
  'small-chunks': 8,
} as const;

/** The name of one of {@link DIMENSIONS}. */
export type Dimension = keyof typeof DIMENSIONS;

/** What the engine does not live up to yet: not drawn unless `--only` or `--with` names it. */
export const LEFT_OUT: readonly Dimension[] = [];

/** Which dimensions the seeds may have. */
export interface Choice {
  /** Every seed has these, and none has others. */
  readonly only?: readonly Dimension[] | undefined;
  /** Drawn though they are left out. */
  readonly with?: readonly Dimension[] | undefined;
  readonly without?: readonly Dimension[] | undefined;
  /** The streams that every story reads, in place of those that its seed draws. */
  readonly streams?: readonly string[] | undefined;
}

/** Reads a choice as the command line has it: names that are separated by commas. */
export function parseChoice(given: Readonly<Partial<Record<keyof Choice, string | undefined>>>): Choice {
  return {
    only: parseDimensions(given.only),
    with: parseDimensions(given.with),
    without: parseDimensions(given.without),
    streams: given.streams?.split(','),
  };
}

/** All names of dimensions. */
export const dimensionNames = Object.keys(DIMENSIONS).filter(isDimension);

/** Reads names that are separated by commas; `all` stands for all of them. */
function parseDimensions(text: string | undefined): readonly Dimension[] | undefined {
  if (text === undefined) return undefined;
  if (text === 'all') return dimensionNames;
  return text.split(',').map((name) => {
    if (isDimension(name)) return name;
    throw new Error(`there is no dimension "${name}"; there are ${dimensionNames.join(', ')}`);
  });
}

/** The dimensions of a seed. Each has numbers of its own: that one is switched off does not change the others. */
export function drawDimensions(seed: number, choice: Choice): ReadonlySet<Dimension> {
  const { only, without = [] } = choice;
  if (only) return new Set(only);
  const excluded = LEFT_OUT.filter((name) => !choice.with?.includes(name));
  return new Set(
    dimensionNames.filter(
      (name) =>
        !without.includes(name) &&
        !excluded.includes(name) &&
        randomFor(seed, name, 0)() < 1 / DIMENSIONS[name],
    ),
  );
}

/** Tells whether the API may say a wrong time, or none. */
export function hasOddDates(dimensions: ReadonlySet<Dimension>): boolean {
  return dimensions.has('odd-dates') || dimensions.has('undated');
}

function isDimension(name: string): name is Dimension {
  return name in DIMENSIONS;
}
