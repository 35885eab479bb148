import { easternNumber } from '../support/emulator/calendar.ts';
import { integerBetween } from '../support/emulator/random.ts';
import { type EngineRun, runEngine } from './run-engine.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { createApi, sentIn } from './simulated-api.ts';
import { createTarget, type SimulatedTarget } from './simulated-target.ts';
import { createWorld, DAY, type Row, type World } from './simulated-world.ts';

/** What a seed has shown. */
export interface Outcome {
  readonly seed: number;
  /** What is wrong; empty if nothing is. */
  readonly problems: readonly string[];
  /** Rows that were rightly not seen, by reason (docs/guarantees.md). */
  readonly unseen: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly kills: number;
  readonly requests: number;
}

/** Plays the scenario of a seed: runs that are killed while the world changes, then two while nothing changes. */
export async function play(seed: number, tell: (line: string) => void = () => {}): Promise<Outcome> {
  const scenario = scenarioOf(seed);
  const { random } = scenario;
  const world = createWorld(scenario);
  const startOfAll = world.now;
  const api = createApi(world, scenario, tell);
  const target = createTarget();
  const problems: string[] = [];
  let kills = 0;
  const run = async (killAfter: number, isFullRefresh: boolean, isSlow: boolean): Promise<EngineRun> => {
    const result = await runEngine({
      ask: api.ask,
      scenario,
      state: isFullRefresh ? undefined : target.state,
      now: world.now,
      startOfAll,
      killAfter,
      onWrite: () => {
        if (isSlow && random() < 0.05) world.now += integerBetween(random, 10, 200);
      },
      tell,
    });
    if (result.isKilled) kills += 1;
    const deleted = target.load(result.lines, scenario.merges || isFullRefresh);
    problems.push(
      ...deleted.filter((key) => isStillThere(world, key, startOfAll)).map((key) => `deleted: ${key}`),
    );
    tell(`--- ${result.lines.length} lines, failed: ${result.failed} ${JSON.stringify(target.state)}`);
    return result;
  };

  for (const { pause, killAfter, isFullRefresh } of scenario.runs) {
    await run(killAfter, isFullRefresh, true);
    world.now += pause;
  }
  world.freeze();
  api.calm();
  let planned = world.now;
  for (let last = 0; last < 2; last += 1) {
    // So that a lookback is due.
    world.now += 26 * 3600;
    planned = world.now;
    const { failed, errors } = await run(Number.POSITIVE_INFINITY, false, false);
    if (failed.length > 0) problems.push(`failed though nothing changed: ${errors.join(' | ')}`);
  }
  const unseen: Record<string, number> = {};
  const start = scenario.anchorDays === undefined ? 0 : startOfAll - scenario.anchorDays * DAY;
  problems.push(
    ...compare(world, scenario, target, { start, unseen }),
    ...(scenario.streams.includes('newsletter_metrics')
      ? compareMetrics(world, target, { start, planned })
      : []),
  );
  return { seed, problems, unseen, runs: scenario.runs.length + 2, kills, requests: api.requests() };
}

/** Rows of the first minute that still exist must never be deleted, unless they may have been passed over. */
function isStillThere(world: World, key: string, startOfAll: number): boolean {
  return allRows(world).some(([name, row]) => name === key && row.since <= startOfAll && !row.mayBeHidden);
}

/** All rows that should be in the target, by stream and key. */
function allRows(world: World): [string, Row][] {
  const named = (stream: string, rows: readonly Row[]) =>
    rows.map((row): [string, Row] => [`${stream}/${row.wire['id']}`, row]);
  const members = world.segments.flatMap(({ wire: { id } }) =>
    (world.members.get(Number(id)) ?? []).map((row): [string, Row] => [
      `segment_membership/${id}/${row.wire['cio_id']}`,
      row,
    ]),
  );
  return [
    ...named('messages', world.messages),
    ...named('activities', world.activities),
    ...named('newsletters', world.newsletters),
    ...named('segments', world.segments),
    ...members,
    ...world.people.flatMap((row): [string, Row][] => [
      [`people_identifiers/${row.key}`, row],
      [`people/${row.key}`, row],
    ]),
    ...world.suppressions.map((row): [string, Row] => [`esp_suppressions/bounces/${row.wire['email']}`, row]),
  ];
}

