import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { formatPlain } from '../../../src/log/format.ts';
import type { LiveLine } from '../../../src/log/live-line.ts';
import { createLog } from '../../../src/log/log.ts';
import { watch } from '../../../src/report/watch.ts';
import { createState } from '../../../src/singer/state.ts';
import { createPlan } from '../../../src/sync/plan.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_DAYS * 86_400_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The time at which the tests begin. */
const NOW_DAYS = 20_000;

/** Watches all streams; gives what is logged and shown. */
function start() {
  const lines: string[] = [];
  const shown: string[] = [];
  const live: LiveLine = {
    columns: 80,
    show: (text) => void shown.push(text),
    clear: () => void shown.push(''),
  };
  const state = createState({});
  const watched = watch({
    streams: createPlan(discover()).selected,
    state,
    log: createLog({ write: (line) => void lines.push(line), lowest: 'INFO', format: formatPlain }),
    live,
    isReaderBehind: () => false,
    requestsPerSecond: 10,
    messagesFrom: (NOW_DAYS - 100) * 86_400,
    now: Date.now,
  });
  return { watched, lines, shown, state };
}

function countsIn(lines: readonly string[]): number[] {
  return lines.flatMap((line) => /"record_count","value":(\d+)/.exec(line)?.[1] ?? []).map(Number);
}

describe('record counts', () => {
  it('are written each minute as what has come since, and at the end of the stream', () => {
    const { watched, lines } = start();
    watched.sync.onStreamStart('messages');
    watched.sync.onRecords('messages', 5);
    vi.advanceTimersByTime(60_000);
    watched.sync.onRecords('messages', 2);
    vi.advanceTimersByTime(60_000);
    watched.sync.onRecords('messages', 1);
    watched.sync.onStreamEnd('messages', undefined);
    vi.advanceTimersByTime(60_000);
    expect(countsIn(lines)).toEqual([5, 2, 1]);
    watched.end();
  });

  it('of a stream that was stopped are not lost', () => {
    const { watched, lines } = start();
    watched.sync.onStreamStart('messages');
    watched.sync.onRecords('messages', 5);
    watched.end();
    expect(countsIn(lines)).toEqual([5]);
  });
});

describe('the live line', () => {
  it('goes on by itself until the end, when it is cleared', () => {
    const { watched, shown } = start();
    watched.client.onAttempt({ path: '/v1/messages', params: {}, query: {} });
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toMatch(/^0:01 .*1\.0 requests\/s$/);
    watched.end();
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toBe('');
  });

  it('forgets a wait when the request is sent again', () => {
    const { watched, shown } = start();
    const request = { path: '/v1/messages', params: {}, query: {} };
    watched.client.onAttempt(request);
    watched.client.onAttemptEnd(request, { status: 503, isOk: false, durationMs: 1 });
    watched.client.onRetry(request, { kind: 'status', status: 503 }, 30_000);
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('status 503, again in 29 s');
    // Another one of the same list.
    watched.client.onAttempt({ ...request });
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('status 503, again in 28 s');
    watched.client.onAttempt(request);
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).not.toContain('again');
    watched.end();
  });
});

describe('the share that has been read', () => {
  it('is that of the parents, where a stream is read for each', () => {
    const { watched, shown } = start();
    watched.sync.onStreamStart('segment_membership');
    watched.sync.onExtent('segment_membership', 1, 4);
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('segment_membership: 25%');
    watched.end();
  });

  it('is that of the time of messages, the lookback included, and of activities in a first run', () => {
    const { watched, shown, state } = start();
    const day = (days: number) => new Date(days * 86_400_000).toISOString();
    watched.sync.onStreamStart('messages');
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('messages: 0%');
    state.setBookmark('messages', { covered: [[day(NOW_DAYS - 25), day(NOW_DAYS)]], lookback: null });
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('messages: 25%');
    state.setBookmark('messages', {
      covered: [[day(NOW_DAYS - 100), day(NOW_DAYS)]],
      lookback: [{ left: [[day(NOW_DAYS - 10), day(NOW_DAYS)]] }],
    });
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('messages: 89%');
    watched.sync.onStreamEnd('messages', undefined);
    watched.sync.onStreamStart('activities');
    watched.sync.onRecords('activities', 7, (NOW_DAYS - 15) * 86_400);
    vi.advanceTimersByTime(1000);
    expect(shown.at(-1)).toContain('activities: 7 records, 50%');
    watched.end();
  });
});

describe('a limit of requests', () => {
  it('is told once for all that meet it, and again while it lasts, however slowly it is put off', () => {
    const { watched, lines } = start();
    const request = { path: '/v1/messages', params: {}, query: {} };
    for (let ms = 0; ms < 4500; ms += 900) {
      watched.client.onRetry(request, { kind: 'status', status: 429 }, 900);
      watched.client.onRetry(request, { kind: 'status', status: 429 }, 900);
      vi.advanceTimersByTime(900);
    }
    expect(lines.filter((line) => line.includes('all requests wait'))).toHaveLength(3);
    watched.end();
  });
});

describe('the summary', () => {
  it('counts time in which several requests of a stream wait once, and none after the end', () => {
    const { watched, lines } = start();
    const request = { path: '/v1/messages', params: {}, query: {} };
    watched.client.onAttempt(request);
    watched.client.onRetry(request, { kind: 'timeout' }, 2000);
    vi.advanceTimersByTime(1000);
    watched.client.onRetry(request, { kind: 'timeout' }, 2000);
    vi.advanceTimersByTime(4000);
    watched.client.onRetry(request, { kind: 'timeout' }, 60_000);
    vi.advanceTimersByTime(500);
    watched.end();
    expect(lines.slice(-3)).toEqual([
      'INFO stream                         records  requests  result   retries  waited\n',
      'INFO messages                             0         1  stopped        3   3.5 s\n',
      'INFO total (1 of 16 streams, 0:05)        0         1                 3\n',
    ]);
  });

  it('leaves out streams of which nothing was asked, and fits into the terminal', () => {
    const { watched, lines } = start();
    watched.sync.onStreamStart('messages');
    watched.sync.onStreamStart('segments');
    watched.client.onAttempt({ path: '/v1/segments', params: {}, query: {} });
    watched.end();
    expect(lines).toEqual([
      'INFO stream                         records  requests  result\n',
      'INFO segments                             0         1  stopped\n',
      'INFO total (1 of 16 streams, 0:00)        0         1\n',
    ]);
  });

  it('counts requests that belong to no stream in the total alone', () => {
    const { watched } = start();
    watched.client.onAttempt({ path: '/v1/workspaces', params: {}, query: {} });
    watched.client.onAttempt({ path: '/v1/segments', params: {}, query: {} });
    const { requests, streams } = watched.end();
    expect(requests).toBe(2);
    expect(streams.reduce((sum, stream) => sum + stream.requests, 0)).toBe(1);
  });

  it('names the oldest record that came, and why a stream is partial', () => {
    const { watched } = start();
    watched.sync.onStreamStart('messages');
    watched.sync.onRecords('messages', 2, 1_780_000_000);
    watched.sync.onRecords('messages', 2, 1_790_000_000);
    watched.sync.onRecords('messages', 2);
    const reasons = [{ reason: 'unproved', count: 1 }] as const;
    watched.sync.onStreamEnd('messages', undefined, { whole: false, reasons });
    const { streams, oldest_message: oldest } = watched.end();
    expect(oldest).toBe('2026-05-28T20:26:40Z');
    expect(streams.find(({ stream }) => stream === 'messages')).toMatchObject({
      outcome: 'partial',
      oldest,
      reasons,
    });
  });
});
