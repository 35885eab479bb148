import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProbes } from '../../../src/probe/run-probes.ts';
import { PROBES } from '../../../src/probes/table.ts';
import type { FaultRule } from '../../support/emulator/faults.ts';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { sendProbeTo } from '../../support/harness/send-probe.ts';

/** A workspace in which every question can be answered. */
const WORLD: EmulatorOptions = {
  sizes: { newsletters: 5, collections: 0, segments: 3 },
  unknownFields: false,
};

/** A workspace in which one newsletter has sent at all hours. */
const DENSE: EmulatorOptions = {
  messagesSpanDays: 30,
  sizes: { ...WORLD.sizes, newsletters: 1, messages: 900 },
};

const DAY = 86_400;

/** A way in which the API behaves: options, faults, or both; and what the probe says of it. */
interface Meeting {
  readonly is: string;
  readonly options?: EmulatorOptions;
  readonly fault?: FaultRule;
}

const BELIEVED = 'as believed';

/** Which values of an option give which answers. */
const values = <Name extends keyof EmulatorOptions>(
  name: Name,
  answers: readonly (readonly [EmulatorOptions[Name], string])[],
): Meeting[] => answers.map(([value, is]) => ({ is, options: { [name]: value } }));

const always = (match: FaultRule['match'], action: FaultRule['action']): FaultRule => ({
  match,
  times: Number.POSITIVE_INFINITY,
  action,
});

const ended = (template: string): Meeting[] => [
  { is: BELIEVED },
  { is: 'none', options: { trailingEmptyPage: false } },
  ...values('afterTheEnd', [
    ['refused', 'refused'],
    ['first page', 'page one'],
  ]),
  { is: 'cannot tell', fault: always({ template }, { kind: 'status', status: 403 }) },
];

