import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type createServer as createTcpServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { whenSent } from '../../../src/http/when-sent.ts';

/** Starts a server, and tells its port. */
async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

it.each(['GET', 'POST'])('a %s is sent when its connection is open, not before', async (method) => {
  const order: string[] = [];
  const port = await listen(createServer((_, response) => response.end()));
  let open = () => {};
  const url = new URL(`http://127.0.0.1:${port}/v1/rows?limit=1`);
  const asked = whenSent({ method, url, onSent: () => void order.push('sent') }, async () => {
    const asking = request({
      path: '/v1/rows?limit=1',
      method,
      createConnection: (_, done) => {
        open = () => done(null, connect(port));
        return undefined;
      },
    });
    asking.end(method === 'POST' ? '{}' : undefined);
    const [response] = await once(asking, 'response');
    response.resume();
    await once(response, 'end');
    order.push('answered');
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  order.push('open');
  open();
  await asked;
  expect(order).toEqual(['open', 'sent', 'answered']);
});

it('of requests side by side, each is told of its own', async () => {
  const port = await listen(createServer((_, response) => response.end()));
  const sent: number[] = [];
  const ask = (number: number) =>
    whenSent(
      { method: 'GET', url: new URL(`http://127.0.0.1/${number}`), onSent: () => void sent.push(number) },
      async () => {
        const asking = request({ port, path: `/${number}`, agent: false });
        asking.end();
        const [response] = await once(asking, 'response');
        response.resume();
      },
    );
  await Promise.all([1, 2, 3].map(ask));
  expect(sent.toSorted()).toEqual([1, 2, 3]);
});
