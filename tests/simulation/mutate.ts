import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutateText } from './mutate-text.ts';
import type { Mutation } from './mutations/mutation.ts';
import { MUTATIONS } from './mutations.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** Errors of the machine, which say nothing of the rule. */
const SURROUNDINGS = /ENOENT|EMFILE|ENOSPC|ENOMEM|ERR_MODULE_NOT_FOUND/;

/** Which seeds each mutation is given, and what else is said to the run of each. */
export interface MutateOptions {
  readonly seeds: number;
  readonly workers: number;
  /** Only mutations whose rule or file contains this. */
  readonly matching: string;
  /** Arguments for dimensions and streams. */
  readonly chosen: readonly string[];
}

/** Breaks one rule of the source after another, and prints the first seed that finds each. Resolves with how many none found. */
export async function mutate(options: MutateOptions): Promise<number> {
  const meant = MUTATIONS.filter(({ rule, file }) => `${rule} ${file}`.includes(options.matching));
  let unseen = 0;
  for (const mutation of meant) {
    const found = await tryOne(mutation, options);
    if (found === undefined) unseen += 1;
    process.stdout.write(
      `${mutation.file} | ${mutation.rule} | ${found ?? `none of ${options.seeds} seeds`}\n`,
    );
  }
  process.stdout.write(`${meant.length - unseen} of ${meant.length} mutations found\n`);
  return unseen;
}

/** Plays in a copy of the source that lacks the rule; the report of the first seed that fails. */
async function tryOne(mutation: Mutation, options: MutateOptions): Promise<string | undefined> {
  const { file, rule } = mutation;
  const mutated = mutateText(readFileSync(join(ROOT, file), 'utf8'), mutation);
  if (mutated === undefined) throw new Error(`${file}: the text of "${rule}" is not there once`);
  const copy = mkdtempSync(join(tmpdir(), 'simulation-'));
  try {
    for (const name of [
      'src',
      'tests/simulation',
      'tests/support',
      'package.json',
      'tsconfig.json',
      'catalog.json',
    ])
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    symlinkSync(join(ROOT, 'dist'), join(copy, 'dist'));
    writeFileSync(join(copy, file), mutated);
    const report = await play(join(copy, 'tests/simulation/run.ts'), options);
    const found = /^seed \d+ .*$/m.exec(report)?.[0].slice(0, 160);
    const isPlayed = found === undefined ? /^\d+ seeds: /m.test(report) : !SURROUNDINGS.test(found);
    if (!isPlayed) throw new Error(`${file}: "${rule}" could not be played: ${found ?? report}`);
    return found;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

async function play(script: string, { seeds, workers, chosen }: MutateOptions): Promise<string> {
  const given = ['--stop', '--seeds', String(seeds), '--workers', String(workers), ...chosen];
  const child = spawn(process.execPath, [...process.execArgv, script, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let report = '';
  child.stdout.on('data', (piece: Buffer) => {
    report += piece.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  return report;
}
