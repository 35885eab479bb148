import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import { runTap, startTap } from '../../support/harness/run-tap.ts';

const WARNING = 'WARNING NODE_DEBUG is ignored: it would print the key\n';

describe('NODE_DEBUG, with which Node prints the headers of every request', () => {
  it.each(['http', 'http,net,tls,stream', 'child_process', '*'])(
    'as %s prints no key: it is ignored, and told',
    async (value) => {
      const { emulator, env } = await emulatorFor({ sizes: { messages: 5, activities: 5 } });
      // A key in stderr fails the run in the harness.
      const { code, stderr, messages } = await runTap([], { ...env, NODE_DEBUG: value });
      expect([code, messages.at(-1)?.type]).toEqual([0, 'STATE']);
      expect(stderr).toContain(WARNING);
      expect(stderr).not.toMatch(/^HTTP \d|bearer|authorization:/im);
      expect(emulator.requests.length).toBeGreaterThan(13);
    },
  );

  it('changes no exit code and no signal', async () => {
    const wrongCall = await runTap(['--frobnicate'], { NODE_DEBUG: 'http' });
    expect([wrongCall.code, wrongCall.stderr.split('\n')[1]]).toEqual([
      2,
      'CRITICAL Unknown argument: frobnicate; see --help',
    ]);
    const { env } = await emulatorFor({ sizes: { messages: 20_000 }, latencyMs: 20 });
    const child = startTap([], { ...env, NODE_DEBUG: 'http' });
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    const { code, stdout } = await gatherOutput(child);
    expect([code, stdout.trimEnd().split('\n').at(-1)?.slice(0, 15)]).toEqual([143, '{"type":"STATE"']);
  });
});
