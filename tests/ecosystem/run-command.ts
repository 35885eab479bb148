import { type SpawnOptions, spawn } from 'node:child_process';
import { gatherOutput } from '../support/harness/gather-output.ts';

/** Runs a program to its end and gives its stdout; an error with its stderr if it fails or cannot start. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: Omit<SpawnOptions, 'stdio'> = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const { code, stdout, stderr } = await gatherOutput(child);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} ended with ${code}:\n${stdout.slice(-2000)}${stderr.slice(-4000)}`,
  );
}
