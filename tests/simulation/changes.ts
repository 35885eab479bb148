import { integerBetween, pick, type Random, randomFor } from '../support/emulator/random.ts';
import { hasOddDates } from './dimensions.ts';
import {
  addActivitiesUntil,
  addActivity,
  addError,
  addMember,
  addMessage,
  addMetric,
  addObject,
  addPerson,
  addPlain,
  addSuppression,
  addTrigger,
  between,
} from './records.ts';
import { DAY, HOUR, type PagedName, type Scenario } from './scenario.ts';
import type { Row, World } from './world.ts';

/** Something may happen; while versions are activated, no list with offsets shrinks unless the seed has it so. */
export function change(world: World, isActivating: boolean): void {
  const { changes, dimensions } = world.scenario;
  if (world.isFrozen || changes === 'none') return;
  arrive(world);
  growLists(world);
  toggle(world);
  if (changes === 'deletions') deleteSomething(world, isActivating);
  if (dimensions.has('bulk-deletions')) deleteMany(world, 0.06);
}

/** Stories of more would take too long. */
const MOST_ACTIVITIES = 1000;

/** Tells whether something comes with each request. */
export function isBusy({ dimensions, changes }: Scenario): boolean {
  // What comes many at once, too, may fill a page between two requests: then nothing tells that a list follows no cursors.
  const isTooMuch = (['bursts', 'imports', 'long-lists'] as const).some((name) => dimensions.has(name));
  return dimensions.has('busy') && !isTooMuch && changes !== 'none';
}

/** An activity comes, as one does with each request in a busy workspace. */
export function comeAllTheTime(world: World): void {
  const mayGrow = !world.isFrozen && world.list('activities').length < MOST_ACTIVITIES;
  if (isBusy(world.scenario) && mayGrow) addActivity(world, world.now);
}

/** Time goes by between two runs. */
export function pass(world: World, seconds: number): void {
  const { changes, dimensions } = world.scenario;
  const until = world.now + seconds;
  if (!world.isFrozen && changes !== 'none') {
    if (dimensions.has('late-activities')) addActivitiesUntil(world, until);
    if (dimensions.has('rare-lookbacks')) addMetricsUntil(world, until);
    const count = Math.min(dimensions.has('long-pauses') ? 12 : 6, Math.round(seconds / HOUR));
    for (let left = count; left > 0; left -= 1) {
      // In weeks, something happens now and then; else right after the run.
      if (dimensions.has('long-pauses')) world.now += Math.floor(seconds / (count + 1));
      change(world, false);
    }
    // Between two runs more goes than while a list is read.
    if (dimensions.has('bulk-deletions')) for (let left = 8; left > 0; left -= 1) deleteMany(world, 0.25);
    if (dimensions.has('thinned-lists')) thinOut(world);
    buildSegments(world);
  }
  world.now = until;
}

/** Messages get metrics until a time, again and again. */
function addMetricsUntil(world: World, until: number): void {
  const { now, scenario } = world;
  while (world.now < until) {
    const row = world.some('messages');
    if (row) addMetric(world, row, 200, pick(scenario.random, ['opened', 'clicked', 'delivered']));
    world.now += between(world, HOUR, 9 * HOUR);
  }
  world.now = now;
}

/** Messages, activities and people, some of them late. */
function arrive(world: World): void {
  const { now } = world;
  const { random, dimensions } = world.scenario;
  const addMetricOf = (longest: number) => {
    const row = world.some('messages');
    if (row) addMetric(world, row, longest, pick(random, ['opened', 'clicked', 'link:4', 'delivered']));
  };
  if (random() < 0.15) addMessage(world, now - between(world, 0, 2));
  if (random() < 0.1) addMessage(world, now - between(world, 0, 240));
  if (random() < 0.15) addActivity(world, now - between(world, 0, 2));
  if (random() < 0.04) addActivity(world, now - between(world, 0, 20 * HOUR));
  if (random() < 0.06) addActivity(world, now - between(world, 0, HOUR - 60));
  if (random() < 0.04) addMessage(world, now - between(world, 0, 20 * HOUR));
  if (random() < 0.08) addMetricOf(5 * HOUR);
  if (dimensions.has('metric-windows') && random() < 0.3) {
    const kind = random();
    addMetricOf(kind < 0.4 ? 200 : kind < 0.8 ? HOUR : 18 * HOUR);
  }
  if (dimensions.has('late-messages')) {
    if (random() < 0.1) addMessage(world, now - between(world, 0, 25 * DAY));
    if (random() < 0.2) addMetricOf(20 * DAY);
  }
  if (dimensions.has('bursts') && random() < 0.08)
    for (let left = between(world, 5, 16); left > 0; left -= 1)
      addActivity(world, now - between(world, 0, 2));
  if (dimensions.has('imports') && random() < 0.06)
    for (let left = between(world, 6, 16); left > 0; left -= 1)
      addActivity(world, now - between(world, 2 * HOUR, 20 * HOUR));
  if (dimensions.has('dated-ahead')) {
    if (random() < 0.1) addActivity(world, now + aheadBy(world));
    if (random() < 0.2) addActivity(world, now - between(world, HOUR - 280, HOUR - 40));
  }
  if (random() < 0.05) addPerson(world);
  if (random() < 0.03) addSuppression(world);
}

/** By how much an activity is dated ahead: without a date of the API, five minutes are allowed for, or more than any clock is off. */
function aheadBy(world: World): number {
  const { seed, dimensions } = world.scenario;
  if (!hasOddDates(dimensions)) return between(world, 10, 6 * HOUR);
  return between(world, 10, 290) + (seed % 2 === 0 ? 40 * DAY : 0);
}

