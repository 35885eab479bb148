import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';

describe('a sync against an API that answers in 200 to 300 ms and takes 10 requests a second', () => {
  // On a machine busy with other tests two requests may be held up on their way and arrive as one; a limiter that
  // lets too many start fails each time.
  it('never sends more than 10 in any second, has never more than 3 in flight, and none is refused', {
    retry: 3,
  }, async () => {
    const emulator = await startEmulator({ latencyMs: { min: 200, max: 300 } });
    onTestFinished(() => emulator.close());
    const { code } = await runTap([], envFor(emulator, { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10' }));
    expect(code).toBe(0);
    expect(emulator.requests.length).toBeGreaterThan(50);
    expect(emulator.mostStartsInAnySecond()).toBeLessThanOrEqual(10);
    expect(emulator.mostInFlight()).toBeLessThanOrEqual(3);
    expect(emulator.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
