import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { formatPlain } from '../../../src/log/format.ts';
import type { LiveLine } from '../../../src/log/live-line.ts';
import { createLog } from '../../../src/log/log.ts';
import { watch } from '../../../src/report/watch.ts';
import { createState } from '../../../src/singer/state.ts';
import { createPlan } from '../../../src/sync/plan.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Watches all streams; gives what is logged and shown. */
function start() {
  const lines: string[] = [];
  const shown: string[] = [];
  const live: LiveLine = {
    show: (text) => void shown.push(text),
    clear: () => void shown.push(''),
  };
  const watched = watch({
    streams: createPlan(discover()).selected,
    state: createState({}),
    log: createLog({ write: (line) => void lines.push(line), lowest: 'INFO', format: formatPlain }),
    live,
    isReaderBehind: () => false,
    now: Date.now,
  });
  return { watched, lines, shown };
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
    expect(shown.at(-1)).toMatch(/^0:01 .*1\.0 requests\/s {2}waits for the API/);
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
    expect(shown.at(-1)).toContain('waits for the API');
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
    expect(lines.at(-1)).toContain(' 3 retries, 3.5 s waited');
  });

  it('tells retries and waiting only where there were any', () => {
    const { watched, lines } = start();
    watched.sync.onStreamStart('segments');
    watched.client.onAttempt({ path: '/v1/segments', params: {}, query: {} });
    watched.sync.onRecords('segments', 12_000);
    watched.sync.onStreamEnd('segments', undefined);
    watched.end();
    expect(lines.at(-1)).toBe('INFO segments: 12,000 records, 1 request\n');
  });

  it('leaves out streams of which nothing was asked', () => {
    const { watched, lines } = start();
    watched.sync.onStreamStart('messages');
    watched.sync.onStreamStart('segments');
    watched.client.onAttempt({ path: '/v1/segments', params: {}, query: {} });
    watched.end();
    expect(lines).toEqual(['INFO segments: 0 records, 1 request, not finished\n']);
  });
});
