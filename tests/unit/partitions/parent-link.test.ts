import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import { type Context, ROOT_CONTEXT } from '../../../src/partitions/context.ts';
import { constantSource, createParentLink, type ParentLink } from '../../../src/partitions/parent-link.ts';
import type { LargeParent, ParentPage } from '../../../src/partitions/parent-page.ts';
import { carriedColumns } from '../../../src/partitions/skipped-parents.ts';
import {
  type PartitionBy,
  type SkipWhen,
  type StreamName,
  toDefinition,
} from '../../../src/streams/definition.ts';
import type { PlannedStream } from '../../../src/streams/planned-stream.ts';
import { TapError } from '../../../src/tap-error.ts';

const DAY = 86_400;
const SINCE = 100 * DAY;

function planned(
  name: StreamName,
  partitionBy?: PartitionBy,
  more: Partial<Pick<PlannedStream, 'isSelected' | 'children'>> = {},
): PlannedStream {
  const entry = { operation: '', path: '/v1/x', rows: { kind: 'whole' } } as const;
  return {
    name,
    definition: toDefinition(partitionBy ? { ...entry, partitionBy } : entry),
    isSelected: true,
    schema: {},
    known: {},
    isOldCatalog: false,
    isFullTableAsked: false,
    hasReadAt: false,
    children: [],
    ...more,
  };
}

const each = (
  stream: StreamName,
  keys: Readonly<Record<string, string>>,
  skipWhen?: SkipWhen,
): PartitionBy => ({
  kind: 'each',
  stream,
  keys,
  ...(skipWhen ? { skipWhen } : {}),
});

const PARENT = planned('newsletters');
const BY_NEWSLETTER = each('newsletters', { newsletter_id: 'id' });
const PAGE: ParentPage = { pass: 'p', partition: [0], page: 1, position: undefined };
const LARGE: LargeParent = { role: 'parent', start: undefined, asking: 'p', goesOnAtFailure: true };

/** A link, and what it says of what is missing. */
function linkTo(child: PlannedStream, large?: LargeParent) {
  const link = createParentLink(PARENT, child, { large, periodsFrom: () => SINCE });
  const reasons: [string, number][] = [];
  link.onPartial((reason, count) => void reasons.push([reason, count]));
  return { link, reasons };
}

/** All contexts that a child is read for, group by group. */
async function groupsOf(link: ParentLink, records: readonly JsonObject[], context: Context = ROOT_CONTEXT) {
  const groups: (readonly Context[])[] = [];
  const reading = (async () => {
    for await (const { contexts } of link.groups) groups.push(contexts);
  })();
  await link.push(records, context, PAGE);
  await link.end();
  await reading;
  return groups;
}

async function keysOf(child: PlannedStream, records: readonly JsonObject[], context?: Context) {
  const { link, reasons } = linkTo(child);
  const groups = await groupsOf(link, records, context);
  return { keys: groups.flat().map(({ key }) => key[0]), reasons };
}

describe('a link', () => {
  it('collects the contexts of a small parent, and sorts them; then their number is known', async () => {
    const { link } = linkTo(planned('newsletter_contents', BY_NEWSLETTER));
    expect([link.size, link.large]).toEqual([undefined, undefined]);
    const groups = await groupsOf(link, [{ id: 9 }, { id: 2 }]);
    expect(groups.map((contexts) => contexts.map(({ key }) => key))).toEqual([[[2], [9]]]);
    expect(link.size).toBe(2);
  });

  it('gives those of a large parent on page by page, also of a page without any', async () => {
    const { link } = linkTo(planned('newsletter_contents', BY_NEWSLETTER), LARGE);
    const groups: unknown[] = [];
    const reading = (async () => {
      for await (const group of link.groups) groups.push(group);
    })();
    await link.push([{ id: 9 }, { id: 2 }], ROOT_CONTEXT, PAGE);
    await link.push([], ROOT_CONTEXT, { ...PAGE, page: 2 });
    await link.end();
    await reading;
    expect(groups).toMatchObject([
      { contexts: [{ key: [2] }, { key: [9] }], at: PAGE },
      { contexts: [], at: { ...PAGE, page: 2 } },
    ]);
    expect(groups).toHaveLength(2);
    expect([link.size, link.large]).toEqual([undefined, { ...LARGE, role: 'child' }]);
  });

  it('says why the parent could not be read to its end', async () => {
    const { link } = linkTo(planned('newsletter_contents', BY_NEWSLETTER), LARGE);
    const failure = new TapError('x');
    expect(link.failure).toBeUndefined();
    await link.end(failure);
    expect(link.failure).toBe(failure);
  });

  it('tells also of what was noted before anybody listened, once', async () => {
    const child = planned('newsletter_contents', BY_NEWSLETTER);
    const link = createParentLink(PARENT, child, { large: undefined, periodsFrom: () => SINCE });
    await link.push([{}], ROOT_CONTEXT, PAGE);
    link.inherit();
    link.inherit();
    const heard: unknown[] = [];
    link.onPartial((...reason) => void heard.push(reason));
    link.inherit();
    expect(heard).toEqual([
      ['keyless', 1],
      ['parent', 1],
    ]);
    link.onPartial((...reason) => void heard.push(reason));
    expect(heard).toHaveLength(2);
  });
});

