import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../../src/log/open-log.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** A process before a terminal; its stdout is a pipe. */
function openOn(stdoutIsTTY: boolean, stderrIsTTY: boolean, env: Record<string, string> = {}) {
  const stderr = Object.assign(new PassThrough(), { isTTY: stderrIsTTY });
  const opened = openLog({ stdout: { isTTY: stdoutIsTTY }, stderr, env, pid: 1 }, Date.now);
  return { ...opened, written: () => String(stderr.read() ?? '') };
}

const METRIC = { type: 'timer', metric: 'sync_duration', value: 1, tags: {} } as const;

describe('the live line', () => {
  it.each<[string, boolean, boolean, boolean, Record<string, string>]>([
    ['is shown where stderr is a terminal', true, false, true, {}],
    ['is not shown where stderr is piped', false, false, false, {}],
    ['is not shown among the records', false, true, true, {}],
    ['is shown at DEBUG', true, false, true, { LOGLEVEL: 'DEBUG' }],
    ['is not shown where only warnings are wanted', false, false, true, { LOGLEVEL: 'WARNING' }],
    ['is not shown on a dumb terminal', false, false, true, { TERM: 'dumb' }],
  ])('%s', (_, isLive, stdoutIsTTY, stderrIsTTY, env) => {
    expect(openOn(stdoutIsTTY, stderrIsTTY, env).live !== undefined).toBe(isLive);
  });

  it('is not shown between JSON lines', () => {
    const formatters = { any: { '()': 'singer_sdk.logging.StructuredFormatter' } };
    const env = { SINGER_SDK_LOG_CONFIG: tempFile('logging.json', { formatters }) };
    expect(openOn(false, true, env).live).toBeUndefined();
  });
});

describe('metrics', () => {
  it.each<[string, boolean, Record<string, string>, boolean]>([
    ['are not written where people read', false, {}, false],
    ['are written at DEBUG', false, { LOGLEVEL: 'DEBUG' }, true],
    ['are written beside the live line at DEBUG', true, { LOGLEVEL: 'DEBUG' }, true],
  ])('%s', (_, stderrIsTTY, env, areWritten) => {
    const { log, written } = openOn(false, stderrIsTTY, env);
    log.metric(METRIC);
    expect(written().includes('METRIC')).toBe(areWritten);
  });

  it('are written among JSON lines', () => {
    const formatters = { any: { '()': 'singer_sdk.logging.StructuredFormatter' } };
    const { log, written } = openOn(false, false, {
      SINGER_SDK_LOG_CONFIG: tempFile('logging.json', { formatters }),
    });
    log.metric(METRIC);
    expect(written()).toContain('METRIC');
  });
});

it('a file that cannot be read is told', () => {
  expect(openOn(false, false, { SINGER_SDK_LOG_CONFIG: '/nowhere' }).written()).toMatch(
    /^WARNING SINGER_SDK/,
  );
});
