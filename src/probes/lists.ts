import { get, magnitude, nextFormOf, nextOf, numbersOf, rowsOf, textsOf, valueAt } from '../probe/answers.ts';
import {
  asBelieved,
  cannotTell,
  otherwise,
  type Probe,
  type ProbeAnswer,
  probe,
  type Step,
} from '../probe/probe.ts';
import type { StreamName } from '../streams/definition.ts';
import { firstPageOf, ROOT_LISTS } from './reach.ts';

/** Lists that come by cursor, and take any `start`. */
const BY_CURSOR = [
  '/v1/messages',
  '/v1/activities',
  '/v1/newsletters',
  '/v1/sender_identities',
  '/v1/optouts',
] as const;

/** Lists that were seen to be null where they are empty. */
const NULL_WHEN_EMPTY = ['collections', 'exports', 'reporting_webhooks'];

const NO_CURSOR = 'no list is long enough for a cursor';

/**
 * A list that has fewer records than a page: its only page, the same as a full one, and what follows the one or the other
 * (0 or 1).
 */
const pastLastPage = (path: string, key: string, query: Record<string, string>, whose: 0 | 1): Step[] => [
  () => get(path, { ...query, limit: '100' }),
  ({ answers: [first] }) => {
    const { length } = rowsOf(first, key);
    if (length === 0) return 'the list is empty';
    return length === 100
      ? 'the list has 100 records or more'
      : get(path, { ...query, limit: String(length) });
  },
  ({ answers }) => {
    const start = nextOf(answers[whose]);
    return start === undefined ? undefined : get(path, { ...query, limit: '100', start });
  },
];

function judgePastLastPage(key: string, [, , after]: readonly ProbeAnswer[]) {
  if (after === undefined) return otherwise('none');
  if (after.status !== 200) return otherwise('refused', `status ${after?.status}`);
  return rowsOf(after, key).length === 0 ? asBelieved() : otherwise('page one');
}

const afterTheEnd = (stream: StreamName) => ({
  none: { says: 'the last page has no cursor', tapDoes: 'ends there, one request earlier' },
  refused: {
    says: 'the cursor of the last page is refused',
    atRisk: [stream],
    tapDoes: 'reads the list anew, at most twice, then fails the stream',
    youCan: 'run again once the list has another length, or deselect the stream',
  },
  'page one': {
    says: 'the cursor of the last page leads to records again',
    tapDoes: 'asks for the page before once more, and ends there with a warning',
  },
});

