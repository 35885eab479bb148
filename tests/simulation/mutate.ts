import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseChoice } from './dimensions.ts';
import type { Mutation } from './mutations/mutation.ts';
import { type Numbered, withSwitches } from './mutations/switches.ts';
import { MUTATIONS } from './mutations.ts';
import type { Find, MutationReport, MutationWork } from './play-mutations.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** What the simulation consists of. */
const COPIED = ['src', 'tests/simulation', 'tests/support', 'package.json', 'tsconfig.json', 'catalog.json'];

/** A story that takes longer has no end; on a busy machine the longest ones take minutes. */
const LONGEST_STORY_MS = 600_000;

/** Which mutations are played, and in which stories. */
export interface MutateOptions extends Pick<MutationWork, 'from' | 'seeds' | 'choice' | 'minutes'> {
  readonly workers: number;
  /** Only mutations whose rule or file this describes. */
  readonly matching: RegExp;
  /** What an earlier search has printed: what that found is not played. */
  readonly known: string;
  /** What an earlier search has printed: what that found is played in the stories in which it did, and nothing else. */
  readonly replayed: string | undefined;
}

/** How far the search for one mutation has come. */
interface Search {
  readonly mutation: Mutation;
  found?: string;
  played: number;
  differed: number;
}

/**
 * Breaks one rule of the source after another, all in one copy with switches, and prints the first story that finds each.
 * Resolves with how many none found.
 */
export async function mutate(options: MutateOptions): Promise<number> {
  const finds = options.replayed === undefined ? undefined : parseFinds(options.replayed);
  const searches = new Map<number, Search>();
  for (const [number, mutation] of MUTATIONS.entries()) {
    const isLeftOut = finds
      ? finds.every((find) => find.number !== number)
      : options.known.includes(`| ${mutation.rule} | seed `) || mutation.equivalent !== undefined;
    if (!isLeftOut && options.matching.test(`${mutation.rule} ${mutation.file}`))
      searches.set(number, { mutation, played: 0, differed: 0 });
  }
  const copy = copyWithSwitches([...searches].map(([number, { mutation }]) => [number, mutation]));
  const script = join(copy, 'tests/simulation/play-mutations.ts');
  const { workers: step } = options;
  const chosen = finds?.filter(({ number }) => searches.has(number));
  try {
    const shares = Array.from({ length: step }, (_, worker) => {
      const [from, seeds] = [options.from + worker, options.seeds - worker];
      const own = chosen?.filter((_, index) => index % step === worker);
      return own
        ? replayShare(script, searches, { ...options, step, finds: own })
        : searchShare(script, searches, { ...options, from, seeds, step });
    });
    await Promise.all(shares);
  } finally {
    rmSync(copy, { recursive: true });
  }
  const unseen = [...searches.values()].filter(({ found }) => found === undefined);
  for (const { mutation, played, differed } of unseen)
    tell(mutation, `not found: ${played} stories were played with it, and ${differed} differed`);
  process.stdout.write(`${searches.size - unseen.length} of ${searches.size} mutations found\n`);
  return unseen.length;
}

/** Reads what a search has printed; of two finds of one mutation the later one. */
function parseFinds(log: string): Find[] {
  const finds = new Map<number, Find>();
  for (const line of log.split('\n')) {
    const [, rule, seed, rest = ''] = /\| (.*) \| seed (\d+)(.*)/.exec(line) ?? [];
    const number = MUTATIONS.findIndex((mutation) => mutation.rule === rule);
    if (number < 0 || MUTATIONS[number]?.equivalent !== undefined) continue;
    const given = Object.fromEntries(
      [...rest.matchAll(/ --(\S+) (\S+)/g)].map(([, name = '', names = '']) => [name, names]),
    );
    finds.set(number, { number, seed: Number(seed), choice: parseChoice(given) });
  }
  return [...finds.values()];
}

