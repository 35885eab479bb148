import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../src/log/log.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import type { Message } from '../../support/harness/messages.ts';
import { type Env, runMain, type TapResult } from '../../support/harness/run-main.ts';
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
    const result = await runMain([], env);
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

  it('of single requests are left out of a plain log, which they would fill', async () => {
    const { env } = await emulatorFor();
    const kinds = metricsOf(await runMain([], env)).map(({ metric }) => metric);
    expect(new Set(kinds)).toEqual(new Set(['record_count', 'sync_duration']));
  });

  it('time each stream once, and tell which has failed', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({ match: { template: '/v1/snippets' }, action: { kind: 'status', status: 403 } });
    const timers = metricsOf(await runMain([], env)).filter(({ metric }) => metric === 'sync_duration');
    expect(timers.map(({ tags }) => tags.stream).sort()).toEqual([...STREAM_NAMES].sort());
    expect(timers.filter(({ tags }) => tags['status'] === 'failed').map(({ tags }) => tags.stream)).toEqual([
      'snippets',
    ]);
  });

  it('are left out where the level is above INFO', async () => {
    const { env } = await emulatorFor();
    const { stderr } = await runMain([], { ...env, LOGLEVEL: 'WARNING' });
    expect(stderr).not.toContain('METRIC');
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

describe('the summary', () => {
  it('tells of each stream its records, requests, retries and bookmark', async () => {
    const { emulator, env } = await emulatorFor();
    // A delay of our own may be too short to be told.
    const action = { kind: 'status', status: 503, headers: { 'retry-after': '1' } } as const;
    emulator.faults.add({ match: { template: '/v1/activities' }, action });
    const result = await runMain([], env);
    for (const stream of STREAM_NAMES) {
      expect(result.stderr).toMatch(
        new RegExp(`^INFO ${stream}: ${recordsOf(result.messages, stream)} records?, \\d+ requests?\\b`, 'm'),
      );
    }
    expect(result.stderr).toMatch(/^INFO activities: .*, 1 retry, \d\.\d s waited, bookmark none → 20\S+Z$/m);
  });
});
