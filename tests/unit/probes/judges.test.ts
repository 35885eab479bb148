import { describe, expect, it } from 'vitest';
import type { ProbeAnswer } from '../../../src/probe/probe.ts';
import { runProbes } from '../../../src/probe/run-probes.ts';
import { PROBES } from '../../../src/probes/table.ts';

const NOW = 1_790_000_000;
const DAY = 86_400;

/** An answer in a few words: a body, or a status without one. */
type Short = object | number | undefined;

/** What a probe finds if the API gives these answers, one after the other, to what it asks; the last one again and again. */
async function findingOf(name: string, answers: readonly Short[], first: Short = { workspaces: [] }) {
  const probes = PROBES.filter((probe) => probe.name === name);
  const left = [first, ...answers];
  const asked: ProbeAnswer['request'][] = [];
  const { results } = await runProbes(probes, async (request) => {
    asked.push(request);
    const short = left.length > 1 ? left.shift() : left[0];
    const isStatus = typeof short === 'number';
    return {
      request,
      status: isStatus ? short : 200,
      form: isStatus ? 'none' : 'JSON',
      body: isStatus ? undefined : short,
      apiDate: NOW,
      receivedAt: NOW,
      headerNames: [],
      attempts: 1,
    };
  });
  const [finding] = results.map((result) => result.finding);
  if (finding === undefined) throw new TypeError(`no probe ${name}`);
  return { finding, asked: asked.slice(1) };
}

const messages = (...list: object[]) => ({ messages: list, next: '' });
const segments = (...states: string[]) => ({ segments: states.map((state, id) => ({ id, state })) });
const members = (...ids: string[]) => ({ identifiers: ids.map((id) => ({ cio_id: id })) });
const emails = (...ids: string[]) => ({ emails: ids.map((id) => ({ id })) });