/** Every probe, with the variants that it tells apart. */
const MEETINGS: Readonly<Record<string, readonly Meeting[]>> = {
  clock: [
    { is: BELIEVED },
    { is: 'apart', options: { clock: () => Math.floor(Date.now() / 1000) - DAY } },
    ...values('date', [['none', 'no date']]),
  ],
  scopes: [
    { is: BELIEVED },
    { is: 'refused', options: { forbidden: ['/v1/segments'] } },
    { is: 'missing', options: { missing: ['/v1/object_types'] } },
  ],
  'unknown-route': values('unknownRoute', [
    ['text', BELIEVED],
    ['JSON', 'JSON'],
    ['400', 'no 404'],
  ]),
  'missing-parent': values('missingParent', [
    ['JSON', BELIEVED],
    ['text', 'text'],
    ['400', '400'],
    ['empty', 'no refusal'],
  ]),
  workspaces: [{ is: BELIEVED }, { is: 'refused', options: { forbidden: ['/v1/workspaces'] } }],
  'order-of-messages': [
    ...values('messagesOrder', [
      ['newest_first', BELIEVED],
      ['oldest_first', 'oldest first'],
    ]),
    {
      is: 'no order',
      fault: always({ template: '/v1/messages' }, { kind: 'change', change: turnHalf('messages') }),
    },
  ],
  'order-within-a-second': values('orderInSecond', [
    ['steady', BELIEVED],
    ['by page', 'differs'],
  ]),
  bounds: values('boundsInclusive', [
    [true, BELIEVED],
    [false, 'both excluded'],
    [{ start: true, end: false }, 'end excluded'],
    [{ start: false, end: true }, 'start excluded'],
  ]),
  'past-the-end': values('pastTheEnd', [
    ['first page', BELIEVED],
    ['empty', 'empty'],
    ['refused', 'refused'],
  ]),
  'metric-window': [
    ...values('metricWindow', [
      ['created', BELIEVED],
      ['metric', 'by the metric'],
      ['ignored', 'ignored'],
    ]),
    {
      is: 'neither',
      fault: always(
        { where: ({ query }) => query['metric'] !== undefined },
        { kind: 'body', body: '{"messages":[],"next":""}' },
      ),
    },
  ],
  drafts: values('drafts', [
    ['none', 'cannot tell'],
    ['alone', BELIEVED],
    ['along', 'along'],
    ['ignored', 'ignored'],
  ]),
  'change-number': values('changeNumber', [
    ['newest metric', BELIEVED],
    ['later', 'later'],
    ['none', 'no number'],
  ]),
  'metric-times': values('metricTimes', [
    ['seconds', BELIEVED],
    ['milliseconds', 'milliseconds'],
    ['text', 'text'],
    ['other', 'other'],
  ]),
  'old-messages': values('oldMessages', [
    ['served', BELIEVED],
    ['withheld', 'cannot tell'],
  ]),
  'long-windows': values('longWindows', [
    ['cut', BELIEVED],
    ['whole', 'whole'],
  ]),
  'order-of-activities': [
    ...values('activitiesOrder', [
      ['newest_first', BELIEVED],
      ['oldest_first', 'oldest first'],
    ]),
    ...values('activitiesDisorder', [['an hour', 'out of order']]),
  ],
  'deleted-activities': values('deletedActivities', [
    ['none', BELIEVED],
    ['added', 'added'],
    ['instead', 'instead'],
  ]),
  'empty-lists': [
    ...values('emptyLists', [
      ['as seen', BELIEVED],
      ['list', '[] instead'],
      ['absent', 'absent'],
    ]),
    { is: 'null elsewhere', options: { emptyLists: 'null', sizes: { ...WORLD.sizes, snippets: 0 } } },
    { is: 'cannot tell', options: { sizes: { ...WORLD.sizes, collections: 2 } } },
  ],
  'whole-lists': values('wholeLists', [
    ['whole', BELIEVED],
    ['paged', 'paged'],
  ]),
  'last-page': [
    { is: BELIEVED },
    { is: 'absent', fault: nextIs(undefined) },
    { is: 'null', fault: nextIs(null) },
    { is: 'a cursor', fault: nextIs('djIwOjE=') },
  ],
  'newsletters-end': ended('/v1/newsletters'),
  'senders-end': ended('/v1/sender_identities'),
  'malformed-cursor': values('strangeCursors', [
    ['refused', BELIEVED],
    ['empty', 'empty'],
    ['first page', 'page one'],
  ]),
  'foreign-cursor': values('strangeCursors', [
    ['refused', BELIEVED],
    ['empty', 'empty'],
    ['first page', 'page one'],
  ]),
  'cursor-kinds': [{ is: BELIEVED }, { is: 'another kind', options: { profile: 'documented' } }],
  'cursor-of-another-segment': values('strangeCursors', [
    ['refused', 'refused'],
    ['empty', BELIEVED],
    ['first page', 'members'],
  ]),
  'pages-of-actions': values('actionPages', [
    ['ten', BELIEVED],
    ['all', 'all at once'],
    ['cut', 'cut'],
  ]),
  limits: values('largeLimits', [
    ['cut', BELIEVED],
    ['refused', 'refused'],
  ]),
  'limit-of-messages': values('largeLimits', [
    ['cut', BELIEVED],
    ['refused', 'refused'],
  ]),
  'same-cursor': values('usedCursors', [
    ['same page', BELIEVED],
    ['other records', 'other records'],
    ['refused', 'refused'],
  ]),
  'offset-past-the-end': [
    ...values('offsetPastTheEnd', [
      ['empty', BELIEVED],
      ['first page', 'page one'],
      ['refused', 'refused'],
    ]),
    ...values('emptyLists', [['list', '[]']]),
  ],
  everybody: values('existsFinds', [
    ['everybody', BELIEVED],
    ['some', 'both'],
  ]),
  nobody: values('emptyLists', [
    ['as seen', BELIEVED],
    ['list', '[]'],
    ['absent', 'absent'],
  ]),
  identifiers: [{ is: BELIEVED }, { is: 'no address', options: { emailIdentifiers: false } }],
  'wrapped-people': values('wrappedPeople', [
    [false, BELIEVED],
    [true, 'wrapped'],
  ]),
  'prefixed-ids': values('prefixedIds', [
    ['unknown', BELIEVED],
    ['known', 'known'],
  ]),
  'unknown-ids': values('unknownIds', [
    ['left out', BELIEVED],
    ['refused', 'refused'],
    ['in place', 'a place for each'],
  ]),
  devices: values('devices', [
    ['null', BELIEVED],
    ['list', '[]'],
    ['absent', 'absent'],
  ]),
  'empty-segment': values('emptyLists', [
    ['as seen', BELIEVED],
    ['list', '[]'],
    ['absent', 'absent'],
  ]),
  'counted-members': values('memberCounts', [
    ['right', BELIEVED],
    ['twice', 'apart'],
  ]),
  'unfinished-segment': values('unfinishedSegments', [
    ['half', BELIEVED],
    ['all', 'whole'],
  ]),
  'used-by': values('usedBy', [
    ['within', BELIEVED],
    ['beside', 'beside'],
  ]),
  'hidden-senders': [
    ...values('hiddenSenders', [
      ['alone', BELIEVED],
      ['along', 'along'],
      ['ignored', 'ignored'],
    ]),
    { is: 'cannot tell', options: { sizes: { ...WORLD.sizes, senderIdentities: 2 } } },
  ],
  'emails-in-folders': values('studioList', [
    ['tree', BELIEVED],
    ['root', 'root only'],
  ]),
  'bounds-of-design-studio': values('studioBounds', [
    ['excluded', BELIEVED],
    ['included', 'included'],
  ]),
  'page-zero': values('pageZero', [
    ['refused', BELIEVED],
    ['served', 'refused not'],
  ]),
  'days-of-series': [
    { is: BELIEVED, options: DENSE },
    { is: 'UTC', options: { ...DENSE, seriesDays: 'UTC' } },
    { is: 'cannot tell', options: { sizes: { ...WORLD.sizes, newsletters: 0 } } },
  ],
  fields: [
    { is: 'unknown fields', options: { unknownFields: true } },
    { is: BELIEVED, options: { profile: 'documented' } },
  ],
};

