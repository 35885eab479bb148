import { fstatSync, readSync, statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { TapError } from '../tap-error.ts';
import { createLineBuffer } from './line-buffer.ts';

/** Writes Singer messages; resolves when the reader can take more. */
export interface Writer {
  /** Adds a line, a message without its line break, to what is written next; the first one is written at once. */
  put(line: string): void;
  /** Writes what has been put and these lines, in one piece. */
  write(lines: readonly string[]): Promise<void>;
  /** Resolves when everything written has left the process; rejects if it could not. */
  flush(): Promise<void>;
}

/** The reader of stdout has ended, as `head` does when it has seen enough. */
export class ReaderGoneError extends TapError {
  constructor(advice = '') {
    super(`the reader of stdout has gone; look for its own error above${advice}`);
  }
}

/** Options of a writer. */
export interface WriterOptions {
  /** Once it is aborted no write waits for room any more: what is still to be said is a line or two. */
  readonly signal?: AbortSignal;
  /** Further advice when the reader has gone, as the end of the sentence. */
  readonly advice?: string;
}

/**
 * Makes the one writer of a run. When stdout can no longer be written, because its reader has left or the disk is
 * full, `onGone` is called once with a {@link TapError}, and every write from then on rejects with it. Throws a
 * {@link TapError} if it was closed from the start.
 */
export function createWriter(
  stdout: Writable,
  onGone: (error: TapError) => void,
  { signal, advice = '' }: WriterOptions = {},
): Writer {
  if (wasClosed(stdout)) throw new TapError('stdout is closed: pipe it into a target, or into a file');
  let gone: TapError | undefined;
  const buffer = createLineBuffer();
  let isFirst = true;
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const leave = (error?: Error) => {
    if (gone) return;
    gone = describeLoss(error, advice);
    onGone(gone);
    wakeAll();
  };
  // After EPIPE no 'drain' ever comes, so both events that tell of it end the waiting.
  stdout.on('error', leave);
  stdout.on('close', () => leave());
  signal?.addEventListener('abort', wakeAll, { once: true });
  stdout.on('drain', wakeAll);

  return {
    put(line) {
      buffer.add(line);
      // Its reader need not wait until the rest of the page is made.
      if (isFirst) for (const piece of buffer.take()) stdout.write(piece);
      isFirst = false;
    },
    async write(lines) {
      for (const line of lines) buffer.add(line);
      const pieces = buffer.take();
      if (gone) throw gone;
      let hasRoom = true;
      for (const piece of pieces) hasRoom = stdout.write(piece);
      if (!hasRoom && !signal?.aborted) await new Promise<void>((resolve) => waiting.add(resolve));
      if (gone) throw gone;
    },
    async flush() {
      // A write that returned true brings no 'drain': the callback of an empty write tells when all has gone.
      if (!gone && !signal?.aborted) {
        await new Promise<void>((resolve) => waiting.add(resolve) && stdout.write('', () => resolve()));
      }
      if (gone) throw gone;
    },
  };
}

function describeLoss(error: Error | undefined, advice: string): TapError {
  const code = error && 'code' in error ? String(error.code) : 'EPIPE';
  if (['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET'].includes(code)) return new ReaderGoneError(advice);
  return new TapError(
    `stdout cannot be written (${code}); make room or check where it goes, then run again from the last STATE`,
  );
}

/**
 * Tells whether the program was started without a stdout, as `>&-` does. Node then opens /dev/null in its place, for reading and
 * writing; who names /dev/null in a shell opens it for writing only, so that reading fails.
 */
function wasClosed(stdout: Writable): boolean {
  const fd: unknown = 'fd' in stdout ? stdout.fd : undefined;
  if (typeof fd !== 'number') return false;
  try {
    const { rdev } = fstatSync(fd);
    return rdev !== 0 && rdev === statSync('/dev/null').rdev && readSync(fd, Buffer.alloc(1)) === 0;
  } catch {
    return false;
  }
}
