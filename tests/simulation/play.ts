import { integerBetween, type Random, randomFor } from '../support/emulator/random.ts';
import type { Json } from '../support/harness/messages.ts';
import { createApi, type SimulatedApi, type Tell } from './api.ts';
import { pass } from './changes.ts';
import { type Choice, drawDimensions, hasOddDates } from './dimensions.ts';
import {
  deafStreams,
  type Ending,
  type Expected,
  findEmptied,
  findLeftOut,
  findMislabelled,
  findMisplaced,
  findMissing,
  findNotReread,
  findNotWhole,
  findOutlived,
  findPart,
  findStale,
  findWrongMetrics,
  hasNoEnd,
  IN_TIME,
  leadingBack,
  METRICS,
  mayNotProve,
  mayReadByMetric,
  mostPagesOfLookback,
  mostRequestsByMetric,
  mustReadByMetric,
  wronglyDeleted,
} from './judge.ts';
import { findWrongDisorder } from './judge-order.ts';
import { findGivenUp, findNotAskedTwice } from './judge-requests.ts';
import {
  findFailed,
  findNotActivated,
  findNotAskedAgain,
  findNotFailed,
  findNotProved,
  isOfEarlierRun,
} from './judge-runs.ts';
import { findCutOff, findLeftAlone, findNotWritten } from './judge-written.ts';
import { populate } from './records.ts';
import { type EngineRun, runEngine } from './run-engine.ts';
import { DAY, HOUR, PAGED, type PlannedRun, type Scenario, type Settings, scenarioOf } from './scenario.ts';
import {
  claimUpTo,
  createStateStore,
  damage,
  moveAhead,
  type StateStore,
  spoilBookmarks,
  toFormerRelease,
  withoutReasons,
} from './state-store.ts';
import { createTarget, type SimulatedTarget } from './target.ts';
import { createWorld, type World } from './world.ts';

/** What a seed has shown. */
export interface Outcome {
  readonly seed: number;
  readonly dimensions: readonly string[];
  /** What is wrong; empty if nothing is. */
  readonly problems: readonly string[];
  /** Rows that were rightly not seen, by reason (docs/guarantees.md). */
  readonly unseen: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly kills: number;
  readonly requests: number;
}

/** A story under way. */
interface Story {
  readonly scenario: Scenario;
  readonly world: World;
  readonly api: SimulatedApi;
  readonly target: SimulatedTarget;
  readonly states: StateStore;
  readonly tell: Tell | undefined;
  readonly problems: string[];
  /** When each stream's pass began: the first run since one that was whole. */
  readonly begun: Map<string, number>;
  /** When each stream's pass began, as far as states show. */
  readonly passes: Map<string, number>;
  /** Where a user has moved the bookmark of messages to, and when; until a whole run. */
  moved: { to: number; at: number } | undefined;
  /** When a run began that was to read everything anew; until a whole run. */
  refreshed: number | undefined;
  runs: number;
  kills: number;
}

/** States cannot be merged: nothing runs any more. */
class StuckError extends Error {}

const ALWAYS = Number.POSITIVE_INFINITY;
const NEVER = Number.NEGATIVE_INFINITY;

/** Plays the scenario of a seed: runs that are killed while the world changes, then two while nothing changes. */
export async function play(seed: number, choice: Choice = {}, tell?: Tell): Promise<Outcome> {
  const dimensions = drawDimensions(seed, choice);
  const story = begin(scenarioOf(seed, dimensions, choice.streams), tell);
  tell?.(
    `${[...dimensions].join(', ')}\n${JSON.stringify({ ...story.scenario, runs: story.scenario.runs.length })}`,
  );
  const unseen: Record<string, number> = {};
  try {
    await playRuns(story);
    await playEnd(story, unseen);
  } catch (error) {
    if (!(error instanceof StuckError)) throw error;
    story.problems.push(error.message);
  }
  const { problems, runs, kills, api } = story;
  return { seed, dimensions: [...dimensions], problems, unseen, runs, kills, requests: api.requests() };
}

function begin(scenario: Scenario, tell?: Tell): Story {
  const world = createWorld(scenario);
  populate(world);
  world.populated = world.count;
  const api = createApi(world, tell);
  const states = createStateStore(scenario.states);
  return {
    scenario,
    world,
    api,
    target: createTarget(),
    states,
    tell,
    problems: [],
    begun: new Map(),
    passes: new Map(),
    moved: undefined,
    refreshed: undefined,
    runs: 0,
    kills: 0,
  };
}

