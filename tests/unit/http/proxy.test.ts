import { describe, expect, it } from 'vitest';
import { findProxy } from '../../../src/http/proxy.ts';

const API = new URL('https://api.example.test');
const PROXY = 'http://127.0.0.1:3128';

describe('the proxy for the API', () => {
  it.each(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])('is what %s names', (variable) => {
    const proxy = findProxy(API, { [variable]: PROXY });
    expect([proxy?.variable, proxy?.url.href]).toEqual([variable, `${PROXY}/`]);
  });

  it('is that of lower case before that of upper case, and HTTPS_PROXY before ALL_PROXY', () => {
    const all = { HTTPS_PROXY: 'http://b', https_proxy: 'http://a', ALL_PROXY: 'http://c' };
    expect(findProxy(API, all)?.url.host).toBe('a');
    expect(findProxy(API, { ...all, https_proxy: '' })?.url.host).toBe('b');
  });

  it('is none without a variable, with an empty one, or with one for plain http alone', () => {
    for (const env of [{}, { HTTPS_PROXY: ' ' }, { HTTP_PROXY: PROXY }])
      expect(findProxy(API, env)).toBeUndefined();
  });

  it('is never asked for this machine itself', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      expect(findProxy(new URL(`https://${host}:8443`), { HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  it.each(['127.0.0.1:3128', 'me:secret@127.0.0.1:3128', ' http://127.0.0.1:3128 '])(
    'speaks plain http where %j has no scheme',
    (text) => {
      const url = findProxy(API, { HTTPS_PROXY: text })?.url;
      expect([url?.protocol, url?.host]).toEqual(['http:', '127.0.0.1:3128']);
    },
  );
});

describe('NO_PROXY', () => {
  it.each([
    'example.test',
    '.example.test',
    '*.example.test',
    'api.example.test',
    'API.Example.Test',
    'other.test, example.test',
    'other.test example.test',
    'example.test:443',
    'example.test.',
    '*',
  ])('%j exempts api.example.test', (list) => {
    expect(findProxy(API, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBeUndefined();
    expect(findProxy(API, { HTTPS_PROXY: PROXY, no_proxy: list })).toBeUndefined();
  });

  it.each(['ample.test', 'x.api.example.test', 'example.test:8443', 'test.example', '', ','])(
    '%j does not',
    (list) => {
      expect(findProxy(API, { HTTPS_PROXY: PROXY, NO_PROXY: list })?.variable).toBe('HTTPS_PROXY');
    },
  );

  it('holds for the port of the address', () => {
    const list = { HTTPS_PROXY: PROXY, NO_PROXY: 'example.test:8443' };
    expect(findProxy(new URL('https://api.example.test:8443'), list)).toBeUndefined();
  });
});

describe('an address of a proxy that cannot be used is refused, and the variable named, never the value', () => {
  it.each([
    ['http://', 'is not the address of a proxy'],
    ['not an address', 'is not the address of a proxy'],
    ['socks5://secret:1080', 'names a proxy of the kind socks5, which is not supported'],
    ['http://me:50%@secret:3128', 'has a % in its user name or password that encodes nothing'],
  ])('%s', (text, sentence) => {
    const find = () => findProxy(API, { HTTPS_PROXY: text });
    expect(find).toThrow(`HTTPS_PROXY ${sentence}`);
    expect(find).not.toThrow('secret');
  });
});
