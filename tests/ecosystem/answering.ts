import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PythonEnvironment } from './install-python.ts';

/** Puts a question, which becomes a line of JSON, and gives the line that is its answer. */
export type Ask = (question: unknown) => Promise<string>;

/**
 * Starts a program of Python that answers each line of its stdin with a line of its stdout, one after the other: what it
 * imports, it imports once. It ends with this process.
 */
export function startAnswering(
  { program }: PythonEnvironment,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Ask {
  const child = spawn(program('python'), args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  // A program that cannot start, or has failed, gives no answer: that is error enough.
  for (const emitter of [child, child.stdin]) emitter.on('error', () => {});
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return async (question) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error(`python ${args.join(' ')} has ended`);
    return value;
  };
}
