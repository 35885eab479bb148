import { createDuplicateFilter } from '../extract/duplicate-filter.ts';
import { createOrderEvidence, type Order, type OrderEvidence } from '../extract/order-evidence.ts';
import { type Page, readPages } from '../extract/read-pages.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Replication } from '../streams/definition.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../time/instant.ts';
import { GRACE_SECONDS, readInstant } from './bookmark.ts';
import type { StreamOutput } from './emit.ts';
import type { PlannedStream } from './plan.ts';
import { isRefusedCursor } from './refused-cursor.ts';
import type { Run } from './run.ts';

/** How far the first run goes back where the user has not said: `anchor_date` is one year ago by default. */
const DEFAULT_SPAN_SECONDS = 365 * DAY_SECONDS;

/**
 * Keys remembered so that the walk from the top does not write again what the completion of an interrupted one has:
 * they meet where that one began. Enough for the grace at three hundred activities a second.
 */
const MOST_REMEMBERED = 100_000;

type Walk = Extract<Replication, { method: 'INCREMENTAL' }> & { by: { kind: 'walk' } };

/** What a bookmark of a walked stream holds; instants in unix seconds. */
interface WalkBookmark {
  /** The newest record when the last complete walk began: all that were in the list then have been written. */
  readonly known: number | undefined;
  /** Where to go on: in a walk that was interrupted, or at the end of a list that grows there. */
  readonly cursor: string | undefined;
  /** The order of the list, as far as its records have told it. */
  readonly order: Order | undefined;
  /** The newest record of the walk that was interrupted. */
  readonly newest: number | undefined;
}

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
  const { state, startedAt, log } = run;
  const { name, definition } = stream;
  const anchor = run.options.anchor ?? startedAt - DEFAULT_SPAN_SECONDS;
  const given = readWalkBookmark(name, stream.isFullTableAsked ? {} : state.bookmark(name), key, startedAt);
  const withoutDuplicates = createDuplicateFilter(definition.primaryKey, MOST_REMEMBERED);
  const instantOf = (record: JsonObject) => toUnixSeconds(record[key]);

  const save = ({ known, cursor, order, newest }: WalkBookmark) =>
    state.setBookmark(name, {
      [key]: known === undefined ? null : toRfc3339(known),
      cursor: cursor ?? null,
      order: order ?? null,
      newest: newest === undefined ? null : toRfc3339(newest),
    });

  /** Walks from a cursor, or from the top, to the end or to what is known; resolves with what a save then says. */
  const walk = async (
    start: Pick<WalkBookmark, 'known' | 'cursor' | 'newest'>,
    evidence: OrderEvidence,
  ): Promise<Required<WalkBookmark>> => {
    const oldest = Math.max((start.known ?? anchor) - GRACE_SECONDS, anchor);
    let { cursor, newest } = start;
    const pages = readPages(definition, {
      cursor,
      withoutDuplicates,
      getJson: run.getJson,
      now: run.now,
      wantsNext(page) {
        evidence.add(page.records.map(instantOf));
        return evidence.order() !== 'newest_first' || !isWhollyOlder(page, instantOf, oldest);
      },
    });
    for await (const page of pages) {
      cursor = page.cursor;
      for (const record of page.records) newest = later(newest, instantOf(record), run.latestBookmark());
      const records = page.records.filter((record) => (instantOf(record) ?? anchor) >= anchor);
      await output.writePage(
        { records, extractedAt: page.extractedAt },
        {
          advance: () =>
            save({ known: start.known, cursor: page.next ?? page.cursor, order: evidence.order(), newest }),
        },
      );
    }
    return { known: later(newest, start.known, startedAt), cursor, order: evidence.order(), newest };
  };

  const complete = ({ known, cursor, order }: WalkBookmark) =>
    save({ known, cursor: order === 'oldest_first' ? cursor : undefined, order, newest: undefined });

  /** Completes what the last run has left. Resolves with what is known then; undefined if nothing new can be missing. */
  const goOn = async (): Promise<{ known: number | undefined } | undefined> => {
    if (given.cursor === undefined) return { known: given.known };
    const evidence = createOrderEvidence();
    let walked: WalkBookmark;
    try {
      walked = await walk(given, evidence);
    } catch (error) {
      if (!isRefusedCursor(error)) throw error;
      log.warning(
        `${name}: the API no longer takes the cursor of the last run; the list is walked from its beginning`,
      );
      return { known: given.known };
    }
    const order = walked.order ?? given.order;
    complete({ ...walked, order });
    if (order !== 'oldest_first') return { known: walked.known };
    return (await isStillOldestFirst()) ? undefined : { known: given.known };
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
  if (left)
    complete(await walk({ known: left.known, cursor: undefined, newest: undefined }, createOrderEvidence()));
  await output.close();
}

function readWalkBookmark(name: string, bookmark: JsonObject, key: string, startedAt: number): WalkBookmark {
  const { cursor, order } = bookmark;
  return {
    known: readInstant(name, bookmark, key, startedAt),
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined,
    order: order === 'newest_first' || order === 'oldest_first' ? order : undefined,
    newest: readInstant(name, bookmark, 'newest', startedAt),
  };
}

function isWhollyOlder(
  page: Page,
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