/** Probes of lists: how they end, and what a cursor is worth. */
export const lists: readonly Probe[] = [
  probe<'absent' | 'null elsewhere' | '[] instead'>({
    name: 'empty-lists',
    fact: 1,
    question: 'How does an empty list look?',
    belief: 'null for collections, exports and reporting webhooks, `[]` for others',
    takesRefusals: true,
    steps: ROOT_LISTS.map(
      ({ request }) =>
        () =>
          request,
    ),
    judge(answers) {
      const good = ROOT_LISTS.flatMap(({ key }, index) => {
        const answer = answers[index];
        return answer?.status === 200 && key !== 'identifiers' ? [{ key, value: valueAt(answer, key) }] : [];
      });
      const absent = good.filter(({ value }) => value === undefined);
      if (absent.length > 0) return otherwise('absent', absent.map(({ key }) => key).join(', '));
      const nulls = good.filter(({ value }) => value === null).map(({ key }) => key);
      const empty = good.filter(({ value }) => Array.isArray(value) && value.length === 0);
      const elsewhere = nulls.filter((key) => !NULL_WHEN_EMPTY.includes(key));
      if (elsewhere.length > 0) return otherwise('null elsewhere', elsewhere.join(', '));
      const instead = empty.filter(({ key }) => NULL_WHEN_EMPTY.includes(key));
      if (instead.length > 0) return otherwise('[] instead', instead.map(({ key }) => key).join(', '));
      return nulls.length + empty.length === 0 ? cannotTell('no list is empty') : asBelieved();
    },
    otherwise: {
      absent: {
        says: 'a list is left out of a good answer',
        atRisk: [],
        tapDoes: 'fails the stream, since it cannot tell an empty list from another answer',
        youCan: 'deselect these streams as long as their lists are empty',
      },
      'null elsewhere': { says: 'null in other lists too', tapDoes: 'takes it for an empty list' },
      '[] instead': { says: '`[]` where null was seen', tapDoes: 'takes both for an empty list' },
    },
  }),
  probe<'paged'>({
    name: 'whole-lists',
    fact: 16,
    question: 'Do lists that come in one answer ignore `limit`?',
    belief: 'yes: one answer is the whole list',
    steps: [
      () => firstPageOf('segments'),
      ({ answers: [all] }) =>
        rowsOf(all, 'segments').length < 2
          ? 'there are fewer than two segments'
          : get('/v1/segments', { limit: '1' }),
    ],
    judge([all, limited]) {
      const [whole, cut] = [all, limited].map((answer) => rowsOf(answer, 'segments').length);
      return whole === cut ? asBelieved() : otherwise('paged');
    },
    otherwise: {
      paged: {
        says: 'they are cut at `limit`, so they have pages',
        atRisk: ['segments', 'campaigns', 'broadcasts', 'transactional_messages', 'segment_membership'],
        tapDoes: 'reads the first page of them only',
        youCan: 'leave `emit_activate_version_messages` off, so that no row behind the first page is deleted',
      },
    },
  }),
  probe<'absent' | 'null' | 'a cursor'>({
    name: 'last-page',
    fact: 6,
    question: 'What is `next` on the last page of messages?',
    belief: 'an empty text',
    steps: [
      () => firstPageOf('messages'),
      ({ answers: [page] }) => {
        const [newest] = numbersOf(rowsOf(page, 'messages'), 'created');
        if (newest === undefined) return 'there are no messages';
        return get('/v1/messages', { start_ts: String(newest), end_ts: String(newest), limit: '1000' });
      },
    ],
    judge([, page]) {
      const form = nextFormOf(page);
      return form === 'empty' ? asBelieved() : otherwise(form);
    },
    otherwise: {
      absent: { says: 'it is absent', tapDoes: 'takes it for the end as well' },
      null: { says: 'it is null', tapDoes: 'takes it for the end as well' },
      'a cursor': {
        says: 'it is a cursor',
        tapDoes: 'follows it to an empty page: one request more for each window',
      },
    },
  }),
  probe<'none' | 'refused' | 'page one'>({
    name: 'newsletters-end',
    fact: 8,
    question: 'Where does the cursor of a full last page of newsletters lead?',
    belief: 'to an empty page',
    takesRefusals: true,
    steps: pastLastPage('/v1/newsletters', 'newsletters', {}, 1),
    judge: (answers) => judgePastLastPage('newsletters', answers),
    otherwise: afterTheEnd('newsletters'),
  }),
  probe<'none' | 'refused' | 'page one'>({
    name: 'senders-end',
    fact: 9,
    question: 'Where does the cursor of a last page of senders that is not full lead?',
    belief: 'to an empty page',
    takesRefusals: true,
    steps: pastLastPage('/v1/sender_identities', 'sender_identities', { hidden: 'false' }, 0),
    judge: (answers) => judgePastLastPage('sender_identities', answers),
    otherwise: afterTheEnd('sender_identities'),
  }),
  probe<'empty' | 'page one'>({
    name: 'malformed-cursor',
    fact: 14,
    question: 'What does a cursor that is none get?',
    belief: '400',
    takesRefusals: true,
    steps: BY_CURSOR.map((path) => () => get(path, { limit: '1', start: 'probe' })),
    judge(answers) {
      const taken = answers.filter(({ status }) => status === 200);
      const seen = taken.map(({ request }) => request.path).join(', ');
      if (taken.length === 0) return asBelieved();
      const hasRows = taken.some((answer) => JSON.stringify(answer.body).includes('"id"'));
      return otherwise(hasRows ? 'page one' : 'empty', seen);
    },
    otherwise: {
      empty: {
        says: 'an empty page',
        tapDoes: 'proves every end of a list, so an empty page ends nothing by itself',
      },
      'page one': { says: 'page one', tapDoes: 'knows page one again, and goes on where it was' },
    },
  }),
  probe<'empty' | 'page one'>({
    name: 'foreign-cursor',
    fact: 13,
    question: 'What does a cursor of another list get?',
    belief: '400',
    takesRefusals: true,
    steps: [
      () => get('/v1/messages', { limit: '1' }),
      ({ answers: [page] }) => {
        const start = nextOf(page);
        return start === undefined ? NO_CURSOR : get('/v1/newsletters', { limit: '1', start });
      },
    ],
    judge([, answer]) {
      if (answer?.status !== 200) return asBelieved(`status ${answer?.status}`);
      return otherwise(rowsOf(answer, 'newsletters').length === 0 ? 'empty' : 'page one');
    },
    otherwise: {
      empty: { says: 'an empty page', tapDoes: 'never sends one, and proves every end' },
      'page one': { says: 'page one', tapDoes: 'never sends one, and knows page one again' },
    },
  }),
  probe<'refused'>({
    name: 'limits',
    fact: 117,
    question: 'Do newsletters and senders take a `limit` of 1000?',
    belief: 'yes, or they cut it without an error',
    takesRefusals: true,
    steps: [
      () => get('/v1/newsletters', { limit: '1000' }),
      () => get('/v1/sender_identities', { limit: '1000' }),
    ],
    judge(answers) {
      if (answers.some(({ status }) => status !== 200)) return otherwise('refused');
      const [newsletters, senders] = ['newsletters', 'sender_identities'].map(
        (key, index) => rowsOf(answers[index], key).length,
      );
      return asBelieved(
        `${magnitude(newsletters ?? 0)} newsletters and ${magnitude(senders ?? 0)} senders came`,
      );
    },
    otherwise: { refused: { says: 'it is refused', tapDoes: 'asks for 100, which is fine' } },
  }),
  probe<'refused'>({
    name: 'limit-of-messages',
    fact: 15,
    question: 'Do messages take a `limit` above 1000?',
    belief: 'yes, and they cut it',
    takesRefusals: true,
    steps: [() => get('/v1/messages', { limit: '1001', start_ts: '1', end_ts: '2' })],
    judge: ([answer]) => (answer?.status === 200 ? asBelieved() : otherwise('refused')),
    otherwise: { refused: { says: 'it is refused', tapDoes: 'asks for 1000, which is fine' } },
  }),
  probe<'other records' | 'refused'>({
    name: 'same-cursor',
    fact: 97,
    question: 'Does a cursor give the same page twice?',
    belief: 'yes: so a place in a list can be proved',
    takesRefusals: true,
    steps: [
      ({ now }) => get('/v1/messages', { limit: '1', end_ts: String(now - 600) }),
      ...[0, 1].map(
        (round): Step =>
          ({ now, answers: [page] }) => {
            const start = nextOf(page);
            if (start === undefined) return NO_CURSOR;
            return { ...get('/v1/messages', { limit: '1', end_ts: String(now - 600), start }), round };
          },
      ),
    ],
    judge([, once, again]) {
      if (again?.status !== 200) return otherwise('refused', `status ${again?.status}`);
      const [one, other] = [once, again].map((answer) => textsOf(rowsOf(answer, 'messages')).join());
      return one === other ? asBelieved() : otherwise('other records');
    },
    otherwise: {
      'other records': {
        says: 'the second time it gives other records',
        atRisk: ['messages', 'activities', 'newsletters', 'segment_membership'],
        tapDoes: 'reads such a list anew, at most twice, then fails the stream',
        youCan: 'run again, and deselect what fails each time',
      },
      refused: {
        says: 'the second time it is refused',
        tapDoes: 'reads an interrupted list anew: slower, nothing lost',
      },
    },
  }),
  probe<'[]' | 'page one' | 'refused'>({
    name: 'offset-past-the-end',
    fact: 19,
    question: 'What do suppressions answer at an offset past the end?',
    belief: 'null',
    takesRefusals: true,
    steps: [
      () =>
        get(
          '/v1/esp/suppression/{suppression_type}',
          { offset: '10000000', limit: '100' },
          { suppression_type: 'bounces' },
        ),
    ],
    judge([answer]) {
      if (answer?.status !== 200) return otherwise('refused', `status ${answer?.status}`);
      const value = valueAt(answer, 'suppressions');
      if (value === null) return asBelieved();
      return otherwise(rowsOf(answer, 'suppressions').length === 0 ? '[]' : 'page one');
    },
    otherwise: {
      '[]': { says: '`[]`', tapDoes: 'takes both for an empty list' },
      'page one': { says: 'records', tapDoes: 'ends where a page brings nothing new, with a warning' },
      refused: {
        says: 'it is refused',
        atRisk: ['esp_suppressions'],
        tapDoes: 'fails the stream where the list has exactly 1,000, 2,000 … rows',
        youCan: 'run again once the list has another length, or deselect the stream',
      },
    },
  }),
];
