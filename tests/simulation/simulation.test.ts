import { describe, expect, it } from 'vitest';
import { play } from './play.ts';

/** Seeds of `npm test`; `npm run test:simulation -- --seeds N` plays more, in parallel. */
const SEEDS = 1000;

describe('whatever happens while a world is read, the target ends with what was readable', () => {
  it.each(Array.from({ length: SEEDS / 100 }, (_, partition) => partition * 100 + 1))(
    'in the hundred scenarios from seed %i on',
    async (first) => {
      const failing: string[] = [];
      for (let seed = first; seed < first + 100; seed += 1) {
        const { problems } = await play(seed);
        if (problems.length > 0) failing.push(`seed ${seed}: ${problems[0]}`);
      }
      expect(failing).toEqual([]);
    },
  );
});
