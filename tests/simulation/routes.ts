import { pick, randomFor } from '../support/emulator/random.ts';
import type { SimulatedRequest } from './api.ts';
import type { Cursors } from './cursors.ts';
import { DAY, type MetricWindow, type PagedName } from './scenario.ts';
import { type Counted, countsBack, countsBetween } from './series.ts';
import type { ListName, Row, World } from './world.ts';

/** A page of a list under its key, or a body. `isNull`: an empty list comes as null. */
export type Answered =
  | {
      rows: readonly unknown[];
      next?: string | null | undefined;
      at: string;
      isNull?: boolean;
      /** Makes a cursor that leads behind the last row. */
      toEnd?: () => string;
      /** It is empty since its cursor is not known any more. */
      isForgotten?: boolean;
      /** Called if these rows are what is answered, and nothing odd is in their place. */
      onAnswered?: () => void;
    }
  | { body: unknown };

/** What routes are answered from. */
export interface Routing {
  readonly world: World;
  readonly cursors: Cursors;
  /** Throws what is answered in place of a body. */
  readonly fail: (status: number) => never;
  /** Whether something odd is so, for the whole of a run. */
  readonly isIn: (what: string, share: number) => boolean;
  readonly isCalm: () => boolean;
  /** Parents' children are asked for: refused or not. */
  readonly onParent: (children: string, parent: number, isRefused: boolean) => void;
  /** People are asked for by ids: those that are answered, and those that are not, though some of them exist. */
  readonly onLookUp: (found: readonly string[], leftOut: readonly string[]) => void;
  /** Messages are answered: a page of all that a query asks for. */
  readonly onMessages: (query: SimulatedRequest['query'], rows: readonly Row[], page: readonly Row[]) => void;
  /** What `metric=` filters by in this run. */
  readonly metricWindow: () => MetricWindow;
}

type Route = (routing: Routing, request: SimulatedRequest, ...ids: string[]) => Answered;

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^\/v1\/workspaces$/, () => ({ body: { workspaces: [{ id: 1, people: 5 }] } })],
  [/^\/v1\/messages$/, messages],
  [/^\/v1\/activities$/, activities],
  [/^\/v1\/newsletters$/, (routing, { query }) => inPages(routing, 'newsletters', query)],
  [/^\/v1\/customers$/, people],
  [/^\/v1\/customers\/attributes$/, profiles],
  [
    /^\/v1\/customers\/([^/]+)\/attributes$/,
    (routing, _, id) => ({ body: { customer: profileOf(person(routing, id)) } }),
  ],
  [/^\/v1\/(segments|campaigns|broadcasts)$/, ({ world }, _, name) => all(world, toListName(name))],
  [/^\/v1\/subscription_channels$/, ({ world }) => all(world, 'subscription_channels', 'channels')],
  [/^\/v1\/object_types$/, ({ world }) => all(world, 'object_types', 'types')],
  [
    /^\/v1\/(segments|campaigns|broadcasts|newsletters)\/([^/]+)$/,
    (routing, _, name = '', id) => ({
      body: { [name.slice(0, -1)]: there(routing, toListName(name), id).wire },
    }),
  ],
  [/^\/v1\/segments\/([^/]+)\/membership$/, members],
  [/^\/v1\/segments\/([^/]+)\/used_by$/, usage],
  [/^\/v1\/(newsletters|campaigns)\/([^/]+)\/metrics$/, series],
  [
    /^\/v1\/newsletters\/([^/]+)\/contents$/,
    (routing, _, id) =>
      all(routing.world, 'newsletter_contents', 'contents', there(routing, 'newsletters', id)),
  ],
  [
    /^\/v1\/newsletters\/([^/]+)\/contents\/([^/]+)$/,
    (routing, _, id, content) => ({ body: { content: contentOf(routing, id, content).wire } }),
  ],
  [/^\/v1\/newsletters\/([^/]+)\/contents\/([^/]+)\/metrics$/, contentSeries],
  [/^\/v1\/newsletters\/([^/]+)\/contents\/([^/]+)\/metrics\/links$/, linkSeries],
  [/^\/v1\/esp\/suppression\/(\w+)$/, suppressions],
  [/^\/v1\/esp\/domains\/([^/]+)\/suppression\/(\w+)$/, domainSuppressions],
  [/^\/v1\/design_studio\/folders$/, folders],
  [/^\/v1\/objects$/, objects],
  [/^\/v1\/objects\/([^/]+)\/([^/]+)\/attributes$/, attributes],
  [/^\/v1\/objects\/([^/]+)\/([^/]+)\/relationships$/, relationships],
  [/^\/v1\/broadcasts\/([^/]+)\/triggers$/, triggers],
  [/^\/v1\/campaigns\/([^/]+)\/triggers\/([^/]+)$/, trigger],
  [/^\/v1\/campaigns\/([^/]+)\/triggers\/([^/]+)\/errors$/, errors],
];

