import { PROGRAM } from '../../support/harness/run-tap.ts';
import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { measureNode } from '../measure-run.ts';

/** Modes that ask nothing of the API, with the most times that they may take of what Node takes for nothing. */
const MODES = { '--discover': 1.4, '--help': 2.5, '--version': 1.25 };

/** How long the modes take that ask nothing of the API, beside a Node that does nothing. */
export const start: MeasureCase = async (isShort) => {
  const rounds = await repeat(isShort ? 5 : 25, async () => {
    const { wallSeconds: nothing } = await measureNode(['-e', '0']);
    const ratios: number[] = [];
    for (const mode of Object.keys(MODES))
      ratios.push((await measureNode([PROGRAM, mode])).wallSeconds / nothing);
    return ratios;
  });
  return Object.entries(MODES).map(
    ([mode, atMost], index): Figure => ({
      what: mode,
      value: median(rounds.map((ratios) => ratios[index] ?? Number.NaN)),
      unit: 'times `node -e 0`',
      atMost,
      isRatio: true,
    }),
  );
};
