/** A rule of the source that decides rows, broken: the simulation must find it. */
export interface Mutation {
  /** The rule that does not hold any more. */
  readonly rule: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly before: string;
  readonly after: string;
  /** Why no row can tell: such a mutation is not played. */
  readonly equivalent?: string | undefined;
}

type Broken = readonly [rule: string, before: string, after: string, equivalent?: string];

/** Mutations of one file. */
export function mutationsOf(file: string, broken: readonly Broken[]): Mutation[] {
  return broken.map(([rule, before, after, equivalent]) => ({ rule, file, before, after, equivalent }));
}