describe('what the account does not hold, no probe can tell', () => {
  it.each<[string, readonly Short[], string]>([
    ['order-of-activities', [{ activities: null }], 'fewer than two seconds have activities'],
    ['deleted-activities', [{ activities: [] }], 'there are no activities'],
    ['order-of-messages', [messages({ created: 1 })], 'fewer than two seconds have messages'],
    ['order-within-a-second', [messages({ created: 1 })], 'no two messages of the first page share a second'],
    [
      'order-within-a-second',
      [messages({ created: 1 }, { created: 1 }), messages(), messages()],
      'the page had no cursor',
    ],
    ['bounds', [messages()], 'there are no messages'],
    ['past-the-end', [messages({ created: 1 })], 'the first page has too few messages'],
    ['past-the-end', [messages({ created: 2 }, { created: 1 }), messages()], 'the page had no cursor'],
    [
      'past-the-end',
      [
        messages({ created: 2 }, { created: 1 }),
        { ...messages({ id: 'a' }), next: 'c' },
        messages({ id: 'b' }),
      ],
      'other messages came',
    ],
    [
      'metric-window',
      [messages({ created: 9, metrics: { sent: 99, delivered: 10 } })],
      'no message of the first page was delivered, opened or clicked later than created',
    ],
    ['drafts', [messages({ id: 'a' }), messages()], 'there are no drafts, or nothing else'],
    ['change-number', [messages({ metrics: { sent: 'soon' } })], 'no message has metrics'],
    ['metric-times', [messages({ metrics: null })], 'no message has metrics'],
    ['old-messages', [messages()], 'none came: either there were none, or the API does not serve them'],
    ['long-windows', [messages(), messages()], 'no message is older than six months'],
    [
      'long-windows',
      [messages({ created: 1 }), { ...messages(), next: 'c' }],
      'there are more messages than a page holds',
    ],
    ['cursor-kinds', [messages()], 'no list is long enough for a cursor'],
    ['cursor-of-another-segment', [segments()], 'there are fewer than two segments'],
    ['cursor-of-another-segment', [segments('finished'), { next: 'c' }], 'there are fewer than two segments'],
    [
      'cursor-of-another-segment',
      [segments('finished', 'finished'), members('a')],
      'the first segment has fewer than two members',
    ],
    [
      'pages-of-actions',
      [{ campaigns: [{ actions: null }, { actions: Array.from({ length: 10 }, () => ({})) }] }],
      'no campaign has more than 10 actions',
    ],
    [
      'pages-of-actions',
      [{ campaigns: [{ id: 1, actions: Array.from({ length: 11 }, () => ({})) }] }, {}],
      'the list is left out',
    ],
    ['emails-in-folders', [emails('a'), { folders: [] }], 'there are no folders'],
    [
      'emails-in-folders',
      [emails('a'), { folders: [{ id: 1 }] }, emails()],
      'the first folder holds no emails',
    ],
    [
      'emails-in-folders',
      [{ ...emails('a'), meta: { pagination: { total: 2 } } }, { folders: [{ id: 1 }] }, emails('b')],
      'there are more emails than a page holds',
    ],
    ['bounds-of-design-studio', [emails()], 'there are no emails'],
    ['fields', [503], 'no list that can be read holds a record'],
    ['whole-lists', [segments('finished')], 'there are fewer than two segments'],
    ['last-page', [messages()], 'there are no messages'],
    ['foreign-cursor', [messages()], 'no list is long enough for a cursor'],
    ['everybody', [members(), members()], 'there are no people'],
    ['nobody', [members('a')], 'it holds people'],
    ['identifiers', [members()], 'there are no people'],
    ['wrapped-people', [members()], 'there are no people'],
    ['wrapped-people', [members('a'), { customers: [] }], 'the person was left out'],
    ['devices', [members()], 'there are no people'],
    ['devices', [members('a'), { customers: [] }], 'everybody on the first page has a device'],
    [
      'devices',
      [members('a'), { customers: [{ devices: [{}] }] }],
      'everybody on the first page has a device',
    ],
    ['empty-segment', [segments('build')], 'no segment is empty'],
    [
      'empty-segment',
      [segments('finished', 'finished', 'finished'), members('a'), members('b'), members('c')],
      'the three segments that were tried have members',
    ],
    ['counted-members', [segments('build')], 'no segment is built'],
    [
      'counted-members',
      [segments('finished'), { count: 5 }, members(...Array.from({ length: 1000 }, (_, id) => String(id)))],
      'the segment is larger than a page',
    ],
    ['unfinished-segment', [segments('finished')], 'no segment is being built'],
    [
      'unfinished-segment',
      [segments('build'), { count: 5 }, members(...Array.from({ length: 1000 }, (_, id) => String(id)))],
      'the segment is larger than a page',
    ],
    ['used-by', [segments()], 'there are no segments'],
    ['used-by', [segments('finished'), { used_by: null }], '`used_by` is null'],
    ['hidden-senders', [{ sender_identities: [] }], 'there are no hidden senders, or no visible ones'],
    [
      'days-of-series',
      [messages({ newsletter_id: null })],
      'no message of the first page belongs to a newsletter',
    ],
    [
      'days-of-series',
      [messages({ newsletter_id: 1 }), { ...messages(), next: 'c' }, { metric: null }],
      'the newsletter has more messages than a page holds',
    ],
    [
      'days-of-series',
      [messages({ newsletter_id: 1 }), messages({ metrics: { sent: NOW - 90 * DAY } }), { metric: null }],
      'it sent nothing in the last 30 days',
    ],
    [
      'days-of-series',
      [
        messages({ newsletter_id: 1 }),
        messages({ metrics: { sent: NOW - DAY } }),
        { metric: { series: { sent: [7, null] } } },
      ],
      'its counts fit its messages in neither zone',
    ],
    ['order-of-messages', [undefined], 'fewer than two seconds have messages'],
  ])('%s, where %j comes: %s', async (name, answers, why) => {
    expect((await findingOf(name, answers)).finding).toEqual({ kind: 'cannot tell', why });
  });

  it('the workspaces, where their list is null', async () => {
    const { finding } = await findingOf('workspaces', [], { workspaces: null });
    expect(finding).toEqual({ kind: 'cannot tell', why: 'the list is null' });
  });
});

