import { openBookmark } from '../replication/bookmark.ts';
import { FULL_TABLE_KEYS, type LargePass } from '../replication/full-table.ts';
import { earliestParentPage } from '../replication/parent-page.ts';
import { readProgress } from '../replication/progress-bookmark.ts';
import { contextColumns } from '../streams/definition.ts';
import type { PlannedStream } from './plan.ts';
import type { StartedRun } from './run.ts';

/** Where the pass over a large parent begins: at the earliest place of itself and its children. Undefined: it is not large. */
export function beginLargePass(
  stream: PlannedStream,
  run: Pick<StartedRun, 'state' | 'options' | 'startedAt'>,
): LargePass | undefined {
  if (!stream.definition.isLarge) return undefined;
  const { pagination } = stream.definition;
  const limit = 'limit' in pagination ? pagination.limit : 0;
  const narrowed = stream.definition.narrowed && run.options.peopleSegmentId;
  const asking = `pages of ${limit}${narrowed === undefined ? '' : `, segment ${narrowed}`}`;
  const readers = [stream, ...stream.children].filter(({ isSelected }) => isSelected);
  const places = readers.map(({ name, definition }) => {
    const bookmark = run.state.bookmark(name);
    const values = openBookmark(bookmark, { known: FULL_TABLE_KEYS, former: [], now: run.startedAt });
    // One more value than the context has: the variant.
    const keyLength = keyLengthOf(definition) + 1;
    return readProgress(values, { keyLength, now: run.startedAt })?.place;
  });
  return { role: 'parent', start: earliestParentPage(places, asking), asking };
}

/** Number of values in the key of what a stream is read for. */
export function keyLengthOf(definition: PlannedStream['definition']): number {
  return definition.partitionBy?.kind === 'batch' ? 1 : contextColumns(definition).length;
}
