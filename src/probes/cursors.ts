import { asJsonObject } from '../json/json-object.ts';
import { get, nextOf, rowsOf, textsOf, valueAt } from '../probe/answers.ts';
import {
  asBelieved,
  cannotTell,
  otherwise,
  type Probe,
  type ProbeAnswer,
  probe,
  type Step,
} from '../probe/probe.ts';
import { firstPageOf } from './reach.ts';

const MEMBERS = '/v1/segments/{segment_id}/membership';

/** Lists of which the cursors are looked at, with the part of the path that names them. */
const LISTS = ['messages', 'activities', 'newsletters', 'sender_identities'] as const;

/** Size that the API fixes for a page of actions. */
const ACTIONS_PER_PAGE = 10;

/** The kind of a cursor, without anything of what it holds. */
function kindOf(cursor: string | undefined): string {
  if (cursor === undefined) return 'none';
  if (/^\d+$/.test(cursor)) return 'a number';
  const decoded = Buffer.from(cursor, 'base64').toString('latin1');
  if (/^v\d+:\d+$/.test(decoded)) return 'a row offset';
  if (/^\d+:\d+$/.test(decoded)) return 'two numbers';
  if (/^\d+$/.test(decoded)) return 'a number in base64';
  return /^[[{]/.test(decoded) ? 'JSON in base64' : 'opaque';
}

/** Tells whether one of an answer's lists holds something. */
function hasRecords({ body }: ProbeAnswer): boolean {
  return Object.values(asJsonObject(body)).some((value) => Array.isArray(value) && value.length > 0);
}

/** One member of a segment, for as many of the first segments as the list has. */
const oneMember =
  (index: number): Step =>
  ({ answers: [segments] }) => {
    const segment = rowsOf(segments, 'segments')[index];
    if (segment === undefined) return 'there are fewer than two segments';
    return get(MEMBERS, { limit: '1' }, { segment_id: String(segment['id']) });
  };

/** The first campaign that has more actions than a page holds. */
const longCampaignOf: Step = ({ answers: [campaigns] }) => {
  const long = rowsOf(campaigns, 'campaigns').find(
    ({ actions }) => Array.isArray(actions) && actions.length > ACTIONS_PER_PAGE,
  );
  if (long === undefined) return `no campaign has more than ${ACTIONS_PER_PAGE} actions`;
  return get('/v1/campaigns/{campaign_id}/actions', {}, { campaign_id: String(long['id']) });
};

/** Lists that come by cursor, and take any `start`. */
const BY_CURSOR = [
  '/v1/messages',
  '/v1/activities',
  '/v1/newsletters',
  '/v1/sender_identities',
  '/v1/optouts',
] as const;

const NO_CURSOR = 'no list is long enough for a cursor';

/** Probes of what cursors are, and of what one is worth. */
export const cursors: readonly Probe[] = [
  probe<'another kind'>({
    name: 'cursor-kinds',
    fact: 96,
    question: 'What is a cursor of messages made of?',
    belief: 'a row offset',
    steps: LISTS.map((list) => get(`/v1/${list}`, { limit: '1' })),
    judge(answers) {
      const kinds = answers.map((answer) => kindOf(nextOf(answer)));
      if (kinds[0] === 'none') return cannotTell('no list is long enough for a cursor');
      const seen = LISTS.map((list, index) => `${list}: ${kinds[index]}`).join(', ');
      return kinds[0] === 'a row offset' ? asBelieved(seen) : otherwise('another kind', seen);
    },
    otherwise: {
      'another kind': { says: 'something else', tapDoes: 'reads nothing out of a cursor: no change' },
    },
  }),
  probe<'empty' | 'page one'>({
    name: 'malformed-cursor',
    fact: 14,
    question: 'What does a cursor that is none get?',
    belief: '400',
    takesRefusals: true,
    steps: BY_CURSOR.map((path) => get(path, { limit: '1', start: 'probe' })),
    judge(answers) {
      const taken = answers.filter(({ status }) => status === 200);
      const seen = taken.map(({ request }) => request.path).join(', ');
      if (taken.length === 0) return asBelieved();
      const hasRows = taken.some(hasRecords);
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
      get('/v1/messages', { limit: '1' }),
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
  probe<'refused' | 'members'>({
    name: 'cursor-of-another-segment',
    fact: 13,
    question: 'What does the cursor of another segment get?',
    belief: 'nobody',
    takesRefusals: true,
    steps: [
      firstPageOf('segments'),
      oneMember(0),
      ({ answers: [segments, first] }) => {
        const [, other] = rowsOf(segments, 'segments');
        const start = nextOf(first);
        if (other === undefined) return 'there are fewer than two segments';
        if (start === undefined) return 'the first segment has fewer than two members';
        return get(MEMBERS, { limit: '1', start }, { segment_id: String(other['id']) });
      },
    ],
    judge([, , answer]) {
      if (answer?.status !== 200) return otherwise('refused', `status ${answer?.status}`);
      return rowsOf(answer, 'identifiers').length === 0 ? asBelieved() : otherwise('members');
    },
    otherwise: {
      refused: { says: 'a refusal', tapDoes: 'never sends one' },
      members: { says: 'members', tapDoes: 'never sends one' },
    },
  }),
  probe<'all at once' | 'cut'>({
    name: 'pages-of-actions',
    fact: 111,
    question: 'How does a campaign with more than ten actions list them?',
    belief: 'ten on a page, with a cursor',
    steps: [firstPageOf('campaigns'), longCampaignOf],
    judge([, page]) {
      if (valueAt(page, 'actions') === undefined) return cannotTell('the list is left out');
      const { length } = rowsOf(page, 'actions');
      if (nextOf(page) !== undefined) return asBelieved();
      return otherwise(length > ACTIONS_PER_PAGE ? 'all at once' : 'cut');
    },
    otherwise: {
      'all at once': { says: 'all at once', tapDoes: 'reads them, with fewer requests' },
      cut: {
        says: 'ten of them, without a cursor',
        atRisk: ['campaign_actions', 'campaign_action_metrics', 'campaign_action_link_metrics'],
        tapDoes: 'reads the first ten of each campaign',
        youCan: 'leave `emit_activate_version_messages` off, so that no row of an action is deleted for it',
      },
    },
  }),
];
