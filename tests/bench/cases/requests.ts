import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import type { Figure, MeasureCase } from '../figures.ts';

/** Milliseconds that an answer takes, and requests a second that must be reached. */
const LATENCIES = [
  { min: 50, max: 50, atLeast: 9.7 },
  { min: 150, max: 150, atLeast: 9.7 },
  { min: 200, max: 300, atLeast: 9.5 },
];

/** How much of the API's limit of 10 requests a second a sync uses, as the emulator sees it. */
export const requests: MeasureCase = async (isShort) => {
  const figures: Figure[] = [];
  for (const { atLeast, ...latencyMs } of isShort ? LATENCIES.slice(1, 2) : LATENCIES) {
    const emulator = await startEmulator({
      latencyMs,
      sizes: { campaigns: isShort ? 9 : 40, segments: isShort ? 9 : 60, membersPerSegment: 10 },
    });
    try {
      const { code, stderr } = await runTap(
        [],
        envFor(emulator, { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10' }),
      );
      if (code !== 0) throw new Error(stderr);
      const { requests: log } = emulator;
      const seconds = ((log.at(-1)?.at ?? 0) - (log[0]?.at ?? 0)) / 1000;
      const what = `requests, answers in ${latencyMs.min === latencyMs.max ? '' : '200 to '}${latencyMs.max} ms`;
      figures.push(
        { what, value: (log.length - 1) / seconds, unit: 'a second', atLeast, isRatio: true },
        {
          what,
          value: emulator.mostStartsInAnySecond(),
          unit: 'at most in any second',
          atMost: 10,
          digits: 0,
        },
        {
          what,
          value: log.filter(({ status }) => status === 429).length,
          unit: 'times 429',
          atMost: 0,
          digits: 0,
        },
      );
    } finally {
      await emulator.close();
    }
  }
  return figures;
};
