import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Output } from '../support/harness/gather-output.ts';
import { startAnswering } from './answering.ts';
import type { PythonEnvironment } from './install-python.ts';

/** Runs a program to its end, in a folder and with an environment. */
export type RunAgain = (
  args: readonly string[],
  place: { cwd: string; env: NodeJS.ProcessEnv },
) => Promise<Output>;

const FORKS = fileURLToPath(new URL('./run_again.py', import.meta.url));

/**
 * Prepares a program of Python for runs, one after the other. Each is a process of its own, but the program's modules are
 * imported once for all: Meltano and dbt spend seconds on them. `env` is what they are imported with.
 */
export function runAgain(environment: PythonEnvironment, name: string, env: NodeJS.ProcessEnv): RunAgain {
  const fork = startAnswering(environment, [FORKS, environment.program(name)], env);
  return async (args, place) => {
    const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-run-'));
    const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')];
    try {
      const code = Number(await fork({ args, ...place, stdout, stderr }));
      return { code, stdout: readFileSync(stdout, 'utf8'), stderr: readFileSync(stderr, 'utf8') };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}
