import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../src/report/progress.ts';
import type { StreamTally } from '../../../src/report/tally.ts';

const QUIET = { inFlight: 1, isReaderBehind: false, waits: [] };

function tally(name: string, more: Partial<StreamTally> = {}): StreamTally {
  const bookmark = { from: undefined, to: undefined };
  const counts = { records: 0, requests: 0, retries: 0, waitedMs: 0, waitsUntilMs: 0 };
  return { name, path: `/v1/${name}`, ...counts, bookmark, ...more };
}

/** A progress whose clock is set by hand. */
function start() {
  let clock = 0;
  const progress = createProgress(() => clock);
  return {
    ...progress,
    at(ms: number) {
      clock = ms;
      return progress;
    },
  };
}

describe('the line of progress', () => {
  it('names the stream under way with most records, and counts the others and those that are done', () => {
    const streams = [
      tally('segments', { startedMs: 0, endedMs: 1, records: 9 }),
      tally('activities', { startedMs: 0, records: 300 }),
      tally('messages', { startedMs: 0, records: 12_000 }),
      tally('snippets'),
      tally('campaigns', { startedMs: 0, records: 2 }),
    ];
    const text = start().at(1000).describe(streams, QUIET);
    expect(text).toBe('0:01  messages 12,000 (+2)  1/5 streams  0.0 requests/s  waits for the API');
  });

  it.each([
    [7000, '0:07 '],
    [754_000, '12:34 '],
    [3_723_000, '1:02:03 '],
  ])('writes %i ms as %s', (ms, text) => {
    expect(start().at(ms).describe([], QUIET)).toMatch(new RegExp(`^${text}`));
  });

  it('tells the requests a second of the last five seconds', () => {
    const progress = start();
    for (let second = 1; second <= 20; second += 1) {
      const requests = second <= 10 ? 10 : 4;
      for (let request = 0; request < requests; request += 1) progress.countRequest();
      const text = progress.at(second * 1000).describe([], QUIET);
      if (second === 10) expect(text).toContain(' 10.0 requests/s ');
      if (second === 20) expect(text).toContain(' 4.0 requests/s ');
    }
  });

  it.each([
    [
      'the reader of stdout, whatever else',
      { inFlight: 1, isReaderBehind: true },
      'waits for the reader of stdout',
    ],
    ['an answer', { inFlight: 2, isReaderBehind: false }, 'waits for the API'],
    ['its turn', { inFlight: 0, isReaderBehind: false }, 'waits for the limit of requests'],
  ])('says that it waits for %s', (_, activity, words) => {
    expect(start().describe([], { ...activity, waits: [] })).toContain(words);
  });

  it('says which stream waits, why and how long, before a request is sent again', () => {
    const waits = [
      { stream: 'segments', failure: { kind: 'status' as const, status: 503 }, untilMs: 4200 },
      { stream: 'messages', failure: { kind: 'timeout' as const }, untilMs: 9000 },
      { stream: 'snippets', failure: { kind: 'network' as const }, untilMs: 500 },
    ];
    expect(
      start()
        .at(1000)
        .describe([], { ...QUIET, waits }),
    ).toContain('segments: status 503, again in 4 s');
  });

  it('names no stream that waits for the limit, since all do', () => {
    const waits = [{ stream: 'segments', failure: { kind: 'status' as const, status: 429 }, untilMs: 4200 }];
    expect(start().describe([], { ...QUIET, waits })).toContain('  status 429, again in 5 s');
  });
});
