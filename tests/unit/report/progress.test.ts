import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../src/report/progress.ts';
import { tallyOf } from './tally-of.ts';

const QUIET = { isReaderBehind: false, waits: [] };

/** A progress whose clock is set by hand. */
function start() {
  let clock = 0;
  const progress = createProgress(() => clock, 10);
  return {
    ...progress,
    at(ms: number) {
      clock = ms;
      return progress;
    },
  };
}

describe('the line of progress', () => {
  it('names the stream under way with most records, and one of the others, and counts those that are done', () => {
    const streams = [
      tallyOf('segments', { startedMs: 0, endedMs: 1, records: 9 }),
      tallyOf('activities', { startedMs: 0, records: 300 }),
      tallyOf('messages', { startedMs: 0, records: 12_000 }),
      tallyOf('snippets'),
      tallyOf('campaigns', { startedMs: 0, records: 2 }),
    ];
    expect(start().at(1000).describe(streams, QUIET)).toBe(
      '0:01  messages: 12,000 records  1/5 streams  0.0 requests/s  also activities and 1 more',
    );
  });

  it('names the other stream alone where there is one', () => {
    const streams = [
      tallyOf('activities', { startedMs: 0, records: 300 }),
      tallyOf('campaigns', { startedMs: 0, records: 2 }),
    ];
    expect(start().describe(streams, QUIET)).toMatch(/ {2}also campaigns$/);
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
      if (second === 10) expect(text).toContain(' 10.0 requests/s');
      if (second === 20) expect(text).toContain(' 4.0 requests/s');
    }
  });

  it('shows the share that has been read where it is known, and never more than there is', () => {
    const share = (done: number, all: number) =>
      start().describe([tallyOf('segment_membership', { startedMs: 0, extent: { done, all } })], QUIET);
    expect(share(41, 102)).toContain('segment_membership: 40%');
    expect(share(103, 102)).toContain(': 100%');
    expect(share(0, 0)).toContain('  segment_membership  ');
  });

  it('estimates the time left from the requests that were made, at the limit', () => {
    const streams = [
      tallyOf('segments', { startedMs: 0, endedMs: 1, requests: 1 }),
      // A quarter took 30 requests: 90 are left.
      tallyOf('messages', { startedMs: 0, requests: 30, extent: { done: 25, all: 100 } }),
      tallyOf('campaign_actions', { startedMs: 0, requests: 6, extent: { done: 3, all: 8 } }),
    ];
    expect(start().describe(streams, QUIET)).toContain('  0:10 left  ');
    expect(start().describe([...streams, tallyOf('activities')], QUIET)).toContain('  at least 0:10 left  ');
  });

  it('tells no time where nothing is known of what is left', () => {
    expect(start().describe([tallyOf('activities', { startedMs: 0, requests: 3 })], QUIET)).not.toContain(
      'left',
    );
  });
});

describe('what a run waits for', () => {
  it('is the target once it has lagged behind for a second', () => {
    const progress = start();
    const behind = { isReaderBehind: true, waits: [] };
    expect(progress.at(0).describe([], behind)).toContain('requests/s');
    expect(progress.at(800).describe([], QUIET)).toContain('requests/s');
    expect(progress.at(1000).describe([], behind)).toContain('requests/s');
    expect(progress.at(2000).describe([], behind)).toMatch(/ {2}waiting for the target$/);
  });

  it('is told with the stream, the reason and the time, before a request is sent again', () => {
    const waits = [
      { stream: 'segments', failure: { kind: 'status' as const, status: 503 }, untilMs: 4200 },
      { stream: 'messages', failure: { kind: 'timeout' as const }, untilMs: 9000 },
      { stream: 'snippets', failure: { kind: 'network' as const }, untilMs: 500 },
    ];
    expect(
      start()
        .at(1000)
        .describe([], { ...QUIET, waits }),
    ).toContain('  segments: status 503, again in 4 s  ');
  });

  it('is told without a stream over the limit, since all wait', () => {
    const waits = [{ stream: 'segments', failure: { kind: 'status' as const, status: 429 }, untilMs: 4200 }];
    expect(start().describe([], { ...QUIET, waits })).toContain('  over the request limit, again in 5 s');
  });
});
