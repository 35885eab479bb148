import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PythonEnvironment } from '../install-python.ts';
import { type RunAgain, runAgain } from '../run-again.ts';
import type { Json } from '../run-pipeline.ts';

/** What dbt says of one node: a model, a test, a snapshot. */
export interface Result {
  unique_id: string;
  status: string;
  message: string | null;
}

/** The project of a user who has installed the package. */
export interface DbtProject {
  folder: string;
  /** Runs dbt, by default with WARNINGs as errors, and gives its stdout; fails with its output. */
  run(command: readonly string[], vars?: Json, flags?: readonly string[]): Promise<string>;
  /** What the last command gave for each node. */
  results(): Result[];
}

const PACKAGE = fileURLToPath(new URL('../../../dbt/', import.meta.url));

const ENV = { PATH: process.env['PATH'], DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };

/** Starts dbt, for any number of projects. */
export function startDbt(environment: PythonEnvironment): RunAgain {
  return runAgain(environment, 'dbt', ENV);
}

/** Makes a project with the package in a folder, and installs the package. */
export async function makeProject(dbt: RunAgain, folder: string, output: Json): Promise<DbtProject> {
  const path = join(folder, 'dbt');
  mkdirSync(path, { recursive: true });
  const write = (file: string, content: Json) => writeFileSync(join(path, file), JSON.stringify(content));
  write('profiles.yml', {
    customerio: { target: 'test', outputs: { test: { schema: 'analytics', ...output } } },
  });
  write('dbt_project.yml', { name: 'shop', version: '1.0.0', profile: 'customerio', 'config-version': 2 });
  write('packages.yml', { packages: [{ local: PACKAGE }] });
  const run = async (
    command: readonly string[],
    vars: Json = {},
    flags: readonly string[] = ['--warn-error'],
  ) => {
    const given = command[0] === 'deps' ? [] : ['--vars', JSON.stringify(vars)];
    const args = [...flags, ...command, '--profiles-dir', '.', ...given];
    const { code, stdout, stderr } = await dbt(args, { cwd: path, env: ENV });
    if (code === 0) return stdout;
    throw new Error(
      `dbt ${args.join(' ')} ended with ${code}:\n${stdout.slice(-4000)}${stderr.slice(-4000)}`,
    );
  };
  await run(['deps']);
  return {
    folder: path,
    run,
    results: () => JSON.parse(readFileSync(join(path, 'target', 'run_results.json'), 'utf8')).results,
  };
}
