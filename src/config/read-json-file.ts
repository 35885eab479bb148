import { readFile } from 'node:fs/promises';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { TapError } from '../tap-error.ts';

/** Reads a text file; a missing or unreadable one is a {@link TapError} that names the option and the path. */
export async function readTextFile(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new TapError(`${option} ${path}: ${reason}; check the path`);
  }
}

/** Reads a file that holds one JSON object; anything else is a {@link TapError} that never quotes the content. */
export async function readJsonFile(option: string, path: string): Promise<JsonObject> {
  const text = await readTextFile(option, path);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new TapError(`${option} ${path}: the file is not valid JSON; correct it`);
  }
  if (!isJsonObject(value)) throw new TapError(`${option} ${path}: the file must hold a JSON object`);
  return value;
}