async function playRuns(story: Story): Promise<void> {
  const { scenario, world, states } = story;
  const { random, dimensions } = scenario;
  // The first release's bookmark does not say from where on messages were read.
  const isChanging = dimensions.has('changing-settings');
  for (const [index, planned] of scenario.runs.entries()) {
    const startedAt = world.now;
    await run(story, planned, true);
    const { pause, isOnTheDot } = planned;
    pass(world, isOnTheDot ? Math.max(1, startedAt + pause - world.now) : pause);
    const state = stateOf(story);
    if (dimensions.has('damaged-state') && state !== undefined && random() < 0.6)
      states.replace(damage(state, random, drawDamage(scenario, index)));
    const own = randomFor(scenario.seed, 'bookmarks', index);
    if (dimensions.has('spoiled-bookmarks') && state !== undefined && own() < 0.5)
      states.replace(spoilBookmarks(state, own));
    if (dimensions.has('ahead-state') && state !== undefined && own() < 0.5)
      putAhead(story, state, own, scenario.runs[index + 1]);
    const isFormer = dimensions.has('former-release');
    if (dimensions.has('moved-bookmark') && !isFormer && !isChanging && index === 0 && state !== undefined)
      moveBack(story, state);
    if (isFormer && !isChanging && index === 0 && state !== undefined)
      putFormer(story, state, toFormerRelease(state));
    if (isFormer && index > 0 && state !== undefined && randomFor(scenario.seed, 'reasons', index)() < 0.5)
      putFormer(story, state, withoutReasons(state));
    if (dimensions.has('foreign-state') && index === 0) states.replace(await foreignState(scenario));
  }
}

function drawDamage({ seed }: Scenario, index: number): Parameters<typeof damage>[2] {
  const kind = randomFor(seed, 'damaged page', index)();
  return kind < 0.2 ? 'page' : kind < 0.4 ? 'key' : 'any';
}

/** What an earlier release has left does not say what of a pass has failed: the run that ends the pass may leave that out. */
function putFormer({ states, begun }: Story, state: Json, former: Json): void {
  states.replace(former);
  if (JSON.stringify(state).includes('["failed",'))
    for (const stream of begun.keys()) begun.set(stream, NEVER);
}

/** Bookmarks lie far ahead of the time; or by some minutes, as they may, if the next run is not ended early. */
function putAhead({ world, states, scenario }: Story, state: Json, own: Random, next?: PlannedRun): void {
  const { dimensions } = scenario;
  // Without a date, a clock that is as far ahead would be all that is known.
  if (hasOddDates(dimensions) || dimensions.has('wrong-clocks') || dimensions.has('midnight')) return;
  if (own() < 0.5) {
    states.replace(moveAhead(state, 400 * DAY));
    return;
  }
  const isWhole = next?.killAfter === ALWAYS && next.requests === ALWAYS && scenario.faults === 0;
  const claimed = claimUpTo(state, world.now + integerBetween(own, 80, 280));
  if (!isWhole || claimed === undefined || world.unread !== undefined) return;
  states.replace(claimed.state);
  // What came since the last run is claimed, too, and while the first request is under way: nobody reads it any more.
  world.unread = [claimed.read, world.now + 25];
}

/** A user sets the bookmark of messages to an earlier time: all that is later is read again. */
function moveBack(story: Story, state: Json): void {
  const { world, states, scenario } = story;
  const moved: unknown = structuredClone(state);
  const bookmark = Object(Object(Object(moved).bookmarks).messages);
  if (typeof bookmark.created !== 'string' || scenario.dimensions.has('foreign-state')) return;
  const to = Date.parse(bookmark.created) / 1000 - integerBetween(scenario.random, 1, 10) * DAY;
  bookmark.created = new Date(to * 1000).toISOString().replace('.000Z', 'Z');
  states.replace(Object(moved));
  story.moved = { to, at: world.now };
}

/** What a killed run has left in another workspace. */
async function foreignState(scenario: Scenario): Promise<Json | undefined> {
  const random = randomFor(scenario.seed, 'another workspace', 0);
  const other = begin({ ...scenario, random, start: scenario.start + HOUR });
  const [first] = scenario.runs;
  if (first === undefined) return undefined;
  const settings = { ...scenario.settings, apiKey: 'key of another workspace' };
  const requests = integerBetween(random, 4, 40);
  await run(other, { ...first, settings, requests, killAfter: ALWAYS, isFullRefresh: false }, false);
  return other.states.state();
}

