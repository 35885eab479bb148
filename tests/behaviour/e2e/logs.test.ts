import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../src/log/log.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { gatherOutput } from '../../support/harness/gather-output.ts';
import { lastState, type Message } from '../../support/harness/messages.ts';
import { type Env, runMain, type TapResult } from '../../support/harness/run-main.ts';
import { startTap } from '../../support/harness/run-tap.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** Asked for by Meltano of plugins that have the capability `structured-logging`. */
function structuredLogging(level = 'INFO'): Env {
  const formatters = { singer_formatter: { '()': 'singer_sdk.logging.StructuredFormatter' } };
  return { SINGER_SDK_LOG_CONFIG: tempFile('logging.json', { formatters, root: { level } }) };
}

function linesOf({ stderr }: TapResult): string[] {
  expect(stderr.endsWith('\n')).toBe(true);
  return stderr.trimEnd().split('\n');
}

/** As `metrics.parse` of singer-python finds them. */
function metricsOf(result: TapResult): Metric[] {
  return linesOf(result).flatMap((line) => {
    const json = /^INFO METRIC: (.*)$/.exec(line)?.[1];
    return json === undefined ? [] : [JSON.parse(json)];
  });
}

function recordsOf(messages: readonly Message[], stream: string): number {
  return messages.filter((message) => message.type === 'RECORD' && message.stream === stream).length;
}

describe('metrics', () => {
  it('count exactly the records of each stream', async () => {
    const { env } = await emulatorFor();
    const result = await runMain([], { ...env, LOGLEVEL: 'DEBUG' });
    const counts = metricsOf(result).filter(({ metric }) => metric === 'record_count');
    for (const stream of STREAM_NAMES) {
      const values = counts.filter(({ tags }) => tags.stream === stream).map(({ value }) => value);
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(recordsOf(result.messages, stream));
    }
  });

  it('time every request once, by the template of its address', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/segments' }, action: { kind: 'status', status: 500 } });
    const result = await runMain([], { ...env, LOGLEVEL: 'DEBUG' });
    const timers = metricsOf(result).filter(({ metric }) => metric === 'http_request_duration');
    const told = timers.map(({ tags }) => `${tags['endpoint']} ${tags['http_status_code']}`);
    const sent = emulator.requests.map(({ template, status }) => `${template} ${status}`);
    expect(told.sort()).toEqual(sent.sort());
    expect(timers.filter(({ tags }) => tags['status'] === 'failed')).toHaveLength(1);
    expect(timers.every(({ value }) => value >= 0 && value < 60)).toBe(true);
  });

  it('are left out of a plain log, which they would fill', async () => {
    const { env } = await emulatorFor();
    expect((await runMain([], env)).stderr).not.toContain('METRIC');
  });

  it('time each stream once, and tell which has failed', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/snippets' }, action: { kind: 'status', status: 403 } });
    const result = await runMain([], { ...env, LOGLEVEL: 'DEBUG' });
    const timers = metricsOf(result).filter(({ metric }) => metric === 'sync_duration');
    expect(timers.map(({ tags }) => tags.stream).sort()).toEqual([...STREAM_NAMES].sort());
    expect(timers.filter(({ tags }) => tags['status'] === 'failed').map(({ tags }) => tags.stream)).toEqual([
      'snippets',
    ]);
  });
});

describe('structured logging', () => {
  const FIELDS = ['app_name', 'level', 'logger_name', 'message', 'pid', 'stream_name', 'thread_name', 'ts'];

  it('makes every line JSON with all eight fields, also those of a run that fails', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/snippets' }, action: { kind: 'status', status: 403 } });
    const result = await runMain([], { ...env, ...structuredLogging() });
    expect(result.code).toBe(1);
    const lines = linesOf(result).map((line): Record<string, unknown> => JSON.parse(line));
    for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining(FIELDS));
    expect(lines.at(-1)).toMatchObject({ level: 'critical', stream_name: null });
    expect(lines.find(({ level }) => level === 'error')).toMatchObject({ stream_name: 'snippets' });
    expect(lines.some((line) => 'metric_info' in line)).toBe(true);
  });

  it('takes its level from the file', async () => {
    const { env } = await emulatorFor({ unknownFields: false });
    expect((await runMain([], { ...env, ...structuredLogging('ERROR') })).stderr).toBe('');
  });

  it.each([
    ['wrong usage', ['--nonsense'], 2],
    ['a missing key', [], 1],
  ])('holds for %s, too', async (_, argv, code) => {
    const result = await runMain(argv, structuredLogging());
    expect(result.code).toBe(code);
    for (const line of linesOf(result)) expect(JSON.parse(line)).toHaveProperty('stream_name', null);
  });
});

/** The cells of a stream's row in the table at the end of the log. */
function rowOf(stderr: string, stream: string): string[] {
  return (new RegExp(`^INFO (${stream} .*)$`, 'm').exec(stderr)?.[1] ?? '').split(/ {2,}/);
}