/** The records of a page with their second half before the first. */
function turnHalf(key: string) {
  return (body: unknown) => {
    const rows: unknown[] = Object(body)[key];
    return { ...Object(body), [key]: [...rows.slice(rows.length / 2), ...rows.slice(0, rows.length / 2)] };
  };
}

/** The last page of messages has this for its `next`. */
function nextIs(next: unknown): FaultRule {
  const change = ({ ...body }: object) => ({ ...body, next });
  return always({ query: { limit: '1000' } }, { kind: 'change', change: (body) => change(Object(body)) });
}

async function findingOf(name: string, { options, fault }: Meeting): Promise<string> {
  const { emulator } = await emulatorFor({ ...WORLD, ...options });
  if (fault) emulator.faults.add(fault);
  const probes = PROBES.filter((probe) => probe.name === name);
  const { results } = await runProbes(probes, sendProbeTo(emulator));
  const [finding] = results.map((result) => result.finding);
  return finding?.kind === 'otherwise' ? finding.variant : (finding?.kind ?? 'no such probe');
}

describe.each(Object.entries(MEETINGS))('the probe %s', (name, meetings) => {
  it.each(meetings.map(({ is }) => is))('tells "%s" from its other answers', async (is) => {
    const met = meetings.filter((meeting) => meeting.is === is);
    expect(met).toHaveLength(1);
    for (const meeting of met) expect(await findingOf(name, meeting)).toBe(is);
  });

  it('has met every answer that it explains', () => {
    const explained = Object.keys(PROBES.find((probe) => probe.name === name)?.otherwise ?? {});
    expect(meetings.map(({ is }) => is)).toEqual(expect.arrayContaining([BELIEVED, ...explained]));
  });
});

it('every probe is met, and every variant of the emulator meets a probe or is named in docs/probe.md', () => {
  expect(Object.keys(MEETINGS).sort()).toEqual(PROBES.map(({ name }) => name).sort());
  const source = readFileSync(new URL('../../support/emulator/variants.ts', import.meta.url), 'utf8');
  const variants = [...source.matchAll(/^ {2}(\w+)\?: (.+);$/gm)];
  expect(variants.length).toBeGreaterThan(30);
  const met = JSON.stringify(MEETINGS);
  const docs = readFileSync(new URL('../../../docs/probe.md', import.meta.url), 'utf8');
  const unmet = variants.flatMap(([, name = '', type = '']) =>
    [...type.matchAll(/'([^']+)'/g)].flatMap(([, value], index) =>
      index === 0 || met.includes(`"${name}":"${value}"`) || docs.includes(`\`${name}: ${value}\``)
        ? []
        : [`${name}: ${value}`],
    ),
  );
  expect(unmet).toEqual([]);
});

it('the number of every probe is one of docs/api-behaviour.md, and names differ', () => {
  const page = readFileSync(new URL('../../../docs/api-behaviour.md', import.meta.url), 'utf8');
  for (const { fact } of PROBES) expect(page).toContain(`<a id="${fact}"></a>`);
  expect(new Set(PROBES.map(({ name }) => name)).size).toBe(PROBES.length);
});
