import { describe, expect, it } from 'vitest';
import { count } from '../../src/log/count.ts';
import { createLog, type Level, levelFrom } from '../../src/log/log.ts';

/** What a log of this level writes when each level is used once. */
function writtenAt(lowest: Level): string[] {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), lowest);
  log.debug('a');
  log.info('b');
  log.warning('c');
  log.error('d');
  log.critical('e');
  return lines;
}

describe('createLog', () => {
  it('writes one line for a message, led by its level', () => {
    expect(writtenAt('DEBUG')).toEqual(['DEBUG a\n', 'INFO b\n', 'WARNING c\n', 'ERROR d\n', 'CRITICAL e\n']);
  });

  it.each<[Level, number]>([
    ['DEBUG', 5],
    ['INFO', 4],
    ['WARNING', 3],
    ['ERROR', 2],
    ['CRITICAL', 1],
  ])('at %s writes that level and those above it', (level, lines) => {
    expect(writtenAt(level)).toHaveLength(lines);
  });

  it.each([['one\ntwo'], ['one\r\ntwo'], ['one \n\n  two'], ['one\rtwo']])(
    'writes %j in one line',
    (message) => {
      const lines: string[] = [];
      createLog((line) => lines.push(line), 'INFO').info(message);
      expect(lines).toEqual(['INFO one two\n']);
    },
  );
});

describe('levelFrom', () => {
  it.each<[string, Record<string, string | undefined>, Level]>([
    ['nothing, which means INFO', {}, 'INFO'],
    ['LOGLEVEL', { LOGLEVEL: 'ERROR' }, 'ERROR'],
    ['the own variable before LOGLEVEL', { TAP_CUSTOMERIO_LOGLEVEL: 'DEBUG', LOGLEVEL: 'ERROR' }, 'DEBUG'],
    ['LOGLEVEL where the own one is empty', { TAP_CUSTOMERIO_LOGLEVEL: '', LOGLEVEL: 'ERROR' }, 'ERROR'],
    ['a name in lower case', { LOGLEVEL: 'warning' }, 'WARNING'],
    ['a name that is none, as INFO', { LOGLEVEL: 'chatty' }, 'INFO'],
  ])('reads %s', (_, env, level) => {
    expect(levelFrom(env)).toBe(level);
  });
});

describe('count', () => {
  it.each<[number, string, string]>([
    [1, 'record', '1 record'],
    [2, 'record', '2 records'],
    [0, 'record', '0 records'],
    [1, 'retry', '1 retry'],
    [2, 'retry', '2 retries'],
  ])('of %d %s', (number, noun, text) => {
    expect(count(number, noun)).toBe(text);
  });
});
