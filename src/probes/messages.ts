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

const NO_MESSAGES = 'there are no messages';
const DAY = 86_400;

/** Six months at their longest, in days. */
const LONGEST_WINDOW_DAYS = 183;

const sample: Step = () => firstPageOf('messages');
const messagesOf = (answer: ProbeAnswer | undefined) => rowsOf(answer, 'messages');

/** A request for the messages that were created from one second to another. */
const between = (from: number, to: number, more: Record<string, string> = {}) =>
  get('/v1/messages', { start_ts: String(from), end_ts: String(to), limit: '100', ...more });

/** The `created` of messages, with how many were created in that second. */
function secondsOf(page: ProbeAnswer | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  for (const second of numbersOf(messagesOf(page), 'created'))
    counts.set(second, (counts.get(second) ?? 0) + 1);
  return counts;
}

/** A message that was opened or clicked long enough after it was created to tell the two times apart. */
function withLateMetric(page: ProbeAnswer | undefined) {
  for (const message of messagesOf(page)) {
    const created = toNumber(message['created']);
    for (const metric of ['opened', 'clicked', 'delivered']) {
      const at = toNumber(asJsonObject(message['metrics'])[metric]);
      if (created !== undefined && at !== undefined && at - created > 1)
        return { id: String(message['id']), created, metric, at };
    }
  }
  return undefined;
}

const lateMetric =
  (time: 'at' | 'created'): Step =>
  ({ answers: [page] }) => {
    const late = withLateMetric(page);
    if (late === undefined)
      return 'no message of the first page was delivered, opened or clicked later than created';
    return between(late[time], late[time], { metric: late.metric });
  };

const timesOf = (message: JsonObject) => Object.values(asJsonObject(message['metrics']));

