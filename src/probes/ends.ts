import { get, nextFormOf, nextOf, numbersOf, rowsOf, valueAt } from '../probe/answers.ts';
import { asBelieved, otherwise, type Probe, type ProbeAnswer, probe, type Step } from '../probe/probe.ts';
import type { StreamName } from '../streams/definition.ts';
import { firstPageOf } from './reach.ts';

/**
 * A list that has fewer records than a page: its only page, the same as a full one, and what follows the one or the other
 * (0 or 1).
 */
const pastLastPage = (path: string, key: string, query: Record<string, string>, whose: 0 | 1): Step[] => [
  get(path, { ...query, limit: '100' }),
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

/** Probes of how lists end. */
export const ends: readonly Probe[] = [
  probe<'absent' | 'null' | 'a cursor'>({
    name: 'last-page',
    fact: 6,
    question: 'What is `next` on the last page of messages?',
    belief: 'an empty text',
    steps: [
      firstPageOf('messages'),
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
  probe<'[]' | 'page one' | 'refused'>({
    name: 'offset-past-the-end',
    fact: 19,
    question: 'What do suppressions answer at an offset past the end?',
    belief: 'null',
    takesRefusals: true,
    steps: [
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
