import type { Writable } from 'node:stream';
import { TapError } from '../tap-error.ts';

/** Writes Singer messages; resolves when the reader can take more. */
export interface Writer {
  /** Writes lines, each one message without its line break, in one piece. */
  write(lines: readonly string[]): Promise<void>;
  /** Resolves when everything written has left the process. */
  flush(): Promise<void>;
}

/** The program that reads stdout has gone, usually because it failed. */
export class ReaderGoneError extends TapError {
  override name = 'ReaderGoneError';

  constructor() {
    super('the reader of stdout has gone; look for its own error above');
  }
}

/**
 * Makes the one writer of a run. When the reader leaves, `onGone` is called once, and every write from then on
 * rejects with a {@link ReaderGoneError}.
 */
export function createWriter(stdout: Writable, onGone: (error: ReaderGoneError) => void): Writer {
  let gone: ReaderGoneError | undefined;
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const leave = () => {
    if (gone) return;
    gone = new ReaderGoneError();
    onGone(gone);
    wakeAll();
  };
  // After EPIPE no 'drain' ever comes, so both events that tell of it end the waiting.
  stdout.on('error', leave);
  stdout.on('close', leave);
  stdout.on('drain', wakeAll);

  return {
    async write(lines) {
      if (gone) throw gone;
      if (lines.length === 0) return;
      const hasRoom = stdout.write(`${lines.join('\n')}\n`);
      if (!hasRoom) await new Promise<void>((resolve) => waiting.add(resolve));
      if (gone) throw gone;
    },
    async flush() {
      // A write that returned true brings no 'drain': the callback of an empty write tells when all has gone.
      if (!gone)
        await new Promise<void>((resolve) => waiting.add(resolve) && stdout.write('', () => resolve()));
    },
  };
}
