import { describe, expect, it } from 'vitest';
import { type Failure, RequestError } from '../../src/request-error.ts';

describe('RequestError', () => {
  it.each<[Failure, string]>([
    [{ kind: 'status', status: 503 }, 'status 503'],
    [{ kind: 'network', code: 'ECONNRESET' }, 'network error ECONNRESET'],
    [{ kind: 'network' }, 'network error'],
    [{ kind: 'timeout' }, 'no complete answer in time'],
    [{ kind: 'broken body', code: 'Z_BUF_ERROR' }, 'a body that broke off (Z_BUF_ERROR)'],
    [{ kind: 'broken body' }, 'a body that broke off'],
    [{ kind: 'not JSON', status: 200 }, 'status 200 with a body that is not JSON'],
    [
      { kind: 'redirect', status: 302 },
      'status 302, a redirect, which is not followed since the key would go with it',
    ],
    [{ kind: 'TLS', code: 'CERT_HAS_EXPIRED' }, 'TLS failure (CERT_HAS_EXPIRED)'],
    [{ kind: 'TLS' }, 'TLS failure'],
  ])('says in words what %j is', (failure, words) => {
    expect(new RequestError({ path: '/v1/x/{id}' }, failure, 1).message).toBe(`GET /v1/x/{id}: ${words}`);
  });

  it('tells how often it was tried, if more than once', () => {
    const error = new RequestError({ path: '/v1/x' }, { kind: 'timeout' }, 3);
    expect(error.message).toBe('GET /v1/x: no complete answer in time, after 3 attempts');
  });

  it('has a status where an answer came', () => {
    expect(new RequestError({ path: '/v1/x' }, { kind: 'status', status: 404 }, 1).status).toBe(404);
    expect(new RequestError({ path: '/v1/x' }, { kind: 'timeout' }, 1).status).toBeUndefined();
  });
});
