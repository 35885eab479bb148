import { readOffset, writeOffset } from './paging.ts';
import { RequestRefused, refuse } from './refusals.ts';
import type { Answering, Variants, VariedAnswer, VariedRequest, Vary } from './variants.ts';
import type { MessageRecord } from './wire.ts';
import type { World } from './world.ts';

type Row = Record<string, unknown>;

const DAY = 86_400;
const HOUR = 3600;

const rowsAt = (body: unknown, key: string): Row[] => {
  const value: unknown = Object(body)[key];
  return Array.isArray(value) ? value : [];
};

const withRows = ({ body }: VariedAnswer, key: string, rows: readonly unknown[]): VariedAnswer => ({
  body: { ...Object(body), [key]: rows },
  records: rows.length,
});

const withoutKeys = (query: VariedRequest['query'], ...names: string[]) =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)));

/** Answers one template otherwise where a variant is chosen; `change` gets what the API answers by default. */
const at =
  <Name extends keyof Variants>(
    template: string | RegExp,
    name: Name,
    change: (
      value: NonNullable<Variants[Name]>,
      request: VariedRequest,
      answer: Answering,
      world: World,
    ) => VariedAnswer | undefined,
  ): Vary =>
  (answer, world, variants) =>
  (request) => {
    const value = variants[name];
    const isHere =
      typeof template === 'string' ? template === request.template : template.test(request.template);
    return value == null || !isHere ? undefined : change(value, request, answer, world);
  };

/** Changes each record of an answer. */
const mapRows = (
  answer: VariedAnswer,
  key: string,
  change: (row: Row, index: number) => unknown,
): VariedAnswer => withRows(answer, key, rowsAt(answer.body, key).map(change));

const MESSAGES = '/v1/messages';
const SENDERS = '/v1/sender_identities';
const MEMBERSHIP = '/v1/segments/{segment_id}/membership';
const EMAILS = '/v1/design_studio/emails';

/** A page of those messages, the newest first, whose `time` lies in the window that a query asks for. */
function messagesAt(
  world: Pick<World, 'messages'>,
  { start_ts: from = '0', end_ts: to = '1e12', start, limit = '50' }: VariedRequest['query'],
  timeOf: (message: MessageRecord) => unknown = ({ created }) => created,
): VariedAnswer {
  const found = [...world.messages].reverse().filter((message) => {
    const time = Number(timeOf(message) ?? Number.NaN);
    return time >= Number(from) && time <= Number(to);
  });
  const [offset, end] = [readOffset(start), readOffset(start) + Number(limit)];
  const messages = found.slice(offset, end);
  return { body: { messages, next: end < found.length ? writeOffset(end) : '' }, records: messages.length };
}

const changeMetrics = (row: Row, change: (time: number) => unknown): Row => ({
  ...row,
  metrics: Object.fromEntries(
    Object.entries(Object(row['metrics'])).map(([name, time]) => [name, change(Number(time))]),
  ),
});

/** Tells whether a POST asks for people without a cio_id. */
const isOpposite = ({ body }: VariedRequest) => JSON.stringify(body ?? '').includes('"not"');

const idsOf = ({ body }: VariedRequest): string[] => {
  const ids: unknown = Object(body)['ids'];
  return Array.isArray(ids) ? ids.map(String) : [];
};

function emptyAs(form: 'null' | 'list' | 'absent', { body, records }: VariedAnswer): VariedAnswer {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  const LISTS =
    /^(identifiers|ids|customers|messages|newsletters|collections|exports|reporting_webhooks|suppressions|snippets|campaigns)$/;
  const entries = Object.entries(Object(body)).flatMap(([name, value]): [string, unknown][] => {
    if (!isEmpty(value) || !LISTS.test(name)) return [[name, value]];
    return form === 'absent' ? [] : [[name, form === 'null' ? null : []]];
  });
  return { body: Object.fromEntries(entries), records };
}