function stateOf({ states }: Story): Json | undefined {
  try {
    return states.state();
  } catch (error) {
    throw new StuckError(`Meltano cannot merge states: ${error instanceof Error ? error.message : ''}`);
  }
}

async function run(story: Story, planned: PlannedRun, isSlow: boolean): Promise<EngineRun> {
  const { scenario, world, api, target, states, tell, problems } = story;
  const { random, dimensions } = scenario;
  api.begin(planned, story.runs);
  story.runs += 1;
  const startedAt = world.now;
  for (const stream of planned.settings.streams)
    for (const begun of [story.begun, story.passes]) if (!begun.has(stream)) begun.set(stream, startedAt);
  const ledBack = leadingBack(world, scenario);
  const state = planned.isFullRefresh ? undefined : stateOf(story);
  const disorder: unknown = Object(Object(state?.['bookmarks'])['activities'])['disorder'];
  const late = randomFor(scenario.seed, 'late answers', story.runs);
  let isOver = false;
  const result = await runEngine({
    ask: (request) => api.ask(request, isOver),
    settings: planned.settings,
    batchSize: scenario.batchSize,
    largestChunk: dimensions.has('small-chunks') ? 1 + (scenario.seed % 4) : undefined,
    state,
    clock: () => world.now + planned.clockError,
    startOfAll: scenario.start,
    killAfter: planned.killAfter,
    requests: planned.requests,
    metricRequests: planned.metricRequests,
    isStopped: planned.isStopped,
    onWrite: () => {
      if (isSlow && random() < 0.05) world.now += integerBetween(random, 10, 200);
    },
    delay: dimensions.has('late-answers') ? () => integerBetween(late, 0, 3) : () => 0,
    tell,
  });
  isOver = true;
  if (result.isKilled) story.kills += 1;
  else api.settle();
  const { deleted, activated, outlived, states: lines } = target.load(result.lines, startedAt);
  problems.push(...wronglyDeleted(world, deleted, planned.settings), ...findMisplaced(world, target));
  problems.push(...findOutlived(outlived, scenario));
  // A target passes on some of the states, in their order, and the last one.
  const passedOn = lines.filter(
    (_, index) => index === lines.length - 1 || (scenario.states !== 'overwrite' && random() < 0.15),
  );
  try {
    states.put(
      passedOn.map((line): Json => JSON.parse(line).value),
      planned.isFullRefresh,
    );
  } catch (error) {
    throw new StuckError(`Meltano cannot merge states: ${error instanceof Error ? error.message : ''}`);
  }
  // An end that proves nothing leaves what it ended to the next run.
  const incomplete = [...result.failed, ...result.unproved];
  const isScannedOnce = api.answered('activities from the top') === 1;
  const wholeScan =
    !isScannedOnce || result.isKilled || incomplete.includes('activities') ? undefined : api.given;
  if (scenario.states === 'overwrite' && planned.settings.streams.includes('activities'))
    problems.push(
      ...findWrongDisorder({ world, startedAt, given: state, left: stateOf(story), scanned: wholeScan }),
    );
  if (dimensions.has('private-state') && lines.some((line) => line.includes('@example.com')))
    problems.push('a state holds an address');
  if (!result.isKilled && !dimensions.has('changing-settings') && !dimensions.has('foreign-state')) {
    const ending = { world, scenario, target, failed: incomplete, planned: startedAt, unseen: {} };
    const refusedMetrics = api.byMetric() > 0 ? api.refusedMetrics : undefined;
    problems.push(
      ...findLeftOut(ending, {
        startedAt,
        begun: story.begun,
        disorder: Number(disorder ?? Infinity),
        refusedMetrics,
      }),
    );
  }
  if (!result.isKilled && planned.settings.isFullTableAsked) {
    const ending = { world, scenario, target, failed: incomplete, planned: startedAt, unseen: {} };
    problems.push(...findNotWhole(ending, planned.settings, startedAt));
  }
  const hasRead = planned.settings.streams.includes('messages') && !incomplete.includes('messages');
  if (!result.isKilled) {
    const begun = [...story.begun].flatMap(([stream, at]) => (at === startedAt ? [stream] : []));
    const ended = { world, api, planned, result, activated, begun, given: state };
    problems.push(...findNotFailed(ended), ...findNotActivated(ended), ...findFailed(ended));
    problems.push(...findNotProved(ended), ...findNotAskedAgain(ended));
    problems.push(...findNotAskedTwice(ended), ...findGivenUp(ended));
    const writing = { ...ended, target, startedAt, begun: story.begun };
    problems.push(...findNotWritten(writing), ...findCutOff(writing));
  }
  problems.push(...findLeftAlone(world, stateOf(story)));
  if (planned.isFullRefresh && lines.length > 0) story.refreshed = startedAt;
  if (
    story.refreshed !== undefined &&
    !result.isKilled &&
    OF_TIMES.every((name) => !incomplete.includes(name))
  ) {
    const ending = { world, scenario, target, failed: incomplete, planned: startedAt, unseen: {} };
    if (isPlainStory(scenario)) problems.push(...findNotWhole(ending, planned.settings, story.refreshed));
    story.refreshed = undefined;
  }
  problems.push(...findPart({ world, result, passes: story.passes, startedAt }));
  if (!result.isKilled) for (const stream of result.ended.keys()) story.passes.delete(stream);
  if (story.moved && !result.isKilled && hasRead) {
    const ending = { world, scenario, target, failed: incomplete, planned: startedAt, unseen: {} };
    problems.push(...findNotReread(ending, story.moved));
    story.moved = undefined;
  }
  if (!result.isKilled)
    for (const stream of planned.settings.streams)
      if (!result.failed.includes(stream)) story.begun.delete(stream);
  if (dimensions.has('null-objects')) problems.push(...findEmptied(target));
  if (dimensions.has('midnight') && !hasOddDates(dimensions)) problems.push(...findMislabelled(target));
  if (dimensions.has('laps')) {
    const unproved = leadingBack(world, scenario).filter(
      (name) => ledBack.includes(name) && api.ledBack.has(name) && activated.includes(name),
    );
    problems.push(...unproved.map((name) => `activated though its end led back to page one: ${name}`));
  }
  for (const [path, { failed, asked }] of api.tooLarge)
    if (dimensions.has('large-pages') && failed > 14 * planned.settings.concurrency + asked / 8)
      problems.push(`${failed} of ${asked} pages were too large in one run: ${path}`);
  tell?.(
    `--- ${result.lines.length} lines, failed: ${result.failed} ${result.errors} ${JSON.stringify(stateOf(story))}`,
  );
  return result;
}

