import type { Answer, Ask } from '../../src/api.ts';
import { type Failure, RequestError } from '../../src/request-error.ts';
import { easternNumber } from '../support/emulator/calendar.ts';
import { integerBetween, pick } from '../support/emulator/random.ts';
import type { ListBehaviour, PagedName, Scenario } from './scenario.ts';
import { DAY, type Row, type World } from './simulated-world.ts';

/** More requests than any scenario needs: the engine would never end. */
const MOST_REQUESTS = 20_000;

/** The API of a scenario: what it answers depends on the world, the request and the time alone. */
export interface SimulatedApi {
  readonly ask: Ask;
  readonly requests: () => number;
  /** Answers come at once, and none fails. */
  calm(): void;
}

interface Minted {
  readonly scope: string;
  readonly offset: number;
  readonly key: string | undefined;
  readonly at: number;
}

/** Starts the API. A request takes about a third of a second, seldom longer. */
export function createApi(world: World, scenario: Scenario, tell: (line: string) => void): SimulatedApi {
  const { random, lists } = scenario;
  const cursors = new Map<string, Minted>();
  let minted = 0;
  let requests = 0;
  let isCalm = false;

  const fail = (path: string, failure: Failure): never => {
    throw new RequestError({ path }, failure, 1);
  };

  function page(
    name: PagedName,
    scope: string,
    rows: readonly Row[],
    query: Readonly<Record<string, string>>,
  ) {
    const behaviour = lists[name];
    const size = Math.min(Number(query['limit'] ?? behaviour.pageSize), behaviour.pageSize);
    const from = query['start'] === undefined ? 0 : offsetOf(behaviour, scope, rows, query['start']);
    if (from === undefined) return { rows: [], next: behaviour.end };
    const to = from + size;
    const cut = rows.slice(from, to);
    const leadsOn = to < rows.length || (behaviour.hasTokenAtEnd && cut.length > 0);
    return { rows: cut, next: leadsOn ? mint(behaviour, scope, to, rows[to]?.key) : behaviour.end };
  }

  /** Where a cursor leads; undefined: to an empty list. */
  function offsetOf({ cursors: kind }: ListBehaviour, scope: string, rows: readonly Row[], start: string) {
    const cursor = cursors.get(start);
    if (cursor?.scope !== scope) return fail(scope, { kind: 'status', status: 400, body: 'JSON' });
    if (scenario.cursorLife !== undefined && world.now - cursor.at > scenario.cursorLife) {
      if (typeof scenario.forgotten === 'number')
        fail(scope, { kind: 'status', status: scenario.forgotten, body: 'JSON' });
      return scenario.forgotten === 'empty' ? undefined : 0;
    }
    const found = kind === 'mark' ? rows.findIndex(({ key }) => key === cursor.key) : -1;
    const offset = found >= 0 ? found : cursor.offset;
    return kind === 'restarting' && offset >= rows.length ? 0 : offset;
  }

  function mint({ cursors: kind }: ListBehaviour, scope: string, offset: number, key: string | undefined) {
    minted += 1;
    const place = kind === 'mark' && key !== undefined ? key : offset;
    const cursor = kind === 'minted' ? `c${minted}` : `${scope}|${place}`;
    cursors.set(cursor, { scope, offset, key, at: world.now });
    return cursor;
  }

  /** What is no list of the world: people asked for by id, periods, and a list with offsets of the caller's own. */
  function answerOf(
    path: string,
    params: Readonly<Record<string, string>>,
    query: Readonly<Record<string, string>>,
    body: unknown,
  ): Record<string, unknown> | undefined {
    switch (path) {
      case '/v1/customers/attributes': {
        const asked: unknown[] = Object(body).ids;
        return { customers: world.people.filter(({ key }) => asked.includes(key)).map(profileOf) };
      }
      case '/v1/newsletters/{newsletter_id}/metrics': {
        const id = Number(params['newsletter_id']);
        if (!world.newsletters.some(({ wire }) => wire['id'] === id))
          return fail(path, { kind: 'status', status: 404, body: 'JSON' });
        const current = easternNumber('weeks', world.now);
        const steps = Number(query['steps']);
        const sent = Array.from({ length: steps }, (_, index) => sentIn(id, current - (steps - 1 - index)));
        return { metric: { type: 'email', series: { sent } } };
      }
      case '/v1/esp/suppression/{suppression_type}': {
        const rows = params['suppression_type'] === 'bounces' ? world.suppressions : [];
        const from = Number(query['offset'] ?? 0);
        const cut = rows.slice(from, from + lists.people.pageSize).map(({ wire }) => wire);
        return { suppressions: cut.length === 0 ? null : cut };
      }
      default:
        return undefined;
    }
  }

  function listOf(
    path: string,
    id: string | undefined,
    query: Readonly<Record<string, string>>,
    body: unknown,
  ) {
    const inOrder = (rows: readonly Row[], name: 'messages' | 'activities') =>
      scenario.order[name] === 'newest first' ? rows : [...rows].reverse();
    switch (path) {
      case '/v1/messages': {
        const [from, to] = [Number(query['start_ts']), Number(query['end_ts'])];
        const rows = world.messages.filter(({ at }) => at >= from && at <= to);
        return page('messages', `${path} ${from} ${to}`, inOrder(rows, 'messages'), query);
      }
      case '/v1/activities': {
        const rows = world.activities.filter(({ at }) => at > world.now - 30 * DAY);
        return page('activities', path, inOrder(rows, 'activities'), query);
      }
      case '/v1/newsletters':
        return page('newsletters', path, world.newsletters, query);
      case '/v1/customers': {
        const isNegated = JSON.stringify(body).includes('"not"');
        return page('people', `${path} ${isNegated}`, isNegated ? [] : world.people, query);
      }
      case '/v1/segments':
        return { rows: world.segments, next: undefined };
      case '/v1/segments/{segment_id}/membership': {
        const isThere = world.segments.some(({ wire }) => String(wire['id']) === id);
        if (!isThere) fail(path, { kind: 'status', status: pick(random, [404, 400]), body: 'JSON' });
        return page('membership', `${path} ${id}`, world.members.get(Number(id)) ?? [], query);
      }
      default:
        return { rows: [], next: undefined };
    }
  }

  return {
    requests: () => requests,
    calm() {
      isCalm = true;
    },
    async ask({ path, params, query, body, mostAttempts }): Promise<Answer> {
      requests += 1;
      if (requests > MOST_REQUESTS) throw new Error('the engine asks without an end');
      world.now += random() < 0.02 && !isCalm ? integerBetween(random, 1, 20) : random() < 0.3 ? 1 : 0;
      world.change();
      const isTooLarge = scenario.failsLargePages && Number(query['limit'] ?? 0) > (DEFAULT_SIZES[path] ?? 0);
      if (isTooLarge && mostAttempts !== undefined) fail(path, { kind: 'status', status: 504 });
      // What passes is retried by the client, which is not here; so what comes here has been given up.
      if (!isCalm && path !== '/v1/workspaces' && random() < scenario.faults)
        fail(
          path,
          pick<Failure>(random, [{ kind: 'status', status: 500 }, { kind: 'timeout' }, { kind: 'network' }]),
        );
      const answer = answerOf(path, params, query, body);
      if (answer !== undefined) return answerWith(JSON.stringify(answer), undefined);
      const { rows, next } = listOf(path, params['segment_id'], query, body);
      const [key = '', behaviour] = KEYS[path] ?? [];
      const isNull = rows.length === 0 && behaviour !== undefined && lists[behaviour].isNullWhenEmpty;
      // As text and back, so that what changes later does not change what was answered.
      const text = JSON.stringify({ [key]: isNull ? null : rows.map(({ wire }) => wire), next });
      tell(`${world.now} ${path} ${JSON.stringify(params)} ${JSON.stringify(query)} → ${text.slice(0, 300)}`);
      return answerWith(text, next || undefined);

      function answerWith(text: string, next: string | undefined): Answer {
        const date = world.now * 1000;
        return { next, apiDate: date, sentDate: date, json: async () => JSON.parse(text) };
      }
    },
  };
}

