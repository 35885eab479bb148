import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { expectedRows } from '../expected-rows.ts';
import { installPython } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { everyStreamConfig } from '../tap-config.ts';

const CATALOG: { streams: { stream: string }[] } = JSON.parse(
  readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'),
);
const NAMES = CATALOG.streams.map(({ stream }) => stream);

const TAP = fileURLToPath(new URL('./tap.sh', import.meta.url));

it('singer-check-tap finds both its runs valid: one from nothing, one from the state of the first', async () => {
  const { program } = await installPython('singer-tools');
  const emulator = await startEmulator({
    requestsPerSecond: false,
    messagesSpanDays: 5,
    sizes: { messages: 200, activities: 300, newsletters: 8, campaigns: 4 },
    maxPageSizes: { activities: 20 },
  });
  onTestFinished(() => emulator.close());
  const config = tempFile('config.json', everyStreamConfig(emulator));

  const printed = await runCommand(program('singer-check-tap'), ['--tap', TAP, '--config', config], {
    cwd: dirname(config),
    env: { PATH: process.env['PATH'], NODE: process.execPath, TAP: PROGRAM, SELECT: NAMES.join(',') },
    // Should its reader fail, it waits for ever.
    timeout: 240_000,
  });

  const [first = '', second = '', ...more] = printed.split('The output is valid.').slice(1);
  expect(more).toEqual([]);
  const served = Object.entries(expectedRows(emulator.world)).map(([name, rows]) => [name, rows.length]);
  const all = Object.fromEntries(served);
  expect(Object.keys(all)).toHaveLength(16);
  const counts = countsByStream(first);
  expect(counts).toMatchObject(all);
  expect(NAMES.filter((name) => !((counts[name] ?? 0) > 0))).toEqual([]);
  // Of activities the two newest pages, of messages none is new.
  expect(countsByStream(second)).toMatchObject({ ...all, activities: 40, messages: 0 });
});

/** The number of records of each stream in the table that singer-check-tap prints; each must have one schema. */
function countsByStream(summary: string): Record<string, number> {
  const rows = summary.matchAll(/^\| (\w+) +\| (\d+) +\| 1 +\|$/gm);
  return Object.fromEntries([...rows].map(([, stream, records]) => [stream, Number(records)]));
}