/** Seconds after which a lookback is due. */
function untilLookback({ lookbackIntervalHours: hours }: Settings): number {
  return Math.max(26, hours + 2) * HOUR;
}

/** Whether what a state says is what a run has read, and what is to be read is always the same. */
function isPlainStory({ dimensions }: Scenario): boolean {
  const others = [
    'changing-settings',
    'foreign-state',
    'spoiled-bookmarks',
    'ahead-state',
    'former-release',
  ] as const;
  return others.every((name) => !dimensions.has(name));
}

/** Two runs while nothing changes; before them, where runs are short, some that are each ended early. */
async function playEnd(story: Story, unseen: Record<string, number>): Promise<void> {
  const { scenario, world, api, target, problems } = story;
  const { dimensions } = scenario;
  const { apiKey } = scenario.runs.at(-1)?.settings ?? scenario.settings;
  const settings = { ...scenario.settings, apiKey };
  const calm: PlannedRun = {
    pause: 0,
    isOnTheDot: false,
    killAfter: ALWAYS,
    requests: ALWAYS,
    metricRequests: ALWAYS,
    isStopped: false,
    isFullRefresh: false,
    settings,
    clockError: 0,
    dates: { kind: 'true' },
    metricWindow: scenario.metricWindow,
  };
  world.freeze();
  api.calm();
  if (dimensions.has('many-streams')) problems.push(...(await playTurns(story, calm, unseen)));
  if (dimensions.has('long-lists')) problems.push(...(await playCutReadings(story, calm, unseen)));
  if (dimensions.has('short-runs')) problems.push(...(await playShortRuns(story, calm, unseen)));
  if (dimensions.has('late-messages')) problems.push(...(await playLookbacks(story, calm, unseen)));
  // Then what has no filter is found by a rewrite alone.
  const isReadByMetricAtTheEnd = scenario.metricWindow === 'metric' && mayReadByMetric(scenario);
  let last: Pick<Ending, 'planned' | 'failed'> = { planned: world.now, failed: [] };
  const deaf = deafStreams(world, scenario);
  for (let index = 0; index < 2; index += 1) {
    // So that a lookback is due, and the rewrite of late metrics.
    const isRewritten = dimensions.has('late-messages') || isReadByMetricAtTheEnd;
    world.now +=
      index === 0 && isRewritten ? Math.max(8 * DAY, untilLookback(settings)) : untilLookback(settings);
    const planned = world.now;
    const { failed, errors } = await run(story, calm, false);
    // What failed in a run that was ended early, a cursor that was forgotten too, is read again after the end of its pass.
    const hasFaults =
      scenario.faults > 0 ||
      scenario.cursorLife !== undefined ||
      dimensions.has('keyless') ||
      dimensions.has('page-one') ||
      // What says the same again and again, or nothing, cannot be told from page one, in place of which it came back.
      (dimensions.has('early-laps') && (dimensions.has('same-errors') || dimensions.has('odd-empties'))) ||
      dimensions.has('lost-cursors');
    const mayHaveFailed = index === 0 && hasFaults;
    const isOld = (name: string) => mayHaveFailed && isOfEarlierRun(name, errors);
    const unexpected = failed.filter((name) => !deaf.may.includes(name) && !isOld(name));
    if (unexpected.length > 0) problems.push(`failed though nothing changed: ${errors.join(' | ')}`);
    const silent = deaf.must.filter((name) => !failed.includes(name));
    problems.push(...silent.map((name) => `not failed though it does not follow cursors: ${name}`));
    if (index === 1 && settings.streams.includes('activities')) {
      const most = mostPagesOfLookback({ ...last, world, scenario, target, unseen }, last.planned);
      const pages = api.answered('/v1/activities');
      if (most !== undefined && pages > most) problems.push(`${pages} pages of activities, not ${most}`);
    }
    const mostByMetric =
      index === 1 ? mostRequestsByMetric({ ...last, world, scenario, target, unseen }) : undefined;
    if (mostByMetric !== undefined && api.byMetric() > mostByMetric)
      problems.push(`${api.byMetric()} requests by metric, not ${mostByMetric}`);
    const met = { ...last, world, scenario, target, unseen };
    if (index === 1 && mustReadByMetric(met, planned) && api.byMetric() < METRICS.length)
      problems.push('nothing was read by metric, though the API can');
    last = { planned, failed };
  }
  const ending = { ...last, world, scenario, target, unseen };
  problems.push(...findMissing(ending), ...findWrongMetrics(ending), ...findStale(ending));
}

