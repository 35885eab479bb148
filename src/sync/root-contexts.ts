import { type Context, combineValues, ROOT_CONTEXT } from '../replication/context.ts';
import type { ListSetting } from '../streams/definition.ts';
import type { PlannedStream } from './plan.ts';
import type { Run } from './run.ts';

/**
 * What a stream without a parent is read for: once, or for each combination of its values; nothing, with a WARNING, where
 * a setting that lists them is not given.
 */
export function rootContexts(
  { name, definition: { partitionBy } }: PlannedStream,
  { log, options }: Pick<Run, 'log' | 'options'>,
): Context[] {
  if (partitionBy?.kind !== 'values') return [ROOT_CONTEXT];
  const columns = Object.entries(partitionBy.columns).map(([column, values]): [string, readonly string[]] => {
    if (typeof values !== 'string') return [column, values];
    const given = settingValues(values, options);
    if (given.length === 0) log.of(name).warning(`nothing is read, since the setting ${values} is not given`);
    return [column, given];
  });
  return combineValues(Object.fromEntries(columns));
}

function settingValues(setting: ListSetting, options: Run['options']): readonly string[] {
  switch (setting) {
    case 'esp_domains':
      return options.espDomains;
  }
}