describe('the source of a stream without a parent', () => {
  it('is read in the order of its keys, each once: all up to one that was begun count as begun', async () => {
    const contextOf = (key: string): Context => ({ params: {}, columns: {}, key: [key] });
    const source = constantSource(['blocks', 'spam', 'bounces', 'blocks'].map(contextOf));
    const keys: unknown[] = [];
    for await (const { contexts } of source.groups) keys.push(...contexts.map(({ key }) => key[0]));
    expect([keys, source.size]).toEqual([['blocks', 'bounces', 'spam'], 3]);
  });

  it('gives its contexts at once', async () => {
    const source = constantSource();
    const groups: unknown[] = [];
    for await (const group of source.groups) groups.push(group);
    expect(groups).toEqual([{ contexts: [ROOT_CONTEXT] }]);
    expect(source).toMatchObject({ size: 1, failure: undefined, large: undefined });
  });

  it('is narrowed where a setting lists nothing, and only there', () => {
    const reasonsOf = (contexts?: readonly Context[]) => {
      const reasons: unknown[] = [];
      constantSource(contexts).onPartial((...reason) => void reasons.push(reason));
      return reasons;
    };
    expect([reasonsOf([]), reasonsOf()]).toEqual([[['narrowed', 1]], []]);
  });
});

describe('of the records of a parent', () => {
  it('each gives a context, but for those without a key', async () => {
    const { link, reasons } = linkTo(planned('newsletter_contents', BY_NEWSLETTER));
    expect(await groupsOf(link, [{ id: 1 }, {}])).toEqual([
      [{ params: { newsletter_id: '1' }, columns: { newsletter_id: 1 }, key: [1] }],
    ]);
    expect(reasons).toEqual([['keyless', 1]]);
  });

  it('several are looked up together, but for those without a key', async () => {
    const child = planned('newsletter_contents', {
      kind: 'batch',
      stream: 'newsletters',
      key: 'id',
      size: 2,
    });
    const { link, reasons } = linkTo(child);
    const [contexts] = await groupsOf(link, [{ id: 1 }, { id: 2 }, { id: 3 }, {}, {}]);
    expect(contexts?.map(({ keys }) => keys)).toEqual([['1', '2'], ['3']]);
    expect(reasons).toEqual([['keyless', 2]]);
    expect((await keysOf(child, [{ id: 1 }])).reasons).toEqual([]);
  });

  it('those are read for that are not finished, but their children are not settled', async () => {
    const completeWhen = { column: 'state', is: 'finished' };
    const child = planned('newsletter_contents', {
      kind: 'each',
      stream: 'newsletters',
      keys: { id: 'id' },
      completeWhen,
    });
    const records = ['finished', 'building', null, 'building'].map((state, id) => ({ id, state }));
    expect(await keysOf(child, records)).toEqual({
      keys: [0, 1, 2, 3],
      reasons: [
        ['unsettled', 1],
        ['unsettled', 1],
      ],
    });
  });

  it.each<[string, SkipWhen, JsonObject[], number[]]>([
    ['is false', { column: 'on', is: 'false' }, [{ on: false }, { on: true }, { on: null }, {}], [1, 2, 3]],
    [
      'is not set',
      { column: 'at', is: 'unset' },
      [{ at: null }, { at: 0 }, { at: 5 }, {}, { at: 'no time' }],
      [2, 3, 4],
    ],
    [
      'is more than some days before what is read, or no time',
      { column: 'at', is: 'before', days: 30 },
      [{ at: 70 * DAY - 1 }, { at: 70 * DAY }, { at: 'no time' }, {}],
      [1, 3],
    ],
  ])('those are skipped whose column %s', async (_, skipWhen, records, expected) => {
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }, skipWhen));
    const given = records.map((record, id) => ({ id, ...record }));
    expect(await keysOf(child, given)).toEqual({ keys: expected, reasons: [] });
  });

  it('those that are skipped may have children, which is noted where that can be', async () => {
    const skipWhen = { column: 'on', is: 'false', hidesChildren: true } as const;
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }, skipWhen));
    const { keys, reasons } = await keysOf(child, [
      { id: 1, on: false },
      { id: 2, on: true },
    ]);
    expect([keys, reasons]).toEqual([[2], [['left_out', 1]]]);
  });
});

