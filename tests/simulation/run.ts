import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Choice, DIMENSIONS, dimensionNames, LEFT_OUT, parseChoice } from './dimensions.ts';
import { mutate } from './mutate.ts';
import { type Outcome, play } from './play.ts';
import { smallStory } from './small-story.ts';

/** What several seeds have shown together. */
interface Sum {
  seeds: number;
  runs: number;
  kills: number;
  requests: number;
  unseen: Record<string, number>;
  failing: { seed: number; dimensions: readonly string[]; problems: readonly string[] }[];
}

const HELP = `Plays stories: a world that changes, the whole engine, runs that are killed.
  --seeds N        how many (1000)
  --from M         the first (1)
  --workers W      processes side by side (2)
  --only A,B       every seed has these dimensions and no others
  --with A,B|all   dimensions that are left out may be drawn, too
  --without A,B    these are not drawn
  --streams A,B    every story reads these streams alone, which takes less time
  --small          every story reads one group of streams, and draws more dimensions than usual
  --stop           ends at the first seed that fails
  --trace          one seed, with all that is asked and answered
  --mutations      breaks one rule of the source after another, and plays until a seed finds each
  --matching TEXT  only those whose rule or file has this, a regular expression
  --known LOG      only those which the search that has printed this has not found
  --replay LOG     only those which the search that has printed this has found, in the stories in which it did;
                   tests/simulation/mutations/found.txt holds those that were seen last
  --minutes N      the search ends after N minutes
  --list           names the dimensions
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    step: { type: 'string', default: '1' },
    only: { type: 'string' },
    with: { type: 'string' },
    without: { type: 'string' },
    streams: { type: 'string' },
    small: { type: 'boolean', default: false },
    stop: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
    matching: { type: 'string', default: '' },
    known: { type: 'string' },
    replay: { type: 'string' },
    minutes: { type: 'string', default: '100000' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [from, seeds, workers] = [Number(values.from), Number(values.seeds), Number(values.workers)];
const choice = parseChoice(values);
if (values.help) process.stdout.write(HELP);
else if (values.list) list();
else if (process.send) await work();
else if (values.trace) await trace();
else if (values.mutations) await breakRules();
else await lead();

function list(): void {
  for (const name of dimensionNames)
    process.stdout.write(
      `${name}: one seed in ${DIMENSIONS[name]}${LEFT_OUT.includes(name) ? ', left out' : ''}\n`,
    );
}

/** Plays every n-th seed, and reports each ten to the parent. */
async function work(): Promise<void> {
  const step = Number(values.step);
  for (let at = from; at < from + seeds; at += 10 * step) {
    const sum = emptySum();
    for (let seed = at; seed < Math.min(at + 10 * step, from + seeds); seed += step)
      add(sum, await playSafely(seed));
    process.send?.(sum);
  }
}

async function breakRules(): Promise<void> {
  const unseen = await mutate({
    seeds,
    from,
    workers,
    matching: new RegExp(values.matching),
    known: values.known === undefined ? '' : readFileSync(values.known, 'utf8'),
    replayed: values.replay === undefined ? undefined : readFileSync(values.replay, 'utf8'),
    choice,
    minutes: Number(values.minutes),
  });
  if (unseen > 0) process.exitCode = 1;
}

function chosenArguments(): string[] {
  const given = (['only', 'with', 'without', 'streams'] as const).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, values[name]],
  );
  return values.small ? ['--small', ...given] : given;
}

/** One seed with all that is asked and answered. */
async function trace(): Promise<void> {
  const outcome = await play(from, choiceOf(from), (line) => void process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
}

/** Shares the seeds out, sums up, and ends with 1 if one fails. */
async function lead(): Promise<void> {
  const total = emptySum();
  const startedAt = performance.now();
  const children = Array.from({ length: workers }, (_, worker) => {
    const share = ['--from', String(from + worker), '--seeds', String(seeds - worker)];
    return fork(new URL(import.meta.url), [...share, '--step', String(workers), ...chosenArguments()]);
  });
  const ends = children.map((child) => {
    child.on('message', (sum: Sum) => {
      for (const { seed, dimensions, problems } of sum.failing)
        process.stdout.write(
          `seed ${seed} (${dimensions.join(' ')}) fails: ${problems.slice(0, 3).join('; ').slice(0, 600)}\n`,
        );
      total.failing.push(...sum.failing);
      addSums(total, sum);
      if (total.seeds % 10_000 === 0) process.stdout.write(`${total.seeds} of ${seeds} seeds\n`);
      if (values.stop && total.failing.length > 0) for (const one of children) one.kill();
    });
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  });
  const codes = await Promise.all(ends);
  const milliseconds = ((performance.now() - startedAt) * Math.min(workers, seeds)) / total.seeds;
  process.stdout.write(
    `${total.seeds} seeds: ${total.runs} runs, ${total.kills} kills, ${total.requests} requests; ${total.failing.length} seeds fail\n`,
  );
  process.stdout.write(
    `rightly unseen: ${JSON.stringify(total.unseen)}; ${milliseconds.toFixed(1)} ms a seed on one core\n`,
  );
  if (total.failing.length > 0)
    process.stdout.write(
      'replay one: npm run test:simulation -- --trace --from SEED, with the same options\n',
    );
  if (total.failing.length > 0 || total.seeds < seeds || codes.some((code) => code !== 0))
    process.exitCode = 1;
}

function choiceOf(seed: number): Choice {
  return values.small ? smallStory(seed, choice.streams) : choice;
}

async function playSafely(seed: number): Promise<Outcome> {
  try {
    return await play(seed, choiceOf(seed));
  } catch (error) {
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { seed, dimensions: [], problems, unseen: {}, runs: 0, kills: 0, requests: 0 };
  }
}

function emptySum(): Sum {
  return { seeds: 0, runs: 0, kills: 0, requests: 0, unseen: {}, failing: [] };
}

function add(sum: Sum, { seed, dimensions, problems, ...outcome }: Outcome): void {
  addSums(sum, { ...outcome, seeds: 1 });
  if (problems.length > 0) sum.failing.push({ seed, dimensions, problems });
}

function addSums(sum: Sum, more: Omit<Sum, 'failing'>): void {
  sum.seeds += more.seeds;
  sum.runs += more.runs;
  sum.kills += more.kills;
  sum.requests += more.requests;
  for (const [reason, count] of Object.entries(more.unseen))
    sum.unseen[reason] = (sum.unseen[reason] ?? 0) + count;
}
