import { describe, expect, it } from 'vitest';
import type { Level } from '../../../src/log/log.ts';
import { readLogConfig } from '../../../src/log/log-config.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** A file as Meltano writes it for each Singer plugin. Source: `_get_sdk_logging` of Meltano. */
function configFile(formatter: object, level: string): string {
  return tempFile('tap.singer_sdk_logging.json', {
    version: 1,
    disable_existing_loggers: false,
    formatters: { singer_formatter: formatter },
    handlers: { console: { class: 'logging.StreamHandler', formatter: 'singer_formatter' } },
    root: { level, handlers: ['console'] },
  });
}

describe('readLogConfig', () => {
  it.each<[string, Record<string, string | undefined>, Level]>([
    ['nothing, which means INFO', {}, 'INFO'],
    ['LOGLEVEL', { LOGLEVEL: 'ERROR' }, 'ERROR'],
    ['the own variable before LOGLEVEL', { TAP_CUSTOMERIO_LOGLEVEL: 'DEBUG', LOGLEVEL: 'ERROR' }, 'DEBUG'],
    ['LOGLEVEL where the own one is empty', { TAP_CUSTOMERIO_LOGLEVEL: '', LOGLEVEL: 'ERROR' }, 'ERROR'],
    ['a name in lower case', { LOGLEVEL: 'warning' }, 'WARNING'],
    ['the short name of WARNING', { LOGLEVEL: 'WARN' }, 'WARNING'],
    ['a name that is none, as INFO', { LOGLEVEL: 'chatty' }, 'INFO'],
  ])('reads %s', (_, env, level) => {
    expect(readLogConfig(env)).toEqual({ level, isStructured: false });
  });

  it('says so if the own variable is no level, and goes on with the next', () => {
    const { problem, ...config } = readLogConfig({ TAP_CUSTOMERIO_LOGLEVEL: 'loud', LOGLEVEL: 'ERROR' });
    expect(config).toEqual({ level: 'ERROR', isStructured: false });
    expect(problem).toMatch(/^TAP_CUSTOMERIO_LOGLEVEL must be one of DEBUG, INFO, /);
  });

  it('takes JSON lines and the level from the file of Meltano', () => {
    const file = configFile({ '()': 'singer_sdk.logging.StructuredFormatter' }, 'WARNING');
    expect(readLogConfig({ SINGER_SDK_LOG_CONFIG: file })).toEqual({ level: 'WARNING', isStructured: true });
  });

  it('writes plain lines if that file does not ask for JSON', () => {
    const file = configFile({ format: '%(message)s' }, 'DEBUG');
    expect(readLogConfig({ SINGER_SDK_LOG_CONFIG: file })).toEqual({ level: 'DEBUG', isStructured: false });
  });

  it('lets a variable of the environment go before the level of the file', () => {
    const file = configFile({ '()': 'singer_sdk.logging.StructuredFormatter' }, 'WARNING');
    const env = { SINGER_SDK_LOG_CONFIG: file, LOGLEVEL: 'DEBUG' };
    expect(readLogConfig(env)).toEqual({ level: 'DEBUG', isStructured: true });
  });

  it.each([
    ['is missing', () => '/nowhere/logging.json'],
    ['is YAML', () => tempFile('log.yml', 'version: 1\nroot:\n  level: DEBUG\n')],
  ])('says so if the file %s, and goes on with plain lines', (_, file) => {
    const { problem, ...config } = readLogConfig({ SINGER_SDK_LOG_CONFIG: file(), LOGLEVEL: 'ERROR' });
    expect(config).toEqual({ level: 'ERROR', isStructured: false });
    expect(problem).toContain('SINGER_SDK_LOG_CONFIG names no readable JSON file');
  });
});
