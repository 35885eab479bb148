import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { installPython } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { columnsOfType, tables } from '../tables.ts';
import { tapConfig } from '../tap-config.ts';

const TESTS = fileURLToPath(new URL('./test_tap.py', import.meta.url));

it("the SDK's standard tap tests all pass, none is skipped or expected to fail", async () => {
  const { program } = await installPython('sdk-tests');
  const emulator = await startEmulator({ requestsPerSecond: false });
  onTestFinished(() => emulator.close());
  const config = tempFile('config.json', tapConfig(emulator));

  const printed = await runCommand(program('pytest'), ['-q', '-p', 'no:cacheprovider', TESTS], {
    cwd: dirname(config),
    env: {
      PATH: process.env['PATH'],
      NODE: process.execPath,
      TAP: PROGRAM,
      CONFIG: config,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    timeout: 300_000,
  });

  // Any failed, skipped, xfailed or xpassed would stand there too.
  const [, passed = printed] = /^(\d+) passed(?:, \d+ warnings?)? in /m.exec(printed) ?? [];
  expect(passed).toBe(String(countTests()));
});

/** Four tests of the tap, six of each stream, and one of each property for its type, and for not being null. */
function countTests(): number {
  const all = Object.values(tables);
  const properties = all.flatMap((table) => [
    ...(['bigint', 'boolean', 'jsonb', 'timestamp without time zone'] as const).flatMap((type) =>
      columnsOfType(table, type),
    ),
    ...table.key,
  ]);
  const neverNull = ['messages.metrics'];
  return 4 + 6 * all.length + properties.length + neverNull.length;
}
