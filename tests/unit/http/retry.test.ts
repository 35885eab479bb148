import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRetry, type RetryInput } from '../../../src/http/retry.ts';
import type { Failure } from '../../../src/request-error.ts';

const UNAVAILABLE: Failure = { kind: 'status', status: 503 };

/** The decision on a first failure, half-way through the jitter, unless told otherwise. */
function decide(input: Partial<RetryInput>): number | undefined {
  return decideRetry({
    failure: UNAVAILABLE,
    attempt: 1,
    elapsedMs: 0,
    maxRetryMs: 300_000,
    random: 0.5,
    ...input,
  });
}

describe('decideRetry', () => {
  it.each<[string, Failure]>([
    ...[408, 425, 429, 500, 501, 502, 503, 504, 520, 524, 599].map((status): [string, Failure] => [
      `status ${status}`,
      { kind: 'status', status },
    ]),
    ['a network error', { kind: 'network', code: 'ECONNRESET' }],
    ['a network error without a code', { kind: 'network' }],
    ['a time-out', { kind: 'timeout' }],
    ['a body that broke off', { kind: 'broken body' }],
    ['a 200 that is not JSON', { kind: 'not JSON', status: 200 }],
  ])('retries %s', (_, failure) => {
    expect(decide({ failure })).toBe(500);
  });

  it.each<[string, Failure]>([
    ...[201, 204, 400, 401, 403, 404, 405, 409, 410, 422, 431, 451, 499].map((status): [string, Failure] => [
      `status ${status}`,
      { kind: 'status', status },
    ]),
    ['a status that is not known', { kind: 'status' }],
    ['a redirect', { kind: 'redirect', status: 302 }],
    ['a TLS failure', { kind: 'TLS', code: 'CERT_HAS_EXPIRED' }],
  ])('does not retry %s', (_, failure) => {
    expect(decide({ failure })).toBeUndefined();
  });

  it('does not retry what is not worth it, even when the server says when', () => {
    expect(decide({ failure: { kind: 'status', status: 404, retryAfterMs: 1000 } })).toBeUndefined();
  });

  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [6, 16_000],
    [7, 30_000],
    [8, 30_000],
    [1000, 30_000],
  ])('after attempt %d waits half of the ceiling at random 0.5: %d ms', (attempt, delayMs) => {
    expect(decide({ attempt })).toBe(delayMs);
  });

  it.each([
    [0, 0],
    [0.25, 250],
    [0.9999, 1000],
  ])('spreads the delay over the whole ceiling: random %d gives %d ms', (random, delayMs) => {
    expect(decide({ random })).toBe(delayMs);
  });

  it.each<[string, number]>([['longer than any delay of our own', 120_000]])(
    'takes Retry-After as it is: %s',
    (_, retryAfterMs) => {
      expect(decide({ failure: { ...UNAVAILABLE, retryAfterMs }, attempt: 3 })).toBe(retryAfterMs);
    },
  );

  it('waits no less than its own delay, so that a Retry-After of zero does not become a storm', () => {
    expect(decide({ failure: { ...UNAVAILABLE, retryAfterMs: 0 }, attempt: 3 })).toBe(
      decide({ failure: UNAVAILABLE, attempt: 3 }),
    );
  });

  it.each<[string, Partial<RetryInput>, number | undefined]>([
    ['the delay just fits', { elapsedMs: 299_500 }, 500],
    ['the delay is a millisecond too long', { elapsedMs: 299_501 }, undefined],
    ['Retry-After just fits', { failure: { ...UNAVAILABLE, retryAfterMs: 300_000 } }, 300_000],
    ['Retry-After is too long', { failure: { ...UNAVAILABLE, retryAfterMs: 300_001 } }, undefined],
    ['there is none', { maxRetryMs: 0 }, undefined],
  ])('keeps to the total patience: %s', (_, input, delayMs) => {
    expect(decide(input)).toBe(delayMs);
  });

  it('never waits beyond the patience, nor a negative time, nor longer than a minute of its own', () => {
    const input = fc.record({
      attempt: fc.integer({ min: 1, max: 100 }),
      elapsedMs: fc.integer({ min: 0, max: 400_000 }),
      maxRetryMs: fc.integer({ min: 0, max: 400_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(input, (given) => {
        const delayMs = decide(given);
        if (delayMs === undefined) return;
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(Math.min(60_000, given.maxRetryMs - given.elapsedMs));
      }),
    );
  });
});
