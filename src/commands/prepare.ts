import type { Writable } from 'node:stream';
import type { Environment } from '../config/given-settings.ts';
import { readJsonFile } from '../config/read-json-file.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import type { LiveLine } from '../log/live-line.ts';
import type { Log } from '../log/log.ts';
import { parseCatalog } from '../singer/catalog.ts';
import { isStreamName } from '../streams/definitions.ts';
import { createPlan, type Plan } from '../sync/plan.ts';
import type { Clock } from '../time/clock.ts';
import { discover } from './discover.ts';
import { faultsOfStreams, narrowCatalog, parseSelect, selectStreams, toStreams } from './select-streams.ts';
import { warnOfOverrides } from './warn-of-overrides.ts';

/** Arguments of a run, from the command line. */
export interface RunArguments {
  /** Paths of config files, and `ENV`. */
  config: readonly string[];
  catalog?: string | undefined;
  select?: string | undefined;
  state?: string | undefined;
  summary?: string | undefined;
}

/** Surroundings that a run works with; in a process of its own, parts of `process`. */
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
  const { settings, unknown } = await readSettings(config, env, faultsOfStreams);
  for (const sentence of unknown) log.warning(sentence);
  return settings;
}

/** The settings that decide which streams are read, and in which form. */
interface PlanSettings {
  streams?: readonly string[] | undefined;
  free_form_as_json_text?: boolean;
  add_read_at?: boolean;
}

/**
 * Decides which streams are read: those of the catalog as far as the setting `streams` has them, of --select, of that
 * setting, or the defaults. A WARNING names what `streams` leaves out, and another tells if nothing is left. `stored`: the
 * streams that the state has bookmarks of.
 */
export async function preparePlan(
  { catalog, select }: RunArguments,
  { log }: Surroundings,
  settings: PlanSettings,
  stored: readonly string[] = [],
): Promise<Plan> {
  const words = select === undefined ? settings.streams : parseSelect(select);
  let given = selectStreams(discover(), words);
  let unread: readonly string[] = [];
  if (catalog !== undefined) {
    const asked = parseCatalog(await readJsonFile('--catalog', catalog));
    const { narrowed, leftOut } = words ? narrowCatalog(asked, words) : { narrowed: asked, leftOut: [] };
    [given, unread] = [narrowed, leftOut];
  }
  if (settings.streams && select === undefined) warnOfLeftOut(log, settings.streams, unread, stored);
  const plan = createPlan(given, {
    isFreeFormText: settings.free_form_as_json_text ?? false,
    addsReadAt: settings.add_read_at ?? false,
  });
  for (const { name, definition } of plan.selected) {
    const entry = given.streams.find(({ tap_stream_id: id }) => id === name);
    if (entry) warnOfOverrides(entry, definition, log.of(name));
  }
  if (plan.selected.length === 0) log.warning('no stream is selected in the catalog: nothing is read');
  return plan;
}

function warnOfLeftOut(
  log: Log,
  words: readonly string[],
  inCatalog: readonly string[],
  stored: readonly string[],
): void {
  const wanted = toStreams(words);
  const inState = stored.filter((name) => isStreamName(name) && !wanted.has(name));
  const places = [
    ...(inCatalog.length > 0 ? [`the catalog selects ${inCatalog.join(', ')}`] : []),
    ...(inState.length > 0 ? [`the state knows ${inState.join(', ')}`] : []),
  ];
  if (places.length > 0)
    log.warning(
      `${places.join(', and ')}, which the setting streams leaves out: not read; add them there if they should be`,
    );
}