/** What the API has at a path. */
export function answerAt(routing: Routing, request: SimulatedRequest, path: string): Answered {
  for (const [pattern, route] of ROUTES) {
    const ids = pattern.exec(path);
    if (ids) return route(routing, request, ...ids.slice(1));
  }
  throw new Error(`the simulated API has no ${path}`);
}

/** A row that is there. */
function there({ world, fail }: Routing, name: ListName, id: string | undefined, parent?: Row): Row {
  return world.find(name, id, parent) ?? fail(pick(world.scenario.random, [404, 400]));
}

/** A person who is there; of one who is not, the API says so clearly. */
function person({ world, fail }: Routing, id: string | undefined): Row {
  const found = world.find('people_identifiers', id);
  if (found) return found;
  world.scenario.random();
  return fail(404);
}

/** A row whose `children` are asked for, which may be refused though it is there. */
function parentOf(routing: Routing, children: string, row: Row): Row {
  const { dimensions, random, seed } = routing.world.scenario;
  const isRefused =
    (dimensions.has('refused-parents') || dimensions.has('many-triggers')) &&
    (routing.isIn(`${children} of ${row.rank}`, 0.15) ||
      routing.isIn(`all ${children}`, 0.06) ||
      (!routing.isCalm() && randomFor(seed, `never any ${children}`, 0)() < 0.06));
  routing.onParent(children, row.rank, isRefused);
  return isRefused ? routing.fail(pick(random, [404, 400])) : row;
}

function all(world: World, name: ListName, at: string = name, parent?: Row): Answered {
  return { rows: wires(world.list(name, parent)), at };
}

/** A list in pages. `scope` tells it from others of its kind. */
function inPages(
  routing: Routing,
  name: PagedName,
  query: SimulatedRequest['query'],
  { rows = routing.world.list(name), at = 'identifiers', scope = '' }: PageOf = { at: name },
): Answered {
  const behaviour = routing.world.scenario.lists[name];
  const {
    rows: cut,
    next,
    toEnd,
    isForgotten,
  } = routing.cursors.page(behaviour, `${name} ${scope}`, rows, query);
  return {
    rows: withKeys(routing, name, cut),
    next,
    at,
    isNull: behaviour.isNullWhenEmpty,
    toEnd,
    isForgotten,
    ...(name === 'messages' ? { onAnswered: () => routing.onMessages(query, rows, cut) } : {}),
  };
}

interface PageOf {
  readonly rows?: readonly Row[];
  readonly at?: string;
  readonly scope?: string;
}

/** The keys of lists whose records may lack them. */
const KEYS: Readonly<Partial<Record<PagedName, string>>> = {
  messages: 'id',
  activities: 'id',
  newsletters: 'id',
  segment_membership: 'cio_id',
  people_identifiers: 'cio_id',
  object_identifiers: 'cio_object_id',
};

/** Some records lack their keys, or all of a page, for the whole of a run. */
function withKeys({ world, isIn }: Routing, name: PagedName, rows: readonly Row[]): readonly unknown[] {
  const key = KEYS[name];
  const { dimensions, random } = world.scenario;
  if (!dimensions.has('keyless') || key === undefined) return wires(rows);
  const noKeys: [unknown, ...unknown[]] = [null, undefined, '', ' ', {}, true];
  const areAll = rows.length > 1 && isIn(`keyless page of ${name} ${rows[0]?.id}`, 0.04);
  // One that has no key in an INCREMENTAL stream is left out for good; a whole page is not.
  const mayLack = name !== 'messages' && name !== 'activities';
  return rows.map(({ wire, id }) =>
    areAll || (mayLack && isIn(`keyless ${name} ${id}`, 0.1))
      ? { ...wire, [key]: pick(random, noKeys) }
      : wire,
  );
}

function messages(routing: Routing, { query }: SimulatedRequest): Answered {
  const [from, to] = [Number(query['start_ts']), Number(query['end_ts'])];
  const { metric = '' } = query;
  const { order, dimensions, start } = routing.world.scenario;
  const isRefused = metric === 'clicked' && dimensions.has('refused-metric');
  if (isRefused || (metric !== '' && dimensions.has('metric-windows') && routing.isIn(`no ${metric}`, 0.12)))
    routing.fail(400);
  const by = metric === '' ? 'ignored' : routing.metricWindow();
  const rows = routing.world.list('messages').filter(({ at, wire }) => {
    const time: unknown = Object(wire['metrics'])[metric];
    const meant = by === 'metric' ? Number(time) : at;
    return meant >= from && meant <= to && (by === 'ignored' || time !== undefined);
  });
  const isArchive = order.messages === 'archive' && to < start - DAY;
  if (order.messages === 'oldest first' || isArchive) rows.reverse();
  return inPages(routing, 'messages', query, { rows, at: 'messages', scope: `${from} ${to} ${metric}` });
}

