import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes a file that goes when the test ends; text as it is, anything else as JSON. Gives back its path. */
export function tempFile(name: string, content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
