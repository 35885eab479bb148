import type { JsonObject } from '../json/json-object.ts';
import { createDuplicateFilter } from '../pages/duplicate-filter.ts';
import { createOrderEvidence } from '../pages/order-evidence.ts';
import { type Answer, readPages } from '../pages/read-pages.ts';
import { createSettledCursor } from '../pages/settled-cursor.ts';
import type { Replication } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { CLOCK_TOLERANCE_SECONDS, GRACE_SECONDS } from './bookmark.ts';
import type { PlannedStream } from './plan.ts';
import { ForgottenCursorError, readOn } from './resume-pages.ts';
import type { Run } from './run.ts';
import type { StreamOutput } from './stream-output.ts';
import { readWalkBookmark, type WalkBookmark, writeWalkBookmark } from './walk-bookmark.ts';

/** How far the first run goes back where the user has not said: `anchor_date` is one year ago by default. */
const DEFAULT_SPAN_SECONDS = 365 * DAY_SECONDS;

/**
 * Keys remembered so that the walk from the top does not write again what the completion of an interrupted one has:
 * they meet where that one began. Enough for the grace at three hundred activities a second.
 */
const MOST_REMEMBERED = 100_000;

/** So many records at the top tell where a walk began: one of them may be deleted. */
const KEYS_OF_TOP = 3;

type Known = Pick<WalkBookmark, 'known' | 'knownTop'>;

type Walk = Extract<Replication, { method: 'INCREMENTAL' }> & { by: { kind: 'walk' } };

/**
 * Reads an INCREMENTAL stream whose API has no time filter, by walking its list, whichever order it has. Newest
 * first: until a whole page is older than what is known. Oldest first: on from the last page. As long as the order
 * cannot be told: to the end. The bookmark moves when a walk is complete; one that was interrupted is completed
 * first, then a new walk reads what has come meanwhile. Throws when the list cannot be read to the end.
 */