function growLists(world: World): void {
  const { random } = world.scenario;
  const segment = world.some('segments');
  if (segment && random() < 0.05) addMember(world, segment);
  const type = world.some('object_types');
  if (type && random() < 0.05) addObject(world, type);
  const broadcast = world.some('broadcasts');
  if (broadcast && random() < 0.04) addTrigger(world, broadcast);
  const trigger = broadcast && world.some('broadcast_triggers', broadcast);
  if (trigger && random() < 0.05) addError(world, trigger);
  if (random() < 0.02)
    addPlain(world, pick(random, ['newsletters', 'campaigns', 'segments', 'broadcasts'] as const));
  const renamed = world.some(
    pick(random, ['newsletters', 'segments', 'broadcasts', 'object_types'] as const),
  );
  if (renamed && random() < 0.1) renamed.wire['name'] = `r${world.count}${between(world, 0, 9)}`;
}

/** What is neither an arrival nor a deletion. */
function toggle(world: World): void {
  const { random, dimensions } = world.scenario;
  const type = world.some('object_types');
  if (type && dimensions.has('disabled-types') && random() < 0.15) type.wire['enabled'] = random() < 0.5;
  const segment = world.some('segments');
  if (segment && dimensions.has('building') && random() < 0.02) segment.wire['state'] = 'build';
}

/** Segments that were edited are built between two runs: in one run, the list tells in the end of all that were not ready. */
function buildSegments(world: World): void {
  const { random, dimensions } = world.scenario;
  if (!dimensions.has('building')) return;
  for (const segment of world.list('segments'))
    if (random() < 0.4) segment.wire['state'] = pick(random, ['build', 'finished'] as const);
}

function deleteSomething(world: World, isActivating: boolean): void {
  const { random, dimensions, lists } = world.scenario;
  const isShrinking = dimensions.has('shrinking');
  const mayShrink = !isActivating || isShrinking;
  // What comes after a row cannot hide.
  const mayLose = (name: PagedName) => mayShrink || lists[name].cursors === 'after';
  if (random() < 0.06 && mayLose('people_identifiers')) world.remove('people_identifiers');
  if (random() < 0.02 && mayShrink) world.remove('esp_suppressions');
  if (random() < 0.02 && mayShrink) world.remove('design_studio_folders');
  if (random() < 0.04) world.remove('messages');
  if (random() < 0.03) world.remove('activities');
  if (random() < (isShrinking ? 0.06 : 0.02) && mayLose('newsletters')) world.remove('newsletters');
  const segment = world.some('segments');
  if (segment && random() < 0.04 && mayLose('segment_membership'))
    world.remove('segment_membership', segment);
  if (random() < 0.004) world.remove('segments');
  if (random() < 0.01) world.remove('campaigns');
  if (random() < 0.01) world.remove('broadcasts');
  const broadcast = world.some('broadcasts');
  if (broadcast && random() < 0.02) world.remove('broadcast_triggers', broadcast);
  deleteObjects(world, mayLose);
}

/** The lists of which several rows go at once. */
const IN_BULK = [
  ...(['newsletters', 'people_identifiers', 'esp_suppressions', 'object_identifiers'] as const),
  'activities' as const,
];

const bulkRandoms = new WeakMap<World, Random>();

/** Several rows go that follow each other; with chance of its own, so that nothing else changes. */
function deleteMany(world: World, share: number): void {
  const random = bulkRandoms.get(world) ?? randomFor(world.scenario.seed, 'bulk', 0);
  bulkRandoms.set(world, random);
  if (random() >= share) return;
  const { lists } = world.scenario;
  const some = anyInBulk(world, random);
  if (some === undefined) return;
  const { name, parent } = some;
  const { length } = world.list(name, parent);
  if (length < 4) return;
  const any = integerBetween(random, 0, length - 1);
  // Often all that a page begins with, and what the one before ends with: the rest of it moves up.
  const { pageSize } = name === 'esp_suppressions' ? lists.people_identifiers : lists[name];
  const isOfPage = random() < 0.5 && any >= pageSize;
  const from = isOfPage ? any - (any % pageSize) - 1 : any;
  world.removeSome(
    name,
    { from, count: isOfPage ? 4 : integerBetween(random, 2, name === 'activities' ? 14 : 5) },
    parent,
  );
}

/** Any list of those that the story reads. */
function anyInBulk(
  world: World,
  random: Random,
): { name: (typeof IN_BULK)[number]; parent?: Row } | undefined {
  const types = world.list('object_types');
  const [first, ...others] = IN_BULK.filter((one) => world.scenario.settings.streams.includes(one));
  if (first === undefined) return undefined;
  const name = pick(random, [first, ...others]);
  const parent = name === 'object_identifiers' ? types[Math.floor(random() * types.length)] : undefined;
  return { name, ...(parent ? { parent } : {}) };
}

/** Half of what a list holds goes, in some of the pauses between two runs. */
function thinOut(world: World): void {
  const random = randomFor(world.scenario.seed, 'thinned', world.count);
  const some = random() < 0.4 ? anyInBulk(world, random) : undefined;
  if (some === undefined) return;
  for (let from = world.list(some.name, some.parent).length - 1; from >= 0; from -= 1)
    if (random() < 0.5) world.removeSome(some.name, { from, count: 1 }, some.parent);
}

function deleteObjects(world: World, mayLose: (name: PagedName) => boolean): void {
  const { random, dimensions } = world.scenario;
  if (dimensions.has('disabled-types') && random() < 0.01) world.remove('object_types');
  const type = world.some('object_types');
  if (type === undefined) return;
  if (random() < 0.03 && mayLose('object_identifiers')) world.remove('object_identifiers', type);
  const object = world.some('object_identifiers', type);
  if (object && random() < 0.03 && mayLose('object_relationships'))
    world.remove('object_relationships', object);
}
