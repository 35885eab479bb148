import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { BatchMessage, Json } from './messages.ts';

/** The records of the files that a message names. Fails, as a target would, at a file that is not whole. */
export function readBatch({ manifest, encoding }: BatchMessage): Json[] {
  return manifest.flatMap((url) => {
    const bytes = readFileSync(fileURLToPath(url));
    const text = (encoding.compression === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    const lines = text.split('\n');
    if (lines.pop() !== '') throw new Error(`${url} does not end with a line break`);
    return lines.map((line): Json => JSON.parse(line));
  });
}

/** The setting, as an environment variable has it. */
export function batchSetting(root: string, size: number, compression = 'gzip'): string {
  return JSON.stringify({
    encoding: { format: 'jsonl', compression },
    storage: { root },
    batch_size: size,
  });
}
