import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLimiter, type Limiter, type LimiterOptions } from '../../../src/http/limiter.ts';

/** A limiter whose clock only moves when it sleeps; `slept` is how long it was asked to. */
function createStillLimiter(options: Partial<LimiterOptions> = {}) {
  let clock = 0;
  const slept: number[] = [];
  const limiter = createLimiter({
    requestsPerSecond: 1000,
    maxConcurrency: 100,
    signal: new AbortController().signal,
    now: () => clock,
    sleep: async (delayMs) => {
      slept.push(delayMs);
      clock += delayMs;
    },
    lateness: () => 0,
    ...options,
  });
  return { limiter, slept, now: () => clock };
}

/** A limiter on the clock of this machine. */
function createTimedLimiter(options: Partial<LimiterOptions>) {
  const now = () => performance.now();
  const sleep = (delayMs: number) => new Promise<void>((resolve) => void setTimeout(resolve, delayMs));
  return createStillLimiter({ now, sleep, ...options });
}

/** A request that ends when it is told to. */
function createHeldRequest() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { request: () => ended, end: () => end() };
}

/** Resolves when nothing more can happen without time going by. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

/** The most entries of `times`, in ascending order, that lie within any `span`. */
function mostWithin(times: readonly number[], span: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + span).length));
}

async function startTimes(limiter: Limiter, requests: number): Promise<number[]> {
  const times: number[] = [];
  const one = async () => void times.push(performance.now());
  await Promise.all(Array.from({ length: requests }, () => limiter.run(one)));
  return times;
}