/** Two lookbacks, one of which may be that of an interrupted run, find all that changed in time without a rewrite. */
async function playLookbacks(
  story: Story,
  calm: PlannedRun,
  unseen: Record<string, number>,
): Promise<string[]> {
  const { world, scenario, target } = story;
  world.now += untilLookback(calm.settings);
  await run(story, calm, false);
  world.now += untilLookback(calm.settings);
  const { failed } = await run(story, calm, false);
  if (mayReadByMetric(scenario)) return [];
  const ending = { world, scenario, target, failed, planned: world.now, unseen };
  return findMissing(ending, ({ stream, row }) => stream === 'messages' && row.changed.lag < IN_TIME).map(
    (problem) => `after a lookback: ${problem}`,
  );
}

/** Streams that are read by time; a list in pages of each has the same name. */
const OF_TIMES = ['messages', 'activities'] as const;

/**
 * A first reading of long lists, and a lookback that writes all of one, are each cut into short runs: a dozen are enough, if
 * each goes on where the one before was ended.
 */
async function playCutReadings(
  story: Story,
  calm: PlannedRun,
  unseen: Record<string, number>,
): Promise<string[]> {
  const { scenario, world, api } = story;
  const { settings, lists, order, dimensions } = scenario;
  const streams = OF_TIMES.filter((name) => settings.streams.includes(name));
  const mayGoOn = streams.every((name) => ['offset', 'mark', 'minted'].includes(lists[name].cursors));
  // A list that is not newest first counts when it is whole; files that are not full are lost with their run.
  const isInOrder = order.messages === 'newest first' && order.activities === 'newest first';
  if (!mayGoOn || !isInOrder || scenario.cursorLife !== undefined || scenario.batchSize !== undefined)
    return [];
  if (dimensions.has('sparse-pages')) return [];
  const planned = {
    ...calm,
    settings: { ...settings, streams, concurrency: 1, messagesLateMetrics: 'lookback' as const },
  };
  const aside = startAside(story);
  const problems: string[] = [];
  for (const what of ['reading', 'lookback']) {
    const { target } = aside;
    const whole = startAside(story);
    whole.states.replace(stateOf(aside));
    const before = api.requests();
    await run(whole, planned, false);
    const requests = Math.ceil((api.requests() - before) / 6) + 12;
    for (let index = 0; index < 12; index += 1) {
      world.now += HOUR / 2;
      await run(aside, { ...planned, requests, isStopped: true }, false);
    }
    const ending = { world, scenario, target, failed: [], planned: world.now, unseen };
    const isMeant = ({ stream }: Expected, isThere: boolean) =>
      streams.some((name) => name === stream) && (!isThere || what === 'lookback');
    problems.push(
      ...findMissing(ending, isMeant).map((problem) => `after a ${what} in short runs: ${problem}`),
    );
    // Nothing but its subject tells of the change: a lookback must write all.
    if (settings.messagesLookbackDays < 30 || settings.messagesRewriteDays === 0) break;
    world.now += Math.max(8 * DAY, untilLookback(settings));
    for (const { at, wire, changed } of world.list('messages'))
      if (at > world.now - 25 * DAY) {
        wire['subject'] = `r${world.now}`;
        Object.assign(changed, { at: world.now, lag: 0 });
      }
  }
  return problems;
}

