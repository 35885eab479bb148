import type { Schema } from '../json/schema.ts';
import { parentOf, type StreamDefinition, type StreamName } from './definition.ts';

/** The column that says when the reading began that found a row: one instant for all rows of a reading. */
export const READ_AT = 'read_at';

/** A stream of a run: its definition with what the user's catalog says of it. */
export interface PlannedStream {
  readonly name: StreamName;
  readonly definition: StreamDefinition;
  /** True if its records are written; if not, it is read for the keys that its children need. */
  readonly isSelected: boolean;
  /** The schema that SCHEMA carries. */
  readonly schema: Schema;
  /** The schema before selection. */
  readonly known: Schema;
  /** True if the user's catalog is older than the column `additional_fields`, and so drops unknown fields. */
  readonly isOldCatalog: boolean;
  /** True if the bookmark is to be ignored, because the user asks for the whole stream. */
  readonly isFullTableAsked: boolean;
  /** True if `read_at` is among its columns, which the tap gives. */
  readonly hasReadAt: boolean;
  /** Streams that iterate over this one's records. */
  readonly children: readonly PlannedStream[];
}

/** A stream, and all that are read for its records. */
export function withDescendants(stream: PlannedStream): PlannedStream[] {
  return [stream, ...stream.children.flatMap(withDescendants)];
}

/** Tells whether a stream has children that are read while its pages come, and go on at its pages in a later run. */
export function isReadWithChildren({ definition, isSelected, children }: PlannedStream): boolean {
  // One that is read for a parent itself takes a request for each of its records: too many to be made again in each run.
  const isMiddle = isSelected && parentOf(definition) !== undefined;
  return children.length > 0 && (definition.isLarge === true || isMiddle);
}
