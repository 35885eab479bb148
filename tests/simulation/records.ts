import { integerBetween, randomFor } from '../support/emulator/random.ts';
import { DAY, DOMAINS, HOUR, type Order } from './scenario.ts';
import type { ListName, Row, World } from './world.ts';

/** A whole number of the world's own chance. */
export function between({ scenario }: World, low: number, high: number): number {
  return integerBetween(scenario.random, low, high);
}

/** A message that was created at this time, and arrives later. */
export function addMessage(world: World, at: number, since = world.now): void {
  const id = nextId(world, 'm');
  const isOpaque = world.scenario.dimensions.has('opaque-messages') && world.count % 3 === 0;
  const times = isOpaque
    ? { metrics: null, deduplicate_id: null }
    : { metrics: { sent: at }, deduplicate_id: `${id}:${at}` };
  const wire = { id, created: at, ...times, type: 'email', subject: 'r0' };
  const place = world.scenario.order.messages === 'jittered' ? at + drawShift(world) : at;
  world.add('messages', { id, at, since, place }, wire);
}

/** By how much a message is out of order: some by hours, and a few far down. */
function drawShift({ scenario, count }: World): number {
  const random = randomFor(scenario.seed, 'place', count);
  const kind = random();
  if (kind < 0.15) return -integerBetween(random, 2 * DAY, 25 * DAY);
  return kind < 0.4 ? integerBetween(random, -DAY, DAY) : 0;
}

/** A metric arrives, this long after its own time at most. */
export function addMetric(world: World, row: Row, longest: number, name: string): void {
  const { wire, id, at: created } = row;
  if (wire['metrics'] === null) {
    wire['subject'] = `r${world.now}`;
    row.changed = { at: world.now, lag: 0 };
    return;
  }
  const at = Math.max(created, world.now - between(world, 0, longest));
  const metrics = { ...Object(wire['metrics']) };
  if (name in metrics) return;
  metrics[name] = at;
  row.changed = { at: world.now, lag: world.now - at, metric: name };
  wire['subject'] = `r${Object.keys(metrics).length}`;
  const isHalf = world.scenario.dimensions.has('opaque-messages');
  if (!isHalf || row.rank % 3 === 0) wire['metrics'] = metrics;
  if (!isHalf || row.rank % 3 === 2)
    wire['deduplicate_id'] = `${id}:${Math.max(...Object.values(metrics).map(Number))}`;
  if (!isHalf || row.rank % 3 === 0) return;
  // Its key alone tells of the change.
  wire['subject'] = `r${world.now}`;
  row.changed = { at: world.now, lag: world.now - at };
}

/** An activity of this time, which arrives later. */
export function addActivity(world: World, at: number, since = world.now): void {
  const id = nextId(world, 'a');
  const { order, jitter } = world.scenario;
  const place = placeOf(order.activities, at, since, between(world, -jitter, jitter));
  world.add('activities', { id, at, since, place }, { id, timestamp: at, type: 'event' });
}

/** Activities come until a time, some of them late: most within the lookback. */
export function addActivitiesUntil(world: World, until: number): void {
  const { random, settings, seed } = world.scenario;
  const gap = HOUR / (3 + (seed % 6));
  const late = settings.activitiesLookbackHours * HOUR;
  for (
    let since = world.now + between(world, 0, 2 * gap);
    since < until;
    since += between(world, 1, 2 * gap)
  ) {
    const kind = random();
    const lag =
      kind < 0.06
        ? between(world, 0, late - 60)
        : kind < 0.07
          ? between(world, late, 9 * DAY)
          : between(world, 0, 60);
    addActivity(world, since - lag, since);
  }
}

/** A member of a segment. */
export function addMember(world: World, parent: Row): void {
  const id = nextId(world, 'c');
  world.add('segment_membership', { parent, id }, { id: null, cio_id: id, email: null });
}

/** A person. */
export function addPerson(world: World): void {
  const id = nextId(world, 'p');
  world.add('people_identifiers', { id }, { id: null, cio_id: id, email: `${id}@example.com` });
}

/** An address, somewhere in its list, which is sorted. */
export function addSuppression(world: World): void {
  const email = `${nextId(world, 'e')}@example.com`;
  const place = 1 + world.scenario.random();
  world.add('esp_suppressions', { id: email, place }, { email, created: world.now });
}

/** An address that a sending domain suppresses. */
export function addDomainSuppression(world: World): void {
  const email = `${nextId(world, 'd')}@example.com`;
  const domain = DOMAINS[world.count % DOMAINS.length];
  world.add('esp_domain_suppressions', { id: `${domain}/bounces/${email}` }, { email, created: world.now });
}