/**
 * Everything is read for the first time in runs that are each ended after a sixth of the requests that this needs: a dozen are
 * enough, whichever stream is read first, and if a list fails again and again.
 */
async function playTurns(story: Story, calm: PlannedRun, unseen: Record<string, number>): Promise<string[]> {
  const { scenario, world, api } = story;
  const { settings, lists, seed, dimensions } = scenario;
  const read = PAGED.filter((name) => settings.streams.includes(name));
  if (read.some((name) => mayNotProve(lists[name])) || dimensions.has('sparse-pages')) return [];
  // A lookback in every run may take all of it, or the last hour of activities, which is read again in each.
  if (settings.lookbackIntervalHours < 24 || dimensions.has('bursts')) return [];
  const planned = { ...calm, settings: { ...settings, concurrency: 1 } };
  const before = api.requests();
  await run(startAside(story), planned, false);
  const requests = Math.ceil((api.requests() - before) / 6) + 20;
  const [type] = world.list('object_types');
  const isFailing = seed % 2 === 0 && type !== undefined;
  if (isFailing)
    api.failWhere(
      ({ path, body }) => path === '/v1/objects' && String(Object(body).object_type_id) === type.id,
    );
  const aside = startAside(story);
  for (let index = 0; index < 12; index += 1) {
    world.now += HOUR;
    await run(aside, { ...planned, requests, isStopped: true }, false);
  }
  api.failWhere(() => false);
  const ending = { world, scenario, target: aside.target, failed: [], planned: world.now, unseen };
  const isOfFailing = (stream: string) =>
    isFailing && stream.startsWith('object') && stream !== 'object_types';
  return findMissing(ending, ({ stream }, isThere) => !isThere && !isOfFailing(stream)).map(
    (problem) => `after turns: ${problem}`,
  );
}

/** The same world, read by somebody else. */
function startAside(story: Story): Story {
  return {
    ...story,
    target: createTarget(),
    states: createStateStore('overwrite'),
    problems: [],
    begun: new Map(),
    passes: new Map(),
    moved: undefined,
    refreshed: undefined,
  };
}

/**
 * Most requests for a list that is read in one piece. Where keys are places, or children need all records, no run goes on where
 * one before has ended.
 */
function requestsInOnePiece({ scenario, list }: World): number {
  const { settings, lists, dimensions } = scenario;
  if (settings.streams.some((name) => name.startsWith('newsletter_'))) {
    const { pageSize } = lists.newsletters;
    const held = dimensions.has('sparse-pages') ? pageSize / (1 + pageSize / 4) : pageSize;
    return 2 * Math.ceil(list('newsletters').length / held);
  }
  if (!settings.streams.includes('broadcast_trigger_errors')) return 0;
  const triggers = list('broadcasts').flatMap((row) => list('broadcast_triggers', row));
  const longest = Math.max(0, ...triggers.map((row) => list('broadcast_trigger_errors', row).length));
  return 2 * Math.ceil(longest / lists.broadcast_trigger_errors.pageSize);
}

