import { asJsonObject, isJsonObject } from '../json/json-object.ts';
import { get, magnitude, overlap, post, rowsOf, textsOf, toNumber, valueAt } from '../probe/answers.ts';
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

const ATTRIBUTES = '/v1/customers/attributes';
const MEMBERS = '/v1/segments/{segment_id}/membership';
const NOBODY = 'there are no people';

/** Nobody has this cio_id. */
const UNKNOWN = 'ffffffffffff';

const hasCioId = { attribute: { field: 'cio_id', operator: 'exists' } };
const everybody = post('/v1/customers', { filter: { and: [hasCioId] } }, { limit: '10' });
const nobody = post('/v1/customers', { filter: { and: [{ not: hasCioId }] } }, { limit: '10' });

const byCioId = (...ids: string[]) => post(ATTRIBUTES, { ids }, { id_type: 'cio_id' });

/** Asks for one person's attributes, under ids that `idsOf` makes of the cio_id. */
const oneOf =
  (idsOf: (cioId: string) => string[]): Step =>
  ({ answers: [people] }) => {
    const [cioId] = textsOf(rowsOf(people, 'identifiers'), 'cio_id');
    return cioId === undefined ? NOBODY : byCioId(...idsOf(cioId));
  };

const customersOf = (answer: ProbeAnswer | undefined) => rowsOf(answer, 'customers');

/** Segments by whether they are built. */
const segmentsWhere = (answer: ProbeAnswer | undefined, isBuilt: boolean) =>
  rowsOf(answer, 'segments').filter(({ state }) => (state === 'finished') === isBuilt);

/** Asks for the members of a segment, and how many the API counts. */
const membersOf = (isBuilt: boolean, why: string): Step[] => [
  () => firstPageOf('segments'),
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

/** Probes of people and segments. */
export const people: readonly Probe[] = [
  probe<'both'>({
    name: 'everybody',
    fact: 125,
    question: 'Does "cio_id exists" find everybody, and its opposite nobody?',
    belief: 'yes',
    steps: [() => everybody, () => nobody],
    judge([all, none]) {
      const [found, rest] = [all, none].map((answer) => rowsOf(answer, 'identifiers').length);
      if (rest) return otherwise('both', `${magnitude(rest)} more on the first page`);
      return found ? asBelieved() : cannotTell(NOBODY);
    },
    otherwise: {
      both: { says: 'the opposite finds people too', tapDoes: 'asks for both, so it reads everybody' },
    },
  }),
  probe<'[]' | 'absent'>({
    name: 'nobody',
    fact: 113,
    question: 'How does a list of people look that holds nobody?',
    belief: 'null',
    steps: [() => nobody],
    judge([none]) {
      const value = valueAt(none, 'identifiers');
      if (value === undefined) return otherwise('absent');
      if (value === null) return asBelieved();
      return rowsOf(none, 'identifiers').length === 0 ? otherwise('[]') : cannotTell('it holds people');
    },
    otherwise: {
      '[]': { says: '`[]`', tapDoes: 'takes both for an empty list' },
      absent: {
        says: 'it is left out',
        atRisk: ['people_identifiers', 'people'],
        tapDoes: 'fails the stream, since it cannot tell an empty list from another answer',
        youCan: 'set `people_segment_id` to a segment that holds everybody, or deselect these streams',
      },
    },
  }),
  probe<'no address'>({
    name: 'identifiers',
    fact: 63,
    question: 'Do the identifiers of people have an `email`?',
    belief: 'yes',
    steps: [() => everybody],
    judge([all]) {
      const rows = rowsOf(all, 'identifiers');
      if (rows.length === 0) return cannotTell(NOBODY);
      return rows.some((row) => row['email'] !== undefined) ? asBelieved() : otherwise('no address');
    },
    otherwise: { 'no address': { says: 'no', tapDoes: 'writes null for it' } },
  }),
  probe<'wrapped'>({
    name: 'wrapped-people',
    fact: 57,
    question: 'Are people in a list of attributes wrapped in `customer`?',
    belief: 'no',
    steps: [() => everybody, oneOf((cioId) => [cioId])],
    judge([, answer]) {
      const [person] = customersOf(answer);
      if (person === undefined) return cannotTell('the person was left out');
      return isJsonObject(person['customer']) ? otherwise('wrapped') : asBelieved();
    },
    otherwise: { wrapped: { says: 'yes', tapDoes: 'reads both' } },
  }),
  probe<'known'>({
    name: 'prefixed-ids',
    fact: 59,
    question: 'Does the API know a cio_id with `cio_` before it?',
    belief: 'no: only as it is',
    takesRefusals: true,
    steps: [() => everybody, oneOf((cioId) => [`cio_${cioId}`])],
    judge: ([, answer]) => (customersOf(answer).length > 0 ? otherwise('known') : asBelieved()),
    otherwise: { known: { says: 'yes', tapDoes: 'asks without it' } },
  }),
  probe<'refused' | 'a place for each'>({
    name: 'unknown-ids',
    fact: 58,
    question: 'What becomes of an unknown id among known ones?',
    belief: 'it is left out',
    takesRefusals: true,
    steps: [() => everybody, oneOf((cioId) => [cioId, UNKNOWN])],
    judge([, answer]) {
      if (answer?.status !== 200) return otherwise('refused', `status ${answer?.status}`);
      const value = valueAt(answer, 'customers');
      return Array.isArray(value) && value.length > 1 ? otherwise('a place for each') : asBelieved();
    },
    otherwise: {
      refused: {
        says: 'the whole request is refused',
        atRisk: ['people'],
        tapDoes: 'fails the stream where a person is deleted between two requests',
        youCan: 'run again: the next run reads it',
      },
      'a place for each': {
        says: 'its place is empty',
        tapDoes: 'skips a record without a key, with a warning',
      },
    },
  }),
  probe<'[]' | 'absent'>({
    name: 'devices',
    fact: 118,
    question: 'How do the devices of a person look who has none?',
    belief: 'null',
    steps: [
      () => everybody,
      ({ answers: [all] }) => {
        const ids = textsOf(rowsOf(all, 'identifiers'), 'cio_id');
        return ids.length === 0 ? NOBODY : byCioId(...ids);
      },
    ],
    judge([, answer]) {
      const devices = customersOf(answer).map((person) => {
        const { devices } = isJsonObject(person['customer']) ? asJsonObject(person['customer']) : person;
        return devices;
      });
      const without = devices.find((value) => !Array.isArray(value) || value.length === 0);
      if (devices.length === 0 || (without === undefined && !devices.includes(undefined)))
        return cannotTell('everybody on the first page has a device');
      if (without === null) return asBelieved();
      return otherwise(without === undefined ? 'absent' : '[]');
    },
    otherwise: {
      '[]': { says: '`[]`', tapDoes: 'writes it as it is' },
      absent: { says: 'they are left out', tapDoes: 'writes null' },
    },
  }),
  probe<'[]' | 'absent'>({
    name: 'empty-segment',
    fact: 2,
    question: 'How does the membership of an empty segment look?',
    belief: 'null for both lists',
    steps: [
      () => firstPageOf('segments'),
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
      () => firstPageOf('segments'),
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
  probe<'along' | 'ignored'>({
    name: 'hidden-senders',
    fact: 77,
    question: 'What does `hidden=true` list?',
    belief: 'hidden senders alone',
    steps: ['false', 'true'].map(
      (hidden) => () => get('/v1/sender_identities', { sort: 'asc', limit: '100', hidden }),
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
