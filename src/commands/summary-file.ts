import { writeFile } from 'node:fs/promises';
import { type Summary, summarise } from '../report/summary.ts';
import { codeOf } from '../request-error.ts';
import { Stopped } from '../stopped.ts';
import { TapError } from '../tap-error.ts';
import type { RunArguments, Surroundings } from './prepare.ts';

/** Content of the file of `--summary`: the summary, and how the run as a whole has ended. */
export interface SummaryFile extends Summary {
  /** Version of the tap. */
  version: string;
  /** `running` until the end: a run that was killed leaves it so. */
  outcome: 'running' | 'done' | 'failed' | 'stopped';
  /** The error that ended the run; null if there was none. */
  message: string | null;
}

/**
 * Runs something, and writes its summary to the file of `--summary` however it ends. The file is written before it
 * begins, too, so that nobody takes an older one for this run's. Throws a {@link TapError} if it cannot be written then.
 */
export async function withSummaryFile(
  { summary: path }: RunArguments,
  { log, clock: { now }, version }: Surroundings,
  run: (keep: (summary: Summary) => void) => Promise<void>,
): Promise<void> {
  if (path === undefined) return run(() => {});
  const startedMs = now();
  let kept: Summary | undefined;
  const write = async (outcome: SummaryFile['outcome'], message: string | null) => {
    const summary = kept ?? summarise([], { startedMs, nowMs: now(), requests: 0 });
    const content: SummaryFile = { version, outcome, message, ...summary };
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`).catch((error: unknown) => {
      const { code = 'unknown error' } = codeOf(error);
      throw new TapError(`--summary ${path}: the file cannot be written (${code}); check the path`);
    });
  };
  const end = (outcome: SummaryFile['outcome'], message: string | null) =>
    // The run has an end of its own, which counts more.
    write(outcome, message).catch((error: Error) => log.error(error.message));
  await write('running', null);
  try {
    await run((summary) => {
      kept = summary;
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await end(error instanceof Stopped ? 'stopped' : 'failed', message);
    throw error;
  }
  await end('done', null);
}