/** Lists that fail for each parent where they do not follow cursors: a run begins with what failed in the one before. */
const BELOW_PARENTS = [
  ['segment_membership', '/v1/segments/{segment_id}/membership'],
  ['object_identifiers', '/v1/objects'],
  ['object_relationships', '/v1/objects/{object_type_id}/{cio_object_id}/relationships'],
] as const;

/** Each run is ended after a sixth of the requests that a whole one needs: twelve are enough. */
async function playShortRuns(
  story: Story,
  calm: PlannedRun,
  unseen: Record<string, number>,
): Promise<string[]> {
  const { scenario, world, target, api } = story;
  const { random, settings } = scenario;
  // A reading that was ended early begins anew where the API has forgotten its cursors meanwhile.
  const pause = Math.min(random() < 0.5 ? HOUR : DAY, (scenario.cursorLife ?? DAY) / 2);
  const requestsOf = async (one: Story) => {
    const before = api.requests();
    await run(one, calm, false);
    return api.requests() - before;
  };
  // A wrong clock may have left more to be read than a first run reads.
  const goingOn = startAside(story);
  goingOn.states.replace(stateOf(story));
  const left = await requestsOf(goingOn);
  const endlessPaths = BELOW_PARENTS.filter(([name]) => hasNoEnd(scenario.lists[name])).map(
    ([, path]) => path,
  );
  const endlessRequests = () =>
    ['/v1/messages', '/v1/activities', ...endlessPaths].reduce((sum, path) => sum + api.answered(path), 0);
  // What has no end is read first in each run. One that leads back leaves all that is left to every run.
  const endless = mayNotProve(scenario.lists.messages) ? [endlessRequests()] : [];
  const aside = startAside(story);
  const whole = Math.max(left, await requestsOf(aside));
  const ofMessages = api.answered('/v1/messages');
  // The size of page that works is learned in each run, by lists that are gone on with in several places at once.
  const learning = 2 * [...api.tooLarge.values()].reduce((sum, { failed }) => sum + failed, 0);
  // A day later with a lookback, then without one.
  for (const later of [DAY, pause]) {
    world.now += later;
    await run(aside, calm, false);
    endless.push(endlessRequests());
  }
  // Each place in flight asks for a first page, its position, what is behind, and both again: an end is verified.
  // Where rows are deleted, each page is asked for once more.
  const resuming = 4 + 6 * settings.concurrency * (settings.emitsVersions ? 2 : 1);
  const requests =
    Math.ceil(whole / 6) + Math.max(...endless) + learning + resuming + requestsInOnePiece(world);
  for (let index = 0; index < 12; index += 1) {
    world.now += pause;
    // A kill loses the files that are not full, in which all of a short run may be.
    const isStopped = index % 2 === 0 || scenario.batchSize !== undefined;
    await run(story, { ...calm, requests, isStopped }, false);
    // One that is ended before it has begun takes nothing back.
    if (scenario.dimensions.has('ended-at-once'))
      await run(story, { ...calm, requests: 1 + (index % 3), isStopped }, false);
  }
  const { may: failed } = deafStreams(world, scenario);
  const ending = { world, scenario, target, failed, planned: world.now, unseen };
  // A span of messages that is not newest first counts when it is whole; it is read in one place in flight, beside others.
  if (scenario.order.messages !== 'newest first' && 5 * ofMessages > requests) return [];
  // A list without an end takes all that a short run has, again and again. So do keys that are places, of which more come.
  const { broadcast_trigger_errors: errors, ...lists } = scenario.lists;
  const isEndless = Object.values(lists).some(({ cursors }) => cursors === 'endless');
  if (isEndless || (hasNoEnd(errors) && settings.streams.includes('broadcast_trigger_errors'))) return [];
  // No lookback need have been due, nor one that writes everything, as is needed for what comes late or has no filter.
  const isLookedBack = 10 * pause > settings.lookbackIntervalHours * HOUR;
  const isFoundAnew = isLookedBack && !mayReadByMetric(scenario);
  const isMeant = ({ stream, row }: Expected, isThere: boolean) => {
    const late = row.since - row.at;
    if (stream === 'activities') return isLookedBack || late < HOUR - 240;
    if (stream !== 'messages') return true;
    return isThere ? isFoundAnew && row.changed.lag < IN_TIME : late < (isLookedBack ? IN_TIME : 240);
  };
  return findMissing(ending, isMeant).map((problem) => `after short runs: ${problem}`);
}
