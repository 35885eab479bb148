import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { selectStreams } from '../../../src/commands/select-streams.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import { isReadWithChildren, withDescendants } from '../../../src/streams/planned-stream.ts';
import { createPlan } from '../../../src/sync/plan.ts';

/** The streams of a selection that are read with their children, by name. */
function readWithChildren(streams: readonly StreamName[]): string[] {
  const { roots } = createPlan(selectStreams(discover(), streams));
  return roots
    .flatMap(withDescendants)
    .filter(isReadWithChildren)
    .map(({ name }) => name);
}

describe('a large stream', () => {
  it('is read with its children, and so is one in the middle', () => {
    expect(readWithChildren(['people_identifiers', 'people'])).toEqual(['people_identifiers']);
    expect(readWithChildren(['people'])).toEqual(['people_identifiers']);
    const tree = ['broadcasts', 'broadcast_triggers', 'broadcast_trigger_errors'] as const;
    expect(readWithChildren(tree)).toEqual(['broadcast_triggers']);
  });

  it('without children goes on by its own places: nobody counts its pages', () => {
    expect(readWithChildren(['people_identifiers', 'object_types', 'object_identifiers'])).toEqual([]);
  });
});