/** All variants, the outermost first. */
const VARIATIONS: readonly Vary[] = [
  at(/./, 'forbidden', (templates, { template }) => {
    if (templates.includes(template)) throw refuse(403);
    return undefined;
  }),
  at(/./, 'emptyLists', (form, request, answer) =>
    form === 'as seen' ? undefined : emptyAs(form, answer(request)),
  ),
  at(/./, 'strangeCursors', (value, request, answer) => {
    if (value === 'refused' || request.query['start'] === undefined) return undefined;
    try {
      return answer(request);
    } catch (error) {
      if (!(error instanceof RequestRefused) || error.status !== 400) throw error;
      const first = answer({ ...request, query: withoutKeys(request.query, 'start') });
      if (value === 'first page') return first;
      const [key = ''] = Object.keys(Object(first.body)).filter((name) =>
        Array.isArray(Object(first.body)[name]),
      );
      return { body: { [key]: [], next: '' }, records: 0 };
    }
  }),
  at(/newsletters$|sender_identities$/, 'afterTheEnd', (value, request, answer) => {
    const usual = answer(request);
    if (value === 'empty' || request.query['start'] === undefined || usual.records > 0) return undefined;
    if (value === 'refused') throw refuse(400);
    return answer({ ...request, query: withoutKeys(request.query, 'start') });
  }),
  at(MESSAGES, 'pastTheEnd', (value, request, answer) => {
    const { query } = request;
    if (value === 'first page' || query['start'] === undefined) return undefined;
    const [first, asked] = [answer({ ...request, query: withoutKeys(query, 'start') }), answer(request)];
    if (JSON.stringify(first.body) !== JSON.stringify(asked.body)) return asked;
    if (value === 'refused') throw refuse(400);
    return { body: { messages: [], next: '' }, records: 0 };
  }),
  usedCursors,
  at(/^\/v1\/(segments|campaigns|broadcasts)$/, 'wholeLists', (value, request, answer) => {
    const { limit } = request.query;
    if (value === 'whole' || limit === undefined) return undefined;
    const usual = answer(request);
    const key = request.template.replace('/v1/', '');
    return withRows(usual, key, rowsAt(usual.body, key).slice(0, Number(limit)));
  }),
  at('/v1/campaigns/{campaign_id}/actions', 'actionPages', (value, request, answer) => {
    const first = answer(request);
    if (value === 'ten') return first;
    const rows = rowsAt(first.body, 'actions');
    const { next, ...body } = Object(first.body);
    return withRows({ body, records: 0 }, 'actions', value === 'cut' ? rows : [...rows, ...rows]);
  }),
  at(/messages$|newsletters$|sender_identities$/, 'largeLimits', (value, { template, query }) => {
    if (value === 'refused' && Number(query['limit']) > (template === MESSAGES ? 1000 : 100))
      throw refuse(400);
    return undefined;
  }),
  at(/suppression\/\{suppression_type\}$/, 'offsetPastTheEnd', (value, request, answer) => {
    const usual = answer(request);
    if (value === 'empty' || usual.records > 0) return undefined;
    if (value === 'refused') throw refuse(400);
    return answer({ ...request, query: withoutKeys(request.query, 'offset') });
  }),
  at(MESSAGES, 'drafts', (value, request, answer) => {
    if (request.query['drafts'] !== 'true') return undefined;
    const usual = answer({ ...request, query: withoutKeys(request.query, 'drafts') });
    if (value === 'ignored') return usual;
    if (value === 'none') return withRows(usual, 'messages', []);
    if (value === 'alone') return undefined;
    const drafts = rowsAt(answer(request).body, 'messages');
    return withRows(usual, 'messages', [...drafts, ...rowsAt(usual.body, 'messages')]);
  }),
  at(MESSAGES, 'metricTimes', (value, request, answer) => {
    const form = {
      seconds: Number,
      milliseconds: (time: number) => time * 1000,
      text: String,
      other: () => ({}),
    };
    return mapRows(answer(request), 'messages', (row) => changeMetrics(row, form[value]));
  }),
  at(MESSAGES, 'changeNumber', (value, request, answer) =>
    mapRows(answer(request), 'messages', (row) => {
      const [, id, number] = /^(.*):(\d+)$/.exec(String(row['deduplicate_id'])) ?? [];
      const changed = value === 'none' ? id : `${id}:${Number(number) + 1000}`;
      return value === 'newest metric' ? row : { ...row, deduplicate_id: changed };
    }),
  ),
  at(MESSAGES, 'orderInSecond', (value, request, answer) => {
    if (value === 'steady' || Number(request.query['limit']) > 1) return undefined;
    const { start, ...query } = request.query;
    const two = rowsAt(answer({ ...request, query: { ...query, limit: '2' } }).body, 'messages');
    const isSecond = two.length === 2 && two[0]?.['created'] === two[1]?.['created'];
    return isSecond ? withRows(answer(request), 'messages', [two[start === undefined ? 1 : 0]]) : undefined;
  }),
  at(MESSAGES, 'metricWindow', (value, { query }, _answer, world) =>
    value === 'ignored' || query['metric'] === undefined
      ? undefined
      : messagesAt(world, query, ({ created, metrics }) => {
          const time = metrics[query['metric'] ?? ''];
          return value === 'metric' || time === undefined ? time : created;
        }),
  ),
  messagesOfOne,
  at(MESSAGES, 'longWindows', (value, { query }, _answer, world) => {
    const span = Number(query['end_ts']) - Number(query['start_ts']);
    return value === 'whole' && span > 200 * DAY ? messagesAt(world, query) : undefined;
  }),
  at(MESSAGES, 'oldMessages', (value, request, answer, world) => {
    const oldest = world.messages.newest() - 180 * DAY;
    if (value === 'served' || Number(request.query['end_ts'] ?? oldest) >= oldest) return undefined;
    return withRows(answer(request), 'messages', []);
  }),
  at('/v1/activities', 'deletedActivities', (value, request, answer) => {
    const { deleted, ...query } = request.query;
    const usual = answer({ ...request, query });
    if (deleted !== 'true' || value === 'none') return usual;
    const rows = rowsAt(usual.body, 'activities');
    const others = rows.slice(0, 10).map((row, index) => ({ ...row, id: `deleted${index}` }));
    return withRows(usual, 'activities', value === 'instead' ? others : [...others, ...rows]);
  }),
  at('/v1/activities', 'activitiesDisorder', (value, request, answer) => {
    const late = (row: Row, index: number) =>
      index % 10 === 9 ? { ...row, timestamp: Number(row['timestamp']) + 10 * HOUR } : row;
    return value === 'none' ? undefined : mapRows(answer(request), 'activities', late);
  }),
  at(SENDERS, 'hiddenSenders', (value, request, answer) => {
    const { hidden, ...query } = request.query;
    if (hidden !== 'true' || value === 'alone') return undefined;
    const visible = answer({ ...request, query: { ...query, hidden: 'false' } });
    if (value === 'ignored') return visible;
    const more = rowsAt(answer(request).body, 'sender_identities');
    return withRows(visible, 'sender_identities', [...rowsAt(visible.body, 'sender_identities'), ...more]);
  }),
  at('/v1/customers/attributes', 'prefixedIds', (value, request, answer) => {
    const ids = idsOf(request).map((id) => id.replace(/^cio_/, ''));
    return value === 'unknown' ? undefined : answer({ ...request, body: { ids } });
  }),
  at('/v1/customers/attributes', 'unknownIds', (value, request, answer) => {
    const usual = answer(request);
    const missing = idsOf(request).length - usual.records;
    const people = rowsAt(usual.body, 'customers');
    if (value === 'left out' || people.length === idsOf(request).length || missing === 0) return usual;
    if (value === 'refused') throw refuse(400);
    return withRows(usual, 'customers', [...people, { id: null, identifiers: {} }]);
  }),
  at('/v1/customers/attributes', 'devices', (value, request, answer) =>
    mapRows(answer(request), 'customers', ({ devices, ...row }) => {
      if (devices !== null || value === 'null') return { ...row, devices };
      return value === 'list' ? { ...row, devices: [] } : row;
    }),
  ),
  at('/v1/customers', 'existsFinds', (value, request, answer) => {
    if (value === 'everybody' || !isOpposite(request)) return undefined;
    const filter = { and: [{ attribute: { field: 'cio_id', operator: 'exists' } }] };
    return answer({ ...request, body: { filter }, query: { ...request.query, limit: '3' } });
  }),
  at(MEMBERSHIP, 'missingParent', (value, request, answer) => {
    try {
      return answer(request);
    } catch (error) {
      if (!(error instanceof RequestRefused) || error.status !== 404 || value === 'JSON') throw error;
      if (value === 'empty') return { body: { identifiers: null, ids: null, next: '' }, records: 0 };
      throw value === '400' ? refuse(400) : new RequestRefused(404, '404 page not found', 'text');
    }
  }),
  at(MEMBERSHIP, 'unfinishedSegments', (value, request, answer, world) => {
    const segment = world.segments.find(({ id }) => String(id) === request.params[0]);
    if (value === 'all' || segment?.['state'] === 'finished') return undefined;
    const usual = answer(request);
    const rows = rowsAt(usual.body, 'identifiers');
    return withRows(usual, 'identifiers', rows.slice(0, rows.length / 2));
  }),
  at('/v1/segments/{segment_id}/customer_count', 'memberCounts', (value, request, answer) => {
    const { body, records } = answer(request);
    if (value === 'right') return { body, records };
    return { body: { ...Object(body), count: 2 * Number(Object(body)['count']) }, records };
  }),
  at('/v1/segments/{segment_id}/used_by', 'usedBy', (value, request, answer) => {
    const usual = answer(request);
    if (value === 'within') return usual;
    const { segment_id, ...used_by } = Object(Object(usual.body)['used_by']);
    return { ...usual, body: { segment_id, used_by } };
  }),
  emailsOfStudio,
  at(EMAILS, 'pageZero', (value, request, answer) =>
    value === 'served' && request.query['page'] === '0'
      ? answer({ ...request, query: { ...request.query, page: '1' } })
      : undefined,
  ),
];