/** The lists whose rows have a number and a name. */
export type PlainList = 'newsletters' | 'campaigns' | 'segments' | 'broadcasts' | 'subscription_channels';

/** A row with a number and a name. */
export function addPlain(world: World, name: PlainList): Row {
  const { random, dimensions } = world.scenario;
  const id = world.count + 1;
  const started = name === 'campaigns' ? { first_started: world.now - DAY } : {};
  const isBuilt = !dimensions.has('building') || random() >= 0.4;
  const state = name === 'segments' ? { state: isBuilt ? 'finished' : 'build' } : {};
  const isCounted = name === 'newsletters' && dimensions.has('contents');
  const sent = isCounted ? { sent_at: drawSent(world) } : {};
  const row = world.add(name, { id: String(id) }, { id, name: 'r0', ...started, ...state, ...sent });
  if (isCounted)
    times(1 + (id % 2), () => {
      const content = world.count + 1;
      world.add('newsletter_contents', { parent: row, id: String(content) }, { id: content });
    });
  return row;
}

/** When a newsletter was sent: never yet, lately, or so long ago that it was counted for the last time about now. */
function drawSent({ scenario, count, now }: World): number | null {
  const random = randomFor(scenario.seed, 'sent', count);
  const kind = random();
  if (kind < 0.1) return null;
  return now - integerBetween(random, ...(kind < 0.4 ? ([0, 60 * DAY] as const) : COUNTED_LAST));
}

/** Opens and clicks are counted for 183 days. */
const COUNTED_LAST = [170 * DAY, 230 * DAY] as const;

/** A folder of Design Studio. */
export function addFolder(world: World): void {
  const id = nextId(world, 'f');
  world.add('design_studio_folders', { id }, { id, name: 'r0' });
}

/** A type of objects. */
export function addType(world: World): Row {
  const id = String(world.count + 1);
  return world.add('object_types', { id }, { id, name: 'r0', enabled: true });
}

/** An object with some relationships. */
export function addObject(world: World, type: Row): void {
  const isShared = world.scenario.dimensions.has('repeated-keys');
  const number = world.list('object_identifiers', type).length + 1;
  const id = isShared ? `o${number}` : nextId(world, 'o');
  if (world.find('object_identifiers', id, type)) return;
  const wire = { cio_object_id: id, object_id: `x${id}` };
  const object = world.add('object_identifiers', { parent: type, id }, wire);
  const { random, dimensions } = world.scenario;
  const areMany = dimensions.has('many-objects') || dimensions.has('tens-of-objects');
  const isAlone = areMany && random() < 0.8;
  times(isAlone ? 0 : between(world, 0, 4), () => {
    const person = nextId(world, 'p');
    const identifiers = { cio_id: person, id: null, email: null };
    world.add('object_relationships', { parent: object, id: person }, { identifiers });
  });
}

/** A run of a broadcast, with some errors. */
export function addTrigger(world: World, parent: Row, errors?: number): void {
  const known = world.list('broadcast_triggers', parent).map((row) => Number(row.id));
  const id = Math.max(0, ...known) + 1;
  const wire = { id, broadcast_id: Number(parent.id), created_at: world.now };
  const trigger = world.add('broadcast_triggers', { parent, id: String(id) }, wire);
  const drawn = between(world, 0, world.scenario.random() < 0.3 ? 24 : 6);
  times(errors ?? drawn, () => addError(world, trigger));
}

/** An error of a run: a text, whose key is its place. */
export function addError(world: World, parent: Row): void {
  const id = String(world.list('broadcast_trigger_errors', parent).length);
  world.add('broadcast_trigger_errors', { parent, id }, { text: `error ${errorOf(world, parent, id)}` });
}

function errorOf({ scenario, count }: World, { rank }: Row, id: string): number {
  if (!scenario.dimensions.has('same-errors')) return count;
  const page = Math.floor(Number(id) / scenario.lists.broadcast_trigger_errors.pageSize);
  return rank % 2 === 0 ? 0 : page % 2;
}

