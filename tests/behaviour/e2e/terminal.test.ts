import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../ecosystem/run-command.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { parseMessages } from '../../support/harness/messages.ts';
import type { Env } from '../../support/harness/run-main.ts';
import { PROGRAM, runTap } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** Runs the built program on a terminal of the system, its stdout in a file. Linux alone has this form of `script`. */
async function runOnTerminal(env: Env): Promise<{ shown: string; stdout: string }> {
  const file = tempFile('stdout.jsonl', '');
  const command = `stty rows 24 cols 100; ${process.execPath} ${PROGRAM} > ${file}`;
  const shown = await runCommand('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...env },
  });
  return { shown, stdout: readFileSync(file, 'utf8') };
}

describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  const slow = { latencyMs: 100, sizes: { messages: 300, activities: 300 } };

  it('stderr shows the progress, which is gone in the end, and no metrics', async () => {
    const { env } = await emulatorFor(slow);
    const { shown, stdout } = await runOnTerminal(env);
    expect(shown).toMatch(
      /0:0\d {2}\w+(: (\d+ records, )?\d+%)? {2}(at least )?\d:\d\d left {2}\d+\/16 streams {2}\d+\.\d requests\/s/,
    );
    expect(shown).not.toContain('METRIC');
    const lines = shown.trimEnd().split('\n');
    const last = lines.findLast((line) => !line.includes(' is partial: '));
    expect(last).toMatch(/INFO total \(16 streams, 0:\d\d\) +\d/);
    expect(last).not.toContain('requests/s');
    expect(parseMessages(stdout).at(-1)?.type).toBe('STATE');
  });

  it.each([
    ['where nothing below WARNING is wanted', { LOGLEVEL: 'WARNING' }],
    ['on a terminal that cannot move its cursor', { TERM: 'dumb' }],
  ])('stderr shows no progress %s', async (_, more) => {
    const { env } = await emulatorFor(slow);
    expect((await runOnTerminal({ ...env, ...more })).shown).not.toContain('requests/s');
  });
});

describe('piped', () => {
  it('stderr shows no progress and no control characters', async () => {
    const { env } = await emulatorFor({ latencyMs: 50 });
    const { stderr } = await runTap([], env);
    expect(stderr).not.toContain('\u001B');
    expect(stderr).not.toContain('requests/s');
  });
});
