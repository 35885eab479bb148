/** One line of the bench's table. */
export interface Figure {
  /** What was measured. */
  what: string;
  value: number;
  /** `messages a second`, `of the floor`, `MB`. */
  unit: string;
  /** What the value should be at least or at most; neither where it only informs. */
  atLeast?: number;
  atMost?: number;
  /** A ratio within one run, which another machine would give too; other figures depend on the machine. */
  isRatio?: boolean;
  /** A count, which must be right on any machine, and in a short run too. */
  isCount?: boolean;
  /** Digits after the point; default 2. */
  digits?: number;
  /** Left out of docs/speed.md, which has to be short; the table on stdout has it. */
  isDetail?: boolean;
}

/** What a case of the bench measures. `isShort`: within seconds, roughly. */
export type MeasureCase = (isShort: boolean) => Promise<Figure[]>;

/** Whether a figure reaches its goal; `slack` 2 asks for half of it. */
export function isReached({ value, atLeast, atMost }: Figure, slack = 1): boolean {
  return (
    (atLeast === undefined || value >= atLeast / slack) && (atMost === undefined || value <= atMost * slack)
  );
}

/** The median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Runs something `times` times, one after the other; `work` is given the number of the round, from 1. */
export async function repeat<Result>(
  times: number,
  work: (round: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let round = 1; round <= times; round += 1) results.push(await work(round));
  return results;
}
