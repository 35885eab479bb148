import type { World } from './world.ts';

/**
 * Ways in which the API may behave other than the emulator does by default: what nobody has seen, or where sightings
 * differ. The first value of each is the default.
 */
export interface Variants {
  /** The time that a window of messages means where `metric` is given (docs/api-behaviour.md#106). */
  metricWindow?: 'created' | 'metric' | 'ignored';
  /** Messages that `drafts=true` lists (docs/api-behaviour.md#44). */
  drafts?: 'alone' | 'none' | 'along' | 'ignored';
  /** Senders that `hidden=true` lists (docs/api-behaviour.md#77). */
  hiddenSenders?: 'alone' | 'along' | 'ignored';
  /** Effect of `deleted=true`: none, ten more activities, or other ones (docs/api-behaviour.md#112). */
  deletedActivities?: 'none' | 'added' | 'instead';
  /** Knowledge of a cio_id with `cio_` before it (docs/api-behaviour.md#59). */
  prefixedIds?: 'unknown' | 'known';
  /** People whom "cio_id exists" and its opposite find (docs/api-behaviour.md#125). */
  existsFinds?: 'everybody' | 'some';
  /** Form of empty lists: as was seen, or all alike (docs/api-behaviour.md#1, #2, #3, #4, #113). */
  emptyLists?: 'as seen' | 'null' | 'list' | 'absent';
  /** Answer to a cursor that the list has not given (docs/api-behaviour.md#13, #14). */
  strangeCursors?: 'refused' | 'empty' | 'first page';
  /** Answer to the cursor behind the last page of newsletters and senders (docs/api-behaviour.md#8, #9). */
  afterTheEnd?: 'empty' | 'first page' | 'refused';
  /** Answer to a cursor of messages past the end (docs/api-behaviour.md#10). */
  pastTheEnd?: 'first page' | 'empty' | 'refused';
  /** Answer to a cursor of messages that is used the second time (docs/api-behaviour.md#97). */
  usedCursors?: 'same page' | 'other records' | 'refused';
  /** Number of a campaign's actions on a page, with or without a cursor behind them (docs/api-behaviour.md#111). */
  actionPages?: 'ten' | 'all' | 'cut';
  /** Effect of `limit` on lists that come in one answer (docs/api-behaviour.md#16). */
  wholeLists?: 'whole' | 'paged';
  /** Effect of a `limit` above the largest (docs/api-behaviour.md#15, #117). */
  largeLimits?: 'cut' | 'refused';
  /** Answer to an offset past the end of suppressions (docs/api-behaviour.md#19). */
  offsetPastTheEnd?: 'empty' | 'first page' | 'refused';
  /** The form of the times in `metrics` (docs/api-behaviour.md#39). */
  metricTimes?: 'seconds' | 'milliseconds' | 'text' | 'other';
  /** Number behind the id in `deduplicate_id` of messages (docs/api-behaviour.md#34). */
  changeNumber?: 'newest metric' | 'later' | 'none';
  /** Order within a second: steady, or another on each page (docs/api-behaviour.md#33). */
  orderInSecond?: 'steady' | 'by page';
  /** Disorder of activities (docs/api-behaviour.md#49). */
  activitiesDisorder?: 'none' | 'an hour';
  /** Effect of a window of more than six months (docs/api-behaviour.md#29). */
  longWindows?: 'cut' | 'whole';
  /** Messages older than six months (docs/api-behaviour.md#107). */
  oldMessages?: 'served' | 'withheld';
  /** Answer for the members of a segment that is not there (docs/api-behaviour.md#62, #72). */
  missingParent?: 'JSON' | 'text' | '400' | 'empty';
  /** Answer to a path that the API does not have (docs/api-behaviour.md#84). */
  unknownRoute?: 'text' | 'JSON' | '400';
  /** Templates that the key may not read (docs/api-behaviour.md#115). */
  forbidden?: readonly string[];
  /** Members that a segment lists while it is built (docs/api-behaviour.md#65). */
  unfinishedSegments?: 'all' | 'half';
  /** Counts of members (docs/api-behaviour.md#126). */
  memberCounts?: 'right' | 'twice';
  /** Effect of unknown ids among those that are asked for (docs/api-behaviour.md#58). */
  unknownIds?: 'left out' | 'refused' | 'in place';
  /** Devices of a person who has none (docs/api-behaviour.md#118). */
  devices?: 'null' | 'list' | 'absent';
  /** Place of the segment's id in `used_by` (docs/api-behaviour.md#66). */
  usedBy?: 'within' | 'beside';
  /** Emails that Design Studio lists: those inside folders too, or not (docs/api-behaviour.md#114). */
  studioList?: 'tree' | 'root';
  /** The second that `updated_after` names (docs/api-behaviour.md#24). */
  studioBounds?: 'excluded' | 'included';
  /** Page 0 of Design Studio (docs/api-behaviour.md#23). */
  pageZero?: 'refused' | 'served';
  /** The zone in which the days begin of a series that is counted back from now (docs/api-behaviour.md#130). */
  seriesDays?: 'Eastern' | 'UTC';
  /** The header `Date` (docs/api-behaviour.md#124). */
  date?: 'sent' | 'none';
}

/** A request, as variants see it. */
export interface VariedRequest {
  readonly template: string;
  readonly path: string;
  readonly params: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** The parsed body of a POST. */
  readonly body: unknown;
}

/** A body, and how many records it holds. */
export interface VariedAnswer {
  body: unknown;
  records: number;
}

/** Answers a request; throws RequestRefused for what the API refuses. */
export type Answering = (request: VariedRequest) => VariedAnswer;

/** Makes an answer another one. */
export type Vary = (
  answer: Answering,
  world: World,
  variants: Variants,
) => (request: VariedRequest) => VariedAnswer | undefined;
