/**
 * `npm run bench:requests`: how much of the API's limit of 10 requests a second a sync uses, at several latencies, as
 * the emulator sees it. A run on a machine that is busy with other things says little.
 */
import { startEmulator } from '../emulator/start-emulator.ts';
import { envFor } from '../harness/run-main.ts';
import { runTap } from '../harness/run-tap.ts';

/** Milliseconds that an answer takes. */
const LATENCIES = [
  { min: 50, max: 50 },
  { min: 150, max: 150 },
  { min: 200, max: 300 },
];

process.stdout.write('latency in ms   requests   a second   most in any second   most in flight   429\n');
for (const latencyMs of LATENCIES) {
  const emulator = await startEmulator({
    latencyMs,
    sizes: { campaigns: 40, segments: 60, membersPerSegment: 10 },
  });
  try {
    const { code, stderr } = await runTap([], envFor(emulator, { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10' }));
    if (code !== 0) throw new Error(stderr);
    const { requests } = emulator;
    const seconds = ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1000;
    const cells = [
      latencyMs.min === latencyMs.max ? `${latencyMs.min}` : `${latencyMs.min} to ${latencyMs.max}`,
      String(requests.length),
      ((requests.length - 1) / seconds).toFixed(2),
      String(emulator.mostStartsInAnySecond()),
      String(emulator.mostInFlight()),
      String(requests.filter(({ status }) => status === 429).length),
    ];
    process.stdout.write(
      `${cells.map((cell, index) => cell.padEnd([16, 11, 11, 21, 17, 0][index] ?? 0)).join('')}\n`,
    );
  } finally {
    await emulator.close();
  }
}
