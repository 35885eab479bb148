import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/report/summary.ts';
import { summaryLines } from '../../../src/report/summary-table.ts';
import type { StreamTally } from '../../../src/report/tally.ts';
import { TapError } from '../../../src/tap-error.ts';
import { tallyOf } from './tally-of.ts';

const WHOLE = { startedMs: 0, endedMs: 1, verdict: { whole: true } } as const;

const SEGMENTS = tallyOf('segments', { ...WHOLE, records: 12_000, requests: 14 });
const MESSAGES = tallyOf('messages', {
  ...WHOLE,
  records: 5,
  requests: 2,
  oldest: 1_780_000_000,
  bookmark: { from: null, to: '2026-11-29T20:02:59Z' },
});

function summaryOf(...tallies: StreamTally[]) {
  return summarise(tallies, { startedMs: 1_796_000_000_000, nowMs: 1_796_000_012_340, requests: 17 });
}

describe('a summary', () => {
  it('has totals, the duration, and the oldest message that came', () => {
    expect(summaryOf(SEGMENTS, MESSAGES)).toMatchObject({
      started_at: '2026-11-30T00:53:20Z',
      ended_at: '2026-11-30T00:53:32.340Z',
      duration_seconds: 12.3,
      records: 12_005,
      requests: 17,
      retries: 0,
      oldest_message: '2026-05-28T20:26:40Z',
    });
    expect(summaryOf(SEGMENTS).oldest_message).toBeNull();
  });

  it('has every field of every stream', () => {
    expect(summaryOf(MESSAGES).streams).toEqual([
      {
        stream: 'messages',
        outcome: 'whole',
        records: 5,
        requests: 2,
        retries: 0,
        waited_seconds: 0,
        oldest: '2026-05-28T20:26:40Z',
        bookmark_from: null,
        bookmark_to: '2026-11-29T20:02:59Z',
        new_fields: [],
        reasons: [],
        failure: null,
      },
    ]);
  });

  const reasons = [{ reason: 'gone', count: 2 }] as const;
  it.each<[string, Partial<StreamTally>]>([
    ['whole', WHOLE],
    ['partial', { ...WHOLE, verdict: { whole: false, reasons } }],
    ['failed', { ...WHOLE, failure: new TapError('no') }],
    ['stopped', { startedMs: 0, requests: 1 }],
    ['not_begun', { startedMs: 0 }],
  ])('says of a stream that it is %s', (outcome, more) => {
    expect(summaryOf(tallyOf('segments', more)).streams[0]?.outcome).toBe(outcome);
  });

  it('has the reasons and the error of a stream', () => {
    const tally = tallyOf('segments', {
      ...WHOLE,
      failure: new TapError('GET /v1/segments: status 403'),
      verdict: { whole: false, reasons },
    });
    expect(summaryOf(tally).streams[0]).toMatchObject({ reasons, failure: 'GET /v1/segments: status 403' });
  });
});

describe('the table of a summary', () => {
  it('is aligned, with totals, and columns only for what happened', () => {
    expect(summaryLines(summaryOf(SEGMENTS, MESSAGES))).toEqual([
      'stream                   records  requests  oldest      read up to (UTC)',
      'segments                  12,000        14',
      'messages                       5         2  2026-05-28  2026-11-29 20:02',
      'total (2 streams, 0:12)   12,005        17',
    ]);
  });

  it('has columns for retries and waiting where there were any', () => {
    const retried = tallyOf('snippets', { ...WHOLE, records: 1, requests: 3, retries: 2, waitedMs: 1540 });
    expect(summaryLines(summaryOf(SEGMENTS, retried))).toEqual([
      'stream                   records  requests  retries  waited',
      'segments                  12,000        14',
      'snippets                       1         3        2   1.5 s',
      'total (2 streams, 0:12)   12,001        17        2',
    ]);
  });

  it('names each stream that is not whole, and says why one is partial', () => {
    const lines = summaryLines(
      summaryOf(
        SEGMENTS,
        tallyOf('campaigns', { ...WHOLE, requests: 1, failure: new TapError('no') }),
        tallyOf('segment_membership', {
          ...WHOLE,
          records: 7,
          requests: 2,
          verdict: {
            whole: false,
            reasons: [
              { reason: 'unsettled', count: 1 },
              { reason: 'keyless', count: 3 },
            ],
          },
        }),
        tallyOf('activities', { startedMs: 0, requests: 1 }),
        tallyOf('snippets', { startedMs: 0 }),
      ),
    );
    expect(lines).toEqual([
      'stream                        records  requests  result',
      'segments                       12,000        14',
      'campaigns                           0         1  failed',
      'segment_membership                  7         2  partial',
      'activities                          0         1  stopped',
      'total (4 of 5 streams, 0:12)   12,007        17',
      'segment_membership is partial: 1 segment still being built; 3 records without a key',
    ]);
  });

  it('names the fields that are new before the table, all in one line', () => {
    const lines = summaryLines(
      summaryOf(
        { ...SEGMENTS, newFields: ['beta', 'gamma.*'] },
        { ...MESSAGES, newFields: ['metrics.tier*'] },
      ),
    );
    expect(lines[0]).toBe(
      'new fields, kept in additional_fields: segments.beta, segments.gamma.*, messages.metrics.tier*',
    );
    expect(lines[1]).toMatch(/^stream /);
  });

  it.each([
    [60, 'oldest'],
    [50, 'requests'],
    [20, 'requests'],
  ])('of %i characters ends with the column %s', (width, title) => {
    const lines = summaryLines(summaryOf(SEGMENTS, MESSAGES), width);
    expect(lines[0]).toMatch(new RegExp(`${title}$`));
    if (width > 20) expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  });

  it('is left out where nothing was asked', () => {
    expect(summaryLines(summaryOf(tallyOf('segments', { startedMs: 0 })))).toEqual([]);
  });
});
