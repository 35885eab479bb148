import { openBookmark } from '../bookmarks/bookmark.ts';
import { keyLengths } from '../partitions/key-lengths.ts';
import { earliestParentPage, type LargeParent } from '../partitions/parent-page.ts';
import { FULL_TABLE_KEYS } from '../replication/full-table.ts';
import { readProgress } from '../replication/progress-bookmark.ts';
import { parentOf } from '../streams/definition.ts';
import { isReadWithChildren, type PlannedStream } from '../streams/planned-stream.ts';
import type { ReaderRun } from './prepare-reader.ts';
import { givenBookmark } from './stream-state.ts';

/**
 * Begins the pass over a large parent, at the earliest page of itself and its children. Undefined: it is not read with its
 * children.
 */
export function beginLargeParent(stream: PlannedStream, run: ReaderRun): LargeParent | undefined {
  const { definition, isSelected } = stream;
  if (!isReadWithChildren(stream)) return undefined;
  const goesOnAtFailure = definition.isLarge === true;
  const { pagination } = definition;
  const limit = 'limit' in pagination ? pagination.limit : 0;
  const narrowed = definition.narrowed && run.options.peopleSegmentId;
  const asking = `pages of ${limit}${narrowed === undefined ? '' : `, segment ${narrowed}`}`;
  // Without a bookmark of its own, nothing says that the parents of the parent are those of before.
  if (!isSelected && parentOf(definition) !== undefined)
    return { role: 'parent', start: undefined, asking, goesOnAtFailure };
  const readers = [stream, ...stream.children].filter((reader) => reader.isSelected);
  const pages = readers.map((reader) => {
    const values = openBookmark(givenBookmark(reader.name, run), {
      known: FULL_TABLE_KEYS,
      former: [],
      now: run.startedAt,
    });
    const lengths = keyLengths(reader.definition, reader === stream ? 'parent' : 'child');
    return readProgress(values, { ...lengths, now: run.startedAt })?.place;
  });
  return { role: 'parent', start: earliestParentPage(pages, asking), asking, goesOnAtFailure };
}
