import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import { tables } from '../tables.ts';
import { targetJsonl } from './targets.ts';

let emulator: Emulator;
let pipelines: Pipelines;

beforeAll(async () => {
  pipelines = await startPipelines(targetJsonl);
  emulator = await startEmulator({
    requestsPerSecond: false,
    sizes: { messages: 60, activities: 100 },
    maxPageSizes: { activities: 20 },
  });
});

afterAll(async () => {
  await pipelines?.stop();
  await emulator?.close();
});

it('a second run appends full tables once more, the new messages, and the two newest pages of activities', async () => {
  const first = await pipelines.run(emulator, 'files');
  const before = linesByStream();
  const [message] = emulator.addMessages(1, { created: [Math.floor(Date.now() / 1000) - 2] });
  await pipelines.run(emulator, 'files', { state: first.states.at(-1) ?? '' });
  const after = linesByStream();

  expect(Object.keys(after).sort()).toEqual(Object.keys(tables).sort());
  for (const [stream, lines] of Object.entries(after)) {
    const [old, appended] = [before[stream] ?? [], lines.slice(before[stream]?.length)];
    expect(lines.slice(0, old.length)).toEqual(old);
    if (stream === 'messages') expect(appended).toEqual([expect.stringContaining(`"${message?.id}"`)]);
    // In the first lies the bookmark; no time filter leaves out what is known.
    else if (stream === 'activities') expect(appended).toEqual(old.slice(0, 40));
    else expect(appended.sort()).toEqual(old.sort());
  }
});

function linesByStream(): Record<string, string[]> {
  const folder = join(pipelines.store.folder, 'files');
  const files = readdirSync(folder).map((file): [string, string[]] => [
    file.replace(/\.jsonl$/, ''),
    readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'),
  ]);
  return Object.fromEntries(files);
}
