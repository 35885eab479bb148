import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch from 'node-fetch';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAgent } from '../../../src/http/agent.ts';
import { decompress, inspectErrorBody, parseBody } from '../../../src/http/read-body.ts';

afterEach(() => void vi.unstubAllEnvs());

/** What an agent connects with: to the host, or to the proxy. */
function optionsOf(agent: object): unknown {
  if ('connectOpts' in agent) return agent.connectOpts;
  return 'options' in agent ? agent.options : undefined;
}

/** A proxy that notes what it is asked to connect to, and refuses. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked };
}

describe('a proxy that the environment names', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])(
    'as %s is asked to connect to the API',
    async (name) => {
      const { url, asked } = await startProxy();
      vi.stubEnv(name, url);
      const agent = await createAgent('https://api.example.test', 3, process.env);
      // The proxy's own refusal comes as the answer, or as an error.
      await fetch('https://api.example.test/v1/x', { agent }).catch(() => {});
      expect(asked).toEqual(['api.example.test:443']);
    },
  );

  it('is not asked where NO_PROXY names the host, nor for this machine itself', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('NO_PROXY', 'api.example.test');
    for (const baseUrl of ['https://api.example.test', 'https://localhost:8443']) {
      const agent = await createAgent(baseUrl, 3, process.env);
      expect(agent).toBeInstanceOf(HttpsAgent);
      expect(agent.constructor.name).toBe('Agent');
    }
  });
});

describe('an address that takes long to connect', () => {
  it('is given two seconds before the next is tried, through a proxy too', async () => {
    vi.stubEnv('NO_PROXY', 'direct.example.test');
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    const urls = ['http://localhost:8080', 'https://direct.example.test', 'https://api.example.test'];
    const agents = await Promise.all(urls.map((url) => createAgent(url, 3, process.env)));
    expect(agents.map((agent) => agent.constructor.name)).toEqual(['Agent', 'Agent', 'HttpsProxyAgent']);
    for (const agent of agents)
      expect(optionsOf(agent)).toMatchObject({ autoSelectFamilyAttemptTimeout: 2000 });
  });
});

describe('a body', () => {
  it('in an encoding that was not asked for is refused at once', () => {
    expect(decompress('br', new ArrayBuffer(0))).toEqual({ failure: { kind: 'encoding', code: 'br' } });
  });

  it('that says "wrong datacenter" with status 200 names the region', () => {
    const body = Buffer.from('{"errors":[{"detail":"wrong datacenter","status":"301"}]}');
    expect(parseBody(200, body)).toEqual({ failure: { kind: 'wrong region', status: 200 } });
  });

  it.each<[string, string, boolean]>([
    ['{"errors":[]}', 'JSON', false],
    ['{"errors":[{"detail":"wrong datacenter"}]}', 'JSON', true],
    ['<!DOCTYPE html><html>', 'HTML', false],
    ['404 page not found', 'text', false],
  ])('of an error, %s, is %s', (text, form, isWrongRegion) => {
    expect(inspectErrorBody(null, Buffer.from(text))).toEqual({ form, isWrongRegion });
  });

  it('of an error that is no gzip though it says so is a text', () => {
    expect(inspectErrorBody('gzip', Buffer.from('x')).form).toBe('text');
  });
});