/** Messages of one newsletter, campaign or action (docs/api-behaviour.md#131). */
function messagesOfOne(_answer: Answering, world: World) {
  return ({ template, query }: VariedRequest): VariedAnswer | undefined => {
    const name = ['newsletter_id', 'campaign_id', 'action_id'].find((parent) => query[parent] !== undefined);
    if (template !== MESSAGES || name === undefined) return undefined;
    return messagesAt(world, query, (message) =>
      String(Object(message)[name]) === query[name] ? message.created : undefined,
    );
  };
}

/** The second use of a cursor of messages. */
function usedCursors(answer: Answering, world: World, { usedCursors: value }: Variants) {
  return (request: VariedRequest): VariedAnswer | undefined => {
    const { start } = request.query;
    if (request.template !== MESSAGES || start === undefined || value == null || value === 'same page')
      return undefined;
    const used = USED.get(world) ?? new Set();
    USED.set(world, used);
    const isUsed = used.has(start);
    used.add(start);
    if (!isUsed) return undefined;
    if (value === 'refused') throw refuse(400);
    return answer({ ...request, query: withoutKeys(request.query, 'start') });
  };
}

/** Cursors that have been used, of each world. */
const USED = new WeakMap<World, Set<string>>();

/** The parameters of Design Studio's emails: of a folder, of a time. */
function emailsOfStudio(answer: Answering, _world: World, { studioList, studioBounds }: Variants) {
  return (request: VariedRequest): VariedAnswer | undefined => {
    if (request.template !== EMAILS) return undefined;
    const { parent_folder_id: folder, updated_after: after } = request.query;
    const usual = answer(request);
    const isListed = (row: Row) => {
      const time = Number(row['updated']);
      if (
        after !== undefined &&
        !(studioBounds === 'included' ? time >= Number(after) : time > Number(after))
      )
        return false;
      if (folder !== undefined) return row['parent_folder_id'] === folder;
      return studioList === 'root' ? row['parent_folder_id'] === null : true;
    };
    const rows = rowsAt(usual.body, 'emails').filter(isListed);
    const meta = Object(Object(usual.body)['meta']);
    const pagination = { ...Object(meta['pagination']), total: rows.length };
    const isAsked = folder !== undefined || after !== undefined || studioList === 'root';
    if (!isAsked) return usual;
    return {
      body: { ...Object(usual.body), emails: rows, meta: { ...meta, pagination } },
      records: rows.length,
    };
  };
}

/** The answer of the API in the variants that were chosen. */
export function vary(answer: Answering, world: World, variants: Variants): Answering {
  return VARIATIONS.reduceRight<Answering>((inner, variation) => {
    const varied = variation(inner, world, variants);
    return (request) => varied(request) ?? inner(request);
  }, answer);
}
