/** Levels as singer-python has them, from least to most severe. */
export const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;

/** A level's name, as it begins a line. */
export type Level = (typeof LEVELS)[number];

/**
 * A measurement in the form that singer-python and the Singer SDK share. Values of timers are seconds. Tags hold no
 * id and no address: an `endpoint` is the template of a path.
 */
export interface Metric {
  type: 'counter' | 'timer';
  metric: 'record_count' | 'http_request_duration' | 'sync_duration';
  value: number;
  tags: Readonly<Record<string, string | number>> & { readonly stream?: string };
}

/** Content of a line of the log. */
export interface LogEntry {
  level: Level;
  /** Without line breaks. */
  message: string;
  /** The stream that it is about, if it is about one. */
  stream: string | undefined;
  metric?: Metric;
}

/** Makes a line of an entry; without its line break. */
export type FormatEntry = (entry: LogEntry) => string;

/** Writes lines of each level. */
export type LevelLog = Record<Lowercase<Level>, (message: string) => void>;

/** Writes lines to stderr; never to stdout, which belongs to the Singer messages. */
export interface Log extends LevelLog {
  /** A log of one stream, whose name leads each message. */
  of(stream: string): LevelLog;
  /** Writes a measurement. */
  metric(metric: Metric): void;
}

/** Options of a log. */
export interface LogOptions {
  /** Takes a line with its line break. */
  write: (line: string) => void;
  /** Nothing below it is written. */
  lowest: Level;
  format: FormatEntry;
  /** At which level measurements are written; INFO by default. */
  metricLevel?: Level;
}

/** Makes a log. Line breaks in a message become spaces: one line is one message. */
export function createLog({ write, lowest, format, metricLevel = 'INFO' }: LogOptions): Log {
  const isWritten = (level: Level) => LEVELS.indexOf(level) >= LEVELS.indexOf(lowest);
  const levels = (stream?: string): LevelLog => {
    const lead = stream === undefined ? '' : `${stream}: `;
    const at = (level: Level) => (message: string) => {
      if (isWritten(level))
        write(`${format({ level, message: lead + message.replace(/\s*[\r\n]+\s*/g, ' '), stream })}\n`);
    };
    return {
      debug: at('DEBUG'),
      info: at('INFO'),
      warning: at('WARNING'),
      error: at('ERROR'),
      critical: at('CRITICAL'),
    };
  };
  return {
    ...levels(),
    of: levels,
    metric(metric) {
      const { stream } = metric.tags;
      if (isWritten(metricLevel)) write(`${format({ level: 'INFO', message: 'METRIC', stream, metric })}\n`);
    },
  };
}
