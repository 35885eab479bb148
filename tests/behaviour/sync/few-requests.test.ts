import { expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { cutPage, type MadeUpApi, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';

const HOUR = 3600;
const DAY = 86_400;
const PATH = '/v1/messages';
const ALL_TO_READ = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '0' };

/** An answer to a request for messages: the span that was asked for, and the number of records. */
interface Answered {
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

/** Serves messages that were created at these times, in pages as large as asked for; the answers are noted. */
function serveMessages({ serve }: MadeUpApi, times: readonly number[]): Answered[] {
  const answers: Answered[] = [];
  const messages = [...times].sort((a, b) => b - a).map((created, index) => ({ id: `m${index}`, created }));
  serve(PATH, ({ query }) => {
    const [from, to] = [Number(query['start_ts']), Number(query['end_ts'])];
    const within = messages.filter(({ created }) => created >= from && created <= to);
    const { rows, next } = cutPage(within, Number(query['limit']), query['start']);
    answers.push({ from, to, records: rows.length });
    return { messages: rows, next };
  });
  return answers;
}

/** Instants at equal distances. */
function evenly(count: number, from: number, to: number): number[] {
  return numbers(0, count - 1).map((index) => Math.floor(from + ((to - from) * index) / count));
}

const dayAgo = (days: number) => NOW - days * DAY;

it.each([
  ['few messages, 2 in each of the two spans', evenly(100, dayAgo(183) + 1, NOW), 2],
  ['messages in its older part alone', evenly(100, dayAgo(183) + 1, dayAgo(20)), 3],
  ['no messages', [], 4],
])('half a year of %s costs at most four requests', async (_, times, expected) => {
  const api = await startMadeUpApi('messages');
  serveMessages(api, times);
  const { code, ids, asked } = await api.runAt(NOW);
  expect([code, ids('messages').length, asked(PATH).length]).toEqual([0, times.length, expected]);
});

it('two years of a thousand messages cost one request for each span', async () => {
  const api = await startMadeUpApi('messages');
  serveMessages(api, evenly(1000, dayAgo(730), NOW - HOUR));
  const settings = { TAP_CUSTOMERIO_ANCHOR_DATE: String(dayAgo(730)) };
  const { code, ids, asked } = await api.runAt(NOW, { settings });
  expect([code, ids('messages').length, asked(PATH).length]).toEqual([0, 1000, 5]);
});

it('an hour later a run costs one request, two if nothing is new, and one more for a lookback', async () => {
  const api = await startMadeUpApi('messages');
  serveMessages(api, evenly(1000, dayAgo(25), NOW + 30 * HOUR));
  const first = await api.runAt(NOW);
  const second = await api.runAt(NOW + HOUR, { state: first.state });
  expect(second.asked(PATH)).toHaveLength(1);
  const third = await api.runAt(NOW + 26 * HOUR, { state: second.state });
  expect(third.asked(PATH)).toHaveLength(2);
  serveMessages(api, []);
  const fourth = await api.runAt(NOW + 27 * HOUR, { state: third.state });
  expect(fourth.asked(PATH)).toHaveLength(2);
});

/** Times of many messages, by where they lie in half a year. */
const DENSE: Readonly<Record<string, readonly number[]>> = {
  'all over it': evenly(12_000, dayAgo(180), NOW - HOUR),
  'in its first days': evenly(6000, dayAgo(180), dayAgo(175)),
  'in its last day': evenly(15_000, dayAgo(1), NOW - HOUR),
  'in two days far from each other': [
    ...evenly(4000, dayAgo(170), dayAgo(169)),
    ...evenly(4000, dayAgo(20), dayAgo(19)),
  ],
  'in a single second': numbers(1, 2500).map(() => dayAgo(90)),
};

it.each(Object.entries(DENSE))(
  'of many messages %s each is read once, in the least requests: pages, spans, empty spans, and three',
  async (_, times) => {
    const api = await startMadeUpApi('messages');
    const answers = serveMessages(api, times);
    const settings = { ...ALL_TO_READ, TAP_CUSTOMERIO_ANCHOR_DATE: String(dayAgo(180) + 1) };
    const { code, ids, state } = await api.runAt(NOW, { settings });
    const wanted = times.filter((time) => time > dayAgo(180));
    expect([code, ids('messages').length, new Set(ids('messages')).size]).toEqual([
      0,
      wanted.length,
      wanted.length,
    ]);
    const spans = new Set(answers.flatMap(({ from, records }) => (records > 0 ? from : [])));
    const empty = new Set(answers.flatMap(({ from, records }) => (records > 0 ? [] : from)));
    const pages = Math.ceil(wanted.length / 1000);
    expect(answers.length).toBeLessThanOrEqual(pages + spans.size + empty.size + 3);
    const covered = [['2025-08-04T12:00:01Z', '2026-01-31T11:55:00Z']];
    expect(state).toMatchObject({ bookmarks: { messages: { covered } } });
  },
);

it('while many messages are read, three spans are read side by side, to the end', async () => {
  const api = await startMadeUpApi('messages');
  const answers = serveMessages(api, evenly(30_000, dayAgo(180), NOW - HOUR));
  const settings = { ...ALL_TO_READ, TAP_CUSTOMERIO_ANCHOR_DATE: String(dayAgo(179)) };
  await api.runAt(NOW, { settings });
  const froms = answers.map(({ from }) => from);
  // The first page shows how dense they are; from then on there are three.
  for (const at of numbers(3, froms.length - 5))
    expect(new Set(froms.slice(at, at + 5)).size, `from request ${at} on`).toBeGreaterThanOrEqual(3);
});

/** Spans longer than this many days are answered with this status, as are all that hold one of the seconds. */
function refuseLong({ emulator }: MadeUpApi, longestDays: number, poisoned: readonly number[] = []): void {
  emulator.faults.add({
    match: {
      template: PATH,
      where({ query }) {
        const [from, to] = [Number(query['start_ts']), Number(query['end_ts'])];
        return to - from > longestDays * DAY || poisoned.some((second) => second >= from && second <= to);
      },
    },
    times: Infinity,
    action: { kind: 'status', status: 504 },
  });
}

const WITHOUT_PATIENCE = { ...ALL_TO_READ, TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' };

it('a span that the API cannot answer in its smallest page is read in halves', async () => {
  const api = await startMadeUpApi('messages');
  refuseLong(api, 50);
  serveMessages(api, evenly(1500, dayAgo(180), NOW - HOUR));
  const { code, ids, stderr, state } = await api.runAt(NOW, { settings: WITHOUT_PATIENCE });
  expect([code, new Set(ids('messages')).size]).toEqual([0, 1500]);
  expect(stderr.match(/what was asked for is read in halves/g)).toHaveLength(1);
  expect(state).toMatchObject({
    bookmarks: { messages: { covered: [[expect.anything(), '2026-01-31T11:55:00Z']] } },
  });
});

it('of a span that holds a second which the API cannot answer, all but that second is read', async () => {
  const api = await startMadeUpApi('messages');
  const poisoned = dayAgo(100) + 17;
  refuseLong(api, 200, [poisoned]);
  serveMessages(api, [...evenly(1500, dayAgo(180), NOW - HOUR), poisoned - 1, poisoned, poisoned + 1]);
  const settings = { ...WITHOUT_PATIENCE, TAP_CUSTOMERIO_ANCHOR_DATE: String(dayAgo(180)) };
  const { code, ids, stderr, state } = await api.runAt(NOW, { settings });
  expect([code, new Set(ids('messages')).size]).toEqual([1, 1502]);
  expect(stderr).toContain('status 504');
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  const covered = [
    [at(dayAgo(180)), at(poisoned - 1)],
    [at(poisoned + 1), at(NOW - 300)],
  ];
  expect(state).toMatchObject({ bookmarks: { messages: { covered } } });
});
