import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An address has a scheme; one letter is a drive of Windows. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** Whether a text names a folder of this machine: a path, or its `file://` address. */
export function isFolder(text: string): boolean {
  return pathOf(text) !== undefined;
}

/** The absolute path of a folder for which {@link isFolder} is true. */
export function toFolder(text: string): string {
  const path = pathOf(text);
  if (path === undefined) throw new RangeError(`no folder of this machine: ${text}`);
  return resolve(path);
}

function pathOf(text: string): string | undefined {
  if (text.trim() === '' || text.includes('\0')) return undefined;
  if (!SCHEME.test(text)) return text;
  try {
    return /^file:\/\//i.test(text) ? fileURLToPath(text) : undefined;
  } catch {
    return undefined;
  }
}