/** Some tens of records. */
export function populate(world: World): void {
  const { scenario } = world;
  const { random, dimensions, settings } = scenario;
  const reads = (...names: ListName[]) => names.some((name) => settings.streams.includes(name));
  const span = between(world, 1, 40) * DAY;
  // What was there before the first run arrived in time.
  const addOld = (at: number) => addMessage(world, at, at);
  times(between(world, 0, 40), () => addOld(world.now - between(world, 0, span)));
  if (dimensions.has('metric-windows'))
    times(world.scenario.seed % 4 === 0 ? 24 : 8, () => addOld(world.now - between(world, 60, 170) * DAY));
  // A bulk send: more in one second than a page holds.
  const bulk = world.now - between(world, 0, span);
  if (random() < 0.3) times(between(world, 3, 20), () => addOld(bulk));
  if (dimensions.has('clumped-messages')) populateClumps(world, addOld);
  if (dimensions.has('long-lists'))
    times(scenario.lists.activities.pageSize === 2 ? 230 : 150, () => {
      addOld(world.now - between(world, 0, 25 * DAY));
      const at = world.now - between(world, 0, 20 * DAY);
      addActivity(world, at, at);
    });
  if (dimensions.has('late-activities')) {
    const { now } = world;
    world.now -= between(world, 1, 3) * DAY;
    addActivitiesUntil(world, now);
    world.now = now;
  } else {
    // A short list is out of order by much of what it spans.
    const days = dimensions.has('disorder') && scenario.seed % 3 === 0 ? 6 : 20;
    times(between(world, 0, 40), () => {
      const at = world.now - between(world, 0, days * DAY);
      const isLate = random() >= 0.9 && !dimensions.has('imports');
      addActivity(world, at, isLate ? world.now : at);
    });
  }
  if (dimensions.has('still') && dimensions.has('imports')) times(3, () => populateImport(world));
  times(between(world, 0, 15), () => addPlain(world, 'newsletters'));
  times(between(world, 0, 8), () => addPlain(world, 'campaigns'));
  times(between(world, 0, 25), () => addPerson(world));
  times(between(world, 0, 8), () => addSuppression(world));
  times(between(world, 1, 4), () => {
    const segment = addPlain(world, 'segments');
    times(between(world, 0, 12), () => addMember(world, segment));
  });
  if (reads('object_types', 'object_identifiers', 'object_relationships'))
    times(between(world, 1, 3), () => {
      const type = addType(world);
      times(between(world, 0, 8), () => addObject(world, type));
      if (dimensions.has('many-objects')) times(110, () => addObject(world, type));
      if (dimensions.has('tens-of-objects')) times(between(world, 12, 30), () => addObject(world, type));
    });
  const triggers = dimensions.has('many-triggers') ? 60 : dimensions.has('many-streams') ? 16 : 0;
  if (triggers > 0) {
    const broadcast = addPlain(world, 'broadcasts');
    times(triggers, () => addTrigger(world, broadcast, 0));
  }
  if (reads('broadcasts', 'broadcast_triggers', 'broadcast_trigger_errors'))
    times(between(world, 1, 4), () => {
      const broadcast = addPlain(world, 'broadcasts');
      times(between(world, 0, 4), () => addTrigger(world, broadcast));
    });
  times(between(world, 0, 4), () => addPlain(world, 'subscription_channels'));
  times(between(world, 0, 9), () => addFolder(world));
  if (dimensions.has('listed-domains')) times(6, () => addDomainSuppression(world));
  if (dimensions.has('many-streams')) {
    times(16, () => addPerson(world));
    times(10, () => void addPlain(world, 'newsletters'));
    times(10, () => void addPlain(world, 'campaigns'));
    times(10, () => void addPlain(world, 'segments'));
  }
  // More than are asked for one by one.
  if (dimensions.has('unanswered-ids') && world.scenario.seed % 4 === 1) times(200, () => addPerson(world));
}

/** Many activities came at once, some days ago, which were older. */
function populateImport(world: World): void {
  const since = world.now - between(world, 1, 15) * DAY;
  times(between(world, 6, 16), () => addActivity(world, since - between(world, 2 * HOUR, 20 * HOUR), since));
}

/** Scheduled sends: within seconds, and at the same second of several days. */
function populateClumps(world: World, add: (at: number) => void): void {
  const [first, length] = [world.now - between(world, 1, 5) * DAY, between(world, 10, 120)];
  times(between(world, 10, 60), () => add(first + between(world, 0, length)));
  for (let day = 1; day < 36; day += between(world, 1, 6))
    times(2, () => add(world.now - day * DAY + between(world, -1, 1)));
  // In the first second of spans that are counted from here, more than a page holds.
  for (let day = 7; day < 36; day += 7) times(world.scenario.seed % 8, () => add(world.now - day * DAY));
}

function times(count: number, make: () => void): void {
  for (let left = count; left > 0; left -= 1) make();
}

function nextId({ count }: World, prefix: string): string {
  return `${prefix}${count + 1}`;
}

/** What activities are sorted by. */
function placeOf(order: Order, at: number, since: number, jitter: number): number {
  switch (order) {
    case 'by arrival':
      return since;
    case 'jittered':
      return at + jitter;
    default:
      return at;
  }
}
