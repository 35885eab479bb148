import type { JsonObject } from '../json/json-object.ts';
import type { Page } from '../pages/read-pages.ts';
import { type BegunWindow, joinWindows, planWindows, type Window } from '../replication/plan-windows.ts';
import type { Replication } from '../streams/definition.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../time/instant.ts';
import { GRACE_SECONDS, readInstant, readWindowsProgress, writeProgress } from './bookmark.ts';
import type { PlannedStream } from './plan.ts';
import { resumePages } from './resume-pages.ts';
import type { Run } from './run.ts';
import { describeRest, forEachSideBySide } from './side-by-side.ts';
import type { StreamOutput } from './stream-output.ts';

/**
 * How far the first run goes back where the user has not said: the longest span that the API gives at once (six
 * months, the shortest of which have 181 days). Source: listMessages in the OpenAPI definition.
 */
const FIRST_SPAN_SECONDS = 181 * DAY_SECONDS;

/** A slow answer looks like a clock that is ahead: up to so much, no window has to be read again for it. */
const SLOW_ANSWER_SECONDS = 10;

type Windows = Extract<Replication, { method: 'INCREMENTAL' }> & { by: { kind: 'windows' } };

/**
 * Reads an INCREMENTAL stream whose API can be asked for a span of time: from the bookmark, less the lookback and a
 * grace, to the run's start, in windows side by side. The bookmark moves to the end of the last window such that
 * all before it are done; those done beyond it, and the cursors of those under way, stand in `progress`, so that an
 * interrupted run costs a page for each. Throws the first failure once everything that could be read has been.
 */
export async function syncWindows(
  stream: PlannedStream,
  { key, by }: Windows,
  output: StreamOutput,
  run: Run,
): Promise<void> {
  const { state, startedAt, options } = run;
  const { name, definition } = stream;
  const log = run.log.of(name);
  const given = stream.isFullTableAsked ? {} : state.bookmark(name);
  const bookmark = readInstant(name, given, key, startedAt);
  const begun = readWindowsProgress(given, startedAt);
  const since = begun?.since ?? startedAt;
  // A bookmark that is ignored now is not to be moved back either.
  const remembered = bookmark ?? toUnixSeconds(state.bookmark(name)[key]);
  const from = Math.floor(
    bookmark === undefined
      ? (options.anchor ?? startedAt - FIRST_SPAN_SECONDS)
      : Math.max(bookmark - options.lookbackSeconds - GRACE_SECONDS, options.anchor ?? 0),
  );
  // The last minutes may still grow, so they are a window of their own, which no later run takes for done.
  const recent = Math.max(from, startedAt - GRACE_SECONDS - SLOW_ANSWER_SECONDS);
  const windows: BegunWindow[] = [
    ...planWindows({ from, to: recent, longest: options.windowSeconds, begun: begun?.windows ?? [] }),
    { from: recent, to: startedAt },
  ];
  let finished: Window[] = (begun?.windows ?? []).filter((window) => window.cursor === undefined);
  const underWay = new Map<number, BegunWindow>();
  for (const window of windows) if (window.cursor !== undefined) underWay.set(window.from, window);

  const save = () => {
    const reached = finished.find((window) => window.from <= from && window.to >= from)?.to ?? from;
    const moved = Math.max(Math.min(reached, run.latestBookmark()), remembered ?? from);
    const settled = run.latestBookmark() - GRACE_SECONDS;
    const remaining = [
      ...finished
        .map((window) => ({ ...window, to: Math.min(window.to, settled) }))
        .filter((window) => window.from < window.to),
      ...[...underWay.values()].filter((window) => window.to <= settled),
    ];
    state.setBookmark(name, {
      ...(remembered === undefined && moved === from ? {} : { [key]: toRfc3339(moved) }),
      progress: reached >= startedAt ? null : writeProgress({ since, windows: remaining }),
    });
  };

  const readWindow = async (window: BegunWindow) => {
    // Whether the API's bounds belong to the span is not documented: a second more is asked for at the lower one,
    // and the two seconds that may not belong to it are left to the neighbours.
    const query = { [by.start]: String(window.from - 1), [by.end]: String(window.to) };
    const { cursor, previous: lastWithRecords } = window;
    const request = { query, cursor, lastWithRecords, getJson: run.getJson, now: run.now };
    const pages = resumePages(definition, request, () =>
      log.warning('the API no longer takes a cursor of the interrupted run; its window is read anew'),
    );
    for await (const page of pages) {
      await output.writePage(within(page, key, window), {
        advance: () => {
          if (page.next !== undefined)
            underWay.set(window.from, { ...window, cursor: page.next, previous: page.lastWithRecords });
          else {
            underWay.delete(window.from);
            finished = joinWindows(finished, window);
          }
          save();
        },
      });
    }
  };

  const limits = { maxConcurrency: options.maxConcurrency, signal: run.signal };
  const outcome = await forEachSideBySide(windows, limits, readWindow);
  const rest = describeRest('window', outcome);
  if (rest !== undefined) log.error(rest);
  if (outcome.failures[0]) throw outcome.failures[0];
  await output.close();
}

function within(page: Page, key: string, { from, to }: Window): Pick<Page, 'records' | 'extractedAt'> {
  const isNeighbours = (record: JsonObject) => {
    const instant = toUnixSeconds(record[key]);
    return instant !== undefined && (Math.floor(instant) === from - 1 || Math.floor(instant) === to);
  };
  return { records: page.records.filter((record) => !isNeighbours(record)), extractedAt: page.extractedAt };
}