describe('a condition on what is above the parent', () => {
  const SENT: SkipWhen = { of: 'newsletters', column: 'sent_at', is: 'unset' };
  const grandchild = planned(
    'newsletter_content_metrics',
    each('newsletter_contents', { content_id: 'id' }, SENT),
  );

  it('is carried down to where it is asked, with the value', async () => {
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }), {
      children: [grandchild],
    });
    expect(carriedColumns(child, 'newsletters')).toEqual(['sent_at']);
    const { link } = linkTo(child);
    const above = { ...ROOT_CONTEXT, carried: { 'campaigns.x': 1 } };
    const [contexts] = await groupsOf(link, [{ id: 1, sent_at: null }], above);
    expect(contexts?.map(({ carried }) => carried)).toEqual([
      { 'campaigns.x': 1, 'newsletters.sent_at': null },
    ]);
    const lower = createParentLink(child, grandchild, { large: undefined, periodsFrom: () => SINCE });
    const [below] = await groupsOf(lower, [{ id: 2, sent_at: 5 }], contexts?.[0]);
    expect(below).toEqual([]);
  });

  it('is carried once, and not where nobody asks', () => {
    const twice = planned('newsletter_contents', each('newsletters', { id: 'id' }), {
      children: [grandchild, grandchild],
    });
    expect(carriedColumns(twice, 'newsletters')).toEqual(['sent_at']);
    expect(carriedColumns(twice, 'campaigns')).toEqual([]);
  });

  it('skips nothing where the value was not carried', async () => {
    expect((await keysOf(grandchild, [{ id: 1 }])).keys).toEqual([1]);
  });

  it('of all children holds for a stream that is only read for them', async () => {
    const children = [grandchild, grandchild];
    const records = [
      { id: 1, sent_at: null },
      { id: 2, sent_at: 5 },
    ];
    const read = async (more: Parameters<typeof planned>[2]) =>
      (await keysOf(planned('newsletter_contents', each('newsletters', { id: 'id' }), more), records)).keys;
    expect(await read({ isSelected: false, children })).toEqual([2]);
    expect(await read({ isSelected: true, children })).toEqual([1, 2]);
    const other = planned(
      'newsletter_content_link_metrics',
      each('newsletter_contents', { content_id: 'id' }),
    );
    expect(await read({ isSelected: false, children: [grandchild, other] })).toEqual([1, 2]);
    expect(await read({ isSelected: false, children: [] })).toEqual([1, 2]);
  });

  it('of several children skips only what all of them skip', async () => {
    const draft = planned(
      'newsletter_content_link_metrics',
      each('newsletter_contents', { id: 'id' }, { of: 'newsletters', column: 'draft', is: 'false' }),
    );
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }), {
      isSelected: false,
      children: [grandchild, draft],
    });
    const records = [
      { id: 1, sent_at: null, draft: false },
      { id: 2, sent_at: null, draft: true },
    ];
    expect((await keysOf(child, records)).keys).toEqual([2]);
  });

  it('of one of several children may hide others', async () => {
    const hides: SkipWhen = { of: 'newsletters', column: 'on', is: 'false', hidesChildren: true };
    const hiding = planned(
      'newsletter_content_link_metrics',
      each('newsletter_contents', { id: 'id' }, hides),
    );
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }), {
      isSelected: false,
      children: [grandchild, hiding],
    });
    expect(await keysOf(child, [{ id: 1, sent_at: null, on: false }])).toEqual({
      keys: [],
      reasons: [['left_out', 1]],
    });
  });

  it('of its own holds for a stream that is only read for its children, whatever theirs say', async () => {
    const own: SkipWhen = { column: 'on', is: 'false' };
    const child = planned('newsletter_contents', each('newsletters', { id: 'id' }, own), {
      isSelected: false,
      children: [grandchild],
    });
    const records = [
      { id: 1, sent_at: null, on: true },
      { id: 2, sent_at: 5, on: false },
    ];
    expect((await keysOf(child, records)).keys).toEqual([1]);
  });
});
