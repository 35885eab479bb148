import { describe, expect, it } from 'vitest';
import { play } from './play.ts';

/** Tests hundreds of seeds, from one to another. Each file of `npm test` has half of them, so that two cores play. */
export function playHundreds(from: number, to: number): void {
  const firsts = Array.from({ length: (to + 1 - from) / 100 }, (_, hundred) => from + hundred * 100);
  describe('whatever happens while a world is read, the target ends with what was readable', () => {
    it.each(firsts)('in the hundred scenarios from seed %i on', async (first) => {
      const failing: string[] = [];
      for (let seed = first; seed < first + 100; seed += 1) {
        const { problems } = await play(seed);
        if (problems.length > 0) failing.push(`seed ${seed}: ${problems[0]}`);
      }
      expect(failing).toEqual([]);
    });
  });
}
