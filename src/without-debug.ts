import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/**
 * Runs the program once more, without NODE_DEBUG, and resolves with its exit code. Node reads that variable before any
 * program starts, and then prints the headers of every request, the key among them.
 */
export async function runWithoutDebug(process: NodeJS.Process): Promise<number> {
  const { NODE_DEBUG: _, ...env } = process.env;
  process.stderr.write('WARNING NODE_DEBUG is ignored: it would print the key\n');
  const child = silently(process.stderr, () =>
    spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { env, stdio: 'inherit' }),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal]: [number | null, NodeJS.Signals | null] = await once(child, 'close').then(
    ([exitCode, killedBy]) => [exitCode, killedBy],
  );
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** Does something of which nothing is printed: with NODE_DEBUG=child_process Node prints the environment of what it starts. */
function silently<Result>(stderr: NodeJS.WriteStream, work: () => Result): Result {
  const { write } = stderr;
  stderr.write = () => true;
  try {
    return work();
  } finally {
    stderr.write = write;
  }
}
