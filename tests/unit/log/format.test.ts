import { describe, expect, it } from 'vitest';
import { createStructuredFormat, formatPlain } from '../../../src/log/format.ts';
import type { LogEntry, Metric } from '../../../src/log/log.ts';

const METRIC: Metric = {
  type: 'timer',
  metric: 'http_request_duration',
  value: 0.25,
  tags: { stream: 'segments', endpoint: '/v1/segments', http_status_code: 200, status: 'succeeded' },
};

/** What Meltano's parser demands of a line. Source: `SingerSDKLogParser.required_fields` of Meltano. */
const REQUIRED = [
  'app_name',
  'level',
  'logger_name',
  'message',
  'pid',
  'stream_name',
  'thread_name',
  'ts',
] as const;

function structured(entry: LogEntry): Record<string, unknown> {
  return JSON.parse(createStructuredFormat(42, () => 1_769_860_800_500)(entry));
}

describe('formatPlain', () => {
  it('leads a message by its level', () => {
    expect(formatPlain({ level: 'ERROR', message: 'no', stream: undefined })).toBe('ERROR no');
  });
});

describe('createStructuredFormat', () => {
  it.each<[string, LogEntry]>([
    ['a message of the run', { level: 'INFO', message: 'reading', stream: undefined }],
    ['a message of a stream', { level: 'WARNING', message: 'late', stream: 'messages' }],
    ['a measurement', { level: 'INFO', message: 'METRIC', stream: 'segments', metric: METRIC }],
  ])('gives %s all eight fields', (_, entry) => {
    expect(Object.keys(structured(entry))).toEqual(expect.arrayContaining([...REQUIRED]));
  });

  it('writes level, process, time in seconds and message', () => {
    expect(structured({ level: 'WARNING', message: 'late', stream: 'messages' })).toEqual({
      level: 'warning',
      pid: 42,
      logger_name: 'tap-customerio',
      ts: 1_769_860_800.5,
      thread_name: 'main',
      app_name: 'tap-customerio',
      stream_name: 'messages',
      message: 'late',
      extra: {},
    });
  });

  it('writes stream_name as null where there is no stream, since Meltano wants it', () => {
    expect(structured({ level: 'INFO', message: 'reading', stream: undefined })['stream_name']).toBeNull();
  });

  it('writes a measurement as metric_info', () => {
    const line = structured({ level: 'INFO', message: 'METRIC', stream: 'segments', metric: METRIC });
    expect(line).toMatchObject({ level: 'info', message: 'METRIC', metric_info: METRIC });
  });
});
