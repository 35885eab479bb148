import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/report/tally.ts';
import { TapError } from '../../../src/tap-error.ts';

const TALLY = {
  name: 'messages',
  path: '/v1/messages',
  records: 1,
  requests: 2,
  retries: 1,
  waitedMs: 1540,
  waitsUntilMs: 0,
  bookmark: { from: undefined, to: undefined },
  endedMs: 1,
};

describe('summarise', () => {
  it.each([
    ['a stream', {}, '1 record, 2 requests, 1 retry, 1.5 s waited'],
    [
      'a stream whose bookmark has moved',
      { bookmark: { from: 'a', to: 'b' } },
      '1 record, 2 requests, 1 retry, 1.5 s waited, bookmark a → b',
    ],
    [
      'the first run of a stream',
      { bookmark: { from: null, to: 'b' } },
      '1 record, 2 requests, 1 retry, 1.5 s waited, bookmark none → b',
    ],
    [
      'a stream without a bookmark yet',
      { bookmark: { from: undefined, to: null } },
      '1 record, 2 requests, 1 retry, 1.5 s waited',
    ],
    [
      'a stream that failed',
      { failure: new TapError('no') },
      '1 record, 2 requests, 1 retry, 1.5 s waited, incomplete',
    ],
    [
      'a stream that was stopped',
      { endedMs: undefined },
      '1 record, 2 requests, 1 retry, 1.5 s waited, not finished',
    ],
  ])('puts %s in one line', (_, more, line) => {
    expect(summarise({ ...TALLY, ...more })).toBe(line);
  });
});
