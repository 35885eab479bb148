import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDisguise } from '../probe/disguise.ts';
import type { SendProbe } from '../probe/run-probes.ts';
import { codeOf } from '../request-error.ts';
import { TapError } from '../tap-error.ts';

/**
 * Keeps each answer in a file of its own, in a folder that is new or empty; nothing of the account is in it. Throws a
 * {@link TapError} where the folder cannot be used.
 */
export async function recordTo(folder: string, send: SendProbe, random: () => number): Promise<SendProbe> {
  await prepareFolder(folder);
  const disguise = createDisguise(random);
  let count = 0;
  return async (request) => {
    const answer = await send(request);
    count += 1;
    const text = `${JSON.stringify(disguise(answer), null, 2)}\n`;
    const path = join(folder, `${String(count).padStart(3, '0')}.json`);
    await writeFile(path, text).catch((error: unknown) => refuse(folder, error));
    return answer;
  };
}

async function prepareFolder(folder: string): Promise<void> {
  const files = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((error: unknown) => refuse(folder, error));
  if (files.length > 0)
    throw new TapError(`--record ${folder}: the folder holds files already; name a new one, or empty it`);
}

function refuse(folder: string, error: unknown): never {
  const { code = 'unknown error' } = codeOf(error);
  throw new TapError(`--record ${folder}: the folder cannot be written (${code}); check the path`);
}
