import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { catalogOf } from '../../support/harness/made-up-api.ts';
import { type Env, envFor, runMain } from '../../support/harness/run-main.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const WRONG_DATACENTER = '{"errors":[{"detail":"wrong datacenter","status":"301"}]}';

/** A server that answers every request alike, and the paths that it was asked for. */
async function serveAlike(
  answer: (response: ServerResponse, path: string) => void,
): Promise<{ env: Env; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response, request.url ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  return { env: envFor({ url: `http://127.0.0.1:${port}`, apiKey: 'the-key' }), asked };
}

const told = (stderr: string) => stderr.match(/^(ERROR|CRITICAL) .*/gm);

describe('a host that does not answer', () => {
  it.each([[[]], [['--test']]])(
    'ends the run %j once, with its reason in the CRITICAL line, and tells each retry before',
    async (argv) => {
      const server = createServer();
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port));
      });
      await new Promise((resolve) => server.close(resolve));
      const env = envFor({ url: `http://127.0.0.1:${port}`, apiKey: 'the-key' });
      const { code, stderr } = await runMain(argv, { ...env, TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '2' });
      expect(code).toBe(1);
      expect(told(stderr)).toEqual([
        expect.stringMatching(
          /^CRITICAL GET \/v1\/workspaces: network error ECONNREFUSED.*; check the network and base_url, then run again$/,
        ),
      ]);
      const [, attempts = 1] = /after (\d+) attempts/.exec(stderr) ?? [];
      expect(stderr.match(/^WARNING .*; trying again in \d+\.\d s$/gm) ?? []).toHaveLength(
        Number(attempts) - 1,
      );
    },
  );
});

describe('an API that says "wrong datacenter"', () => {
  it.each([[[]], [['--test']]])(
    'with a redirect ends the run %j at its first request, with one sentence that names region',
    async (argv) => {
      const { env, asked } = await serveAlike((response) => response.writeHead(301).end(WRONG_DATACENTER));
      const { code, stderr } = await runMain(argv, env);
      expect(code).toBe(1);
      expect(told(stderr)).toEqual([
        'CRITICAL GET /v1/workspaces: the API says "wrong datacenter"; the workspace is in the other region: change region (us or eu), or base_url',
      ]);
      expect(asked).toEqual(['/v1/workspaces']);
    },
  );

  it.each([[[]], [['--test']]])('with status 200 ends the run %j as well, and just as soon', async (argv) => {
    const { env, asked } = await serveAlike((response) => response.writeHead(200).end(WRONG_DATACENTER));
    const { code, stderr } = await runMain(argv, env);
    expect(code).toBe(1);
    expect(told(stderr)).toEqual([
      'CRITICAL GET /v1/workspaces: the API says "wrong datacenter"; the workspace is in the other region: change region (us or eu), or base_url',
    ]);
    expect(asked).toEqual(['/v1/workspaces']);
  });
});

describe('an address at which there is no API', () => {
  it.each([[[]], [['--test']]])(
    'answers every path with 404 in text: the run %j ends at once and names base_url, once',
    async (argv) => {
      const { env, asked } = await serveAlike((response) =>
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'),
      );
      const { code, stderr } = await runMain(argv, env);
      expect(code).toBe(1);
      expect(told(stderr)).toEqual([
        'CRITICAL GET /v1/workspaces: status 404; there is no Customer.io API at this address: check base_url',
      ]);
      expect(asked).toEqual(['/v1/workspaces']);
    },
  );
});

describe('a base_url', () => {
  it.each([
    ['ends in /v1', (url: string) => `${url}/v1`],
    ['ends in /v1 and a slash', (url: string) => `${url}/v1/`],
    ['has its scheme in capitals', (url: string) => url.replace('http:', 'HTTP:')],
  ])('that %s is the one without', async (_, written) => {
    const { emulator, env } = await emulatorFor({ sizes: { messages: 0, activities: 0 } });
    const { code, stderr } = await runMain([], { ...env, TAP_CUSTOMERIO_BASE_URL: written(emulator.url) });
    expect([code, told(stderr)]).toEqual([0, null]);
    expect(stderr).toContain(`INFO reading ${STREAM_NAMES.length} streams from ${emulator.url}\n`);
  });
});

describe('a body that can never be read', () => {
  const bomb = gzipSync(Buffer.alloc(257 * 2 ** 20), { level: constants.Z_BEST_SPEED });

  it.each<[string, string, Buffer, string]>([
    [
      'is larger than the limit',
      'gzip',
      bomb,
      'a body that is larger than 256 MiB; the tap cannot read an answer of that size, even in the smallest pages: report it',
    ],
    [
      'is encoded as was not asked for',
      'br',
      brotliCompressSync('{"snippets":[]}'),
      'a body in an encoding that was not asked for (br); a proxy may have changed the answer: check base_url and the network',
    ],
  ])('since it %s fails its stream at the first attempt, and is named', async (_, encoding, body, what) => {
    const { env, asked } = await serveAlike((response, path) => {
      if (path === '/v1/workspaces') response.end('{"workspaces":[]}');
      else response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const catalog = tempFile('catalog.json', catalogOf(['snippets']));
    const { code, stderr } = await runMain(['--catalog', catalog], env);
    expect(code).toBe(1);
    expect(stderr).toContain(`ERROR snippets: GET /v1/snippets: ${what}`);
    expect(asked).toEqual(['/v1/workspaces', '/v1/snippets']);
  });
});
