import { describe, expect, it } from 'vitest';
import { count } from '../../../src/log/count.ts';
import { formatPlain } from '../../../src/log/format.ts';
import { createLog, type Level, type Log, type LogOptions } from '../../../src/log/log.ts';

/** A plain log and the lines that it writes. */
function open(options: Partial<LogOptions> = {}): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { log: createLog({ write, lowest: 'INFO', format: formatPlain, ...options }), lines };
}

/** What a log of this level writes when each level is used once. */
function writtenAt(lowest: Level): string[] {
  const { log, lines } = open({ lowest });
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
      const { log, lines } = open();
      log.info(message);
      expect(lines).toEqual(['INFO one two\n']);
    },
  );

  it('leads each message of a stream by its name', () => {
    const { log, lines } = open();
    log.of('messages').warning('late');
    expect(lines).toEqual(['WARNING messages: late\n']);
  });

  it('writes a measurement as singer-python does', () => {
    const { log, lines } = open();
    log.metric({ type: 'counter', metric: 'record_count', value: 3, tags: { stream: 'segments' } });
    // `metrics.parse` of singer-python takes what this expression finds.
    const [, json = ''] = /^INFO METRIC: (.*)\n$/.exec(lines.join('')) ?? [];
    expect(JSON.parse(json)).toEqual({
      type: 'counter',
      metric: 'record_count',
      value: 3,
      tags: { stream: 'segments' },
    });
  });

  it.each<[Level, Level, number]>([
    ['INFO', 'INFO', 1],
    ['WARNING', 'INFO', 0],
    ['INFO', 'DEBUG', 0],
    ['DEBUG', 'DEBUG', 1],
  ])('at %s, with measurements at %s, writes %i of them', (lowest, metricLevel, number) => {
    const { log, lines } = open({ lowest, metricLevel });
    log.metric({ type: 'timer', metric: 'sync_duration', value: 1, tags: {} });
    expect(lines).toHaveLength(number);
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
