import { randomFor } from '../support/emulator/random.ts';
import { type Choice, type Dimension, dimensionNames } from './dimensions.ts';
import { GROUPS } from './scenario.ts';

/**
 * The small story of a seed: it reads one group of streams, takes a fraction of the time, and more often than not draws more
 * dimensions than usual, since rules show where several come together.
 */
export function smallStory(seed: number, group: readonly string[] = groupOf(seed)): Choice {
  // Numbers of its own for each dimension: one that is added does not change the others.
  const random = (name: string) => randomFor(seed, `${name} of ${group[0]}`, 0)();
  // A parent that is read for its children alone.
  const streams = group.length > 1 && random('without its parent') < 0.15 ? group.slice(1) : group;
  const isLate = streams.includes('activities');
  const shares: Partial<Record<Dimension, number>> = {
    'late-activities': isLate ? 8 : 0,
    'short-runs': 16,
    'no-cursors': 12,
    'many-objects': 40,
    // It is about several groups.
    'many-streams': 0,
  };
  const drawn = dimensionNames.filter((name) => shares[name] !== 0 && random(name) < 1 / (shares[name] ?? 6));
  return random('a small story') < 0.6
    ? { streams, only: drawn }
    : { streams, without: isLate ? [] : ['late-activities'] };
}

function groupOf(seed: number): readonly string[] {
  return GROUPS[seed % GROUPS.length] ?? GROUPS[0];
}
