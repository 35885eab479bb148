import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An address has a scheme; one letter is a drive of Windows. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** Tells whether a text names a folder of this machine that BATCH can name: a path without # and ?, or its `file://` address. */
export function isFolder(text: string): boolean {
  return pathOf(text) !== undefined;
}

/** The absolute path of a folder for which {@link isFolder} is true. */
export function toFolder(text: string): string {
  const path = pathOf(text);
  if (path === undefined) throw new RangeError(`no folder of this machine: ${text}`);
  return path;
}

function pathOf(text: string): string | undefined {
  if (text.trim() === '' || text.includes('\0')) return undefined;
  const path = SCHEME.test(text) ? pathOfAddress(text) : resolve(text);
  // In the address of a file, as BATCH names it, these end the path: Meltano's SDK neither finds them as %23 nor as #.
  return path === undefined || /[#?]/.test(path) ? undefined : path;
}

function pathOfAddress(text: string): string | undefined {
  try {
    return /^file:\/\/[^#?]*$/i.test(text) ? resolve(fileURLToPath(text)) : undefined;
  } catch {
    return undefined;
  }
}
