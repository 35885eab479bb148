import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { killAndResume } from './kill-and-resume.ts';
import { mostReread } from './most-reread.ts';
import { scenarioOf } from './scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A few kills of the real program, of lists in both orders that end in each way; every-moment.test.ts plays every moment within
 * this process, the simulation thousands of worlds, and `npm run test:soak` thousands of kills.
 */
const SEEDS = [2, 6, 7];

describe('whatever the moment of a kill, all runs together give what a clean run gives', () => {
  it.each(SEEDS)('in the scenario of seed %i', async (seed) => {
    const scenario = scenarioOf(seed);
    const { lost, surplus, reread } = await killAndResume(scenario, folder);
    expect({ lost, surplus }).toEqual({ lost: [], surplus: [] });
    for (const [stream, count] of reread)
      expect([stream, count <= mostReread(scenario, stream)]).toEqual([stream, true]);
  });
});

describe('whatever the moment of a kill, all files that were named give what a clean run gives', () => {
  it.each([3, 4])('in the scenario of seed %i', async (seed) => {
    // Of a few records, many, and all of a stream: so that kills hit the first file and the last.
    const size = [3, 25, 1000][seed % 3] ?? 3;
    const { lost, surplus } = await killAndResume(scenarioOf(seed), folder, size);
    expect({ lost, surplus }).toEqual({ lost: [], surplus: [] });
  });
});