describe('createLimiter', () => {
  it('gives back what the request resolves with', async () => {
    const { limiter } = createStillLimiter();
    await expect(limiter.run(async () => 'answer')).resolves.toBe('answer');
  });

  it('gives back what the request rejects with, and goes on', async () => {
    const { limiter } = createStillLimiter({ maxConcurrency: 1 });
    await expect(limiter.run(() => Promise.reject(new Error('reset')))).rejects.toThrow('reset');
    await expect(limiter.run(async () => 'next')).resolves.toBe('next');
  });

  it('has no more than maxConcurrency requests in flight', async () => {
    const { limiter } = createStillLimiter({ maxConcurrency: 3 });
    let inFlight = 0;
    let most = 0;
    const request = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await settle();
      inFlight -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(request)));
    expect(most).toBe(3);
  });

  it('starts the next request when one of those in flight has ended', async () => {
    const { limiter } = createStillLimiter({ maxConcurrency: 1 });
    const held = createHeldRequest();
    let isStarted = false;
    const first = limiter.run(held.request);
    const second = limiter.run(async () => {
      isStarted = true;
    });
    await settle();
    expect(isStarted).toBe(false);
    held.end();
    await Promise.all([first, second]);
    expect(isStarted).toBe(true);
  });

  it('starts no more than requestsPerSecond in any second', async () => {
    const { limiter } = createTimedLimiter({ requestsPerSecond: 10 });
    const times = await startTimes(limiter, 32);
    expect(times).toHaveLength(32);
    expect(mostWithin(times, 1000)).toBeLessThanOrEqual(10);
  });

  it('keeps to the second also when requests last longer than the place in flight is free', async () => {
    const { limiter } = createTimedLimiter({ requestsPerSecond: 5, maxConcurrency: 3 });
    const times: number[] = [];
    const request = async () => {
      times.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 120));
    };
    await Promise.all(Array.from({ length: 14 }, () => limiter.run(request)));
    expect(mostWithin(times, 1000)).toBeLessThanOrEqual(5);
  });

  // The throttle alone counts from when a start was due, not from when it came.
  it('keeps to the second also when a busy event loop holds starts back', async () => {
    const { limiter } = createTimedLimiter({ requestsPerSecond: 10 });
    const starting = startTimes(limiter, 30);
    await new Promise((resolve) => setTimeout(resolve, 900));
    const freeAt = performance.now() + 400;
    while (performance.now() < freeAt);
    expect(mostWithin(await starting, 1000)).toBeLessThanOrEqual(10);
  });

  it.each([
    ['20 seconds', 20_000],
    ['an hour', 3_600_000],
  ])(
    'waits no longer where the wall clock is set back by %s, and still keeps to the second',
    async (_, back) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
      onTestFinished(() => void vi.useRealTimers());
      const { limiter } = createTimedLimiter({ requestsPerSecond: 10 });
      const times: number[] = [];
      const start = () => void limiter.run(async () => void times.push(performance.now()));
      for (let request = 0; request < 12; request += 1) start();
      await vi.advanceTimersByTimeAsync(100);
      expect(times).toHaveLength(10);
      vi.setSystemTime(Date.now() - back);
      for (let request = 0; request < 18; request += 1) start();
      await vi.advanceTimersByTimeAsync(2900);
      expect(times).toHaveLength(30);
      expect(mostWithin(times, 1000)).toBe(10);
    },
  );

  it('counts a request from when it was sent, not from when it started', async () => {
    let clock = 0;
    const slept: number[] = [];
    const { limiter } = createStillLimiter({
      requestsPerSecond: 1,
      maxConcurrency: 2,
      now: () => clock,
      sleep: async (delayMs) => {
        slept.push(delayMs);
        clock += delayMs;
      },
    });
    await limiter.run(async (sent) => {
      clock = 5000;
      sent();
      clock = 5300;
    });
    await limiter.run(async () => {});
    expect(slept).toEqual([720]);
  });

  it('holds requests back while as many as may be sent in a second wait for their connections', async () => {
    let clock = 0;
    let connect = () => {};
    const held = createHeldRequest();
    const { limiter } = createStillLimiter({
      requestsPerSecond: 1,
      maxConcurrency: 2,
      now: () => clock,
      sleep: async (delayMs) => {
        clock += delayMs;
        if (clock === 100) connect();
      },
    });
    const first = limiter.run((sent) => {
      connect = sent;
      return held.request();
    });
    await expect(limiter.run(async () => clock)).resolves.toBe(1120);
    held.end();
    await first;
  });

  it('counts a request that fails before it is sent from its failure', async () => {
    const { limiter, slept } = createStillLimiter({ requestsPerSecond: 1 });
    await limiter.run(() => Promise.reject(new Error('refused'))).catch(() => {});
    await limiter.run(async () => {});
    expect(slept).toEqual([1020]);
  });

  it('starts nothing during a pause', async () => {
    const { limiter, slept, now } = createStillLimiter();
    limiter.pause(5000);
    await expect(limiter.run(async () => now())).resolves.toBe(5000);
    expect(slept).toEqual([5000]);
  });

  it('holds back a request that already waits in the queue when the pause begins', async () => {
    const { limiter, slept, now } = createStillLimiter({ maxConcurrency: 1 });
    const held = createHeldRequest();
    const first = limiter.run(held.request);
    const second = limiter.run(async () => now());
    await settle();
    limiter.pause(3000);
    held.end();
    await first;
    await expect(second).resolves.toBe(3000);
    expect(slept).toEqual([3000]);
  });

  it('holds back a request that already waits for its start when the pause begins', async () => {
    const { limiter, slept } = createStillLimiter({ requestsPerSecond: 1 });
    await limiter.run(async () => {});
    const second = limiter.run(async () => {});
    limiter.pause(7000);
    await second;
    expect(slept).toEqual([7000]);
  });

  it('lets a longer pause win over a shorter one, whichever comes last', async () => {
    const { limiter, slept } = createStillLimiter();
    limiter.pause(1000);
    limiter.pause(5000);
    limiter.pause(2000);
    await limiter.run(async () => {});
    expect(slept).toEqual([5000]);
  });

  it('goes on waiting when the pause is prolonged meanwhile', async () => {
    let clock = 0;
    const slept: number[] = [];
    const { limiter } = createStillLimiter({
      maxConcurrency: 1,
      now: () => clock,
      sleep: async (delayMs) => {
        if (slept.length === 0) limiter.pause(4000);
        slept.push(delayMs);
        clock += delayMs;
      },
    });
    limiter.pause(1000);
    await limiter.run(async () => {});
    expect(slept).toEqual([1000, 3000]);
  });

  it('sleeps again when a sleep has ended too early', async () => {
    let clock = 0;
    const slept: number[] = [];
    const { limiter } = createStillLimiter({
      now: () => clock,
      sleep: async (delayMs) => {
        slept.push(delayMs);
        clock += delayMs === 1000 ? 999 : delayMs;
      },
    });
    limiter.pause(1000);
    await limiter.run(async () => {});
    expect(slept).toEqual([1000, 1]);
  });

  it('waits for nothing when the pause is over', async () => {
    const { limiter, slept } = createStillLimiter();
    limiter.pause(1000);
    await limiter.run(async () => {});
    await limiter.run(async () => {});
    expect(slept).toEqual([1000]);
  });

  it('takes no start before the pause is over, so that none are bunched at its end', async () => {
    const times: number[] = [];
    const { limiter } = createStillLimiter({
      requestsPerSecond: 5,
      now: () => performance.now(),
      sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    });
    limiter.pause(1500);
    const request = async () => void times.push(performance.now());
    await Promise.all(Array.from({ length: 12 }, () => limiter.run(request)));
    expect(mostWithin(times, 1000)).toBeLessThanOrEqual(5);
  });

  it('rejects with the reason of a signal that was aborted before, without waiting for a start', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const { limiter } = createStillLimiter({ requestsPerSecond: 1, signal: stop.signal });
    await limiter.run(async () => {});
    stop.abort(reason);
    const outcomes: unknown[] = [];
    limiter
      .run(async () => 'started')
      .then(
        (result) => outcomes.push(result),
        (error: unknown) => outcomes.push(error),
      );
    await settle();
    expect(outcomes).toEqual([reason]);
  });

  it('rejects with the reason of the signal those that wait for a place in flight', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const { limiter } = createStillLimiter({ maxConcurrency: 1, signal: stop.signal });
    const held = createHeldRequest();
    const first = limiter.run(held.request);
    const second = limiter.run(async () => 'never');
    await settle();
    stop.abort(reason);
    held.end();
    await first;
    await expect(second).rejects.toBe(reason);
  });

  it('rejects with the reason of the signal those that wait for a start, at once', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const { limiter } = createStillLimiter({ requestsPerSecond: 1, signal: stop.signal });
    await limiter.run(async () => {});
    const outcomes: unknown[] = [];
    limiter
      .run(async () => 'started')
      .then(
        (result) => outcomes.push(result),
        (error: unknown) => outcomes.push(error),
      );
    await settle();
    stop.abort(reason);
    await settle();
    expect(outcomes).toEqual([reason]);
  });

  it('starts nothing when the signal comes at the end of a pause', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    let clock = 0;
    const { limiter } = createStillLimiter({
      signal: stop.signal,
      now: () => clock,
      sleep: async (delayMs) => {
        clock += delayMs;
        stop.abort(reason);
      },
    });
    limiter.pause(1000);
    await expect(limiter.run(async () => 'never')).rejects.toBe(reason);
  });
});