describe('the summary', () => {
  it('tells of each stream its records, requests, retries, oldest record and bookmark', async () => {
    const { emulator, env } = await emulatorFor();
    // A delay of our own may be too short to be told.
    const action = { kind: 'status', status: 503, headers: { 'retry-after': '1' } } as const;
    emulator.faults.add({ match: { template: '/v1/activities' }, action });
    const result = await runMain([], env);
    for (const stream of STREAM_NAMES) {
      const [name, records = '', requests] = rowOf(result.stderr, stream);
      expect([name, Number(records.replace(',', ''))]).toEqual([stream, recordsOf(result.messages, stream)]);
      expect(Number(requests)).toBeGreaterThan(0);
    }
    const [, , , retries, waited, oldest, upTo] = rowOf(result.stderr, 'activities');
    expect([retries, waited]).toEqual(['1', expect.stringMatching(/^\d\.\d s$/)]);
    expect([oldest, upTo]).toEqual([
      expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      expect.stringMatching(/^20\d\d-\d\d-\d\d \d\d:\d\d$/),
    ]);
    const all = emulator.requests.length;
    expect(rowOf(result.stderr, 'total')).toEqual([
      expect.stringMatching(/^total \(16 streams, \d:\d\d\)$/),
      result.messages.filter(({ type }) => type === 'RECORD').length.toLocaleString('en-US'),
      String(all),
      '1',
    ]);
  });

  it('and all else that an undisturbed run says has at most twenty lines', async () => {
    const { env } = await emulatorFor({ unknownFields: false });
    const lines = linesOf(await runMain([], env));
    // One segment of the emulator is always being built.
    expect(lines.at(-1)).toContain('segment_membership is partial: ');
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

describe('a field that the tap does not know', () => {
  it('is named once in thirty days, whatever the number of runs', async () => {
    let now = NOW;
    const { env } = await emulatorFor({ now: NOW, clock: () => now });
    const runAt = (day: number, argv: string[] = []) => {
      now = NOW + day * 86_400;
      return runMain(argv, env, () => now * 1000);
    };
    const named = ({ stderr }: TapResult) =>
      /^INFO new fields, kept in additional_fields: (.*)$/m.exec(stderr)?.[1];
    const first = await runAt(0);
    expect(named(first)).toContain('segments.beta_feature');
    const state = ['--state', tempFile('state.json', lastState(first.messages))];
    expect(named(await runAt(0, state))).toBeUndefined();
    expect(named(await runAt(29, state))).toBeUndefined();
    expect(named(await runAt(31, state))).toContain('segments.beta_feature');
  });
});

describe('--summary', () => {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

  it('writes the run as one JSON object, with the fields that docs/running.md lists, and no others', async () => {
    const { env } = await emulatorFor();
    const file = tempFile('summary.json', 'of an earlier run');
    const { messages } = await runMain(['--summary', file], env);
    const summary = read(file);
    const page = readFileSync(new URL('../../../docs/running.md', import.meta.url), 'utf8');
    const [, fields = '', streamFields = ''] =
      /## The summary as JSON\n(.*?)\n### Of each stream\n(.*?)\nThe reasons,/s.exec(page) ?? [];
    const listed = (text: string) =>
      [...text.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = '']) => names.match(/\w+/g)).sort();
    expect(Object.keys(summary).sort()).toEqual(listed(fields));
    for (const stream of summary.streams) expect(Object.keys(stream).sort()).toEqual(listed(streamFields));
    expect(summary).toMatchObject({
      outcome: 'done',
      message: null,
      records: messages.filter(({ type }) => type === 'RECORD').length,
    });
    const created = messages.flatMap((message) =>
      message.type === 'RECORD' && message.stream === 'messages' ? String(message.record['created']) : [],
    );
    expect(summary.oldest_message).toBe(created.sort()[0]);
  });

  it('says which stream has failed, and why', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/snippets' }, action: { kind: 'status', status: 403 } });
    const file = tempFile('summary.json', '');
    const { code, stderr } = await runMain(['--summary', file], env);
    const { outcome, message, streams } = read(file);
    expect([code, outcome]).toEqual([1, 'failed']);
    expect(stderr).toContain(`CRITICAL ${message}\n`);
    const failed = streams.filter((one: { outcome: string }) => one.outcome === 'failed');
    expect(failed).toEqual([
      expect.objectContaining({
        stream: 'snippets',
        outcome: 'failed',
        failure: 'GET /v1/snippets: status 403',
      }),
    ]);
  });

  it('is written where nothing could be read, too', async () => {
    const file = tempFile('summary.json', '');
    const { stderr } = await runMain(['--summary', file]);
    const { outcome, message, streams } = read(file);
    expect([outcome, streams]).toEqual(['failed', []]);
    expect(stderr).toContain(`CRITICAL ${message}\n`);
  });

  it('ends a run before it begins where the file cannot be written', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stderr } = await runMain(['--summary', '/nowhere/summary.json'], env);
    expect([code, emulator.requests]).toEqual([1, []]);
    expect(stderr).toBe(
      'CRITICAL --summary /nowhere/summary.json: the file cannot be written (ENOENT); check the path\n',
    );
  });

  it('says that a run was stopped, and that one is running that was killed', async () => {
    const { env } = await emulatorFor({ latencyMs: 100 });
    const end = async (signal: NodeJS.Signals) => {
      const file = tempFile('summary.json', '');
      const child = startTap(['--summary', file], env);
      child.stderr?.once('data', () => child.kill(signal));
      await gatherOutput(child);
      return read(file);
    };
    expect(await end('SIGTERM')).toMatchObject({
      outcome: 'stopped',
      message: expect.stringMatching(/^stopped by SIGTERM; /),
    });
    expect(await end('SIGKILL')).toMatchObject({ outcome: 'running', message: null });
  });
});