function tell({ file, rule }: Mutation, outcome: string): void {
  process.stdout.write(`${file} | ${rule} | ${outcome}\n`);
}

function copyWithSwitches(mutations: readonly (readonly [number, Mutation])[]): string {
  const byFile = new Map<string, Numbered[]>();
  for (const one of mutations) byFile.set(one[1].file, [...(byFile.get(one[1].file) ?? []), one]);
  const copy = mkdtempSync(join(tmpdir(), 'simulation-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  for (const name of ['node_modules', 'dist']) symlinkSync(join(ROOT, name), join(copy, name));
  for (const [file, ofFile] of byFile)
    writeFileSync(join(copy, file), withSwitches(readFileSync(join(ROOT, file), 'utf8'), ofFile));
  return copy;
}

/** What a process was at when it ended before its time. */
type Ended = Pick<MutationReport & { kind: 'plays' }, 'seed' | 'number'>;

/** Plays a share of the seeds; a process that does not come back from a mutation has found it, and another one goes on. */
async function searchShare(
  script: string,
  searches: ReadonlyMap<number, Search>,
  work: Omit<MutationWork, 'numbers'>,
): Promise<void> {
  for (let from: number | undefined = work.from; from !== undefined; ) {
    const numbers = [...searches].flatMap(([number, { found }]) => (found === undefined ? [number] : []));
    const seeds: number = work.seeds - (from - work.from);
    const ended: Ended | undefined =
      seeds <= 0 ? undefined : await playShare(script, searches, { ...work, from, seeds, numbers });
    from = ended?.seed;
  }
}

/** Plays a share of what was found before. */
async function replayShare(
  script: string,
  searches: ReadonlyMap<number, Search>,
  work: Omit<MutationWork, 'numbers'> & { readonly finds: readonly Find[] },
): Promise<void> {
  for (let { finds } = work; finds.length > 0; ) {
    const ended = await playShare(script, searches, { ...work, finds, numbers: [] });
    finds = ended ? finds.slice(finds.findIndex(({ number }) => number === ended.number) + 1) : [];
  }
}

/** Resolves with what it was at, if the process ended before its time. */
function playShare(
  script: string,
  searches: ReadonlyMap<number, Search>,
  work: MutationWork,
): Promise<Ended | undefined> {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  let current: MutationReport & { kind: 'plays' } = {
    kind: 'plays',
    number: -1,
    seed: work.from,
    options: '',
  };
  let isDone = false;
  let timer: NodeJS.Timeout | undefined;
  const found = (number: number, outcome: string) => {
    const search = searches.get(number);
    if (search === undefined || search.found !== undefined) return;
    search.found = outcome;
    tell(search.mutation, outcome);
    // One that is about to end takes no messages any more.
    for (const other of children) if (other.connected) other.send({ found: number }, () => {});
  };
  child.on('message', (report: MutationReport) => {
    clearTimeout(timer);
    switch (report.kind) {
      case 'plays':
        current = report;
        timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_STORY_MS);
        break;
      case 'found':
        found(report.number, `seed ${report.seed}${report.options} (${report.problem})`);
        break;
      case 'played': {
        const search = searches.get(report.number);
        if (search)
          Object.assign(search, { played: search.played + 1, differed: search.differed + report.differed });
        break;
      }
      case 'fails':
        process.stdout.write(
          `seed ${report.seed}${report.options} fails without any mutation: ${report.problem}\n`,
        );
        break;
      default:
        isDone = true;
    }
  });
  child.send(work);
  return new Promise((resolve) => {
    child.on('close', () => {
      children.delete(child);
      clearTimeout(timer);
      if (isDone) return resolve(undefined);
      if (current.number < 0) throw new Error(`seed ${current.seed}${current.options} cannot be played`);
      found(current.number, `seed ${current.seed}${current.options} (comes to no end)`);
      resolve(current);
    });
  });
}

const children = new Set<ChildProcess>();
