import { createStructuredFormat, formatPlain } from './format.ts';
import { createLiveLine, type LiveLine, type Terminal } from './live-line.ts';
import { createLog, type Log } from './log.ts';
import { readLogConfig } from './log-config.ts';

/** The parts of a process that its log depends on. */
export interface LogSurroundings {
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
}

/** A process's log, in the form that its environment asks for, and a live line where a person looks at it. */
export function openLog(
  { stdout, stderr, env, pid }: LogSurroundings,
  now: () => number,
): { log: Log; live: LiveLine | undefined } {
  const { level, isStructured, problem } = readLogConfig(env);
  const isQuiet = level !== 'DEBUG' && level !== 'INFO';
  // On a terminal that shows the records, too, it would stand between them.
  const isLive = stderr.isTTY && !stdout.isTTY && !isStructured && !isQuiet && env['TERM'] !== 'dumb';
  const live = isLive ? createLiveLine(stderr) : undefined;
  const log = createLog({
    write: (line) => void stderr.write(line),
    lowest: level,
    format: isStructured ? createStructuredFormat(pid, now) : formatPlain,
    // An orchestrator that asks for JSON lines reads measurements; a person reads the summary.
    metricLevel: isStructured ? 'INFO' : 'DEBUG',
  });
  if (problem) log.warning(problem);
  return { log, live };
}
