import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { constants, createGzip } from 'node:zlib';
import { describeShortage } from '../shortage.ts';
import { TapError } from '../tap-error.ts';
import type { BatchEncoding } from './messages.ts';

/** A file of records that is being written. What fails is a {@link TapError}, and all that follows fails with it. */
export interface BatchFile {
  /** Adds lines; resolves when the disk can take more. */
  write(pieces: readonly Buffer[]): Promise<void>;
  /** Resolves with the address of the file once it is whole and closed, and has its name. */
  close(): Promise<string>;
}

/** Folder into which a run writes its files. */
export interface BatchFolder {
  /** Begins a file that has no other's name, in this run or another. */
  create(stream: string): BatchFile;
}

/** Options that a run's files have in common. */
export interface BatchFolderOptions {
  /** Path of the folder; it is made if it is not there. */
  readonly root: string;
  /** Begins each name. */
  readonly prefix: string;
  readonly compression: BatchEncoding['compression'];
  /** Tells a run's files from those of all others. */
  readonly runId: string;
}

/** Records are people's data: only the user who runs the tap may read them. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Opens the folder. Throws a {@link TapError} if it cannot be made. */
export async function openBatchFolder(options: BatchFolderOptions): Promise<BatchFolder> {
  const { root, prefix, compression, runId } = options;
  await mkdir(root, { recursive: true, mode: FOLDER_MODE }).catch(explain(root));
  const ending = compression === 'gzip' ? '.jsonl.gz' : '.jsonl';
  let files = 0;
  return {
    create(stream) {
      files += 1;
      return createBatchFile(join(root, `${prefix}${stream}-${runId}-${files}${ending}`), compression);
    },
  };
}

/** Starts a file. Until it is whole it has another name, so that no half one is taken for it. */
function createBatchFile(path: string, compression: BatchEncoding['compression']): BatchFile {
  const partial = `${path}.partial`;
  const disk = createWriteStream(partial, { flags: 'wx', mode: FILE_MODE });
  const gzip = compression === 'gzip' ? createGzip({ level: constants.Z_BEST_SPEED }) : undefined;
  const input = gzip ?? disk;
  const ended = gzip ? pipeline(gzip, disk) : finished(disk);
  ended.catch(() => {});
  let isMade = false;
  disk.once('open', () => {
    isMade = true;
  });
  /** No message names what it holds: it would only fill the disk. Another one's file stays. */
  const discard = async () => {
    disk.destroy();
    if (isMade) await rm(partial, { force: true }).catch(() => {});
  };
  const writeAll = async (pieces: readonly Buffer[]) => {
    for (const piece of pieces) {
      // After an error no 'drain' ever comes.
      if (!input.write(piece)) await Promise.race([once(input, 'drain'), ended]);
    }
  };
  // Calls take their turn: pages come side by side, and none may be cut off by the end.
  let last = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch(async (error: unknown) => {
      await discard();
      return explain(partial)(error);
    });
    return last;
  };
  return {
    write: (pieces) => inTurn(() => writeAll(pieces)),
    async close() {
      await inTurn(async () => {
        input.end();
        await ended;
        if (!disk.closed) await once(disk, 'close');
        await rename(partial, path);
      });
      // Meltano's SDK takes %20 for three characters of the path.
      return decodeURI(pathToFileURL(path).href);
    },
  };
}

/** Makes a {@link TapError} of what the system says. */
function explain(path: string) {
  return (error: unknown): never => {
    if (error instanceof TapError) throw error;
    const shortage = describeShortage(error);
    if (shortage !== undefined) throw new TapError(shortage);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new TapError(
      `batch_config: ${path} cannot be written (${code}); make room, or check storage.root, then run again from the last STATE`,
    );
  };
}
