import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import type { MeasureCase } from '../figures.ts';
import { envOf, writeCatalog } from '../hot-runs.ts';
import { measureNode } from '../measure-run.ts';

/** How much of stdout is STATE with many parents that have few children each. */
export const stateShare: MeasureCase = async (isShort) => {
  const segments = isShort ? 1000 : 10_000;
  const emulator = await startEmulator({
    requestsPerSecond: false,
    sizes: { segments, membersPerSegment: 10 },
  });
  try {
    const catalog = writeCatalog('segments', 'segment_membership');
    const { code, stderr, stateBytes, bytes } = await measureNode([PROGRAM, '--catalog', catalog], {
      env: envOf(emulator.url, 3, { TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey }),
    });
    if (code !== 0) throw new Error(stderr);
    return [
      {
        what: `STATE with ${segments.toLocaleString('en')} parents`,
        value: (stateBytes / bytes) * 100,
        unit: '% of stdout',
        atMost: 1,
        isRatio: true,
      },
    ];
  } finally {
    await emulator.close();
  }
};
