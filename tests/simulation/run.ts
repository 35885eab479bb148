import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Outcome, play } from './play.ts';

/** What several seeds have shown together. */
interface Sum {
  seeds: number;
  runs: number;
  kills: number;
  requests: number;
  unseen: Record<string, number>;
  failing: { seed: number; problems: readonly string[] }[];
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    trace: { type: 'boolean', default: false },
  },
});
const [from, seeds, workers] = [Number(values.from), Number(values.seeds), Number(values.workers)];
if (process.send) await work();
else if (values.trace) await trace();
else await lead();

/** Plays a share of the seeds, and reports each hundred to the parent. */
async function work(): Promise<void> {
  for (let at = from; at < from + seeds; at += 100) {
    const sum = emptySum();
    for (let seed = at; seed < Math.min(at + 100, from + seeds); seed += 1) add(sum, await playSafely(seed));
    process.send?.(sum);
  }
}

/** One seed with all that is asked and answered. */
async function trace(): Promise<void> {
  const outcome = await play(from, (line) => void process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
}

/** Shares the seeds out, sums up, and ends with 1 if one fails. */
async function lead(): Promise<void> {
  const total = emptySum();
  const startedAt = performance.now();
  const share = Math.ceil(seeds / workers);
  const ends = Array.from({ length: workers }, (_, worker) => {
    const first = from + worker * share;
    const length = Math.min(share, from + seeds - first);
    const child = fork(new URL(import.meta.url), ['--from', String(first), '--seeds', String(length)]);
    child.on('message', (sum: Sum) => {
      for (const { seed, problems } of sum.failing)
        process.stdout.write(`seed ${seed} fails: ${problems.slice(0, 3).join('; ')}\n`);
      total.failing.push(...sum.failing);
      addSums(total, sum);
      if (total.seeds % 10_000 === 0) process.stdout.write(`${total.seeds} of ${seeds} seeds\n`);
    });
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  });
  const codes = await Promise.all(ends);
  const milliseconds = ((performance.now() - startedAt) * Math.min(workers, seeds)) / seeds;
  process.stdout.write(
    `${total.seeds} seeds: ${total.runs} runs, ${total.kills} kills, ${total.requests} requests; ${total.failing.length} seeds fail\n`,
  );
  process.stdout.write(
    `rightly unseen: ${JSON.stringify(total.unseen)}; ${milliseconds.toFixed(1)} ms a seed on one core\n`,
  );
  if (total.failing.length > 0)
    process.stdout.write('replay one: npm run test:simulation -- --trace --from SEED\n');
  if (total.failing.length > 0 || total.seeds < seeds || codes.some((code) => code !== 0))
    process.exitCode = 1;
}

async function playSafely(seed: number): Promise<Outcome> {
  try {
    return await play(seed);
  } catch (error) {
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { seed, problems, unseen: {}, runs: 0, kills: 0, requests: 0 };
  }
}

function emptySum(): Sum {
  return { seeds: 0, runs: 0, kills: 0, requests: 0, unseen: {}, failing: [] };
}

function add(sum: Sum, { seed, problems, ...outcome }: Outcome): void {
  addSums(sum, { ...outcome, seeds: 1 });
  if (problems.length > 0) sum.failing.push({ seed, problems });
}

function addSums(sum: Sum, more: Omit<Sum, 'failing'>): void {
  sum.seeds += more.seeds;
  sum.runs += more.runs;
  sum.kills += more.kills;
  sum.requests += more.requests;
  for (const [reason, count] of Object.entries(more.unseen))
    sum.unseen[reason] = (sum.unseen[reason] ?? 0) + count;
}
