import { integerBetween, pick } from '../support/emulator/random.ts';
import { DAY, HOUR, type Order, type Scenario } from './scenario.ts';

/** The lists of the API that hold what streams are made of. */
export type ListName =
  | 'messages'
  | 'activities'
  | 'newsletters'
  | 'campaigns'
  | 'segments'
  | 'segment_membership'
  | 'people_identifiers'
  | 'esp_suppressions'
  | 'object_types'
  | 'object_identifiers'
  | 'object_relationships'
  | 'broadcasts'
  | 'broadcast_triggers'
  | 'broadcast_trigger_errors'
  | 'subscription_channels'
  | 'design_studio_folders';

/** A record as the API would give it, and what the world knows of it besides. */
export interface Row {
  readonly wire: Record<string, unknown>;
  /** Its own part of the key. */
  readonly id: string;
  /** The replication key, in unix seconds; 0 where the list has none. */
  readonly at: number;
  /** What its list is sorted by, the greatest first. */
  readonly place: number;
  /** Since when it is there, in unix seconds. */
  readonly since: number;
  /** Its place among all rows that ever were. */
  readonly rank: number;
  /** When it last changed, and how long after the time that the change itself has. */
  changed: { at: number; lag: number };
  /** A list with offsets has lost rows while it was read, so that no page had this one. */
  isSkipped: boolean;
  readonly below: Map<ListName, Row[]>;
}

/** Everything that the simulated API holds; it changes as time goes by. */
export interface World {
  now: number;
  /** The rows of a list, or of a parent's. */
  list(name: ListName, parent?: Row): readonly Row[];
  find(name: ListName, id: string | undefined, parent?: Row): Row | undefined;
  /** Something may happen while a run reads; where versions are activated, no list shrinks unseen. */
  change(isActivating: boolean): void;
  /** Time goes by between two runs. */
  pass(seconds: number): void;
  /** Nothing changes any more. */
  freeze(): void;
  /** When that was; the present until then. */
  readonly frozenAt: number;
}

