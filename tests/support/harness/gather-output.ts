import type { ChildProcess } from 'node:child_process';

/** What a program has left. */
export interface Output {
  /** Null if a signal has ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Reads what a program writes to its pipes until it ends; rejects if it cannot be started. */
export async function gatherOutput(child: ChildProcess): Promise<Output> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...texts };
}
