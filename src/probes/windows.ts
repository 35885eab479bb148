import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import { nextOf, numbersOf, textsOf, toNumber } from '../probe/answers.ts';
import {
  asBelieved,
  cannotTell,
  otherwise,
  type Probe,
  type ProbeAnswer,
  probe,
  type Step,
} from '../probe/probe.ts';
import { between, messagesOf, secondsOf } from './messages.ts';
import { firstPageOf } from './reach.ts';

const NO_MESSAGES = 'there are no messages';
const DAY = 86_400;

/** Six months at their longest, in days. */
const LONGEST_WINDOW_DAYS = 183;

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

/** Probes of the windows in which messages are asked for. */
export const windows: readonly Probe[] = [
  probe<'start excluded' | 'end excluded' | 'both excluded'>({
    name: 'bounds',
    fact: 28,
    question: 'Do `start_ts` and `end_ts` belong to the window?',
    belief: 'both do',
    steps: [
      firstPageOf('messages'),
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
      firstPageOf('messages'),
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
    steps: [firstPageOf('messages'), lateMetric('at'), lateMetric('created')],
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