/** Requests that take up to 300 ms to arrive and as long to be answered: when they arrived in four busy minutes, in order. */
async function arrivals(
  prepare: (limiter: Limiter) => void,
  late: () => number = () => 0,
): Promise<number[]> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { limiter } = createTimedLimiter({ requestsPerSecond: 10, maxConcurrency: 6, lateness: late });
  prepare(limiter);
  const random = fc.sample(fc.integer({ min: 0, max: 300 }), { seed: 5, numRuns: 6000 });
  const wait = () => new Promise<void>((resolve) => void setTimeout(resolve, random.pop()));
  const arrived: number[] = [];
  const request = async (sent: () => void) => {
    sent();
    await wait();
    arrived.push(performance.now());
    await wait();
  };
  for (let index = 0; index < 2400; index += 1) void limiter.run(request);
  await vi.advanceTimersByTimeAsync(240_000);
  return arrived.sort((one, other) => one - other);
}

describe('a limiter on a way that takes now longer, now shorter', () => {
  it('lets too many arrive in a second: when they were sent says no more', async () => {
    expect(mostWithin(await arrivals(() => {}), 1000)).toBeGreaterThan(10);
  });

  it('lets no second hold more than the limit for a minute after a refusal, whatever the way takes', async () => {
    const arrived = await arrivals((limiter) => limiter.pause(0));
    const minute = arrived.filter((at) => at < 60_000 - 600);
    expect(minute.length).toBeGreaterThan(300);
    expect(mostWithin(minute, 1000)).toBeLessThanOrEqual(10);
    expect(mostWithin(arrived, 1000)).toBeGreaterThan(10);
  });

  it('does so while the event loop is late, and for a second after', async () => {
    const isLate = () => performance.now() < 120_000;
    const arrived = await arrivals(
      () => {},
      () => (isLate() ? 101 : 0),
    );
    const late = arrived.filter((at) => at < 120_000);
    expect(mostWithin(late, 1000)).toBeLessThanOrEqual(10);
    expect(mostWithin(arrived, 1000)).toBeGreaterThan(10);
  });

  it('is as fast as ever where the event loop is late by a tenth of a second', async () => {
    const usual = await arrivals(() => {});
    const late = await arrivals(
      () => {},
      () => 100,
    );
    expect(late).toHaveLength(usual.length);
  });
});
