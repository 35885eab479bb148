import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';

const SCRIPT = fileURLToPath(new URL('../../../docs/recipes/sync.sh', import.meta.url));
/** A state of another stream, so that a run that starts from it reads all and carries it over. */
const OLD = '{"bookmarks":{"old":{}}}';
/** The smallest target: reads all, then prints the last STATE. */
const TARGET = 'tail -n 1 | jq --compact-output .value';

/** Programs that the script needs and that not every machine has. */
const isRunnable = ['flock', 'jq'].every((program) => spawnSync('which', [program]).status === 0);

/** A folder as people would have it, with the old state, and the script to be run on it. */
async function prepare(options: EmulatorOptions = {}) {
  const { emulator, env } = await emulatorFor(options);
  const root = mkdtempSync(join(tmpdir(), 'tap-customerio-sync-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [folder, programs] = [join(root, 'shop'), join(root, 'bin')];
  for (const path of [folder, programs]) mkdirSync(path);
  /** Puts a program in front of all others of its name. */
  const install = (name: string, lines: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  // As npm installs it, but of this build.
  install('tap-customerio', `exec "${process.execPath}" "${PROGRAM}" "$@"`);
  writeFileSync(join(folder, 'state.json'), OLD);
  const start = (target: readonly string[], more: Record<string, string> = {}) => {
    const path = [programs, process.env['PATH']].join(delimiter);
    // A process group of its own, as Airflow and a shell give it.
    const child = spawn(SCRIPT, [folder, ...target], {
      env: { PATH: path, TAP_CUSTOMERIO_STREAMS: 'messages', ...env, ...more },
      detached: true,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, stderr }));
    return { child, ended };
  };
  return {
    emulator,
    install,
    start,
    run: (target: string, more?: Record<string, string>) => start(['sh', '-c', target], more).ended,
    state: () => readFileSync(join(folder, 'state.json'), 'utf8').trim(),
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    has: (name: string) => existsSync(join(folder, name)),
  };
}

describe.skipIf(!isRunnable)('docs/recipes/sync.sh', () => {
  it('leaves a summary of the run in the folder', async () => {
    const { run, read } = await prepare();
    expect(await run(TARGET)).toMatchObject({ code: 0 });
    expect(JSON.parse(read('summary.json'))).toMatchObject({ outcome: 'done', requests: expect.any(Number) });
  });

  it('keeps the last state that the target has printed, and starts the next run from it', async () => {
    const { run, state, read } = await prepare();
    expect((await run(`printf '%s\\n' '{"bookmarks":{"first":{}}}'; ${TARGET}`)).code).toBe(0);
    const { bookmarks } = JSON.parse(state());
    expect(bookmarks).toMatchObject({ old: {}, messages: { created: expect.any(String) } });
    await run(TARGET);
    const { streams } = JSON.parse(read('summary.json'));
    expect(streams).toContainEqual(
      expect.objectContaining({ stream: 'messages', bookmark_from: bookmarks.messages.created }),
    );
  });

  it.each(['{"bookmarks":{}}', '{"bookmarks":{"messages":{}}}'])(
    'refuses a state without the bookmarks that the last one had, and names them: %s',
    async (printed) => {
      const { run, state } = await prepare();
      const { code, stderr } = await run(`cat > /dev/null; echo '${printed}'`);
      expect([code, state()]).toEqual([1, OLD]);
      expect(stderr).toContain(
        'sync.sh: the target printed a state without the bookmarks of old; the old one stays',
      );
    },
  );

  it('keeps the old state if the target prints none', async () => {
    const { run, state } = await prepare();
    expect((await run('cat > /dev/null')).code).toBe(0);
    expect(state()).toBe(OLD);
  });

  it('keeps the old state if the target fails before it has loaded anything, and fails as it does', async () => {
    const { run, state } = await prepare();
    expect((await run('exit 9')).code).toBe(9);
    expect(state()).toBe(OLD);
  });

  it('takes what a failed target has printed before, but no line that broke off', async () => {
    const { run, state } = await prepare();
    const loaded = '{"bookmarks":{"old":{},"loaded":{"id":9007199254740993}}}';
    const { code } = await run(`cat > /dev/null; printf '%s\\n{"bookmarks":{' '${loaded}'; exit 3`);
    expect(code).toBe(3);
    expect(state()).toBe(loaded);
  });

  it.each([
    ['breaks off, as on a full disk', 'tail', 'head -c 20; exit 1'],
    ['does not reach the disk', 'sync', 'exit 1'],
    ['cannot take the place of the old one', 'mv', 'exit 1'],
  ])('keeps the old state and fails if the new one %s', async (_, program, lines) => {
    const { install, run, state } = await prepare();
    install(program, lines);
    const { code, stderr } = await run(`cat > /dev/null; echo '{"bookmarks":{"old":{},"first":{}}}'`);
    expect(code).toBe(1);
    expect(stderr).toContain('sync.sh: the state cannot be written; the old one stays\n');
    expect(state()).toBe(OLD);
  });

  it('fails if the tap fails, though the target is done', async () => {
    const { run, state } = await prepare();
    expect((await run(TARGET, { TAP_CUSTOMERIO_APP_API_KEY: 'wrong' })).code).toBe(1);
    expect(JSON.parse(state())).toMatchObject({ bookmarks: { old: {} } });
  });

  it('says which program is missing, before anything is done', async () => {
    const { start, has } = await prepare();
    const { code, stderr } = await start(['no-such-target']).ended;
    expect(code).toBe(1);
    expect(stderr).toBe('sync.sh: no-such-target is not on the PATH\n');
    expect(has('target.out')).toBe(false);
  });

  it('runs once at a time', async () => {
    const { emulator, start, run, state } = await prepare();
    const { ended } = start(['sh', '-c', `${TARGET}; sleep 1`]);
    while (emulator.requests.length === 0) await delay(20);
    expect((await run('true')).code).toBe(75);
    expect(state()).toBe(OLD);
    expect((await ended).code).toBe(0);
  });

  const alone = (signal: NodeJS.Signals) => (pid: number) => process.kill(pid, signal);
  const group = (signal: NodeJS.Signals) => (pid: number) => process.kill(-pid, signal);
  it.each([
    ['SIGTERM to it alone', alone('SIGTERM'), 0],
    ['SIGINT to it alone', alone('SIGINT'), 0],
    ['SIGHUP to it alone', alone('SIGHUP'), 0],
    ['SIGTERM to its group', group('SIGTERM'), 0],
    ['SIGINT to its group, as Ctrl-C is', group('SIGINT'), 0],
    ['a signal that comes again and again', group('SIGTERM'), 200],
  ])('is ended in order by %s: what was loaded is in the state', async (_, send, again) => {
    const { emulator, start, state } = await prepare({
      sizes: { messages: 20_000 },
      maxPageSizes: { messages: 100 },
      latencyMs: 50,
    });
    const { child, ended } = start(['sh', '-c', TARGET]);
    while (emulator.requests.length < 20) await delay(20);
    for (let count = 0; count <= again && child.exitCode === null; count += 1) {
      send(Number(child.pid));
      await delay(1);
    }
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(JSON.parse(state())).toMatchObject({ bookmarks: { old: {}, messages: {} } });
    // Only what tap and script have to say, and nothing of the shell about its jobs.
    expect(stderr.split('\n').filter((line) => !/^(INFO|WARNING|ERROR|CRITICAL) /.test(line))).toEqual([
      'sync.sh: exit codes: tap 143, target 0',
      '',
    ]);
  });
});
