import type { Emulator } from './start-emulator.ts';

/** One answer, its body parsed. */
export interface Answered {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Asks the emulator as a client would. */
export async function ask(
  { url, apiKey }: Emulator,
  path: string,
  query: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Answered> {
  const response = await fetch(`${url}${path}?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
    ...init,
  });
  return { status: response.status, headers: response.headers, body: parseObject(await response.text()) };
}

/** Every page of a list, from the first or the given cursor to the one without a `next`. */
export async function* askPages(
  emulator: Emulator,
  path: string,
  query: Record<string, string> = {},
): AsyncGenerator<Answered, void, undefined> {
  for (let start = query['start']; ; ) {
    const page = await ask(emulator, path, start ? { ...query, start } : query);
    yield page;
    const next = page.body['next'];
    if (typeof next !== 'string' || next === '') return;
    start = next;
  }
}

/** All records of a list, in the order served. */
export async function askAll(
  emulator: Emulator,
  path: string,
  recordsKey: string,
  query: Record<string, string> = {},
): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const { body } of askPages(emulator, path, query)) records.push(...recordsOf(body, recordsKey));
  return records;
}

/** The list under a key of a body. */
export function recordsOf(body: Record<string, unknown>, recordsKey: string): unknown[] {
  const records = body[recordsKey];
  // docs/api-behaviour.md#2: an empty membership has null for its list
  if (records === null) return [];
  if (!Array.isArray(records)) throw new TypeError(`no list ${recordsKey} in the body`);
  return records;
}

function parseObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('the body is not an object');
  return { ...value };
}
