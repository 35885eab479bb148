import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { type LogLine, type MeltanoRun, type Project, startProject } from './start-project.ts';

let emulator: Emulator;
let project: Project;
let normal: MeltanoRun;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 24, requestsPerSecond: false });
  // A warning in each run.
  const change = (body: unknown) => ({ ...Object(body), segments: [{ id: 7, progress: 'half' }] });
  emulator.faults.add({
    match: { template: '/v1/segments' },
    times: Infinity,
    action: { kind: 'change', change },
  });
  project = await startProject('logs', {
    TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey,
    TAP_CUSTOMERIO_BASE_URL: emulator.url,
    TAP_CUSTOMERIO_REQUESTS_PER_SECOND: 1000,
    TAP_CUSTOMERIO_MAX_RETRY_SECONDS: 1,
    TAP_CUSTOMERIO__SELECT: '["newsletters.*", "segments.*", "segment_membership.*"]',
  });
  expect((await project.meltano(['install', 'tap-customerio', 'target-jsonl'])).code).toBe(0);
  normal = await run();
});

afterAll(() => emulator?.close());

describe("the tap's lines in Meltano's log", () => {
  it('keep their level', () => {
    expect(normal.code).toBe(0);
    const lines = ofTap(normal);
    expect(lines.find(({ event }) => event.startsWith('reading 3 streams'))?.level).toBe('info');
    expect(lines.find(({ event }) => event.startsWith('new fields, kept in additional_fields'))?.level).toBe(
      'info',
    );
    expect(lines.find(({ event }) => event.includes('progress: value of another type'))?.level).toBe(
      'warning',
    );
  });

  it('are all understood: none is passed on as text', () => {
    const lines = ofTap(normal);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line).toMatchObject({
        app_name: 'tap-customerio',
        pid: expect.any(Number),
        thread_name: expect.any(String),
        plugin_logger: expect.stringMatching(/^tap-customerio/),
      });
    }
  });

  it('name the stream that they are about', () => {
    const streams = new Set(ofTap(normal).map(({ stream_name }) => stream_name));
    expect(streams).toEqual(new Set([undefined, 'newsletters', 'segments', 'segment_membership']));
  });

  it('have measurements as fields', () => {
    const metrics = ofTap(normal).filter(({ event }) => event === 'METRIC');
    const values = metrics.map(({ metric_info }) => metric_info);
    expect(values).toContainEqual({
      type: 'counter',
      metric: 'record_count',
      value: emulator.world.newsletters.length,
      tags: { stream: 'newsletters', endpoint: '/v1/newsletters' },
    });
    expect(values).toContainEqual({
      type: 'timer',
      metric: 'http_request_duration',
      value: expect.any(Number),
      tags: {
        stream: 'segment_membership',
        endpoint: '/v1/segments/{segment_id}/membership',
        http_status_code: 200,
        status: 'succeeded',
      },
    });
  });

  it('show measurements in the text that people read', async () => {
    const { stderr } = await run(['--log-format=uncolored']);
    expect(stderr).toMatch(/\[info {5}\] tap-customerio METRIC +metric_name=record_count metric_value=\d+/);
    expect(stderr).toMatch(/\[warning {2}\] tap-customerio segments: progress: value of another type/);
  });

  it('are warnings and worse with --log-level=warning', async () => {
    const levels = ofTap(await run(['--log-level=warning'])).map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(['warning']));
  });
});

describe('a run that fails', () => {
  const wrongKey = { TAP_CUSTOMERIO_APP_API_KEY: 'a-wrong-key' };

  it('ends with one critical sentence of the tap, and with 1', async () => {
    const failed = await run([], wrongKey);
    expect(failed.code).toBe(1);
    const last = ofTap(failed).at(-1);
    expect(last).toMatchObject({
      level: 'critical',
      event: expect.stringContaining('status 401: the key is refused'),
    });
    expect(ofTap(failed).filter(({ level }) => level === 'debug')).toEqual([]);
  });

  it('shows a stack with --log-level=debug only, and never the key', async () => {
    const failed = await run(['--log-level=debug'], wrongKey);
    const debug = ofTap(failed).filter(({ level }) => level === 'debug');
    expect(debug.map(({ event }) => event).join()).toMatch(/Error: .* at /);
    expect(failed.stderr).not.toContain('a-wrong-key');
  });
});

describe("the tap by itself with Meltano's logging configuration", () => {
  it('writes all eight fields on every line', async () => {
    const config = join(project.folder, '.meltano/run/tap-customerio/tap.singer_sdk_logging.json');
    const { code, stderr } = await runTap(['--config=ENV'], {
      SINGER_SDK_LOG_CONFIG: config,
      TAP_CUSTOMERIO_APP_API_KEY: 'a-wrong-key',
      TAP_CUSTOMERIO_BASE_URL: emulator.url,
    });
    expect(code).toBe(1);
    const lines: LogLine[] = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(3);
    const fields = ['level', 'pid', 'logger_name', 'ts', 'thread_name', 'app_name', 'stream_name', 'message'];
    for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining(fields));
  });
});

function run(options: readonly string[] = [], env?: Readonly<Record<string, string>>): Promise<MeltanoRun> {
  return project.meltano([...options, 'run', '--full-refresh', 'tap-customerio', 'target-jsonl'], env);
}

/** The lines that the tap has written, without what Meltano says of it. */
function ofTap({ log }: MeltanoRun): LogLine[] {
  return log.filter(({ string_id, stdio }) => string_id === 'tap-customerio' && stdio === 'stderr');
}