/** The number behind the id in `deduplicate_id`. */
function suffixOf(message: JsonObject): number | undefined {
  const [, digits] = /:(\d+)$/.exec(String(message['deduplicate_id'])) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Probes of messages: order, windows, metrics. */
export const messages: readonly Probe[] = [
  probe<'oldest first' | 'no order'>({
    name: 'order-of-messages',
    fact: 31,
    question: 'In which order do messages come?',
    belief: 'newest `created` first',
    steps: [sample],
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
      sample,
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
  probe<'start excluded' | 'end excluded' | 'both excluded'>({
    name: 'bounds',
    fact: 28,
    question: 'Do `start_ts` and `end_ts` belong to the window?',
    belief: 'both do',
    steps: [
      sample,
      ...(
        [
          [0, 0],
          [0, 1],
          [-1, 0],
        ] as const
      ).map(
        ([before, after]): Step =>
          ({ answers: [page] }) => {
            const [created] = numbersOf(messagesOf(page), 'created');
            return created === undefined ? NO_MESSAGES : between(created + before, created + after);
          },
      ),
    ],
    judge([page, ...windows]) {
      const [id = ''] = textsOf(messagesOf(page));
      const [both, start, end] = windows.map((window) => textsOf(messagesOf(window)).includes(id));
      if (both) return asBelieved();
      if (start) return otherwise('end excluded');
      return otherwise(end ? 'start excluded' : 'both excluded');
    },
    otherwise: {
      'start excluded': excluded('`start_ts` does not'),
      'end excluded': excluded('`end_ts` does not'),
      'both excluded': excluded('neither does'),
    },
  }),
  probe<'refused' | 'empty'>({
    name: 'past-the-end',
    fact: 10,
    question: 'What does a cursor of messages past the end get?',
    belief: 'page one',
    takesRefusals: true,
    steps: [
      sample,
      ({ answers: [page] }) => {
        const pair = neighboursOf(page);
        return pair === undefined
          ? 'the first page has too few messages'
          : between(pair.from, pair.to, { limit: '1' });
      },
      ({ answers: [page, first] }) => {
        const pair = neighboursOf(page);
        const start = nextOf(first);
        if (pair === undefined || start === undefined) return 'the page had no cursor';
        return between(pair.to, pair.to, { limit: '1', start });
      },
    ],
    judge([, first, past]) {
      if (past?.status !== 200) return otherwise('refused', `status ${past?.status}`);
      const [expected, seen] = [first, past].map((answer) => textsOf(messagesOf(answer)).join());
      if (seen === '') return otherwise('empty');
      return seen === expected ? asBelieved() : cannotTell('other messages came');
    },
    otherwise: {
      refused: { says: 'a refusal', tapDoes: 'reads the window anew' },
      empty: { says: 'an empty page', tapDoes: 'proves the end by the page before' },
    },
  }),
  probe<'by the metric' | 'ignored' | 'neither'>({
    name: 'metric-window',
    fact: 106,
    question: 'Which time does the window mean where `metric=` is given?',
    belief: '`created`',
    steps: [sample, lateMetric('at'), lateMetric('created')],
    judge([page, atMetric, atCreated]) {
      const late = withLateMetric(page);
      const [byMetric, byCreated] = [atMetric, atCreated].map((answer) =>
        textsOf(messagesOf(answer)).includes(late?.id ?? ''),
      );
      const lacksIt = (message: JsonObject) =>
        asJsonObject(message['metrics'])[late?.metric ?? ''] === undefined;
      if ([atMetric, atCreated].some((answer) => messagesOf(answer).some(lacksIt)))
        return otherwise('ignored');
      if (byMetric) return otherwise('by the metric', `by ${late?.metric}`);
      return byCreated ? asBelieved(`by ${late?.metric}`) : otherwise('neither');
    },
    otherwise: {
      'by the metric': {
        says: 'the time of the metric',
        tapDoes: 'reads late opens and clicks by metric, however old the message (`messages_late_metrics`)',
      },
      ignored: { says: '`metric=` changes nothing', tapDoes: 'finds late opens and clicks by looking back' },
      neither: { says: 'neither time', tapDoes: 'finds late opens and clicks by looking back' },
    },
  }),
  probe<'along' | 'ignored'>({
    name: 'drafts',
    fact: 44,
    question: 'What does `drafts=true` list?',
    belief: 'drafts alone',
    steps: [sample, () => get('/v1/messages', { limit: '100', drafts: 'true' })],
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
    steps: [sample],
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
    steps: [sample],
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
  probe<never>({
    name: 'old-messages',
    fact: 107,
    question: 'Are messages served that are older than six months?',
    belief: 'yes, where the whole window lies there',
    steps: [({ now }) => between(now - 2 * LONGEST_WINDOW_DAYS * DAY, now - (LONGEST_WINDOW_DAYS + 2) * DAY)],
    judge: ([old]) =>
      messagesOf(old).length > 0
        ? asBelieved()
        : cannotTell('none came: either there were none, or the API does not serve them'),
    otherwise: {},
  }),
  probe<'whole'>({
    name: 'long-windows',
    fact: 29,
    question: 'Is a window of more than six months cut to its last six?',
    belief: 'yes, silently',
    steps: [
      ({ now }) => between(now - 2 * LONGEST_WINDOW_DAYS * DAY, now - (LONGEST_WINDOW_DAYS + 2) * DAY),
      ({ now }) => between(now - 2 * LONGEST_WINDOW_DAYS * DAY, now, { limit: '1000' }),
    ],
    judge([old, long]) {
      const [newestOld] = numbersOf(messagesOf(old), 'created').sort((one, other) => other - one);
      if (newestOld === undefined) return cannotTell('no message is older than six months');
      if (nextOf(long) !== undefined) return cannotTell('there are more messages than a page holds');
      const times = numbersOf(messagesOf(long), 'created');
      return times.some((time) => time <= newestOld) ? otherwise('whole') : asBelieved();
    },
    otherwise: {
      whole: {
        says: 'it is served whole',
        tapDoes: 'asks for 180 days at most: some requests more than needed',
      },
    },
  }),
];

function excluded(says: string) {
  return {
    says,
    atRisk: ['messages'] as const,
    tapDoes: 'misses the messages of one second at each edge of a window, until the next lookback',
    youCan:
      'set `messages_window_days` to 180, so that there are few edges, and leave `messages_lookback_days` above 0',
  };
}

/** A message that is alone in its second, and the second of an older one before it. */
function neighboursOf(page: ProbeAnswer | undefined): { from: number; to: number } | undefined {
  const seconds = [...secondsOf(page)].sort(([one], [other]) => other - one);
  const index = seconds.findIndex(([, count], at) => count === 1 && at < seconds.length - 1);
  const [to, from] = [seconds[index]?.[0], seconds[index + 1]?.[0]];
  return to === undefined || from === undefined ? undefined : { from, to };
}
