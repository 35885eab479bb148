import { readFileSync } from 'node:fs';
import { asJsonObject } from '../json/json-object.ts';
import { LEVELS, type Level } from './log.ts';

/** Form of the log that the environment asks for. */
export interface LogConfig {
  level: Level;
  /** JSON lines instead of plain ones. */
  isStructured: boolean;
  /** Fault of the variables, if there is one. */
  problem?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads TAP_CUSTOMERIO_LOGLEVEL, then LOGLEVEL, and the file that SINGER_SDK_LOG_CONFIG names: Meltano sets it, and
 * asks in it for JSON lines and a level. The file is a Python `logging.config.dictConfig` in JSON.
 */
export function readLogConfig(env: Environment): LogConfig {
  const own = env['TAP_CUSTOMERIO_LOGLEVEL'];
  const asked = toLevel(own) ?? toLevel(env['LOGLEVEL']);
  // LOGLEVEL is other programs' too, and may mean something to them.
  const problem =
    own && toLevel(own) === undefined
      ? { problem: `TAP_CUSTOMERIO_LOGLEVEL must be one of ${LEVELS.join(', ')}; it has no effect` }
      : {};
  const path = env['SINGER_SDK_LOG_CONFIG'];
  if (!path) return { level: asked ?? 'INFO', isStructured: false, ...problem };
  try {
    const { formatters, root } = asJsonObject(JSON.parse(readFileSync(path, 'utf8')));
    return {
      level: asked ?? toLevel(asJsonObject(root)['level']) ?? 'INFO',
      isStructured: Object.values(asJsonObject(formatters)).some(isStructured),
      ...problem,
    };
  } catch {
    return {
      level: asked ?? 'INFO',
      isStructured: false,
      problem: 'SINGER_SDK_LOG_CONFIG names no readable JSON file; the log is written in plain lines',
    };
  }
}

function toLevel(value: unknown): Level | undefined {
  const name = String(value ?? '').toUpperCase();
  return LEVELS.find((level) => level === name) ?? (name === 'WARN' ? 'WARNING' : undefined);
}

function isStructured(formatter: unknown): boolean {
  return /(^|\.)StructuredFormatter$/.test(String(asJsonObject(formatter)['()']));
}
