/** Levels as singer-python has them, from least to most severe. */
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;

/** A level's name, as it stands at the beginning of a line. */
export type Level = (typeof LEVELS)[number];

/** Writes lines to stderr; never to stdout, which belongs to the Singer messages. */
export type Log = Record<Lowercase<Level>, (message: string) => void>;

/** The level that the environment asks for: TAP_CUSTOMERIO_LOGLEVEL, then LOGLEVEL, then INFO. */
export function levelFrom(env: Readonly<Record<string, string | undefined>>): Level {
  const asked = (env['TAP_CUSTOMERIO_LOGLEVEL'] || env['LOGLEVEL'] || '').toUpperCase();
  return LEVELS.find((level) => level === asked) ?? 'INFO';
}

/** A log of plain lines, `LEVEL message`, as singer-python writes them. Line breaks in a message become spaces. */
export function createLog(write: (line: string) => void, lowest: Level): Log {
  const at = (level: Level) => (message: string) => {
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(lowest))
      write(`${level} ${message.replace(/\s*[\r\n]+\s*/g, ' ')}\n`);
  };
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    warning: at('WARNING'),
    error: at('ERROR'),
    critical: at('CRITICAL'),
  };
}
