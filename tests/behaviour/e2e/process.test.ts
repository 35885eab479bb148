import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import { type Message, parseMessages } from '../../support/harness/messages.ts';
import { PROGRAM, startTap } from '../../support/harness/run-tap.ts';

/** Loaded before the program: throws from a timer once two megabytes are written, and counts all that is. */
const THROWS = `
  const { write } = process.stdout;
  let given = 0;
  process.stdout.write = function (piece, ...rest) {
    if (given < 2e6 && given + piece.length >= 2e6) setTimeout(() => { throw new Error('thrown'); });
    given += piece.length;
    return write.call(this, piece, ...rest);
  };
  process.on('beforeExit', () => process.stderr.write('given to stdout: ' + given + '\\n'));
`;

/** A sync that takes long: many windows, each answer some milliseconds. */
async function startSync(
  options: Parameters<typeof emulatorFor>[0] = {},
  nodeOptions: readonly string[] = [],
) {
  const { emulator, env } = await emulatorFor({
    sizes: { messages: 20_000, activities: 5000 },
    latencyMs: 20,
    ...options,
  });
  const child = startTap([], env, nodeOptions);
  if (!child.stdout || !child.stderr) throw new Error('the program has no pipes');
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => ({
    code,
    signal,
    stderr,
  }));
  return { emulator, child, stdout: child.stdout, ended };
}

/** Waits until no request comes any more, and gives their number. */
async function untilQuiet({ requests }: { requests: readonly unknown[] }): Promise<number> {
  let asked = -1;
  while (asked !== requests.length) {
    asked = requests.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return asked;
}

describe.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s', (signal, exitCode) => {
  it(`ends the run with whole lines, STATE as the last one, and exit code ${exitCode}`, async () => {
    const { emulator, child, stdout, ended } = await startSync();
    let text = '';
    let isSent = false;
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (isSent || !text.includes('"RECORD"')) return;
      isSent = true;
      child.kill(signal);
    });
    const { code, stderr } = await ended;
    expect(code).toBe(exitCode);
    const messages: Message[] = parseMessages(text);
    expect(messages.at(-1)?.type).toBe('STATE');
    expect(stderr.trim().split('\n').at(-1)).toBe(
      `CRITICAL stopped by ${signal}; what was written is whole, and the last STATE says where to go on`,
    );
    const asked = emulator.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(emulator.requests.length).toBe(asked);
  });

  it('ends the run at once when it comes a second time, though nobody reads', async () => {
    const { emulator, child, stdout, ended } = await startSync({
      sizes: { messages: 100_000 },
      latencyMs: 0,
    });
    await once(stdout, 'readable');
    stdout.pause();
    await untilQuiet(emulator);
    child.kill(signal);
    // Time for the first one to be taken: signals of the same kind do not queue.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(child.exitCode).toBe(null);
    child.kill(signal);
    expect((await ended).signal).toBe(signal);
  });
});

describe('SIGTERM while a slow reader is in the middle of a long page', () => {
  it('does not make it read the page to its end', async () => {
    const { child, stdout, ended } = await startSync({
      sizes: { segments: 1, membersPerSegment: 60_000, messages: 0, activities: 0 },
      latencyMs: 0,
    });
    let lines = 0;
    for await (const _ of createInterface({ input: stdout })) {
      lines += 1;
      if (lines === 3000) child.kill('SIGTERM');
      if (lines % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ended).code).toBe(143);
    expect(lines).toBeLessThan(25_000);
  });
});

describe('an error that nothing catches', () => {
  it('ends the run with a sentence, STATE as the last line, and nothing lost to a slow reader', async () => {
    const { child, stdout, ended } = await startSync(
      { sizes: { messages: 30_000, activities: 0 }, latencyMs: 0 },
      ['--import', `data:text/javascript,${encodeURIComponent(THROWS)}`],
    );
    let text = '';
    for await (const chunk of stdout.setEncoding('utf8')) {
      text += chunk;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(child.signalCode).toBeNull();
    expect(stderr).toMatch(/^CRITICAL unexpected error, a bug of the tap: Error: thrown;/m);
    const messages = parseMessages(text);
    expect(messages.at(-1)?.type).toBe('STATE');
    expect(stderr).toContain(`given to stdout: ${Buffer.byteLength(text)}`);
  });
});

describe('a log that nobody takes any more', () => {
  it('is no reason to stop', async () => {
    const { child, stdout, ended } = await startSync({ sizes: { messages: 2000, activities: 0 } });
    child.stderr?.destroy();
    let last = '';
    for await (const line of createInterface({ input: stdout })) last = line;
    expect((await ended).code).toBe(0);
    expect(JSON.parse(last).type).toBe('STATE');
  });
});

describe('a disk that is full', () => {
  it.runIf(existsSync('/dev/full'))('is named, and is no reader that has gone', async () => {
    const { env } = await emulatorFor();
    const child = spawn(process.execPath, [PROGRAM], {
      env,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^CRITICAL stdout cannot be written \(ENOSPC\); make room/,
    );
  });
});

describe('a reader that leaves', () => {
  it('ends the run with one line and exit code 1, and the requests with it', async () => {
    const { emulator, stdout, ended } = await startSync();
    await once(stdout, 'data');
    stdout.destroy();
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    const lines = stderr
      .trim()
      .split('\n')
      .filter((line) => !/^(INFO|WARNING)/.test(line));
    expect(lines).toEqual(['CRITICAL the reader of stdout has gone; look for its own error above']);
    expect(emulator.requests.length).toBeLessThan(40);
  });
});

describe('a reader of --discover that has seen enough', () => {
  it('ends it quietly, since nothing is lost', async () => {
    const child = startTap(['--discover']);
    const ended = gatherOutput(child);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('a reader that is slow', () => {
  it('stops the requests: no more is asked for than a page and the one ahead for each chain', async () => {
    const { emulator, child, stdout, ended } = await startSync({
      sizes: { messages: 100_000, activities: 0 },
      latencyMs: 0,
    });
    await once(stdout, 'readable');
    stdout.pause();
    const asked = await untilQuiet(emulator);
    // Three windows, and every other list and three parents of each child, by two pages.
    expect(asked).toBeLessThan(60);
    child.kill('SIGKILL');
    await ended;
  });

  it('gets every line of a run that has failed', async () => {
    const { emulator, stdout, ended } = await startSync({
      sizes: { messages: 3000, activities: 0 },
      latencyMs: 0,
    });
    emulator.faults.add({
      match: { template: '/v1/snippets' },
      times: Infinity,
      action: { kind: 'status', status: 403 },
    });
    const types: string[] = [];
    for await (const line of createInterface({ input: stdout })) {
      types.push(JSON.parse(line).type);
      if (types.length % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ended).code).toBe(1);
    expect(types.at(-1)).toBe('STATE');
  });
});
