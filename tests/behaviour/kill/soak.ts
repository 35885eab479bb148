/**
 * `npm run test:soak [-- --from 1 --seeds 800]`: plays scenarios of kills by the thousand, two at a time, and says
 * what was lost (nothing), and how much was read again at most. Ends with 1 at the first loss.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { killAndResume } from './kill-and-resume.ts';
import { mostReread } from './most-reread.ts';
import { scenarioOf } from './scenario.ts';

const { values } = parseArgs({
  options: { from: { type: 'string', default: '1' }, seeds: { type: 'string', default: '800' } },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.from) + index);
let played = 0;
let killed = 0;
let failed = 0;
let longestState = 0;
const reread = new Map<string, number>();

await pMap(
  seeds,
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-soak-'));
    const scenario = scenarioOf(seed);
    try {
      const outcome = await killAndResume(scenario, folder);
      killed += outcome.killed;
      longestState = Math.max(longestState, outcome.longestState);
      const beyond = [...outcome.reread].filter(([stream, count]) => count > mostReread(scenario, stream));
      for (const [stream, count] of outcome.reread)
        reread.set(stream, Math.max(count, reread.get(stream) ?? 0));
      if (outcome.lost.length + outcome.surplus.length + beyond.length > 0) {
        failed += 1;
        process.stdout.write(
          `seed ${seed}: lost ${outcome.lost}; surplus ${outcome.surplus}; read again ${beyond}\n`,
        );
      }
    } catch (error) {
      failed += 1;
      process.stdout.write(`seed ${seed}: ${String(error)}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    played += 1;
    if (played % 50 === 0) process.stdout.write(`${played} scenarios, ${killed} kills, ${failed} failed\n`);
  },
  { concurrency: 2 },
);
const most = [...reread].map(([stream, count]) => `${stream} ${count}`).join(', ');
process.stdout.write(`read again at most after one kill: ${most}\nlongest STATE: ${longestState} bytes\n`);
process.stdout.write(`${played} scenarios, ${killed} kills: ${played - failed} passed, ${failed} failed\n`);
if (failed > 0) process.exitCode = 1;
