import type { World } from './world.ts';

/**
 * Ways in which the API may behave other than the emulator does by default: what nobody has seen, or where sightings
 * differ. The first value of each is the default.
 */
export interface Variants {
  /** The time that a window of messages means where `metric` is given (docs/api-behaviour.md#106). */
  metricWindow?: 'created' | 'metric' | 'ignored';
  /** What `drafts=true` lists (docs/api-behaviour.md#44). */
  drafts?: 'alone' | 'none' | 'along' | 'ignored';
  /** What `hidden=true` lists (docs/api-behaviour.md#77). */
  hiddenSenders?: 'alone' | 'along' | 'ignored';
  /** What `deleted=true` does: nothing, or it lists ten more activities, or other ones (docs/api-behaviour.md#112). */
  deletedActivities?: 'none' | 'added' | 'instead';
  /** Whether a cio_id is known with `cio_` before it (docs/api-behaviour.md#59). */
  prefixedIds?: 'unknown' | 'known';
  /** Whom "cio_id exists" and its opposite find (docs/api-behaviour.md#125). */
  existsFinds?: 'everybody' | 'some';
  /** How lists are written that are empty: as was seen, or all alike (docs/api-behaviour.md#1, #2, #3, #4, #113). */
  emptyLists?: 'as seen' | 'null' | 'list' | 'absent';
  /** What a cursor gets that the list has not given (docs/api-behaviour.md#13, #14). */
  strangeCursors?: 'refused' | 'empty' | 'first page';
  /** What the cursor behind the last page of newsletters and senders gets (docs/api-behaviour.md#8, #9). */
  afterTheEnd?: 'empty' | 'first page' | 'refused';
  /** What a cursor of messages past the end gets (docs/api-behaviour.md#10). */
  pastTheEnd?: 'first page' | 'empty' | 'refused';
  /** What a cursor of messages gets the second time (docs/api-behaviour.md#97). */
  usedCursors?: 'same page' | 'other records' | 'refused';
  /** How many actions of a campaign come on a page, and whether a cursor follows (docs/api-behaviour.md#111). */
  actionPages?: 'ten' | 'all' | 'cut';
  /** Whether lists that come in one answer are cut at `limit` (docs/api-behaviour.md#16). */
  wholeLists?: 'whole' | 'paged';
  /** What a `limit` above the largest gets (docs/api-behaviour.md#15, #117). */
  largeLimits?: 'cut' | 'refused';
  /** What an offset past the end of suppressions gets (docs/api-behaviour.md#19). */
  offsetPastTheEnd?: 'empty' | 'first page' | 'refused';
  /** The form of the times in `metrics` (docs/api-behaviour.md#39). */
  metricTimes?: 'seconds' | 'milliseconds' | 'text' | 'other';
  /** What stands behind the id in `deduplicate_id` of messages (docs/api-behaviour.md#34). */
  changeNumber?: 'newest metric' | 'later' | 'none';
  /** Whether the order within a second depends on the page (docs/api-behaviour.md#33). */
  orderInSecond?: 'steady' | 'by page';
  /** Whether activities are out of order by an hour (docs/api-behaviour.md#49). */
  activitiesDisorder?: 'none' | 'an hour';
  /** What a window of more than six months gets (docs/api-behaviour.md#29). */
  longWindows?: 'cut' | 'whole';
  /** Whether messages older than six months are served (docs/api-behaviour.md#107). */
  oldMessages?: 'served' | 'withheld';
  /** What the members of a segment get that is not there (docs/api-behaviour.md#62, #72). */
  missingParent?: 'JSON' | 'text' | '400' | 'empty';
  /** What a path gets that the API does not have (docs/api-behaviour.md#84). */
  unknownRoute?: 'text' | 'JSON' | '400';
  /** Templates that the key may not read (docs/api-behaviour.md#115). */
  forbidden?: readonly string[];
  /** How many members a segment lists while it is built (docs/api-behaviour.md#65). */
  unfinishedSegments?: 'all' | 'half';
  /** Whether the counts of members are right (docs/api-behaviour.md#126). */
  memberCounts?: 'right' | 'twice';
  /** What becomes of unknown ids among those that are asked for (docs/api-behaviour.md#58). */
  unknownIds?: 'left out' | 'refused' | 'in place';
  /** The devices of who has none (docs/api-behaviour.md#118). */
  devices?: 'null' | 'list' | 'absent';
  /** Where `used_by` has the id of its segment (docs/api-behaviour.md#66). */
  usedBy?: 'within' | 'beside';
  /** Whether the emails of Design Studio are listed with those inside folders (docs/api-behaviour.md#114). */
  studioList?: 'tree' | 'root';
  /** Whether `updated_after` excludes its own second (docs/api-behaviour.md#24). */
  studioBounds?: 'excluded' | 'included';
  /** Whether page 0 of Design Studio is refused (docs/api-behaviour.md#23). */
  pageZero?: 'refused' | 'served';
  /** The zone in which the days begin of a series that is counted back from now (docs/api-behaviour.md#130). */
  seriesDays?: 'Eastern' | 'UTC';
  /** Whether answers have a `Date` (docs/api-behaviour.md#124). */
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
