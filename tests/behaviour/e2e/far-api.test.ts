import { beforeAll, it } from 'vitest';
import { startBusyLoops, startFarApi } from '../../support/far-api/start-far-api.ts';
import { makeCertificate } from '../../support/harness/certificate.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';

// As a target keeps them that loads what the tap writes.
beforeAll(() => startBusyLoops(2));

// Side by side: they wait for their limit most of the time, and the more there are, the later timers come.
it.concurrent.for([40, 100, 200])(
  'over TLS and with round trips of %i ms, beside two busy loops, no request is refused: its arrival counts',
  async (roundTripMs, { expect, onTestFinished }) => {
    const certificate = await makeCertificate();
    const api = await startFarApi({
      delayMs: roundTripMs / 2,
      certificate,
      latencyMs: { min: 0, max: 300 },
      sizes: { campaigns: 9, segments: 9, membersPerSegment: 10, messages: 30, activities: 30 },
    });
    onTestFinished(() => api.close());
    const env = {
      ...envFor({ url: api.url, apiKey: 'emulator-key' }),
      NODE_EXTRA_CA_CERTS: certificate.cert,
    };
    const { code, stderr } = await runTap([], { ...env, TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10' });
    expect([code, stderr.match(/^(ERROR|CRITICAL).*$/m)]).toEqual([0, null]);
    const { requests, refused } = await api.arrivals();
    expect(requests).toBeGreaterThan(50);
    expect(refused).toBe(0);
  },
);
