import { isJsonObject } from '../json/json-object.ts';
import { get, rowsOf, toNumber, valueAt } from '../probe/answers.ts';
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

/** Segments by whether they are built. */
const segmentsWhere = (answer: ProbeAnswer | undefined, isBuilt: boolean) =>
  rowsOf(answer, 'segments').filter(({ state }) => (state === 'finished') === isBuilt);

/** Asks for the members of a segment, and how many the API counts. */
const membersOf = (isBuilt: boolean, why: string): Step[] => [
  firstPageOf('segments'),
  ...['customer_count', 'membership'].map(
    (what): Step =>
      ({ answers: [segments] }) => {
        const [segment] = segmentsWhere(segments, isBuilt);
        if (segment === undefined) return why;
        const query = what === 'membership' ? { limit: '30000' } : {};
        return get(`/v1/segments/{segment_id}/${what}`, query, { segment_id: String(segment['id']) });
      },
  ),
];

/** Compares the members of a page with the API's own count; they may change in between. */
function compareCounts([, counted, members]: readonly ProbeAnswer[]) {
  const count = toNumber(valueAt(counted, 'count')) ?? 0;
  const { length } = rowsOf(members, 'identifiers');
  return { length, isNear: Math.abs(count - length) <= Math.max(1, count / 100), isPaged: length >= 1000 };
}

/** Probes of segments and their members. */
export const segments: readonly Probe[] = [
  probe<'[]' | 'absent'>({
    name: 'empty-segment',
    fact: 2,
    question: 'How does the membership of an empty segment look?',
    belief: 'null for both lists',
    steps: [
      firstPageOf('segments'),
      // The newest is the likeliest to be empty; three are tried.
      ...[1, 2, 3].map(
        (back): Step =>
          ({ answers: [segments, ...members] }) => {
            if (members.some((answer) => rowsOf(answer, 'identifiers').length === 0)) return undefined;
            const segment = segmentsWhere(segments, true).at(-back);
            if (segment === undefined) return 'no segment is empty';
            return get(MEMBERS, { limit: '1' }, { segment_id: String(segment['id']) });
          },
      ),
    ],
    judge([, ...members]) {
      const empty = members.find((answer) => rowsOf(answer, 'identifiers').length === 0);
      if (empty === undefined) return cannotTell('the three segments that were tried have members');
      const value = valueAt(empty, 'identifiers');
      if (value === null) return asBelieved();
      return otherwise(value === undefined ? 'absent' : '[]');
    },
    otherwise: {
      '[]': { says: '`[]`', tapDoes: 'takes both for an empty list' },
      absent: {
        says: 'they are left out',
        atRisk: ['segment_membership'],
        tapDoes: 'fails the stream, since it cannot tell an empty list from another answer',
        youCan: 'deselect the stream as long as a segment is empty',
      },
    },
  }),
  probe<'apart'>({
    name: 'counted-members',
    fact: 126,
    question: 'Does the API count as many members of a segment as it lists?',
    belief: 'yes',
    steps: membersOf(true, 'no segment is built'),
    judge(answers) {
      const { isNear, isPaged } = compareCounts(answers);
      if (isPaged) return cannotTell('the segment is larger than a page');
      return isNear ? asBelieved() : otherwise('apart');
    },
    otherwise: {
      apart: {
        says: 'no',
        atRisk: ['segment_membership'],
        tapDoes: 'writes the members that are listed',
        youCan: 'set `verify_counts`: a WARNING then names each segment whose numbers differ',
      },
    },
  }),
  probe<'whole'>({
    name: 'unfinished-segment',
    fact: 65,
    question: 'Does a segment that is being built list all its members?',
    belief: 'no: fewer than are counted',
    steps: membersOf(false, 'no segment is being built'),
    judge(answers) {
      const { isNear, isPaged } = compareCounts(answers);
      if (isPaged) return cannotTell('the segment is larger than a page');
      return isNear ? otherwise('whole') : asBelieved();
    },
    otherwise: {
      whole: {
        says: 'yes, this one does',
        tapDoes: 'takes it for incomplete all the same, and nobody for gone',
      },
    },
  }),
  probe<'beside'>({
    name: 'used-by',
    fact: 66,
    question: 'Is `segment_id` within `used_by`?',
    belief: 'yes',
    steps: [
      firstPageOf('segments'),
      ({ answers: [segments] }) => {
        const [segment] = rowsOf(segments, 'segments');
        if (segment === undefined) return 'there are no segments';
        return get('/v1/segments/{segment_id}/used_by', {}, { segment_id: String(segment['id']) });
      },
    ],
    judge([, answer]) {
      const usedBy = valueAt(answer, 'used_by');
      if (!isJsonObject(usedBy)) return cannotTell('`used_by` is null');
      return usedBy['segment_id'] === undefined ? otherwise('beside') : asBelieved();
    },
    otherwise: { beside: { says: 'no, beside it or nowhere', tapDoes: 'takes it from the request' } },
  }),
];
