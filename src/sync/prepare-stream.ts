import { readBegun } from '../bookmarks/bookmark.ts';
import { readToldFields } from '../bookmarks/told-fields.ts';
import type { JsonObject } from '../json/json-object.ts';
import { newListKnowledge } from '../pages/list-knowledge.ts';
import type { ContextSource, ParentLink } from '../partitions/parent-link.ts';
import { createParentPages, type LargeParent } from '../partitions/parent-page.ts';
import { compileKey } from '../records/compile-key.ts';
import { ownKeys } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { isNarrowed, prepareReader } from './prepare-reader.ts';
import { readsByMetric } from './reads-by-metric.ts';
import type { StartedRun } from './run.ts';
import { createStreamChecks } from './stream-checks.ts';
import { createStreamRows } from './stream-rows.ts';
import { saveBookmark } from './stream-state.ts';
import type { Turns } from './turns.ts';

/** A stream with what it is read from. */
export interface Work {
  readonly stream: PlannedStream;
  readonly source: ContextSource;
  readonly links: readonly ParentLink[];
  readonly large: LargeParent | undefined;
  readonly run: StartedRun;
  readonly turns: Turns;
  /** Saves that wait until a large parent and its children have all ended: they go on together. */
  readonly held: (() => void)[] | undefined;
}

/** Prepares all that one stream is read with, and tells what its reader has to say of the bookmark. */
export async function prepareStream({ stream, source, links, large, run }: Work) {
  const { name, definition, isSelected } = stream;
  const log = run.log.of(name);
  const bookmark = run.state.bookmark(name);
  const told = readToldFields(bookmark, run.startedAt);
  // What only waits for its first answer has waited for longer.
  let begun = readBegun(bookmark, run.startedAt);
  if (isSelected && begun === undefined && (bookmark['begun'] ?? null) !== null)
    log.warning('bookmark: begun is no time up to now; it is ignored');
  const keyOf = compileKey(stream.schema, ownKeys(definition));
  const parentPages = createParentPages(
    { start: large?.start, asking: large?.asking ?? '' },
    { now: run.startedAt, digest: run.digest },
  );
  const known = newListKnowledge();
  const reader = prepareReader({
    stream,
    source,
    isParent: links.length > 0,
    large,
    parentPages,
    keyOf,
    isByMetric: await readsByMetric(stream, run, known),
    run,
  });
  if (isSelected) {
    for (const fault of reader.faults) log.warning(fault);
    for (const note of reader.notes) log.info(note);
  }
  const { completeness } = reader;
  source.onPartial((reason, count) => completeness.add(reason, count));
  if (isNarrowed(stream, run)) completeness.add('narrowed');
  const rows = createStreamRows(stream, run, {
    onKeyless: () => completeness.add('keyless'),
    onUnknownField(field) {
      const isNews = isSelected && !definition.openFields?.test(field) && told.add(field);
      if (isNews) run.events.onNewField(name, field);
    },
  });
  return {
    keyOf,
    known,
    parentPages,
    reader,
    rows,
    checks: createStreamChecks(stream, reader, run),
    beginNow() {
      begun = run.startedAt;
    },
    saveAs(moved: JsonObject) {
      // What a stop has ended looks failed to the reader.
      if (isSelected && !run.signal.aborted) saveBookmark(name, moved, { begun, told, run });
    },
  };
}
