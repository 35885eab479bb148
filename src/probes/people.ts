import { asJsonObject, isJsonObject } from '../json/json-object.ts';
import { magnitude, post, rowsOf, textsOf, valueAt } from '../probe/answers.ts';
import {
  asBelieved,
  cannotTell,
  otherwise,
  type Probe,
  type ProbeAnswer,
  probe,
  type Step,
} from '../probe/probe.ts';

const ATTRIBUTES = '/v1/customers/attributes';
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

/** Probes of people. */
export const people: readonly Probe[] = [
  probe<'both'>({
    name: 'everybody',
    fact: 125,
    question: 'Does "cio_id exists" find everybody, and its opposite nobody?',
    belief: 'yes',
    steps: [everybody, nobody],
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
    steps: [nobody],
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
    steps: [everybody],
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
    steps: [everybody, oneOf((cioId) => [cioId])],
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
    steps: [everybody, oneOf((cioId) => [`cio_${cioId}`])],
    judge: ([, answer]) => (customersOf(answer).length > 0 ? otherwise('known') : asBelieved()),
    otherwise: { known: { says: 'yes', tapDoes: 'asks without it' } },
  }),
  probe<'refused' | 'a place for each'>({
    name: 'unknown-ids',
    fact: 58,
    question: 'What becomes of an unknown id among known ones?',
    belief: 'it is left out',
    takesRefusals: true,
    steps: [everybody, oneOf((cioId) => [cioId, UNKNOWN])],
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
      everybody,
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
];
