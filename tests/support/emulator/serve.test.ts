import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('serve.ts', import.meta.url));

function serve(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args]);
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'prints a config that works, and ends cleanly on %s',
  async (signal) => {
    const sizes = ['--messages', '5', '--messages-span-days', '100'];
    const child = serve('--seed', '3', '--now', '1790000000', '--api-key', 'k', ...sizes);
    const [first] = await once(child.stdout, 'data');
    const config: { app_api_key: string; base_url: string } = JSON.parse(
      String(first).split('config: ')[1] ?? '',
    );
    const response = await fetch(`${config.base_url}/v1/messages?end_ts=1790000000`, {
      headers: { authorization: `Bearer ${config.app_api_key}` },
    });
    const body: { messages?: unknown[] } = JSON.parse(await response.text());
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(body.messages).toHaveLength(5);
  },
);

it('prints its options', async () => {
  const child = serve('--help');
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect([stdout.includes('--messages N'), code]).toEqual([true, 0]);
});

it.each([['--messages', 'many'], ['--end-of-pages', 'soon'], ['--latency', '9-1'], ['--unknown']])(
  'refuses %s %s in one line',
  async (...args) => {
    const child = serve(...args);
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([stderr.trim().split('\n').length, code]).toEqual([1, 2]);
    expect(stderr).toContain(args[0]);
  },
);
