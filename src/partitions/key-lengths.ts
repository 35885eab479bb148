import { contextColumns, isReadByPeriods, parentOf, type StreamDefinition } from '../streams/definition.ts';
import { definitions } from '../streams/definitions.ts';
import type { LargeParent } from './parent-page.ts';

/**
 * Lengths of the keys that a bookmark's progress must have. A partition's key has one value more than what it is read for:
 * the variant, which periods do not have. A large parent's own progress names its own pages; without a role in a pass over
 * one, no place in it is used.
 */
export function keyLengths(
  definition: StreamDefinition,
  role: LargeParent['role'] | undefined,
): { keyLength: number; parentKeyLength: number | undefined } {
  const parent = parentOf(definition);
  const keyLength = keyLengthOf(definition) + (isReadByPeriods(definition.replication) ? 0 : 1);
  if (role === undefined) return { keyLength, parentKeyLength: undefined };
  const parentKeyLength = role === 'parent' || !parent ? keyLength : keyLengthOf(definitions[parent]) + 1;
  return { keyLength, parentKeyLength };
}

/** Number of values in the key of what a stream is read for. */
function keyLengthOf(definition: StreamDefinition): number {
  return definition.partitionBy?.kind === 'batch' ? 1 : contextColumns(definition).length;
}
