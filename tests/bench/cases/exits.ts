import { setTimeout as delay } from 'node:timers/promises';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import type { Figure, MeasureCase } from '../figures.ts';
import { envOf, writeCatalog } from '../hot-runs.ts';
import { measureNode, type ReadOutput } from '../measure-run.ts';

/** Each way in which a run can end before its time, with the exit code that it must have. */
const EXITS = [
  { what: 'an error', code: 1 },
  { what: 'a signal', code: 143 },
  { what: 'an uncaught exception', code: 1 },
] as const;

/** Bytes that the program has given to stdout and a slow reader has not got, by the way in which it ended. */
export const exits: MeasureCase = async () => {
  const figures: Figure[] = [];
  for (const { what, code } of EXITS) {
    const emulator = await startEmulator({ requestsPerSecond: false, sizes: { messages: 20_000 } });
    if (what === 'an error') {
      const action = { kind: 'status', status: 403 } as const;
      emulator.faults.add({ match: { template: '/v1/snippets' }, times: Infinity, action });
    }
    try {
      const catalog = writeCatalog('messages', 'snippets');
      const thrown = what === 'an uncaught exception' ? { BENCH_THROW_AFTER: '2000000' } : {};
      const cost = await measureNode([PROGRAM, '--catalog', catalog], {
        env: envOf(emulator.url, 60, { TAP_CUSTOMERIO_APP_API_KEY: emulator.apiKey, ...thrown }),
        read: slowReader(what === 'a signal'),
      });
      if (cost.code !== code) throw new Error(`${what} ended the run with ${cost.code}: ${cost.stderr}`);
      figures.push({
        what: `lost to a slow reader after ${what}`,
        value: cost.written - cost.bytes,
        unit: 'bytes',
        atMost: 0,
        digits: 0,
        isCount: true,
      });
    } finally {
      await emulator.close();
    }
  }
  return figures;
};

/** Takes 64 kB at a time; `isKilling`: after the first megabyte sends SIGTERM. */
function slowReader(isKilling: boolean): ReadOutput {
  return async (stdout, count, kill) => {
    let read = 0;
    for await (const piece of stdout) {
      count(piece);
      if (isKilling && read < 2 ** 20 && read + piece.length >= 2 ** 20) kill('SIGTERM');
      read += piece.length;
      await delay(5);
    }
  };
}
