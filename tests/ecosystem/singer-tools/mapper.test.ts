import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { parseMessages } from '../../support/harness/messages.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { installPython } from '../install-python.ts';

const page = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');

it('the mapper of docs/privacy.md leaves no address in the streams that it names, and loses no record and no state', async () => {
  const { program } = await installPython('meltano-map-transform');
  const emulator = await startEmulator({ requestsPerSecond: false });
  onTestFinished(() => emulator.close());
  const [, block = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const { config } = parse(block).mappers[0].mappings[0];
  const streams = Object.keys(config.stream_maps);
  const { stdout, messages } = await runTap(['--select', streams.join(',')], envFor(emulator));
  const map = tempFile('map.json', { ...config, stream_map_config: { salt: 'a long secret' } });

  const mapped = parseMessages(
    execFileSync(program('meltano-map-transform'), ['--config', map], {
      input: stdout,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      stdio: ['pipe', 'pipe', 'ignore'],
    }),
  );

  const records = mapped.filter(({ type }) => type === 'RECORD');
  expect(records).toHaveLength(messages.filter(({ type }) => type === 'RECORD').length);
  expect(JSON.stringify(records)).not.toContain('@');
  expect(stdout).toContain('@');
  expect(JSON.stringify(records)).toMatch(/"email":"[0-9a-f]{64}"/);
  expect(mapped.at(-1)).toEqual(messages.at(-1));
});
