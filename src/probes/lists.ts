import { get, magnitude, overlap, rowsOf, textsOf, valueAt } from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, probe } from '../probe/probe.ts';
import { firstPageOf, ROOT_LISTS } from './reach.ts';

/** Lists that were seen to be null where they are empty. */
const NULL_WHEN_EMPTY = ['collections', 'exports', 'reporting_webhooks'];

/** Probes of lists: what an empty one looks like, and how much of one comes. */
export const lists: readonly Probe[] = [
  probe<'absent' | 'null elsewhere' | '[] instead'>({
    name: 'empty-lists',
    fact: 1,
    question: 'How does an empty list look?',
    belief: 'null for collections, exports and reporting webhooks, `[]` for others',
    takesRefusals: true,
    steps: ROOT_LISTS.map(({ request }) => request),
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
      firstPageOf('segments'),
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
  probe<'refused'>({
    name: 'limits',
    fact: 117,
    question: 'Do newsletters and senders take a `limit` of 1000?',
    belief: 'yes, or they cut it without an error',
    takesRefusals: true,
    steps: [get('/v1/newsletters', { limit: '1000' }), get('/v1/sender_identities', { limit: '1000' })],
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
    steps: [get('/v1/messages', { limit: '1001', start_ts: '1', end_ts: '2' })],
    judge: ([answer]) => (answer?.status === 200 ? asBelieved() : otherwise('refused')),
    otherwise: { refused: { says: 'it is refused', tapDoes: 'asks for 1000, which is fine' } },
  }),
  probe<'along' | 'ignored'>({
    name: 'hidden-senders',
    fact: 77,
    question: 'What does `hidden=true` list?',
    belief: 'hidden senders alone',
    steps: ['false', 'true'].map((hidden) =>
      get('/v1/sender_identities', { sort: 'asc', limit: '100', hidden }),
    ),
    judge(answers) {
      const [visible = [], hidden = []] = answers.map((answer) =>
        textsOf(rowsOf(answer, 'sender_identities')),
      );
      const shared = overlap(visible, hidden);
      if (shared === 0) {
        const alone = cannotTell('there are no hidden senders, or no visible ones');
        return visible.length > 0 && hidden.length > 0 ? asBelieved() : alone;
      }
      return otherwise(hidden.length > shared ? 'along' : 'ignored');
    },
    otherwise: {
      along: { says: 'hidden and visible ones', tapDoes: 'asks for both, and writes each sender once' },
      ignored: { says: 'the same as `hidden=false`', tapDoes: 'asks for both, and writes each sender once' },
    },
  }),
];
