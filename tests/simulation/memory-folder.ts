import type { BatchFolder } from '../../src/singer/batch-folder.ts';

/** BATCH files that are held in memory. */
export interface MemoryFolder {
  readonly folder: BatchFolder;
  /** A message as it was, or RECORD messages for what its files hold. Fails at a file that is not whole. */
  expand(line: string): string[];
}

/** Starts empty. A file takes a while to be written and closed, as on a disk. */
export function createMemoryFolder(): MemoryFolder {
  const whole = new Map<string, string>();
  let files = 0;
  return {
    folder: {
      create() {
        files += 1;
        const url = `memory:${files}`;
        let text = '';
        let last = Promise.resolve();
        return {
          write(pieces) {
            last = last.then(() => {
              text += Buffer.concat(pieces).toString();
            });
            return last;
          },
          async close() {
            await last;
            whole.set(url, text);
            return url;
          },
        };
      },
    },
    expand(line) {
      if (!line.startsWith('{"type":"BATCH"')) return [line];
      const { stream, manifest }: { stream: string; manifest: string[] } = JSON.parse(line);
      return manifest.flatMap((url) => {
        const text = whole.get(url);
        if (text === undefined) throw new Error(`${url} is named before it is whole`);
        const records = text.split('\n').filter((record) => record !== '');
        return records.map((record) => `{"type":"RECORD","stream":"${stream}","record":${record}}`);
      });
    },
  };
}