export async function syncWalk(
  stream: PlannedStream,
  { key }: Walk,
  output: StreamOutput,
  run: Run,
): Promise<void> {
  const { state, startedAt } = run;
  const { name, definition } = stream;
  const anchor = run.options.anchor ?? startedAt - DEFAULT_SPAN_SECONDS;
  const given = readWalkBookmark(name, stream.isFullTableAsked ? {} : state.bookmark(name), key, startedAt);
  const withoutDuplicates = createDuplicateFilter(definition.primaryKey, MOST_REMEMBERED);
  const instantOf = (record: JsonObject) => toUnixSeconds(record[key]);
  const keyOf = (record: JsonObject) =>
    definition.primaryKey.map((column) => String(record[column])).join('/');

  const save = (bookmark: WalkBookmark) => state.setBookmark(name, writeWalkBookmark(bookmark, key));

  /** Walks from a cursor, or from the top, to the end or to what is known; resolves with where it has come. */
  const walk = async (start: WalkBookmark): Promise<WalkBookmark> => {
    const evidence = createOrderEvidence();
    const settled = createSettledCursor(start.cursor, !start.isUnsettled);
    let { newest, order, top } = start;
    // Back-dated records may fill whole pages at the top, with new ones beneath them: what is known begins no
    // sooner than where the last walk began.
    let hasMetKnown = start.knownTop.length === 0;
    const observe = (page: Answer) => {
      const keys = page.records.map(keyOf);
      if (top.length === 0 && start.cursor === undefined) top = keys.slice(0, KEYS_OF_TOP);
      hasMetKnown ||= keys.some((recordKey) => start.knownTop.includes(recordKey));
      const instants = page.records.map(instantOf);
      evidence.add(instants);
      order = evidence.order() ?? start.order;
      // Whatever the clocks say, a recent record must not be taken for one that is dated ahead.
      const latest = run.now() / 1000 + CLOCK_TOLERANCE_SECONDS;
      settled.add(page, instants, run.apiNow() - GRACE_SECONDS, latest);
    };
    const isKnown = (page: Answer) =>
      order === 'newest_first' &&
      hasMetKnown &&
      isWhollyOlder(page, instantOf, (start.known ?? 0) - GRACE_SECONDS);
    const request = {
      cursor: start.cursor,
      lastWithRecords: start.previous,
      withoutDuplicates,
      getJson: run.getJson,
      now: run.now,
      wantsNext(page: Answer) {
        observe(page);
        return !isKnown(page);
      },
    };
    for await (const page of start.cursor === undefined
      ? readPages(definition, request)
      : readOn(definition, request)) {
      for (const record of page.records) newest = later(newest, instantOf(record), run.latestBookmark());
      const records = page.records.filter((record) => (instantOf(record) ?? anchor) >= anchor);
      const cursor = order === 'oldest_first' ? settled.cursor() : (page.next ?? page.cursor);
      const previous = order === 'oldest_first' ? undefined : page.lastWithRecords;
      // Once met, it is behind the cursor: the run that goes on from there cannot meet it again.
      const knownTop = hasMetKnown ? [] : start.knownTop;
      const reached = {
        ...start,
        knownTop,
        cursor,
        previous,
        order,
        isUnsettled: order === undefined && !settled.isAllSettled(),
        newest,
        top,
      };
      await output.writePage({ records, extractedAt: page.extractedAt }, { advance: () => save(reached) });
    }
    return {
      known: later(newest, start.known, startedAt),
      knownTop: top.length > 0 ? top : start.knownTop,
      cursor: order === 'oldest_first' ? settled.cursor() : undefined,
      previous: undefined,
      order,
      isUnsettled: false,
      newest: undefined,
      top: [],
    };
  };

  /** Completes what the last run has left. Resolves with where a walk from the top may stop; undefined if none is needed. */
  const goOn = async (): Promise<Known | undefined> => {
    // A walk of one page may have been interrupted after it: then its top is what has been written last.
    const knownTop = given.knownTop.length > 0 ? given.knownTop : given.top;
    if (given.cursor === undefined) return { known: given.known, knownTop };
    try {
      const walked = await walk(given);
      save(walked);
      if (walked.order !== 'oldest_first') return walked;
    } catch (error) {
      if (!(error instanceof ForgottenCursorError)) throw error;
      run.log
        .of(name)
        .warning('the API no longer takes the cursor of the last run; the list is walked from its beginning');
      // Without a top to meet, only the whole list is sure to hold all that is new.
      return given.knownTop.length > 0 ? given : { known: undefined, knownTop: [] };
    }
    return (await isStillOldestFirst()) ? undefined : given;
  };

  /** Looks at the top page: had the order changed unseen, new records would stand there and never be read. */
  const isStillOldestFirst = async (): Promise<boolean> => {
    const evidence = createOrderEvidence();
    const top = readPages(definition, { getJson: run.getJson, now: run.now, wantsNext: () => false });
    for await (const { records } of top) {
      evidence.add(records.map(instantOf));
      const order = evidence.order();
      const known = given.known ?? given.newest ?? Number.POSITIVE_INFINITY;
      return (
        order === 'oldest_first' ||
        (order === undefined && records.every((record) => (instantOf(record) ?? 0) <= known))
      );
    }
    return true;
  };

  const left = await goOn();
  if (left) {
    const { known, knownTop } = left;
    const fromTop = {
      cursor: undefined,
      previous: undefined,
      order: undefined,
      isUnsettled: false,
      newest: undefined,
      top: [],
    };
    save(await walk({ known, knownTop, ...fromTop }));
  }
  await output.close();
}

function isWhollyOlder(
  page: Answer,
  instantOf: (record: JsonObject) => number | undefined,
  oldest: number,
): boolean {
  return page.records.length > 0 && page.records.every((record) => (instantOf(record) ?? oldest) < oldest);
}

/** The later of two instants, though never after the run's start: a record may be dated ahead. */
function later(a: number | undefined, b: number | undefined, startedAt: number): number | undefined {
  if (a === undefined && b === undefined) return undefined;
  return Math.min(Math.max(a ?? 0, b ?? 0), startedAt);
}