describe('a probe', () => {
  it.each([
    ['12345', 'a number'],
    ['v20:1', 'a row offset'],
    ['0:61', 'two numbers'],
    ['61', 'a number in base64'],
    ['{"id":1}', 'JSON in base64'],
    ['something', 'opaque'],
  ])('names the kind of the cursor %s, and nothing of what it holds', async (held, kind) => {
    const next = kind === 'a number' ? held : Buffer.from(held, 'latin1').toString('base64');
    const { finding } = await findingOf('cursor-kinds', [{ next }]);
    const kinds = ['messages', 'activities', 'newsletters', 'sender_identities'].map(
      (list) => `${list}: ${kind}`,
    );
    expect(finding).toMatchObject({ seen: kinds.join(', ') });
  });

  it('tries the newest segments until one is empty, and no further', async () => {
    const three = segments('finished', 'finished', 'finished');
    const { finding, asked } = await findingOf('empty-segment', [three, members('a'), { identifiers: null }]);
    expect(finding).toEqual({ kind: 'as believed' });
    expect(asked.slice(1).map(({ params }) => params['segment_id'])).toEqual(['2', '1']);
  });

  it('takes counts for equal that differ by one, or by a hundredth', async () => {
    const kindOf = async (count: number, length: number) => {
      const ids = Array.from({ length }, (_, id) => String(id));
      return (await findingOf('counted-members', [segments('finished'), { count }, members(...ids)])).finding
        .kind;
    };
    expect(await kindOf(5, 4)).toBe('as believed');
    expect(await kindOf(5, 3)).toBe('otherwise');
    expect(await kindOf(900, 891)).toBe('as believed');
    expect(await kindOf(900, 890)).toBe('otherwise');
  });

  it('says by how much activities are out of order, and that none came with deleted=true', async () => {
    const times = [NOW, NOW - 9000, NOW - 1000].map((timestamp) => ({ timestamp }));
    expect((await findingOf('order-of-activities', [{ activities: times }])).finding).toEqual({
      kind: 'otherwise',
      variant: 'out of order',
      seen: 'by up to 2 h',
    });
    const none = await findingOf('deleted-activities', [{ activities: [{ id: 1 }] }, { activities: [] }]);
    expect(none.finding).toEqual({ kind: 'otherwise', variant: 'instead', seen: 'none came' });
  });

  it('says that days in UTC would give the same counts where nothing was sent at night', async () => {
    // Noon in both zones.
    const noon = NOW - (NOW % DAY) - DAY + DAY / 2 + 6 * 3600;
    const sent = [...Array.from({ length: 38 }, () => null), 1, 0];
    const { finding } = await findingOf('days-of-series', [
      messages({ newsletter_id: 1 }),
      messages({ metrics: { sent: noon } }, { metrics: {} }),
      { metric: { series: { sent } } },
    ]);
    expect(finding).toEqual({ kind: 'as believed', seen: 'UTC would give the same counts' });
  });

  it('says how many workspaces the key may read: one, or several', async () => {
    const seenOf = async (...ids: number[]) =>
      (await findingOf('workspaces', [], { workspaces: ids.map((id) => ({ id })) })).finding;
    expect(await seenOf(1)).toMatchObject({ seen: 'one workspace' });
    expect(await seenOf(1, 2)).toMatchObject({ seen: 'several workspaces' });
  });

  it('takes the times of links for known: there are as many as there are links', async () => {
    const metrics = { 'link:4': 1, 'human_link:4': 1, tier4: 1 };
    const { finding } = await findingOf('fields', [messages({ metrics })]);
    // The list of transactional messages has the same name, and no metrics.
    expect(finding).toMatchObject({ seen: 'messages.metrics.tier*, transactional_messages.metrics' });
  });

  it('takes people that are wrapped for the same as those that are not', async () => {
    const { finding } = await findingOf('devices', [
      members('a'),
      { customers: [{ customer: { devices: [] } }] },
    ]);
    expect(finding).toMatchObject({ variant: '[]' });
  });
});