/** A person as asked for by id. */
function profileOf({ wire, key }: Row): Record<string, unknown> {
  return {
    id: key,
    identifiers: { cio_id: key, email: wire['email'] },
    attributes: { plan: 'x' },
    devices: null,
  };
}

/** How many messages of a newsletter were sent in an Eastern week: the same whenever it is asked for. */
export function sentIn(newsletter: number, week: number): number {
  return newsletter * 100_000 + week;
}

/** The page size that is given where none is asked for, which always works. */
const DEFAULT_SIZES: Readonly<Record<string, number>> = {
  '/v1/messages': 50,
  '/v1/activities': 10,
  '/v1/newsletters': 10,
  '/v1/segments/{segment_id}/membership': 1000,
  '/v1/customers': 50,
};

/** The key of each list in its body, and how it behaves. */
const KEYS: Readonly<Record<string, readonly [key: string, behaviour?: PagedName]>> = {
  '/v1/messages': ['messages', 'messages'],
  '/v1/activities': ['activities', 'activities'],
  '/v1/newsletters': ['newsletters', 'newsletters'],
  '/v1/segments': ['segments'],
  '/v1/segments/{segment_id}/membership': ['identifiers', 'membership'],
  '/v1/customers': ['identifiers', 'people'],
  '/v1/workspaces': ['workspaces'],
};
