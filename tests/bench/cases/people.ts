import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import type { Figure, MeasureCase } from '../figures.ts';
import { envOf, writeCatalog } from '../hot-runs.ts';
import { measureNode } from '../measure-run.ts';

/** Resident memory of a run over everybody with all attributes: it must not depend on how many they are. */
export const people: MeasureCase = async (isShort) => {
  const [few, many] = isShort ? [10_000, 50_000] : [100_000, 5_000_000];
  const peaks = [await peakOf(few ?? 0), await peakOf(many ?? 0)] as const;
  const count = (people: number | undefined) => (people ?? 0).toLocaleString('en-US');
  const figures: Figure[] = [
    {
      what: `memory, ${count(few)} people with attributes`,
      value: peaks[0],
      unit: 'MB at the peak',
      digits: 0,
      isDetail: true,
    },
    {
      what: `memory, ${count(many)} people with attributes`,
      value: peaks[1],
      unit: 'MB at the peak',
      digits: 0,
      isDetail: true,
    },
    {
      what: `memory, ${count(many)} people`,
      value: peaks[1] / peaks[0],
      unit: `times that of ${count(few)}`,
      atMost: 1.1,
      isRatio: true,
    },
  ];
  return figures;
};

async function peakOf(size: number): Promise<number> {
  const emulator = await startEmulator({ requestsPerSecond: false, gzip: false, sizes: { people: size } });
  // Millions of logged requests would be the emulator's own memory.
  const forget = setInterval(() => emulator.requests.splice(0), 1000);
  try {
    const catalog = writeCatalog('people_identifiers', 'people');
    const cost = await measureNode([PROGRAM, '--catalog', catalog], {
      env: envOf(emulator.url, 1, { TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey }),
    });
    if (cost.code !== 0) throw new Error(`the tap ended with ${cost.code}: ${cost.stderr}`);
    if (cost.lines < 2 * size) throw new Error(`${size} people were served, ${cost.lines} lines have come`);
    return cost.peakMb;
  } finally {
    clearInterval(forget);
    await emulator.close();
  }
}
