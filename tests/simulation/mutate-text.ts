import type { Mutation } from './mutations/mutation.ts';

/** The source with a mutation; undefined if its text is not there exactly once. */
export function mutateText(
  source: string,
  { before, after }: Pick<Mutation, 'before' | 'after'>,
): string | undefined {
  return source.split(before).length === 2 ? source.replace(before, () => after) : undefined;
}
