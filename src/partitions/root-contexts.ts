import type { ListSetting, StreamDefinition } from '../streams/definition.ts';
import { type Context, combineValues, ROOT_CONTEXT } from './context.ts';

/**
 * Makes the contexts of a stream without a parent: one, or one for each combination of its values. `valuesOf` gives those
 * that a setting lists, which may be none.
 */
export function rootContexts(
  { partitionBy }: Pick<StreamDefinition, 'partitionBy'>,
  valuesOf: (setting: ListSetting) => readonly string[],
): Context[] {
  if (partitionBy?.kind !== 'values') return [ROOT_CONTEXT];
  const columns = Object.entries(partitionBy.columns).map(([column, values]): [string, readonly string[]] => [
    column,
    typeof values === 'string' ? valuesOf(values) : values,
  ]);
  return combineValues(Object.fromEntries(columns));
}
