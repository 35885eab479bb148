import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { batchSetting, readBatch } from '../../support/harness/batch-files.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import {
  type Json,
  lastState,
  type Message,
  parseMessages,
  recordsOf,
} from '../../support/harness/messages.ts';
import { type Env, runMain } from '../../support/harness/run-main.ts';
import { runTap, startTap } from '../../support/harness/run-tap.ts';

const SETTING = 'TAP_CUSTOMERIO_BATCH_CONFIG';

/** An emulator, and a folder for files that is not there yet. */
async function startBatches(options: EmulatorOptions = {}): Promise<{ env: Env; root: string }> {
  const { env } = await emulatorFor(options);
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // The same for all runs of a test, however long they take.
  const anchor = new Date(Date.now() - 150 * 86_400_000).toISOString();
  return { env: { ...env, TAP_CUSTOMERIO_ANCHOR_DATE: anchor }, root: join(folder, 'batches') };
}

const batchesOf = (messages: readonly Message[]) =>
  messages.flatMap((message) => (message.type === 'BATCH' ? [message] : []));

/** The records of all files that were named, by stream. */
function loaded(messages: readonly Message[]): Map<string, Json[]> {
  const records = new Map<string, Json[]>();
  for (const message of batchesOf(messages))
    records.set(message.stream, [...(records.get(message.stream) ?? []), ...readBatch(message)]);
  return records;
}

describe('with batch_config', () => {
  it.each(['gzip', 'none'])(
    'and compression %s, files hold what RECORD messages would',
    async (compression) => {
      const { env, root } = await startBatches();
      const lines = await runMain([], env);
      const files = await runMain([], { ...env, [SETTING]: batchSetting(root, 100, compression) });
      expect({ code: files.code, error: files.code ? files.stderr : '' }).toEqual({ code: 0, error: '' });
      expect(files.messages.filter(({ type }) => type === 'RECORD')).toEqual([]);
      const byText = (records: readonly Json[]) => records.map((record) => JSON.stringify(record)).sort();
      const streams = new Set(
        lines.messages.flatMap((message) => (message.type === 'RECORD' ? message.stream : [])),
      );
      expect(streams.size).toBeGreaterThan(10);
      const records = loaded(files.messages);
      expect(new Set(records.keys())).toEqual(streams);
      for (const stream of streams)
        expect(byText(records.get(stream) ?? [])).toEqual(byText(recordsOf(lines.messages, stream)));
      for (const message of batchesOf(files.messages))
        expect(readBatch(message).length).toBeLessThanOrEqual(100);
      expect(readdirSync(root)).toHaveLength(batchesOf(files.messages).length);
    },
  );

  it('SCHEMA comes before the BATCH messages of a stream, STATE at both ends, and after them', async () => {
    const { env, root } = await startBatches();
    const { messages } = await runMain([], { ...env, [SETTING]: batchSetting(root, 50) });
    expect([messages[0]?.type, messages.at(-1)?.type]).toEqual(['STATE', 'STATE']);
    const described = new Set<string>();
    for (const message of messages) {
      if (message.type === 'SCHEMA') described.add(message.stream);
      if (message.type === 'BATCH') expect([...described]).toContain(message.stream);
    }
    expect(messages.filter(({ type }) => type === 'STATE').length).toBeGreaterThan(3);
  });

  it('SIGTERM ends the run with whole files, and STATE behind them', async () => {
    const { env, root } = await startBatches({
      sizes: { messages: 20_000, activities: 5000 },
      latencyMs: 20,
    });
    const child = startTap([], { ...env, [SETTING]: batchSetting(root, 2000) });
    const ended = gatherOutput(child);
    let isSent = false;
    child.stdout?.on('data', (text) => {
      if (isSent || !String(text).includes('"BATCH"')) return;
      isSent = child.kill('SIGTERM');
    });
    const { code, stdout } = await ended;
    expect(code).toBe(143);
    const messages = parseMessages(stdout);
    expect(messages.at(-1)?.type).toBe('STATE');
    expect(loaded(messages).size).toBeGreaterThan(0);
    expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it.each([1, 7])(
    'kill -9 after BATCH message %i leaves no half file that a message names',
    async (count) => {
      const started = await startBatches({
        sizes: { messages: 5000, activities: 1000 },
        latencyMs: 2,
      });
      const { root } = started;
      const env = { ...started.env, TAP_CUSTOMERIO_STREAMS: 'messages' };
      const child = startTap([], { ...env, [SETTING]: batchSetting(root, 300) });
      const ended = once(child, 'close');
      const messages: Message[] = [];
      for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
        // What was on its way when the kill came counts, too.
        messages.push(JSON.parse(line));
        if (batchesOf(messages).length === count) child.kill('SIGKILL');
      }
      expect(await ended).toEqual([null, 'SIGKILL']);
      for (const message of batchesOf(messages)) expect(readBatch(message).length).toBeGreaterThan(0);
      // The files of a killed run stay: a target may still have to read them.
      expect(readdirSync(root).length).toBeGreaterThanOrEqual(batchesOf(messages).length);
      const again = await runTap(['--state', stateFile(root, messages)], {
        ...env,
        [SETTING]: batchSetting(root, 300),
      });
      expect(again.code).toBe(0);
      const clean = await runMain([], env);
      const keys = (records: readonly Json[] = []) => new Set(records.map(({ id }) => id));
      const all = new Set([
        ...keys(loaded(messages).get('messages')),
        ...keys(loaded(again.messages).get('messages')),
      ]);
      expect(all).toEqual(keys(recordsOf(clean.messages, 'messages')));
    },
  );

  it('a run that fails at a stream closes the files of the others', async () => {
    const { emulator, env } = await emulatorFor();
    const { root } = await startBatches();
    emulator.faults.add({
      match: { template: '/v1/snippets' },
      times: Infinity,
      action: { kind: 'status', status: 403 },
    });
    const { code, messages } = await runMain([], { ...env, [SETTING]: batchSetting(root, 1000) });
    expect(code).toBe(1);
    expect(messages.at(-1)?.type).toBe('STATE');
    expect(loaded(messages).has('campaigns')).toBe(true);
    expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('a folder that cannot be made ends the run before anything is written', async () => {
    const { env, root } = await startBatches();
    writeFileSync(root, '');
    const { code, stdout, stderr } = await runMain([], {
      ...env,
      [SETTING]: batchSetting(join(root, 'x'), 10),
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^CRITICAL batch_config: .* cannot be written \(ENOTDIR\)/,
    );
  });

  it('a folder that goes while the run goes on ends it, and no STATE covers what was lost', async () => {
    const { env, root } = await startBatches({ sizes: { messages: 5000 }, latencyMs: 5 });
    const settings = { ...env, [SETTING]: batchSetting(root, 300) };
    const child = startTap([], settings);
    const ended = gatherOutput(child);
    const elsewhere = `${root}-elsewhere`;
    child.stdout?.on('data', (text) => {
      if (String(text).includes('"BATCH"') && existsSync(root)) renameSync(root, elsewhere);
    });
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^CRITICAL batch_config: .* cannot be written \(ENOENT\)/,
    );
    // Files that were named before are whole; the next run writes all that no file of theirs holds.
    renameSync(elsewhere, root);
    const messages = parseMessages(stdout);
    const again = await runMain(['--state', stateFile(root, messages)], settings);
    expect(again.code).toBe(0);
    const keys = (records: readonly Json[] = []) => records.map(({ id }) => id);
    const all = [messages, again.messages].flatMap((run) => keys(loaded(run).get('messages')));
    const clean = await runMain([], env);
    expect(new Set(all)).toEqual(new Set(keys(recordsOf(clean.messages, 'messages'))));
  });

  it('a reader that leaves is told to be one that may not load BATCH', async () => {
    const { env, root } = await startBatches({ sizes: { messages: 20_000 }, latencyMs: 20 });
    const child = startTap([], { ...env, [SETTING]: batchSetting(root, 300) });
    const ended = gatherOutput(child);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'CRITICAL the reader of stdout has gone; look for its own error above, and unset batch_config if the target does not load BATCH messages',
    );
  });

  it('emit_activate_version_messages is refused before anything is asked for', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stdout, stderr } = await runMain([], {
      ...env,
      [SETTING]: batchSetting('/nowhere', 10),
      TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true',
    });
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(
      /^CRITICAL invalid settings: batch_config and emit_activate_version_messages exclude/,
    );
    expect(emulator.requests).toHaveLength(0);
  });

  it('the files are for nobody else', async () => {
    const { env, root } = await startBatches();
    await runMain(['--select', 'segments'], { ...env, [SETTING]: batchSetting(root, 10) });
    const modes = readdirSync(root).map((name) => (statSync(join(root, name)).mode & 0o777).toString(8));
    expect(new Set(modes)).toEqual(new Set(['600']));
    expect((statSync(root).mode & 0o777).toString(8)).toBe('700');
  });
});