/** What the target lacks, or holds in an older form; what need not have been seen is counted. */
function compare(
  world: World,
  scenario: Scenario,
  { rows }: SimulatedTarget,
  { start, unseen }: { start: number; unseen: Record<string, number> },
): string[] {
  const problems: string[] = [];
  const count = (reason: string) => {
    unseen[reason] = (unseen[reason] ?? 0) + 1;
  };
  for (const [key, row] of allRows(world)) {
    if (!scenario.streams.includes(key.split('/')[0] ?? '')) continue;
    if (row.at > 0 && row.at < start) continue;
    // Expired before the last runs began.
    if (key.startsWith('activities/') && row.at < world.now - 27 * DAY) continue;
    const stored = rows.get(key)?.record;
    const mayBeHidden = row.mayBeHidden && isReadByOffset(key, row, world, scenario);
    if (stored === undefined) {
      if (mayBeHidden) count('hidden by a deletion');
      else problems.push(`missing: ${key} ${JSON.stringify(row.wire)}`);
    } else if (key.startsWith('messages/') && stored['deduplicate_id'] !== row.wire['deduplicate_id']) {
      const changedAt = Number(String(row.wire['deduplicate_id']).split(':')[1]);
      if (changedAt - row.at > 30 * DAY - 6 * 3600) count('changed after the lookback');
      else if (mayBeHidden) count('change hidden by a deletion');
      else
        problems.push(
          `older: ${key} ${JSON.stringify(row.wire)} ${JSON.stringify(stored['deduplicate_id'])}`,
        );
    }
  }
  return problems;
}

/** Midnight in New York: in 2026 its clocks were put forward in the night that began the 8th of March. */
function toMidnight(day: number): number {
  const isSummer = day * DAY > Date.parse('2026-03-08T00:00:00Z') / 1000;
  return day * DAY + (isSummer ? 4 : 5) * 3600;
}

/** Each week that the API counts must be there for each newsletter, with the number of that very week. */
function compareMetrics(
  { newsletters }: World,
  { rows }: SimulatedTarget,
  { start, planned }: { start: number; planned: number },
): string[] {
  const current = easternNumber('weeks', planned);
  const problems: string[] = [];
  for (const { wire } of newsletters) {
    const id = Number(wire['id']);
    for (let week = current - 11; week <= current; week += 1) {
      // Weeks begin on Sunday, and 1970 began on a Thursday.
      const from = toMidnight(week * 7 - 4);
      if (from + 7 * DAY < start) continue;
      const instant = new Date(from * 1000).toISOString().replace('.000Z', 'Z');
      const stored = rows.get(`newsletter_metrics/${id}/weeks/${instant}`)?.record['sent'];
      if (stored !== sentIn(id, week)) problems.push(`metrics: ${id} ${instant} ${stored}`);
    }
  }
  return problems;
}

/**
 * Whether rows of a list that changes may be passed over for good: activities that are older than the lookback, and
 * messages that are read by their cursors, because they are not newest first, or lie in or just below a second that fills
 * pages. Lists that are read whole in each run find them again.
 */
function isReadByOffset(
  key: string,
  { at }: Row,
  { messages, deleted }: World,
  { order, lists }: Scenario,
): boolean {
  if (key.startsWith('activities/')) return true;
  if (!key.startsWith('messages/')) return false;
  const everSent = [...messages, ...deleted.filter((row) => row.key.startsWith('m'))];
  const fillsPage = (second: number) =>
    everSent.filter((row) => row.at === second).length >= lists.messages.pageSize;
  const above = Math.min(...messages.flatMap((row) => (row.at > at ? [row.at] : [])));
  return order.messages === 'oldest first' || fillsPage(at) || fillsPage(above);
}
