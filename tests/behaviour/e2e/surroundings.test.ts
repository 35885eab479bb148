import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { gatherOutput, type Output } from '../../support/harness/gather-output.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';

/** Runs a line of shell in which "$@" is the built program. */
function runShell(line: string, env: Record<string, string> = {}, cwd?: string): Promise<Output> {
  const argv = ['-c', line, 'sh', process.execPath, PROGRAM];
  return gatherOutput(
    spawn('sh', argv, { cwd, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: 'pipe' }),
  );
}

describe('a stdout', () => {
  it('that is closed ends the run before any request', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stderr } = await runShell('"$@" >&-', env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^CRITICAL stdout is closed: pipe it into a target, or into a file$/m);
    expect(emulator.requests).toEqual([]);
  });

  it('that a shell leads to /dev/null is a stdout', async () => {
    const { emulator, env } = await emulatorFor({ sizes: { messages: 5, activities: 5 } });
    expect((await runShell('"$@" > /dev/null', env)).code).toBe(0);
    expect(emulator.requests.length).toBeGreaterThan(10);
  });
});

describe('a working folder that has been deleted', () => {
  const line = 'rmdir "$PWD" && "$@" --help';

  it('is named in one line where it is needed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-gone-'));
    const { code, stderr } = await runShell(line, {}, folder);
    expect([code, stderr]).toEqual([
      1,
      'CRITICAL the working folder does not exist any more: change to one that does, then run again\n',
    ]);
  });

  it('is not missed by a sync', async () => {
    const { env } = await emulatorFor({ sizes: { messages: 5, activities: 5 } });
    const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-gone-'));
    expect((await runShell('rmdir "$PWD" && "$@" > /dev/null', env, folder)).code).toBe(0);
  });
});

it('too few file handles end the program with one line that says what to raise', async () => {
  const { env } = await emulatorFor({ sizes: { messages: 5, activities: 5 } });
  // How many it needs depends on Node; below those, Node itself does not start. This finds the most that do not do.
  let [tooFew, enough] = [16, 40];
  let told = '';
  while (enough - tooFew > 1) {
    const limit = Math.floor((tooFew + enough) / 2);
    const { code, stderr } = await runShell(`ulimit -n ${limit}; "$@" > /dev/null`, env);
    if (code === 0) enough = limit;
    else [tooFew, told] = [limit, stderr.trimEnd().split('\n').at(-1) ?? ''];
  }
  expect(told).toMatch(
    /^CRITICAL .*the system gives no more file handles.*: raise the limit, as with ulimit -n 1024/,
  );
});
