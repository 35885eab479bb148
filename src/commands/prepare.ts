import type { Writable } from 'node:stream';
import { readJsonFile } from '../config/read-json-file.ts';
import { type Environment, readSettings, type Settings } from '../config/settings.ts';
import type { LiveLine } from '../log/live-line.ts';
import type { Log } from '../log/log.ts';
import { parseCatalog } from '../singer/catalog.ts';
import { createPlan, type Plan } from '../sync/plan.ts';
import type { Clock } from '../time/clock.ts';
import { discover } from './discover.ts';
import { selectStreams } from './select-streams.ts';

/** What the command line says of a run. */
export interface RunArguments {
  /** Paths of config files, and `ENV`. */
  config: readonly string[];
  catalog?: string | undefined;
  select?: string | undefined;
  state?: string | undefined;
  summary?: string | undefined;
}

/** What a run works with; in a process of its own, parts of `process`. */
export interface Surroundings {
  stdout: Writable;
  env: Environment;
  log: Log;
  /** The last line of a terminal; undefined where nobody looks at one. */
  live: LiveLine | undefined;
  version: string;
  /** Ends the run: aborted by a signal, or by the run itself. */
  stop: AbortController;
  clock: Clock;
}

/** Reads the settings; names those that are none in a WARNING. */
export async function prepareSettings(
  { config }: RunArguments,
  { env, log }: Surroundings,
): Promise<Settings> {
  const { settings, unknown } = await readSettings(config, env);
  for (const sentence of unknown) log.warning(sentence);
  return settings;
}

/** Decides which streams are read: those of the catalog, of --select, or the defaults; a WARNING tells if there are none. */
export async function preparePlan(
  { catalog, select }: RunArguments,
  { log }: Surroundings,
  settings?: Settings,
): Promise<Plan> {
  const given =
    catalog === undefined
      ? selectStreams(discover(), select)
      : parseCatalog(await readJsonFile('--catalog', catalog));
  const plan = createPlan(given, { isFreeFormText: settings?.free_form_as_json_text ?? false });
  for (const { name, definition } of plan.selected) {
    const keys = given.streams.find((entry) => entry.tap_stream_id === name)?.key_properties ?? [];
    const own = definition.primaryKey;
    if (keys.length > 0 && (keys.length !== own.length || !own.every((key) => keys.includes(key))))
      log.of(name).warning(`the catalog's key_properties have no effect: the key is ${own.join(', ')}`);
  }
  if (plan.selected.length === 0) log.warning('no stream is selected in the catalog: nothing is read');
  return plan;
}
