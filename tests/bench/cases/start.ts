import { PROGRAM } from '../../support/harness/run-tap.ts';
import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { measureNode } from '../measure-run.ts';

const MODES = ['--discover', '--help', '--version'];

/** How long the modes take that ask nothing of the API, beside a Node that does nothing. */
export const start: MeasureCase = async (isShort) => {
  const rounds = await repeat(isShort ? 7 : 25, async () => {
    const { wallSeconds: nothing } = await measureNode(['-e', '0']);
    const ratios: number[] = [];
    for (const mode of MODES) ratios.push((await measureNode([PROGRAM, mode])).wallSeconds / nothing);
    return ratios;
  });
  return MODES.map(
    (mode, index): Figure => ({
      what: mode,
      value: median(rounds.map((ratios) => ratios[index] ?? Number.NaN)),
      unit: 'times `node -e 0`',
      atMost: 2.5,
      isRatio: true,
    }),
  );
};
