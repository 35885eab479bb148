import { readFile } from 'node:fs/promises';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { describeShortage } from '../shortage.ts';
import { TapError } from '../tap-error.ts';

/**
 * Reads a text file in UTF-8, or in UTF-16 with a byte order mark, as PowerShell's `>` writes it. A missing or
 * unreadable one is a {@link TapError} that names the option and the path.
 */
export async function readTextFile(option: string, path: string): Promise<string> {
  try {
    return decode(await readFile(path));
  } catch (error) {
    const shortage = describeShortage(error);
    if (shortage !== undefined) throw new TapError(shortage);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new TapError(`${option} ${path}: ${reason}; check the path`);
  }
}

function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Reads a file that holds one JSON object; anything else is a {@link TapError} that never quotes the content. */
export async function readJsonFile(option: string, path: string): Promise<JsonObject> {
  const text = await readTextFile(option, path);
  if (text.trim() === '')
    throw new TapError(`${option} ${path}: the file is empty; it must hold a JSON object`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const place = await placeOfFault(text);
    throw new TapError(`${option} ${path}: the file is not valid JSON${place}; correct it`);
  }
  if (!isJsonObject(value)) throw new TapError(`${option} ${path}: the file must hold a JSON object`);
  return value;
}

/** Line and column of what is not JSON. Node's own message has no position, and quotes the content. */
async function placeOfFault(text: string): Promise<string> {
  const { parse } = await import('lossless-json');
  try {
    parse(text);
    return '';
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (position === undefined) return '';
    const lines = text.slice(0, Number(position)).split('\n');
    return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
  }
}
