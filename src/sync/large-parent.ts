import { earliestParentPage, type LargeParent } from '../partitions/parent-page.ts';
import { parentOf } from '../streams/definition.ts';
import { isReadWithChildren, type PlannedStream } from '../streams/planned-stream.ts';
import { progressWithLarge, type ReaderRun } from './prepare-reader.ts';

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
  const pages = readers.map(
    (reader) => progressWithLarge(reader, reader === stream ? 'parent' : 'child', run)?.place,
  );
  return { role: 'parent', start: earliestParentPage(pages, asking), asking, goesOnAtFailure };
}
