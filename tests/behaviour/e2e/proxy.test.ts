import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeCertificate } from '../../support/harness/certificate.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { startProxy } from '../../support/harness/start-proxy.ts';

/** A host that only the proxy of the test knows. */
const API = 'https://api.example.test';

/** An API behind a proxy, and the settings that point to both. */
async function behindProxy(credentials?: string) {
  const certificate = await makeCertificate();
  const [key, cert] = [readFileSync(certificate.key), readFileSync(certificate.cert)];
  const { emulator, env } = await emulatorFor({ tls: { key, cert }, sizes: { messages: 3, activities: 3 } });
  const proxy = await startProxy(emulator.port, credentials);
  const settings = { ...env, TAP_CUSTOMERIO_BASE_URL: API, NODE_EXTRA_CA_CERTS: certificate.cert };
  return { emulator, proxy, settings };
}

it('the built program reads the API through the proxy, with the credentials of its address', async () => {
  const { proxy, settings } = await behindProxy('me:pass word%');
  const env = { ...settings, https_proxy: `me:pass%20word%25@${proxy.address}` };
  const { code, stdout } = await runTap([], env);
  expect(code).toBe(0);
  expect(stdout).toContain('"stream":"messages"');
  expect(new Set(proxy.asked)).toEqual(new Set(['api.example.test:443']));
});

it('407 ends the run at once, and names the variable that wants credentials', async () => {
  const { proxy, settings, emulator } = await behindProxy('me:secret');
  const { code, stderr } = await runTap([], { ...settings, HTTPS_PROXY: `http://me:wrong@${proxy.address}` });
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    'CRITICAL GET /v1/workspaces: status 407 with a page of HTML: the proxy asks for credentials, or refuses those that it was given; put them into HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT',
  );
  expect(stderr.match(/407/g)).toHaveLength(1);
  expect(stderr).not.toContain('wrong');
  expect([proxy.asked.length, emulator.requests.length]).toEqual([1, 0]);
});

it("nothing of the proxy's address is written with DEBUG=*", async () => {
  const { proxy, settings } = await behindProxy('me:secret');
  const env = { ...settings, DEBUG: '*', HTTPS_PROXY: `http://me:secret@${proxy.address}` };
  const { code, stderr } = await runTap([], env);
  expect([code, stderr.match(/secret|proxy-agent/)]).toEqual([0, null]);
});

it.each(['socks5://127.0.0.1:1080', 'http://', 'http://me:50%@127.0.0.1:9'])(
  'the proxy address %s ends the run before any request',
  async (address) => {
    const { emulator, env } = await emulatorFor();
    const { code, stderr } = await runTap([], {
      ...env,
      TAP_CUSTOMERIO_BASE_URL: API,
      HTTPS_PROXY: address,
    });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^CRITICAL HTTPS_PROXY /);
    expect(emulator.requests).toEqual([]);
  },
);
