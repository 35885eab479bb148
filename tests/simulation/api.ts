import { integerBetween, pick, randomFor } from '../support/emulator/random.ts';
import { DAY, HOUR, type ListBehaviour, type PagedName, type PlannedRun, type Scenario } from './scenario.ts';
import { countsBack, countsBetween } from './series.ts';
import type { ListName, Row, World } from './world.ts';

/** More requests than any scenario needs: the engine would never end. */
const MOST_REQUESTS = 20_000;

/** A request as the engine makes it. */
export interface SimulatedRequest {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer of status 200. */
export interface SimulatedAnswer {
  readonly text: string;
  readonly next: string | undefined;
  /** What its headers say, in seconds. */
  readonly date: number | undefined;
  readonly age: number;
  /** How long it took, in seconds. */
  readonly took: number;
}

/** What comes in place of an answer; what passes is retried by the client, which is not here, so it has been given up. */
export class SimulatedFailure extends Error {
  /** A status, or no answer. */
  readonly status: number | 'timeout' | 'network' | 'too large';

  constructor(status: SimulatedFailure['status']) {
    super(String(status));
    this.status = status;
  }
}

/** The API of a scenario: what it answers depends on the world, the request and the time alone. */
export interface SimulatedApi {
  ask(request: SimulatedRequest): SimulatedAnswer;
  readonly requests: () => number;
  /** A run begins. */
  begin(run: PlannedRun, index: number): void;
  /** How many pages of a run failed since they were too large, and how many were asked for, by path. */
  readonly tooLarge: ReadonlyMap<string, { failed: number; asked: number }>;
  /** How often a path was asked for in a run. */
  asked(path: string): number;
  /** Answers come at once, none fails, and none is odd. */
  calm(): void;
}

interface Minted {
  readonly scope: string;
  readonly offset: number;
  readonly row: Row | undefined;
  readonly rank: number;
  readonly at: number;
  /** What the list held then. */
  readonly rows: readonly Row[];
}

/** A page of a list, or a body. */
type Answered =
  | { rows: readonly unknown[]; next: string | undefined | null; at: string; isNull: boolean }
  | { body: unknown };

/** Starts the API. A request takes about a third of a second, seldom longer. */
export function createApi(world: World, scenario: Scenario, tell: (line: string) => void): SimulatedApi {
  const { random, lists, dimensions, seed } = scenario;
  const cursors = new Map<string, Minted>();
  const tooLarge = new Map<string, { failed: number; asked: number }>();
  const counts = new Map<string, number>();
  /** How many answers of a list must be right before another may be odd. */
  const truths = new Map<string, number>();
  let run: PlannedRun;
  let index = 0;
  let minted = 0;
  let requests = 0;
  let inRun = 0;
  let isCalm = false;

  const fail = (status: SimulatedFailure['status']): never => {
    throw new SimulatedFailure(status);
  };
  /** Whether something is so for the whole of a run. */
  const isIn = (what: string, share: number) => !isCalm && randomFor(seed, what, index)() < share;

  function page(name: PagedName, scope: string, rows: readonly Row[], query: SimulatedRequest['query']) {
    const behaviour = lists[name];
    const size = Math.min(Number(query['limit'] ?? behaviour.pageSize), behaviour.pageSize);
    const from = query['start'] === undefined ? 0 : offsetOf(behaviour, scope, rows, query['start']);
    if (from === undefined) return { rows: [], next: behaviour.end };
    const to = from + size;
    const cut = rows.slice(from, to);
    // A list of one page that leads back to itself looks like one that does not follow cursors.
    const leadsBack = behaviour.cursors === 'restarting' && from === 0;
    const leadsOn = to < rows.length || (behaviour.hasTokenAtEnd && cut.length > 0 && !leadsBack);
    return { rows: cut, next: leadsOn ? mint(behaviour, scope, to, rows) : behaviour.end };
  }

  /** Where a cursor leads; undefined: to an empty list. */
  function offsetOf({ cursors: kind }: ListBehaviour, scope: string, rows: readonly Row[], start: string) {
    if (kind === 'deaf') return 0;
    const cursor = cursors.get(start);
    if (cursor?.scope !== scope) return fail(400);
    if (scenario.cursorLife !== undefined && world.now - cursor.at > scenario.cursorLife) {
      if (typeof scenario.forgotten === 'number') fail(scenario.forgotten);
      return scenario.forgotten === 'empty' ? undefined : 0;
    }
    const offset = placeOf(kind, cursor, rows);
    if (kind === 'restarting' && offset >= rows.length) return 0;
    if (cursor.rows[cursor.offset] !== rows[offset]) markSkipped(cursor, rows.slice(0, offset));
    return offset;
  }

  function mint({ cursors: kind }: ListBehaviour, scope: string, offset: number, rows: readonly Row[]) {
    minted += 1;
    const row = rows[offset];
    const rank = rows[Math.min(offset, rows.length) - 1]?.rank ?? 0;
    const isUnique = kind === 'minted' || kind === 'deaf';
    const place = kind === 'mark' && row !== undefined ? row.id : kind === 'after' ? `after ${rank}` : offset;
    const cursor = isUnique ? `c${minted}` : `${scope}|${place}`;
    cursors.set(cursor, { scope, offset, row, rank, at: world.now, rows: [...rows] });
    return cursor;
  }

  const routes: readonly (readonly [RegExp, (request: SimulatedRequest, ...ids: string[]) => Answered])[] = [
    [/^\/v1\/workspaces$/, () => ({ body: { workspaces: [{ id: 1, people: 5 }] } })],
    [/^\/v1\/messages$/, messages],
    [/^\/v1\/activities$/, activities],
    [/^\/v1\/newsletters$/, plainPages('newsletters', 'newsletters')],
    [/^\/v1\/customers$/, people],
    [/^\/v1\/customers\/attributes$/, profiles],
    [
      /^\/v1\/customers\/([^/]+)\/attributes$/,
      (_, id) => ({ body: { customer: profileOf(there('people_identifiers', id)) } }),
    ],
    [/^\/v1\/(segments|campaigns|broadcasts)$/, (_, name) => all(toListName(name))],
    [/^\/v1\/subscription_channels$/, () => ({ ...all('subscription_channels'), at: 'channels' })],
    [/^\/v1\/object_types$/, () => ({ ...all('object_types'), at: 'types' })],
    [
      /^\/v1\/(segments|campaigns|broadcasts|newsletters)\/([^/]+)$/,
      (_, name, id) => ({ body: { [name.slice(0, -1)]: there(toListName(name), id).wire } }),
    ],
    [/^\/v1\/segments\/([^/]+)\/membership$/, members],
    [
      /^\/v1\/segments\/([^/]+)\/used_by$/,
      (_, id) => ({
        body: {
          used_by: {
            segment_id: Number(there('segments', id, 'used').id),
            campaigns: [1],
            note: `used by ${id}`,
          },
        },
      }),
    ],
    [/^\/v1\/(newsletters|campaigns)\/([^/]+)\/metrics$/, series],
    [/^\/v1\/esp\/suppression\/(\w+)$/, suppressions],
    [/^\/v1\/design_studio\/folders$/, folders],
    [/^\/v1\/objects$/, objects],
    [
      /^\/v1\/objects\/([^/]+)\/([^/]+)\/attributes$/,
      (_, type, id) => ({
        body: { object: objectOf(there('object_identifiers', id, undefined, there('object_types', type))) },
      }),
    ],
    [/^\/v1\/objects\/([^/]+)\/([^/]+)\/relationships$/, relationships],
    [
      /^\/v1\/broadcasts\/([^/]+)\/triggers$/,
      (_, id) => ({ ...all('broadcast_triggers', there('broadcasts', id, 'triggers')), at: 'triggers' }),
    ],
    [
      /^\/v1\/campaigns\/([^/]+)\/triggers\/([^/]+)$/,
      (_, id, trigger) => ({
        body: there('broadcast_triggers', trigger, undefined, there('broadcasts', id)).wire,
      }),
    ],
    [/^\/v1\/campaigns\/([^/]+)\/triggers\/([^/]+)\/errors$/, errors],
  ];

  /** A row that is there; `children`: what is asked for of it, which may be refused. */
  function there(name: ListName, id: string | undefined, children?: string, parent?: Row): Row {
    const row = world.find(name, id, parent);
    if (row === undefined) return fail(pick(random, [404, 400]));
    const isRefused = dimensions.has('refused-parents') && children !== undefined;
    if (isRefused && isIn(`${name} ${id} ${parent?.id} ${children}`, 0.15))
      return fail(pick(random, [404, 400]));
    return row;
  }
  function all(
    name: ListName,
    parent?: Row,
  ): { rows: readonly unknown[]; next: undefined; at: string; isNull: boolean } {
    return { rows: wires(world.list(name, parent)), next: undefined, at: name, isNull: false };
  }
  /** Records without their keys, for the whole of a run. */
  function withKeys(name: PagedName, rows: readonly Row[]): readonly unknown[] {
    const key = KEYS[name];
    if (!dimensions.has('keyless') || key === undefined) return wires(rows);
    return rows.map(({ wire, id }) =>
      isIn(`keyless ${name} ${id}`, 0.1)
        ? { ...wire, [key]: pick<unknown>(random, [null, undefined, '', ' ', {}, true]) }
        : wire,
    );
  }
  function inPages(
    name: PagedName,
    at: string,
    scope: string,
    rows: readonly Row[],
    query: SimulatedRequest['query'],
  ): Answered {
    const { rows: cut, next } = page(name, scope, rows, query);
    return { rows: withKeys(name, cut), next, at, isNull: lists[name].isNullWhenEmpty };
  }
  function plainPages(name: PagedName, at: string) {
    return ({ query }: SimulatedRequest) => inPages(name, at, name, world.list(name), query);
  }
  function messages({ query }: SimulatedRequest): Answered {
    const [from, to] = [Number(query['start_ts']), Number(query['end_ts'])];
    const rows = world.list('messages').filter(({ at }) => at >= from && at <= to);
    if (scenario.order.messages === 'oldest first') rows.reverse();
    return inPages('messages', 'messages', `messages ${from} ${to}`, rows, query);
  }
  function activities({ query }: SimulatedRequest): Answered {
    const rows = world.list('activities').filter(({ at }) => at > world.now - 30 * DAY);
    if (scenario.order.activities === 'oldest first') rows.reverse();
    return inPages('activities', 'activities', 'activities', rows, query);
  }
  function people({ query, body }: SimulatedRequest): Answered {
    const text = JSON.stringify(body);
    const isNarrowed = text.includes('"segment"');
    const everybody = text.includes('"not"') ? [] : world.list('people_identifiers');
    const rows = isNarrowed ? everybody.filter(({ rank }) => rank % 2 === 0) : everybody;
    return inPages('people_identifiers', 'identifiers', `people ${text}`, rows, query);
  }
  function profiles({ body }: SimulatedRequest): Answered {
    const asked: unknown[] = Object(body).ids;
    const isOdd = dimensions.has('unanswered-ids') && asked.length > 1;
    const isNobody = isOdd && isIn('nobody', 0.2);
    const isLeftOut = (id: string) =>
      isOdd && (isNobody || isIn(`unanswered ${id}`, 0.3) || (!isCalm && random() < 0.1));
    const found = world.list('people_identifiers').filter(({ id }) => asked.includes(id) && !isLeftOut(id));
    return { body: { customers: found.map(profileOf) } };
  }
  function members({ query }: SimulatedRequest, id?: string): Answered {
    const segment = there('segments', id, 'membership');
    const rows = world.list('segment_membership', segment);
    const isBuilt = segment.wire['state'] === 'finished';
    const ready = isBuilt ? rows : rows.slice(0, Math.ceil(rows.length / 3));
    return inPages('segment_membership', 'identifiers', `members of ${id}`, ready, query);
  }
  function series({ query }: SimulatedRequest, name?: string, id?: string): Answered {
    const row = there(toListName(name), id, 'metrics');
    const counted = { id: Number(row.id), now: Math.min(world.now, world.frozenAt), growth: scenario.growth };
    if (name === 'campaigns') {
      const { start, sent } = countsBetween(counted, query);
      return { body: { start, res: query['res'], metric: { series: { sent } } } };
    }
    return {
      body: {
        metric: { type: 'email', series: { sent: countsBack({ ...counted, clock: world.now }, query) } },
      },
    };
  }
  function suppressions({ query }: SimulatedRequest, type?: string): Answered {
    const rows = type === 'bounces' ? world.list('esp_suppressions') : [];
    const from = Number(query['offset'] ?? 0);
    const size = lists.people_identifiers.pageSize;
    return { rows: wires(rows.slice(from, from + size)), next: undefined, at: 'suppressions', isNull: true };
  }
  function folders({ query }: SimulatedRequest): Answered {
    const size = lists.people_identifiers.pageSize;
    const from = (Number(query['page'] ?? 1) - 1) * size;
    const rows = wires(world.list('design_studio_folders').slice(from, from + size));
    return { rows, next: undefined, at: 'folders', isNull: false };
  }
  function objects({ query, body }: SimulatedRequest): Answered {
    const text = JSON.stringify(body);
    const type = there('object_types', String(Object(body).object_type_id), 'objects');
    const rows = text.includes('"not"') ? [] : world.list('object_identifiers', type);
    return inPages('object_identifiers', 'identifiers', `objects ${text}`, rows, query);
  }
  function relationships({ query }: SimulatedRequest, type?: string, id?: string): Answered {
    const object = there('object_identifiers', id, 'relationships', there('object_types', type));
    return inPages(
      'object_relationships',
      'cio_relationships',
      `relations of ${type} ${id}`,
      world.list('object_relationships', object),
      query,
    );
  }
  function errors({ query }: SimulatedRequest, id?: string, trigger?: string): Answered {
    const row = there('broadcast_triggers', trigger, 'errors', there('broadcasts', id));
    const rows = world.list('broadcast_trigger_errors', row);
    const { rows: cut, next } = page('broadcast_trigger_errors', `errors of ${id} ${trigger}`, rows, query);
    return { rows: cut.map(({ wire }) => wire['text']), next, at: 'errors', isNull: false };
  }

  function checkSize({ path, query }: SimulatedRequest): void {
    const size = Number(query['limit'] ?? DEFAULT_SIZES[path] ?? 0);
    const { largestPage } = scenario;
    // A number of a page depends on the size.
    if (largestPage === undefined || !('limit' in query) || path.endsWith('/folders')) return;
    const count = tooLarge.get(path) ?? { failed: 0, asked: 0 };
    tooLarge.set(path, count);
    count.asked += 1;
    if (size <= (largestPage === 'default' ? (DEFAULT_SIZES[path] ?? 0) : largestPage)) return;
    count.failed += 1;
    fail(scenario.tooLarge);
  }

  function answerOf(request: SimulatedRequest, path: string): { body: unknown; next: string | undefined } {
    for (const [pattern, answer] of routes) {
      const ids = pattern.exec(path);
      if (ids === null) continue;
      const answered = answer(request, ...ids.slice(1));
      return 'body' in answered
        ? { body: withoutObject(path, answered.body), next: undefined }
        : toBody(path, request, answered);
    }
    throw new Error(`the simulated API has no ${path}`);
  }

  /** An object that is null, once in a run. */
  function withoutObject(path: string, body: unknown): unknown {
    const name = path.endsWith('/used_by') ? 'used_by' : path.endsWith('/attributes') ? 'object' : undefined;
    const isOdd = dimensions.has('null-objects') && name !== undefined && name in Object(body);
    if (!isOdd || isCalm || random() >= 0.1 || truths.has(path)) return body;
    truths.set(path, 0);
    return { [name]: null };
  }

  function toBody(
    path: string,
    { query, body }: SimulatedRequest,
    { rows, next, at, isNull }: Exclude<Answered, { body: unknown }>,
  ) {
    const { start: _, offset: __, page: ___, ...rest } = query;
    const list = `${path} ${JSON.stringify(rest)} ${JSON.stringify(body)}`;
    const left = truths.get(list) ?? 0;
    if (dimensions.has('odd-empties') && !isCalm && left === 0 && random() < 0.06 && rows.length > 0) {
      // The next ones are right: what is odd twice in a row cannot be told from the truth.
      truths.set(list, 4);
      tell('an odd answer');
      return { body: { [at]: random() < 0.5 ? null : [] }, next: undefined };
    }
    if (left > 0) truths.set(list, left - 1);
    const given = rows.length === 0 && isNull ? null : rows;
    return { body: { [at]: given, next }, next: next ?? undefined };
  }

  function headers(): { date: number | undefined; age: number } {
    const { now } = world;
    const { dates } = run;
    if (isCalm) return { date: now, age: 0 };
    switch (dates.kind) {
      case 'cached': {
        const age = integerBetween(random, 0, 6 * HOUR);
        return { date: now - age, age };
      }
      case 'missing':
        return { date: undefined, age: 0 };
      case 'off':
        return { date: dates.at === undefined || dates.at === inRun ? now + dates.seconds : now, age: 0 };
      default:
        return { date: now, age: 0 };
    }
  }

  return {
    tooLarge,
    asked: (path) => counts.get(path) ?? 0,
    requests: () => requests,
    begin(next, at) {
      [run, index, inRun] = [next, at, 0];
      tooLarge.clear();
      counts.clear();
      truths.clear();
    },
    calm() {
      isCalm = true;
    },
    ask(request) {
      requests += 1;
      inRun += 1;
      counts.set(request.path, (counts.get(request.path) ?? 0) + 1);
      if (requests > MOST_REQUESTS) throw new Error('the engine asks without an end');
      world.change(run.settings.emitsVersions);
      const slow = dimensions.has('midnight') ? 40 : 1;
      const took = isCalm
        ? 0
        : random() < 0.02
          ? integerBetween(random, 1, 20)
          : random() < 0.3
            ? integerBetween(random, 1, slow)
            : 0;
      const path = request.path.replace(/\{(\w+)\}/g, (_, name) => request.params[name] ?? '');
      try {
        checkSize(request);
        const isMissing =
          dimensions.has('missing-features') && FEATURES.includes(path) && isIn(`missing ${path}`, 0.3);
        if (isMissing) fail(404);
        if (!isCalm && path !== '/v1/workspaces' && random() < scenario.faults)
          fail(pick<SimulatedFailure['status']>(random, [500, 'timeout', 'network']));
        // As text and back, so that what changes later does not change what was answered.
        const { body, next } = answerOf(request, path);
        const text = JSON.stringify(body);
        world.now += took;
        tell(`${world.now} ${path} ${JSON.stringify(request.query)} → ${text.slice(0, 300)}`);
        return { text, next: next || undefined, ...headers(), took };
      } catch (error) {
        world.now += took;
        if (error instanceof SimulatedFailure)
          tell(`${world.now} ${path} ${JSON.stringify(request.query)} → ${error.message}`);
        throw error;
      }
    },
  };
}

/** Where a cursor leads in a list as it is now. */
function placeOf(
  kind: ListBehaviour['cursors'],
  { row, rank, offset }: Minted,
  rows: readonly Row[],
): number {
  const found =
    kind === 'mark' && row
      ? rows.indexOf(row)
      : kind === 'after'
        ? rows.findIndex((other) => other.rank > rank)
        : -1;
  if (found < 0 && kind === 'after') return rows.length;
  return found >= 0 ? found : offset;
}

/** Rows that would have come behind a cursor, and are now in front of where it leads. */
function markSkipped({ rows, offset }: Minted, passed: readonly Row[]): void {
  const inFront = new Set(passed);
  for (const row of rows.slice(offset)) if (inFront.has(row)) row.isSkipped = true;
}

function wires(rows: readonly Row[]): readonly unknown[] {
  return rows.map(({ wire }) => wire);
}

function toListName(name = ''): ListName {
  switch (name) {
    case 'segments':
    case 'campaigns':
    case 'broadcasts':
    case 'newsletters':
      return name;
    default:
      throw new Error(`no list ${name}`);
  }
}

/** A person as asked for by id. */
function profileOf({ wire, id }: Row): Record<string, unknown> {
  return { id, identifiers: { cio_id: id, email: wire['email'] }, attributes: { plan: 'x' }, devices: null };
}

function objectOf({ id, wire }: Row): Record<string, unknown> {
  return {
    identifiers: { cio_object_id: id, object_id: wire['object_id'] },
    attributes: { name: `object ${id}` },
  };
}

/** The keys of lists whose records may lack them. */
const KEYS: Readonly<Partial<Record<PagedName, string>>> = {
  newsletters: 'id',
  segment_membership: 'cio_id',
  people_identifiers: 'cio_id',
  object_identifiers: 'cio_object_id',
};

/** Streams that a workspace may not have. */
const FEATURES = ['/v1/object_types', '/v1/subscription_channels', '/v1/design_studio/folders'];

/** The page size that is given where none is asked for. */
const DEFAULT_SIZES: Readonly<Record<string, number>> = {
  '/v1/messages': 50,
  '/v1/activities': 10,
  '/v1/newsletters': 10,
  '/v1/segments/{segment_id}/membership': 1000,
  '/v1/customers': 50,
  '/v1/esp/suppression/{suppression_type}': 100,
  '/v1/objects': 100,
  '/v1/objects/{object_type_id}/{cio_object_id}/relationships': 100,
  '/v1/campaigns/{broadcast_id}/triggers/{trigger_id}/errors': 100,
  '/v1/design_studio/folders': 10_000,
};
