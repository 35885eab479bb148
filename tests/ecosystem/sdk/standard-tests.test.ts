import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { installPython } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { everyStreamConfig } from '../tap-config.ts';

const TESTS = fileURLToPath(new URL('./test_tap.py', import.meta.url));

it("the SDK's standard tap tests all pass, none is skipped or expected to fail", async () => {
  const { program } = await installPython('sdk-tests');
  const emulator = await startEmulator({
    requestsPerSecond: false,
    messagesSpanDays: 5,
    sizes: { newsletters: 8, campaigns: 4 },
  });
  onTestFinished(() => emulator.close());
  const config = tempFile('config.json', everyStreamConfig(emulator));

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

/** A column, as far as the tests depend on it. */
interface Property {
  type: string | string[];
  format?: string;
}

/** Four tests of the tap, six of each stream, and one of each property for its type, and for not being null. */
function countTests(): number {
  const { streams }: { streams: { schema: { properties: Record<string, Property> } }[] } = JSON.parse(
    readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'),
  );
  const properties = streams.flatMap(({ schema }) => Object.values(schema.properties));
  const tests = properties.flatMap(({ type, format }) => {
    const types = [type].flat();
    const isTyped =
      format === 'date-time' || ['integer', 'boolean', 'object'].some((one) => types.includes(one));
    return [...(isTyped ? ['type'] : []), ...(types.includes('null') ? [] : ['not null'])];
  });
  return 4 + 6 * streams.length + tests.length;
}
