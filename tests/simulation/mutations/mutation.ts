/** A rule of the source that decides rows, broken: the simulation must find it. */
export interface Mutation {
  /** The rule that does not hold any more. */
  readonly rule: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly before: string;
  readonly after: string;
}

type Broken = readonly [rule: string, before: string, after: string];

/** Mutations of one file. */
export function mutationsOf(file: string, broken: readonly Broken[]): Mutation[] {
  return broken.map(([rule, before, after]) => ({ rule, file, before, after }));
}
