import type { Writable } from 'node:stream';
import { createWriter, ReaderGoneError } from './singer/writer.ts';

/** Prints text that can be printed again: a reader such as `head` may leave before its end. */
export async function print(stdout: Writable, text: string): Promise<void> {
  const writer = createWriter(stdout, () => {});
  try {
    await writer.write([text.replace(/\n$/, '')]);
    await writer.flush();
  } catch (error) {
    if (!(error instanceof ReaderGoneError)) throw error;
  }
}
