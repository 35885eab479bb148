import type { FormatEntry } from './log.ts';

/** `LEVEL message`, and `INFO METRIC: {…}`: the lines of singer-python, which its `metrics.parse` reads. */
export const formatPlain: FormatEntry = ({ level, message, metric }) =>
  `${level} ${metric ? `METRIC: ${JSON.stringify(metric)}` : message}`;

/**
 * JSON lines as the Singer SDK's StructuredFormatter writes them. Meltano takes a line for one only if all eight
 * fields are there, so `stream_name` is null where there is no stream. Source: SingerSDKLogParser of Meltano.
 */
export function createStructuredFormat(pid: number, nowMs: () => number): FormatEntry {
  return ({ level, message, stream, metric }) =>
    JSON.stringify({
      level: level.toLowerCase(),
      pid,
      logger_name: metric ? 'tap-customerio.metrics' : 'tap-customerio',
      ts: nowMs() / 1000,
      thread_name: 'main',
      app_name: 'tap-customerio',
      stream_name: stream ?? null,
      message,
      ...(metric && { metric_info: metric }),
      extra: {},
    });
}
