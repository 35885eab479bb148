import { integerBetween, pick, randomFor } from '../support/emulator/random.ts';
import { change, comeAllTheTime, isBusy } from './changes.ts';
import { createCursors } from './cursors.ts';
import type { Empty } from './judge-requests.ts';
import { createOddities, type Oddities } from './oddities.ts';
import { createOrderWatch } from './order-watch.ts';
import { type Answered, answerAt, type Routing } from './routes.ts';
import { DAY, HOUR, type PlannedRun, type Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** More requests than any run needs: the engine would never end. */
const MOST_REQUESTS = 20_000;

/** The same for a list to which something comes with each request: one of hundreds of pages may be read three times. */
const MOST_OF_BUSY = 1200;

/** The end of a list is asked for no more often before the tap believes it. */
const MOST_ASKED_AT_AN_END = 16;

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

/** Takes a line of what happens. */
export type Tell = (line: string) => void;

/** The API of a scenario: what it answers depends on the world, the request and the time alone. */
export interface SimulatedApi {
  /** `isOver`: the run that asks has been killed, and another one may have begun, to which this gives nothing. */
  ask(request: SimulatedRequest, isOver: boolean): SimulatedAnswer;
  readonly requests: () => number;
  /** A run begins. */
  begin(run: PlannedRun, index: number): void;
  /** How many pages of a run failed since they were too large, and how many were asked for, by path. */
  readonly tooLarge: ReadonlyMap<string, { failed: number; asked: number }>;
  /** How many parents were refused in a run, and how many were not, by what was asked for. */
  readonly refused: ReadonlyMap<string, { refused: ReadonlySet<number>; answered: number }>;
  /** How many people were asked for by their ids in a run, and found, and how often each was left out. */
  lookedUp(): LookedUp;
  /** How many cursors were refused in a run that are known. */
  readonly refusedCursors: () => number;
  /** Tells whether it has refused anything with 400, which says less than 404, in the run. */
  readonly hasRefused: () => boolean;
  /** The lists of a run whose end has led back to page one. */
  readonly ledBack: ReadonlySet<string>;
  /** How often a path was answered well in a run; or activities from the top. */
  answered(path: string): number;
  /** The records that a run was given, as the world holds them. */
  readonly given: ReadonlySet<unknown>;
  /** Those of them that it was given more than once. */
  readonly givenAgain: ReadonlySet<unknown>;
  /** The relationships of objects that were asked for in a run, by path, and whether their first page was empty. */
  readonly empties: ReadonlyMap<string, Empty>;
  /** How many answers of a run were filtered by a metric. */
  readonly byMetric: () => number;
  /** The metrics by which the API has refused to list messages in a run. */
  readonly refusedMetrics: ReadonlySet<string>;
  /** A run has ended by itself. */
  settle(): void;
  /** Answers come at once, none fails, and none is odd. */
  calm(): void;
  /** From now on these requests fail, whatever else is calm. */
  failWhere(isFailing: (request: SimulatedRequest) => boolean): void;
}

/** What was asked for by ids in a run. */
export interface LookedUp {
  readonly asked: number;
  readonly found: number;
  /** How often each id was left out in a row until the last answer; 0: that had it. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** How far the API has come. */
interface Course {
  run: PlannedRun | undefined;
  /** The number of the run. */
  index: number;
  requests: number;
  inRun: number;
  /** Of these, for a list to which something comes with each. */
  ofBusy: number;
  isCalm: boolean;
  /** For so many requests it knows no cursor. */
  lost: number;
  /** How many cursors it has refused so in the run. */
  refused: number;
  /** It has answered with 400 in the run. */
  hasRefused: boolean;
  /** For so many requests, page one does not come in place of another, by path, or by path and cursor. */
  readonly truths: Map<string, number>;
  /** The number of the request at which a cursor was last refused, or brought page one, by path. */
  readonly odd: Map<string, number>;
  /** What fails whatever else is calm. */
  isFailing: (request: SimulatedRequest) => boolean;
}

/** Starts the API. A request takes about a third of a second, seldom longer. `tell` is given each request, if anybody looks. */
export function createApi(world: World, tell: Tell | undefined): SimulatedApi {
  const { scenario } = world;
  const course: Course = {
    run: undefined,
    index: 0,
    requests: 0,
    inRun: 0,
    ofBusy: 0,
    isCalm: false,
    lost: 0,
    refused: 0,
    hasRefused: false,
    truths: new Map(),
    odd: new Map(),
    isFailing: () => false,
  };
  const watch = createOrderWatch(scenario);
  const counts = new Map<string, number>();
  const given = new Set<unknown>();
  const givenAgain = new Set<unknown>();
  const empties = new Map<string, Empty>();
  const tooLarge = new Map<string, { failed: number; asked: number }>();
  const ledBack = new Set<string>();
  const refusedMetrics = new Set<string>();
  const refused = new Map<string, { refused: Set<number>; answered: number }>();
  const lookedUp = { asked: 0, found: 0, leftOut: new Map<string, number>() };
  const isCalm = () => course.isCalm;
  const isIn = (what: string, share: number) =>
    !course.isCalm && randomFor(scenario.seed, what, course.index)() < share;
  const routing: Routing = {
    world,
    cursors: createCursors(world, scenario, {
      fail,
      isIn,
      onWayBack: (scope) => void ledBack.add(scope.split(' ', 1)[0] ?? ''),
    }),
    fail,
    isIn,
    isCalm,
    onParent(children, parent, isRefused) {
      const counted = refused.get(children) ?? { refused: new Set(), answered: 0 };
      if (isRefused) counted.refused.add(parent);
      else counted.answered += 1;
      refused.set(children, counted);
    },
    onLookUp(found, leftOut) {
      lookedUp.asked += found.length + leftOut.length;
      lookedUp.found += found.length;
      for (const id of found) lookedUp.leftOut.set(id, 0);
      for (const id of leftOut) lookedUp.leftOut.set(id, (lookedUp.leftOut.get(id) ?? 0) + 1);
    },
    onMessages({ metric, start_ts: from, end_ts: to, start }, rows, page) {
      if (scenario.order.messages !== 'jittered' || metric !== undefined) return;
      watch.answered({ from: Number(from), to: Number(to), isLater: start !== undefined, rows, page });
    },
    metricWindow: () => course.run?.metricWindow ?? 'created',
  };
  const oddities = createOddities(scenario, isCalm, tell);

  return {
    tooLarge,
    refused,
    ledBack,
    given,
    givenAgain,
    empties,
    lookedUp: () => lookedUp,
    refusedCursors: () => course.refused,
    hasRefused: () => course.hasRefused,
    answered: (path) => counts.get(path) ?? 0,
    byMetric: () => counts.get('by metric') ?? 0,
    refusedMetrics,
    requests: () => course.requests,
    begin(run, index) {
      Object.assign(course, { run, index, inRun: 0, ofBusy: 0, refused: 0, hasRefused: false });
      tooLarge.clear();
      refused.clear();
      ledBack.clear();
      Object.assign(lookedUp, { asked: 0, found: 0 });
      lookedUp.leftOut.clear();
      counts.clear();
      given.clear();
      givenAgain.clear();
      empties.clear();
      refusedMetrics.clear();
      oddities.begin();
      watch.begin(run);
    },
    settle: () => watch.settle(),
    calm() {
      course.isCalm = true;
    },
    failWhere(isFailing) {
      course.isFailing = isFailing;
    },
    ask(request, isOver) {
      count(course, scenario, request);
      // Stories of many requests would grow without an end.
      const isActivating = course.run?.settings.emitsVersions === true;
      if (course.requests < 300 || scenario.random() < 0.2) change(world, isActivating);
      comeAllTheTime(world);
      const took = course.isCalm ? 0 : drawDuration(scenario);
      const path = request.path.replace(/\{(\w+)\}/g, (_, name) => request.params[name] ?? '');
      try {
        checkSize(scenario, request, tooLarge);
        checkSpan(scenario, request);
        if (course.isFailing(request)) fail(500);
        if (!course.isCalm) interfere(scenario, path, isIn);
        if (!course.isCalm) loseCursors(scenario, { request, path }, course);
        const { body, next } = toBody(
          answerAt(routing, orPageOne(scenario, { request, path }, course), path),
          path,
          request,
          {
            oddities,
            mayLeadOn: () => mayLeadOn(scenario, request, course),
            // The page before is asked for in between.
            isLikely:
              course.requests - (course.odd.get(path) ?? -9) < 4 || scenario.dimensions.has('early-laps'),
            onRows: (rows) => {
              if (!isOver) for (const row of rows) (given.has(row) ? givenAgain : given).add(row);
            },
          },
        );
        if (path.endsWith('/relationships') && !('start' in request.query))
          countEmpty(empties, path, { body, at: course.requests });
        // As text and back, so that what changes later does not change what was answered.
        const text = JSON.stringify(body);
        const more =
          'metric' in request.query ? 'by metric' : 'start' in request.query ? 'behind' : 'from the top';
        const kind = request.path === '/v1/activities' ? `activities ${more}` : more;
        for (const what of [request.path, kind]) counts.set(what, (counts.get(what) ?? 0) + 1);
        world.now += took;
        tell?.(`${world.now} ${path} ${JSON.stringify(request.query)} → ${text.slice(0, 300)}`);
        return { text, next: next || undefined, ...drawHeaders(world, course), took };
      } catch (error) {
        world.now += took;
        const isRefused = error instanceof SimulatedFailure && (error.status === 400 || error.status === 404);
        course.hasRefused ||= error instanceof SimulatedFailure && error.status === 400;
        if ('metric' in request.query && isRefused) refusedMetrics.add(String(request.query['metric']));
        tell?.(`${world.now} ${path} ${JSON.stringify(request.query)} → ${String(error)}`);
        throw error;
      }
    },
  };
}

function fail(status: SimulatedFailure['status']): never {
  throw new SimulatedFailure(status);
}

function count(course: Course, scenario: Scenario, { path }: SimulatedRequest): void {
  course.requests += 1;
  course.inRun += 1;
  if (isBusy(scenario) && path === '/v1/activities') course.ofBusy += 1;
  // Where pages hold few records, there are more of them, and more of these are asked for again.
  const mostOfBusy = MOST_OF_BUSY * (scenario.dimensions.has('sparse-pages') ? 4 : 1);
  if (course.inRun > MOST_REQUESTS || course.ofBusy > mostOfBusy)
    throw new Error('the engine asks without an end');
}

function drawDuration({ random, dimensions }: Scenario): number {
  if (random() < 0.02) return integerBetween(random, 1, 20);
  return random() < 0.3 ? integerBetween(random, 1, dimensions.has('midnight') ? 40 : 1) : 0;
}

/** Streams that a workspace may not have. */
const FEATURES = ['/v1/object_types', '/v1/subscription_channels', '/v1/design_studio/folders'];

/** What fails, whatever is asked. */
function interfere({ random, dimensions, faults }: Scenario, path: string, isIn: Routing['isIn']): void {
  const isMissing = dimensions.has('missing-features') && FEATURES.includes(path);
  if (isMissing && isIn(`missing ${path}`, 0.3)) fail(404);
  if (path !== '/v1/workspaces' && random() < faults)
    fail(pick<SimulatedFailure['status']>(random, [500, 'timeout', 'network']));
}

/** Now and then, for some requests, no cursor is known. */
function loseCursors(
  { random, dimensions }: Scenario,
  { request: { query }, path }: { request: SimulatedRequest; path: string },
  course: Course,
): void {
  if (!dimensions.has('lost-cursors')) return;
  if (course.lost > 0) course.lost -= 1;
  else if (random() < 0.04) course.lost = integerBetween(random, 1, 8);
  if (course.lost === 0 || !('start' in query)) return;
  course.refused += 1;
  course.odd.set(path, course.requests);
  fail(pick(random, [400, 404]));
}

/** What is asked in place of a request, since its cursor brings page one this time. */
function orPageOne(
  { seed, dimensions }: Scenario,
  { request, path }: { request: SimulatedRequest; path: string },
  course: Course,
): SimulatedRequest {
  // Between bounds of time, it is no cursor.
  const hasCursor = 'start' in request.query && !('end' in request.query);
  if (!dimensions.has('page-one') || course.isCalm || !hasCursor) return request;
  // What says the same again and again cannot be told from page one.
  if (dimensions.has('same-errors') && path.endsWith('/errors')) return request;
  const { start, ...query } = request.query;
  // What a cursor brings twice in a row cannot be told from the truth; where keys are places, nor can page one within an end
  // that is asked for again and again.
  const asked = path.endsWith('/errors') ? path : `${path} ${start}`;
  const left = course.truths.get(asked) ?? 0;
  if (left > 0) course.truths.set(asked, left - 1);
  if (left > 0 || randomFor(seed, 'page one', course.requests)() >= 0.08) return request;
  course.odd.set(path, course.requests);
  course.truths.set(asked, path.endsWith('/errors') ? MOST_ASKED_AT_AN_END : 1);
  return { ...request, query };
}

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
};

/** A page that is larger than the API can serve fails. Numbers of pages depend on the size, so theirs is never too large. */
function checkSize(
  { largestPage, tooLarge: failure }: Scenario,
  { path, query }: SimulatedRequest,
  tooLarge: Map<string, { failed: number; asked: number }>,
): void {
  const ownSize = DEFAULT_SIZES[path];
  if (largestPage === undefined || ownSize === undefined || !('limit' in query)) return;
  const counted = tooLarge.get(path) ?? { failed: 0, asked: 0 };
  tooLarge.set(path, counted);
  counted.asked += 1;
  if (Number(query['limit']) <= (largestPage === 'default' ? ownSize : largestPage)) return;
  counted.failed += 1;
  fail(failure);
}

/** A span that is longer than the API can search fails, however small the page. */
function checkSpan({ dimensions, seed }: Scenario, { path, query }: SimulatedRequest): void {
  if (!dimensions.has('wide-spans') || path !== '/v1/messages') return;
  const longest = (3 + (seed % 10)) * DAY;
  if (Number(query['end_ts']) - Number(query['start_ts']) > longest) fail(504);
}

function toBody(
  answered: Answered,
  path: string,
  { query, body }: SimulatedRequest,
  {
    oddities,
    mayLeadOn,
    isLikely,
    onRows,
  }: {
    oddities: Oddities;
    mayLeadOn: () => boolean;
    isLikely: boolean;
    onRows: (rows: readonly unknown[]) => void;
  },
): { body: unknown; next: string | null | undefined } {
  if ('body' in answered) return { body: oddities.objectOf(path, answered.body), next: undefined };
  const { rows, next, at, isNull = false, toEnd, isForgotten = false, onAnswered } = answered;
  // A page in another size is of the same list, and so is a span that holds another.
  const placing = ['start', 'offset', 'page', 'limit'];
  const span = Object.entries(query).filter(([name]) => !placing.includes(name));
  const rest = span.filter(([name]) => name !== 'start_ts' && name !== 'end_ts');
  // Spans are read side by side: answers of others in between say nothing of one.
  const lists = [span, rest].map((own) => `${path} ${JSON.stringify([own, body])}`);
  const odd = oddities.emptyFor([...new Set(lists)], rows.length, { isLikely, isForgotten });
  const on = odd !== undefined && toEnd && mayLeadOn() ? toEnd() : undefined;
  if (odd !== undefined) return { body: { [at]: odd, next: on }, next: on };
  onRows(rows);
  onAnswered?.();
  return { body: { [at]: rows.length === 0 && isNull ? null : rows, next }, next };
}

/**
 * Whether an odd answer that is empty leads on, to the end of the list. Then a single answer can be told from the truth only
 * behind a full page, which all are where nothing is left out of pages, and nothing comes or goes.
 */
function mayLeadOn(
  { seed, dimensions, changes }: Scenario,
  { query }: SimulatedRequest,
  { requests }: Course,
): boolean {
  const isBehindFull = 'start' in query && changes === 'none' && !dimensions.has('sparse-pages');
  return isBehindFull && randomFor(seed, 'leads on', requests)() < 0.5;
}

/** Counts a list without records, and what it brings when it is asked for again. */
function countEmpty(
  empties: Map<string, Empty>,
  path: string,
  { body, at }: { body: unknown; at: number },
): void {
  const isEmpty = !Object.values(Object(body)).some((value) => Array.isArray(value) && value.length > 0);
  // A list that had records is asked for once more where its pages must join.
  const empty = empties.get(path) ?? { at, isEmpty, asked: 0, differed: undefined };
  empties.set(path, empty);
  empty.asked += 1;
  if (!isEmpty) empty.differed ??= at;
}

function drawHeaders(
  { now, scenario }: World,
  { run, inRun, isCalm }: Course,
): Pick<SimulatedAnswer, 'date' | 'age'> {
  const dates = run?.dates;
  if (isCalm || dates === undefined) return { date: now, age: 0 };
  switch (dates.kind) {
    case 'cached': {
      const age = integerBetween(scenario.random, 0, 6 * HOUR);
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