function activities(routing: Routing, { query }: SimulatedRequest): Answered {
  const { world } = routing;
  const rows = world.list('activities').filter(({ at }) => at > world.now - 30 * DAY);
  if (world.scenario.order.activities === 'oldest first') rows.reverse();
  return inPages(routing, 'activities', query, { rows, at: 'activities' });
}

function people(routing: Routing, { query, body }: SimulatedRequest): Answered {
  const scope = JSON.stringify(body);
  const everybody = isEmptyVariant(routing, scope) ? [] : routing.world.list('people_identifiers');
  const rows = scope.includes('"segment"') ? everybody.filter(({ rank }) => rank % 2 === 0) : everybody;
  return inPages(routing, 'people_identifiers', query, { rows, scope });
}

/** Whether a filter asks for what the API finds nothing by: those that have the attribute, or those that lack it. */
function isEmptyVariant({ world }: Routing, scope: string): boolean {
  if (scope.includes('"segment"')) return false;
  return scope.includes('"not"') !== world.scenario.dimensions.has('odd-filters');
}

function profiles({ world, isIn, isCalm, onLookUp }: Routing, { body }: SimulatedRequest): Answered {
  const asked: unknown[] = Object(body).ids;
  const { dimensions, random } = world.scenario;
  const isOdd = dimensions.has('unanswered-ids') && asked.length > 1 && !isCalm();
  const isNobody = isOdd && isIn('nobody', 0.2);
  const isLeftOut = (id: string) => isOdd && (isNobody || isIn(`unanswered ${id}`, 0.3) || random() < 0.1);
  const found = world.list('people_identifiers').filter(({ id }) => asked.includes(id) && !isLeftOut(id));
  const ids = found.map(({ id }) => id);
  onLookUp(
    ids,
    asked.map(String).filter((id) => !ids.includes(id)),
  );
  return { body: { customers: found.map(profileOf) } };
}

/** A person as asked for by id. */
function profileOf({ wire, id }: Row): Record<string, unknown> {
  return { id, identifiers: { cio_id: id, email: wire['email'] }, attributes: { plan: 'x' }, devices: null };
}

function members(routing: Routing, { query }: SimulatedRequest, id?: string): Answered {
  const segment = parentOf(routing, 'membership', there(routing, 'segments', id));
  const rows = routing.world.list('segment_membership', segment);
  const isBuilt = segment.wire['state'] === 'finished';
  const ready = isBuilt ? rows : rows.slice(0, Math.ceil(rows.length / 3));
  return inPages(routing, 'segment_membership', query, { rows: ready, scope: segment.id });
}

function usage(routing: Routing, _: SimulatedRequest, id?: string): Answered {
  const segment = parentOf(routing, 'usage', there(routing, 'segments', id));
  return { body: { used_by: { segment_id: Number(segment.id), campaigns: [1] } } };
}

function series(routing: Routing, { query }: SimulatedRequest, name?: string, id?: string): Answered {
  const row = parentOf(routing, 'metrics', there(routing, toListName(name), id));
  if (name === 'newsletters')
    return { body: { metric: { type: 'email', series: stepsOf(routing, row, query) } } };
  const { start, sent } = countsBetween(countedOf(routing, row), query);
  return { body: { start, res: query['res'], metric: { series: { sent } } } };
}

function contentSeries(
  routing: Routing,
  { query }: SimulatedRequest,
  id?: string,
  content?: string,
): Answered {
  return {
    body: {
      metric: {
        series: stepsOf(routing, parentOf(routing, 'metrics', contentOf(routing, id, content)), query),
      },
    },
  };
}

/** Each content has one link, which has its number. */
function linkSeries(routing: Routing, { query }: SimulatedRequest, id?: string, content?: string): Answered {
  const row = parentOf(routing, 'metrics', contentOf(routing, id, content));
  const { sent: clicked } = stepsOf(routing, row, query);
  const link = { id: Number(row.id), href: `https://example.com/${row.id}` };
  return { body: { links: [{ link, metric: { series: { clicked } } }] } };
}

function contentOf(routing: Routing, id?: string, content?: string): Row {
  return there(routing, 'newsletter_contents', content, there(routing, 'newsletters', id));
}

