import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import {
  describeSpan,
  get,
  nextOf,
  numbersOf,
  overlap,
  rowsOf,
  textsOf,
  toNumber,
} from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, type ProbeAnswer, probe } from '../probe/probe.ts';
import { firstPageOf } from './reach.ts';

/** The messages of a page. */
export const messagesOf = (answer: ProbeAnswer | undefined) => rowsOf(answer, 'messages');

/** A request for the messages that were created from one second to another. */
export const between = (from: number, to: number, more: Record<string, string> = {}) =>
  get('/v1/messages', { start_ts: String(from), end_ts: String(to), limit: '100', ...more });

/** The `created` of messages, with how many were created in that second. */
export function secondsOf(page: ProbeAnswer | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  for (const second of numbersOf(messagesOf(page), 'created'))
    counts.set(second, (counts.get(second) ?? 0) + 1);
  return counts;
}

const timesOf = (message: JsonObject) => Object.values(asJsonObject(message['metrics']));

/** The number behind the id in `deduplicate_id`. */
function suffixOf(message: JsonObject): number | undefined {
  const [, digits] = /:(\d+)$/.exec(String(message['deduplicate_id'])) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Probes of messages: order, drafts, metrics. */
export const messages: readonly Probe[] = [
  probe<'oldest first' | 'no order'>({
    name: 'order-of-messages',
    fact: 31,
    question: 'In which order do messages come?',
    belief: 'newest `created` first',
    steps: [firstPageOf('messages')],
    judge([page]) {
      const times = numbersOf(messagesOf(page), 'created');
      const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
      if (!steps.some((step) => step !== 0)) return cannotTell('fewer than two seconds have messages');
      if (steps.every((step) => step <= 0)) return asBelieved();
      return otherwise(steps.every((step) => step >= 0) ? 'oldest first' : 'no order');
    },
    otherwise: {
      'oldest first': {
        says: 'oldest first',
        tapDoes: 'follows the cursors; an interrupted window is read anew',
      },
      'no order': { says: 'in none', tapDoes: 'follows the cursors; an interrupted window is read anew' },
    },
  }),
  probe<'differs'>({
    name: 'order-within-a-second',
    fact: 33,
    question: 'Is the order within one second the same for pages of any size?',
    belief: 'yes',
    steps: [
      firstPageOf('messages'),
      ({ answers: [page] }) => {
        const shared = [...secondsOf(page)].find(([, count]) => count > 1)?.[0];
        return shared === undefined
          ? 'no two messages of the first page share a second'
          : between(shared, shared);
      },
      ({ answers: [page] }) => {
        const shared = [...secondsOf(page)].find(([, count]) => count > 1)?.[0] ?? 0;
        return between(shared, shared, { limit: '1' });
      },
      ({ answers: [page, , first] }) => {
        const shared = [...secondsOf(page)].find(([, count]) => count > 1)?.[0] ?? 0;
        const start = nextOf(first);
        return start === undefined
          ? 'the page had no cursor'
          : between(shared, shared, { limit: '1', start });
      },
    ],
    judge([, whole, first, second]) {
      const expected = textsOf(messagesOf(whole)).slice(0, 2).join();
      const seen = [...textsOf(messagesOf(first)), ...textsOf(messagesOf(second))].join();
      return expected === seen ? asBelieved() : otherwise('differs');
    },
    otherwise: {
      differs: {
        says: 'it depends on the page',
        atRisk: ['messages'],
        tapDoes: 'can miss messages of a second that lies on the edge of a page, until the next lookback',
        youCan: 'leave `messages_lookback_days` above 0',
      },
    },
  }),
  probe<'along' | 'ignored'>({
    name: 'drafts',
    fact: 44,
    question: 'What does `drafts=true` list?',
    belief: 'drafts alone',
    steps: [firstPageOf('messages'), get('/v1/messages', { limit: '100', drafts: 'true' })],
    judge([page, drafts]) {
      const [usual, theirs] = [page, drafts].map((answer) => textsOf(messagesOf(answer)));
      if (usual?.length === 0 || theirs?.length === 0)
        return cannotTell('there are no drafts, or nothing else');
      const shared = overlap(theirs ?? [], usual ?? []);
      if (shared === 0) return asBelieved();
      return otherwise(shared === theirs?.length ? 'ignored' : 'along');
    },
    otherwise: {
      along: { says: 'drafts and the others', tapDoes: 'does not ask for drafts' },
      ignored: { says: 'the same as without', tapDoes: 'does not ask for drafts' },
    },
  }),
  probe<'later' | 'no number'>({
    name: 'change-number',
    fact: 34,
    question: 'Is the number in `deduplicate_id` the time of the newest metric?',
    belief: 'yes',
    steps: [firstPageOf('messages')],
    judge([page]) {
      const pairs = messagesOf(page).flatMap((message) => {
        const times = timesOf(message)
          .map(toNumber)
          .filter((time) => time !== undefined);
        return times.length === 0 ? [] : [{ suffix: suffixOf(message), newest: Math.max(...times) }];
      });
      if (pairs.length === 0) return cannotTell('no message has metrics');
      if (pairs.some(({ suffix }) => suffix === undefined)) return otherwise('no number');
      const odd = pairs.filter(({ suffix, newest }) => suffix !== newest);
      if (odd.length === 0) return asBelieved();
      const most = Math.max(...odd.map(({ suffix = 0, newest }) => Math.abs(suffix - newest)));
      return otherwise('later', `up to ${describeSpan(most)} apart`);
    },
    otherwise: {
      later: { says: 'it is another time', tapDoes: 'writes a message again if either of the two is new' },
      'no number': { says: 'there is no number', tapDoes: 'goes by the times in `metrics`' },
    },
  }),
  probe<'milliseconds' | 'text' | 'other'>({
    name: 'metric-times',
    fact: 39,
    question: 'In what form are the times in `metrics`?',
    belief: 'unix seconds, as numbers',
    steps: [firstPageOf('messages')],
    judge([page]) {
      const values = messagesOf(page).flatMap(timesOf);
      if (values.length === 0) return cannotTell('no message has metrics');
      if (values.some((value) => typeof value === 'string')) return otherwise('text');
      const times = values.map(toNumber);
      if (times.some((time) => time === undefined)) return otherwise('other');
      return times.some((time) => (time ?? 0) > 1e12) ? otherwise('milliseconds') : asBelieved();
    },
    otherwise: {
      milliseconds: { says: 'in milliseconds', tapDoes: 'reads both' },
      text: { says: 'as text', tapDoes: 'reads dates and numbers in text' },
      other: { says: 'as something else', tapDoes: 'writes null for what is no time, and warns' },
    },
  }),
];