/** Makes the world of a scenario: some tens of records. */
export function createWorld(scenario: Scenario): World {
  const { random, dimensions } = scenario;
  const between = (low: number, high: number) => integerBetween(random, low, high);
  const roots = new Map<ListName, Row[]>();
  let count = 0;
  let chances = 0;
  let frozenAt: number | undefined;

  const rows = (name: ListName, parent?: Row): Row[] => {
    const lists = parent?.below ?? roots;
    const list = lists.get(name) ?? [];
    lists.set(name, list);
    return list;
  };
  const world: World = {
    now: scenario.start,
    list: rows,
    find: (name, id, parent) => rows(name, parent).find((row) => row.id === id),
    change(isActivating) {
      chances += 1;
      // Stories of many requests would grow without an end.
      if (chances > 300 && random() < 0.8) return;
      if (frozenAt === undefined && scenario.changes !== 'none') changeSomething(isActivating);
    },
    pass(seconds) {
      const until = world.now + seconds;
      if (frozenAt === undefined && scenario.changes !== 'none') {
        if (dimensions.has('late-activities')) arrive(until);
        for (let left = Math.min(6, Math.round(seconds / HOUR)); left > 0; left -= 1) changeSomething(false);
      }
      world.now = until;
    },
    freeze() {
      frozenAt = world.now;
      for (const { wire } of rows('segments')) wire['state'] = 'finished';
    },
    get frozenAt() {
      return frozenAt ?? world.now;
    },
  };

  const add = (
    name: ListName,
    { parent, id, at = 0, place = at, since = world.now }: NewRow,
    wire: Record<string, unknown>,
  ): Row => {
    count += 1;
    const changed = { at: since, lag: since - at };
    const row: Row = { id, wire, at, place, since, rank: count, changed, isSkipped: false, below: new Map() };
    const list = rows(name, parent);
    const index = place === 0 ? -1 : list.findIndex((other) => other.place < place);
    list.splice(index < 0 ? list.length : index, 0, row);
    return row;
  };
  const remove = (name: ListName, parent?: Row) => {
    const list = rows(name, parent);
    if (list.length > 0) list.splice(between(0, list.length - 1), 1);
  };
  const nextId = (prefix: string) => `${prefix}${count + 1}`;

  const addMessage = (at: number) => {
    const id = nextId('m');
    const wire = {
      id,
      created: at,
      metrics: { sent: at },
      type: 'email',
      deduplicate_id: `${id}:${at}`,
      subject: 'r0',
    };
    add('messages', { id, at }, wire);
  };
  const addActivity = (at: number, since = world.now) => {
    const id = nextId('a');
    const place = placeOf(scenario.order.activities, at, since, between(-600, 600));
    add('activities', { id, at, since, place }, { id, timestamp: at, type: 'event' });
  };
  const addMember = (segment: Row) => {
    const id = nextId('c');
    add('segment_membership', { parent: segment, id }, { id: null, cio_id: id, email: null });
  };
  const addPerson = () => {
    const id = nextId('p');
    add('people_identifiers', { id }, { id: null, cio_id: id, email: `${id}@example.com` });
  };
  const addSuppression = () => {
    const email = `${nextId('e')}@example.com`;
    // By address, so that some arrive in front of others.
    add('esp_suppressions', { id: email, place: 1 + random() }, { email, created: world.now });
  };
  const addPlain = (
    name: 'newsletters' | 'campaigns' | 'segments' | 'broadcasts' | 'subscription_channels',
  ) => {
    const more = name === 'campaigns' ? { first_started: world.now - DAY } : {};
    const state = dimensions.has('building') && random() < 0.4 ? 'build' : 'finished';
    const id = count + 1;
    return add(
      name,
      { id: String(id) },
      { id, name: 'r0', ...more, ...(name === 'segments' ? { state } : {}) },
    );
  };
  const addFolder = () => {
    const id = nextId('f');
    add('design_studio_folders', { id }, { id, name: 'r0' });
  };
  const addType = () => {
    const id = String(count + 1);
    return add('object_types', { id }, { id, name: 'r0', enabled: true });
  };
  const addObject = (type: Row) => {
    const shared = String(rows('object_identifiers', type).length + 1);
    const id = dimensions.has('repeated-keys') ? `o${shared}` : nextId('o');
    if (world.find('object_identifiers', id, type)) return;
    const object = add(
      'object_identifiers',
      { parent: type, id },
      { cio_object_id: id, object_id: `x${id}` },
    );
    for (let left = between(0, 4); left > 0; left -= 1) addRelation(object);
  };
  const addRelation = (parent: Row) => {
    const id = nextId('p');
    add('object_relationships', { parent, id }, { identifiers: { cio_id: id, id: null, email: null } });
  };
  const addTrigger = (parent: Row) => {
    const id = Math.max(0, ...rows('broadcast_triggers', parent).map((row) => Number(row.id))) + 1;
    const wire = { id, broadcast_id: Number(parent.id), created_at: world.now };
    const trigger = add('broadcast_triggers', { parent, id: String(id) }, wire);
    for (let left = between(0, 6); left > 0; left -= 1) addError(trigger);
  };
  const addError = (parent: Row) => {
    const id = String(rows('broadcast_trigger_errors', parent).length);
    add('broadcast_trigger_errors', { parent, id }, { text: `error ${count}` });
  };
  const some = (name: ListName, parent?: Row): Row | undefined => {
    const list = rows(name, parent);
    return list.length === 0 ? undefined : list[between(0, list.length - 1)];
  };

  /** Activities go on to come, and some of them are late. */
  function arrive(until: number): void {
    const gap = HOUR / rate;
    const late = scenario.settings.activitiesLookbackHours * HOUR;
    for (let since = world.now + between(0, 2 * gap); since < until; since += between(1, 2 * gap)) {
      const kind = random();
      const lag = kind < 0.06 ? between(0, late - 60) : kind < 0.07 ? between(late, 9 * DAY) : between(0, 60);
      addActivity(since - lag, since);
    }
  }
  const rate = between(3, 8);

  function changeSomething(isActivating: boolean): void {
    const { now } = world;
    if (random() < 0.15) addMessage(now - between(0, 2));
    if (random() < 0.15) addActivity(now - between(0, 2));
    // Late ones.
    if (random() < 0.1) addMessage(now - between(0, 240));
    if (random() < 0.04) addActivity(now - between(0, 20 * HOUR));
    if (random() < 0.04) addMessage(now - between(0, 20 * HOUR));
    if (random() < 0.08) addMetric(some('messages'), 5 * HOUR);
    if (dimensions.has('late-messages')) {
      if (random() < 0.1) addMessage(now - between(0, 25 * DAY));
      if (random() < 0.2) addMetric(some('messages'), 20 * DAY);
    }
    if (random() < 0.05) addPerson();
    if (random() < 0.03) addSuppression();
    growLists();
    toggle();
    if (scenario.changes === 'deletions') deleteSomething(isActivating);
  }

  function growLists(): void {
    const segment = some('segments');
    if (segment && random() < 0.05) addMember(segment);
    const type = some('object_types');
    if (type && random() < 0.05) addObject(type);
    const broadcast = some('broadcasts');
    if (broadcast && random() < 0.04) addTrigger(broadcast);
    const trigger = broadcast && some('broadcast_triggers', broadcast);
    if (trigger && random() < 0.05) addError(trigger);
    if (random() < 0.02)
      addPlain(pick(random, ['newsletters', 'campaigns', 'segments', 'broadcasts'] as const));
    const renamed = some(pick(random, ['newsletters', 'segments', 'broadcasts', 'object_types'] as const));
    if (renamed && random() < 0.1) renamed.wire['name'] = `r${count}${between(0, 9)}`;
  }

  /** What is neither an arrival nor a deletion. */
  function toggle(): void {
    const segment = some('segments');
    if (segment && dimensions.has('building') && random() < 0.15)
      segment.wire['state'] = pick(random, ['build', 'finished'] as const);
    const type = some('object_types');
    if (type && dimensions.has('disabled-types') && random() < 0.15) type.wire['enabled'] = random() < 0.5;
  }

  function deleteSomething(isActivating: boolean): void {
    const mayShrink = (name: keyof Scenario['lists']) =>
      !isActivating || dimensions.has('shrinking') || scenario.lists[name].cursors === 'after';
    const isShrinking = dimensions.has('shrinking');
    if (random() < 0.06 && mayShrink('people_identifiers')) remove('people_identifiers');
    if (random() < 0.02 && (!isActivating || isShrinking)) remove('esp_suppressions');
    if (random() < 0.02 && (!isActivating || isShrinking)) remove('design_studio_folders');
    if (random() < 0.04) remove('messages');
    if (random() < 0.03) remove('activities');
    if (random() < (isShrinking ? 0.06 : 0.02) && mayShrink('newsletters')) remove('newsletters');
    if (random() < 0.04 && mayShrink('segment_membership')) remove('segment_membership', some('segments'));
    if (random() < 0.004) remove('segments');
    if (random() < 0.01) remove('campaigns');
    if (random() < 0.01) remove('broadcasts');
    const broadcast = some('broadcasts');
    if (broadcast && random() < 0.02) remove('broadcast_triggers', broadcast);
    const type = some('object_types');
    if (type && random() < 0.03 && mayShrink('object_identifiers')) remove('object_identifiers', type);
    if (dimensions.has('disabled-types') && random() < 0.01) remove('object_types');
    if (type && random() < 0.03 && mayShrink('object_relationships'))
      remove('object_relationships', some('object_identifiers', type));
  }

  /** A metric arrives, long after its own time at most. */
  function addMetric(row: Row | undefined, longest: number): void {
    if (row === undefined) return;
    const { wire, id, at: created } = row;
    const at = Math.max(created, world.now - between(0, longest));
    const metrics = { ...Object(wire['metrics']) };
    const name = pick(random, ['opened', 'clicked', 'link:4', 'delivered']);
    if (name in metrics) return;
    metrics[name] = at;
    wire['metrics'] = metrics;
    wire['subject'] = `r${Object.keys(metrics).length}`;
    wire['deduplicate_id'] = `${id}:${Math.max(...Object.values(metrics).map(Number))}`;
    row.changed = { at: world.now, lag: world.now - at };
  }

  const has = new Set(scenario.settings.streams);
  const reads = (...names: string[]) => names.some((name) => has.has(name));
  const span = between(1, 40) * DAY;
  for (let left = between(0, 40); left > 0; left -= 1) addMessage(world.now - between(0, span));
  // A bulk send: more in one second than a page holds.
  const bulk = world.now - between(0, span);
  if (random() < 0.3) for (let left = between(3, 20); left > 0; left -= 1) addMessage(bulk);
  if (dimensions.has('late-activities')) {
    const history = between(1, 3) * DAY;
    world.now -= history;
    arrive(world.now + history);
    world.now += history;
  } else for (let left = between(0, 40); left > 0; left -= 1) addActivity(world.now - between(0, 20 * DAY));
  for (let left = between(0, 15); left > 0; left -= 1) addPlain('newsletters');
  if (reads('campaigns', 'campaign_metrics'))
    for (let left = between(0, 8); left > 0; left -= 1) addPlain('campaigns');
  for (let left = between(0, 25); left > 0; left -= 1) addPerson();
  for (let left = between(0, 8); left > 0; left -= 1) addSuppression();
  for (let left = between(1, 4); left > 0; left -= 1) {
    const segment = addPlain('segments');
    for (let members = between(0, 12); members > 0; members -= 1) addMember(segment);
  }
  if (reads('object_types', 'object_identifiers', 'objects', 'object_relationships'))
    for (let left = between(1, 3); left > 0; left -= 1) {
      const type = addType();
      for (let objects = between(0, 8); objects > 0; objects -= 1) addObject(type);
    }
  if (reads('broadcasts', 'broadcast_triggers', 'broadcast_trigger_errors'))
    for (let left = between(1, 4); left > 0; left -= 1) {
      const broadcast = addPlain('broadcasts');
      for (let triggers = between(0, 4); triggers > 0; triggers -= 1) addTrigger(broadcast);
    }
  for (let left = between(0, 4); left > 0; left -= 1) addPlain('subscription_channels');
  for (let left = between(0, 9); left > 0; left -= 1) addFolder();
  return world;
}

interface NewRow {
  readonly parent?: Row;
  readonly id: string;
  readonly at?: number;
  readonly place?: number;
  readonly since?: number;
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