/** Counts of periods back from now. */
function stepsOf(
  routing: Routing,
  row: Row,
  query: SimulatedRequest['query'],
): Record<'sent' | 'opened', (number | null)[]> {
  const sent = countsBack({ ...countedOf(routing, row), clock: routing.world.now }, query);
  // The counts of a metric begin with the first that there were.
  return { sent, opened: sent.slice(Number(row.id) % 3).map((count) => count && count + 1) };
}

function countedOf({ world }: Routing, { id }: Row): Counted {
  return { id: Number(id), now: Math.min(world.now, world.frozenAt), growth: world.scenario.growth };
}

function suppressions({ world }: Routing, { query }: SimulatedRequest, type?: string): Answered {
  const rows = type === 'bounces' ? world.list('esp_suppressions') : [];
  const from = Number(query['offset'] ?? 0);
  const size = world.scenario.lists.people_identifiers.pageSize;
  return { rows: wires(rows.slice(from, from + size)), at: 'suppressions', isNull: true };
}

function domainSuppressions(
  { world }: Routing,
  _: SimulatedRequest,
  domain?: string,
  type?: string,
): Answered {
  const rows = world.list('esp_domain_suppressions').filter(({ id }) => id.startsWith(`${domain}/${type}/`));
  return { rows: wires(rows), at: 'suppressions' };
}

function folders({ world }: Routing, { query }: SimulatedRequest): Answered {
  const size = world.scenario.lists.people_identifiers.pageSize;
  const from = (Number(query['page'] ?? 1) - 1) * size;
  return { rows: wires(world.list('design_studio_folders').slice(from, from + size)), at: 'folders' };
}

function objects(routing: Routing, { query, body }: SimulatedRequest): Answered {
  const scope = JSON.stringify(body);
  const type = there(routing, 'object_types', String(Object(body).object_type_id));
  const list = routing.world.list('object_identifiers', parentOf(routing, 'objects', type));
  const rows = isEmptyVariant(routing, scope) ? [] : list;
  return inPages(routing, 'object_identifiers', query, { rows, scope });
}

function attributes(routing: Routing, _: SimulatedRequest, type?: string, id?: string): Answered {
  const row = there(routing, 'object_identifiers', id, there(routing, 'object_types', type));
  const identifiers = { cio_object_id: row.id, object_id: row.wire['object_id'] };
  return { body: { object: { identifiers, attributes: { name: `object ${row.id}` } } } };
}

function relationships(routing: Routing, { query }: SimulatedRequest, type?: string, id?: string): Answered {
  const row = there(routing, 'object_identifiers', id, there(routing, 'object_types', type));
  const rows = routing.world.list('object_relationships', parentOf(routing, 'relationships', row));
  const page = { rows, at: 'cio_relationships', scope: `${type} ${id}` };
  return inPages(routing, 'object_relationships', query, page);
}

function triggers(routing: Routing, _: SimulatedRequest, id?: string): Answered {
  const broadcast = parentOf(routing, 'triggers', there(routing, 'broadcasts', id));
  return all(routing.world, 'broadcast_triggers', 'triggers', broadcast);
}

function triggerOf(routing: Routing, id?: string, number?: string): Row {
  return there(routing, 'broadcast_triggers', number, there(routing, 'broadcasts', id));
}

/** A trigger by itself; of one that is not there, the API says so clearly. */
function trigger({ world, fail }: Routing, _: SimulatedRequest, id?: string, number?: string): Answered {
  const broadcast = world.find('broadcasts', id);
  const found = broadcast && world.find('broadcast_triggers', number, broadcast);
  return found ? { body: found.wire } : fail(404);
}

function errors(routing: Routing, { query }: SimulatedRequest, id?: string, number?: string): Answered {
  loseBroadcast(routing, id, number);
  const row = parentOf(routing, 'errors', triggerOf(routing, id, number));
  const { world, cursors } = routing;
  const behaviour = world.scenario.lists.broadcast_trigger_errors;
  const list = world.list('broadcast_trigger_errors', row);
  const { rows, ...rest } = cursors.page(behaviour, `errors ${id} ${number}`, list, query);
  return { rows: rows.map(({ wire }) => wire['text']), ...rest, at: 'errors' };
}

/** A broadcast of many triggers goes while their errors are read. */
function loseBroadcast({ world, isIn }: Routing, id?: string, number?: string): void {
  const { dimensions } = world.scenario;
  if (!dimensions.has('many-triggers') || world.isFrozen || number !== '3' || !isIn('lost broadcast', 0.3))
    return;
  const from = world.list('broadcasts').findIndex((row) => row.id === id);
  const row = world.list('broadcasts')[from];
  if (row && world.list('broadcast_triggers', row).length > 50)
    world.removeSome('broadcasts', { from, count: 1 });
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
