import { describe, expect, it } from 'vitest';
import { adviseTogether, withAdvice } from '../../../src/advice.ts';
import { type Failure, RequestError } from '../../../src/request-error.ts';
import { ShapeError } from '../../../src/shape-error.ts';
import { probeApi } from '../../../src/sync/first-request.ts';
import { TapError } from '../../../src/tap-error.ts';

const failed = (failure: Failure) => new RequestError({ path: '/v1/x' }, failure, 1);

const ADVICE: [Failure, string][] = [
  [{ kind: 'redirect', status: 301 }, 'check region and base_url'],
  [{ kind: 'wrong region', status: 301 }, 'change region'],
  [{ kind: 'TLS', code: 'CERT_HAS_EXPIRED' }, 'NODE_EXTRA_CA_CERTS'],
  [{ kind: 'network', code: 'ENOTFOUND' }, 'HTTPS_PROXY'],
  [{ kind: 'network', code: 'ECONNRESET' }, 'check the network'],
  [{ kind: 'too large' }, 'the tap cannot read an answer of that size'],
  [{ kind: 'encoding', code: 'br' }, 'a proxy may have changed'],
  [{ kind: 'timeout' }, 'check the network'],
  [{ kind: 'status', status: 403, body: 'HTML' }, 'a firewall or proxy'],
  [{ kind: 'status', status: 403, body: 'JSON' }, 'IP allow list'],
  [{ kind: 'status', status: 404, body: 'text' }, 'no Customer.io API at this address'],
  [{ kind: 'status', status: 404, body: 'JSON' }, 'deselect the stream'],
  [{ kind: 'status', status: 429 }, 'lower requests_per_second'],
  [{ kind: 'status', status: 500 }, 'did not recover'],
  [{ kind: 'status', status: 418 }, 'refuses the request'],
];

describe('advice', () => {
  it.each(ADVICE)('of %o says what to do', (failure, advice) => {
    expect(withAdvice(failed(failure))).toContain(advice);
  });

  it('is given once where all failed in the same way, and not where they did not', () => {
    const down = failed({ kind: 'status', status: 500 });
    expect(adviseTogether([down, down])).toContain('did not recover');
    expect(adviseTogether([down, failed({ kind: 'timeout' })])).toBeUndefined();
    expect(adviseTogether([down])).toBeUndefined();
  });

  it('of an answer in another form is to report it, of all else none', () => {
    expect(withAdvice(new ShapeError('/v1/x', 'odd'))).toContain('the API may have changed');
    expect(withAdvice(new TapError('so'))).toBe('so');
  });
});

describe('the first request', () => {
  const ask = (failure: Failure) => async () => {
    throw failed(failure);
  };
  const now = () => 5000;

  it.each<[Failure]>([
    [{ kind: 'network', code: 'ECONNREFUSED' }],
    [{ kind: 'timeout' }],
    [{ kind: 'TLS' }],
    [{ kind: 'status', status: 404, body: 'text' }],
  ])('that fails with %o ends the run with its reason', async (failure) => {
    await expect(probeApi(ask(failure), { now })).rejects.toThrow(/GET \/v1\/x: .*; /);
  });

  it('gives the time of any other answer, or of this machine where there is none', async () => {
    const apiDate = Date.parse('2026-01-31T12:00:00Z');
    const now = () => apiDate + 1000;
    expect(await probeApi(ask({ kind: 'status', status: 403, apiDate }), { now })).toMatchObject({
      clocks: { earlier: apiDate, later: apiDate + 1000, isDated: true },
      hasAnswered: false,
    });
    expect(await probeApi(ask({ kind: 'status', status: 404, body: 'JSON' }), { now })).toMatchObject({
      clocks: { earlier: apiDate + 1000, isDated: false },
      hasAnswered: false,
    });
    const answer = { next: undefined, apiDate: undefined, sentDate: undefined, json: async () => ({}) };
    expect(await probeApi(async () => answer, { now })).toMatchObject({
      clocks: { earlier: apiDate + 1000, isDated: false },
      hasAnswered: true,
    });
  });

  it('gives the time of an answer out of a cache as its date, and how long it has lain there', async () => {
    const apiDate = Date.parse('2026-01-31T06:00:00Z');
    const ageMs = 6 * 3_600_000;
    const at = apiDate + ageMs;
    const answer = { next: undefined, apiDate, ageMs, sentDate: undefined, json: async () => ({}) };
    const clocks = { earlier: at, later: at + 1000, isDated: true, warning: undefined };
    expect(await probeApi(async () => answer, { now: () => at + 1000 })).toMatchObject({ clocks });
    const refusal: Failure = { kind: 'status', status: 403, apiDate, ageMs };
    expect(await probeApi(ask(refusal), { now: () => at + 1000 })).toMatchObject({ clocks });
  });

  it('lets pass what is no failure of a request', async () => {
    const stopped = async () => {
      throw new Error('stopped');
    };
    await expect(probeApi(stopped, { now })).rejects.toThrow('stopped');
  });
});