describe('the command in docs/targets.md that removes old files', () => {
  it('removes those of the tap, half ones included, and leaves those of today and of others', async () => {
    const root = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const { env } = await emulatorFor();
    await runMain(['--select', 'segments'], { ...env, [SETTING]: batchSetting(root, 2, 'none') });
    await runMain(['--select', 'segments'], { ...env, [SETTING]: batchSetting(root, 2) });
    writeFileSync(join(root, 'segments-half-1.jsonl.gz.partial'), '');
    writeFileSync(join(root, 'notes.txt'), '');
    const page = readFileSync(new URL('../../../docs/targets.md', import.meta.url), 'utf8');
    const command = /^find (\S+) .*-delete$/m.exec(page);
    if (command?.[1] === undefined) throw new Error('the page has no such command');
    const line = command[0].replace(command[1], root);
    const before = readdirSync(root);
    execFileSync('sh', ['-c', line]);
    expect(readdirSync(root)).toEqual(before);
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const name of before) utimesSync(join(root, name), twoDaysAgo, twoDaysAgo);
    execFileSync('sh', ['-c', line]);
    expect(readdirSync(root)).toEqual(['notes.txt']);
  });
});

describe('without batch_config', () => {
  it('no BATCH message is written', async () => {
    const { env } = await emulatorFor();
    expect(batchesOf((await runMain([], env)).messages)).toEqual([]);
  });
});

function stateFile(root: string, messages: readonly Message[]): string {
  const path = `${root}-state.json`;
  writeFileSync(path, JSON.stringify(lastState(messages)));
  return path;
}
