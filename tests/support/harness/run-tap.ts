import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gatherOutput } from './gather-output.ts';
import { type Env, type TapResult, toResult } from './run-main.ts';

/** The built program. */
export const PROGRAM = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));

/** Starts the built program with no more of this process's environment than it needs. */
export function startTap(
  argv: readonly string[],
  env: Env = {},
  nodeOptions: readonly string[] = [],
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, PROGRAM, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
}

/** Runs the built program to its end, as a user would. */
export async function runTap(argv: readonly string[], env: Env = {}): Promise<TapResult> {
  const child = startTap(argv, env);
  const { code, stdout, stderr } = await gatherOutput(child);
  return toResult(code ?? -1, stdout, stderr, env);
}
