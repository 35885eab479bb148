import { describe, expect, it } from 'vitest';
import { settingsOf } from './options.ts';
import { createWorld, type World } from './world.ts';

const NOW = 1_790_000_000;

function bytesOf(options: Parameters<typeof settingsOf>[0]): string {
  const world = createWorld(settingsOf(options).plan);
  return JSON.stringify(Object.values(world).map((list) => [...list].map(plain)));
}

// children are [parent's id, list]
function plain(item: unknown): unknown {
  return Array.isArray(item) ? [item[0], ...item[1]] : item;
}

const world = createWorld(settingsOf({ now: NOW }).plan);

describe('the world', () => {
  it('is the same for the same seed, sizes and time', () => {
    expect(bytesOf({ seed: 5, now: NOW })).toBe(bytesOf({ seed: 5, now: NOW }));
  });

  it.each([
    { seed: 6, now: NOW },
    { seed: 5, now: NOW + 1 },
    { seed: 5, now: NOW, sizes: { messages: 301 } },
  ])('is another for %o', (options) => {
    expect(bytesOf(options)).not.toBe(bytesOf({ seed: 5, now: NOW }));
  });

  it('has all seven shapes of campaigns and the one seen live', () => {
    const types = new Set(world.campaigns.map((campaign) => campaign['type']));
    expect([...types].sort()).toEqual(
      ['date', 'event', 'form', 'object', 'relationship', 'seg_attr', 'segment', 'webhook'].sort(),
    );
  });

  it.each(['campaignActions', 'broadcastActions'] as const)('has all four shapes of %s', (name) => {
    const types = new Set([...world[name].values()].flatMap((list) => [...list].map(({ type }) => type)));
    expect([...types]).toEqual(expect.arrayContaining(['email', 'webhook', 'twilio', 'whatsapp']));
  });

  it('has action ids that are strings in their list and integers in their campaign', () => {
    for (const { id, actions } of world.campaigns) {
      const listed = [...(world.campaignActions.get(id) ?? [])].map((action) => action.id);
      expect(listed.every((action) => typeof action === 'string')).toBe(true);
      expect(actions).toMatchObject(listed.map((action) => ({ id: Number(action) })));
    }
  });

  it('has ids that are unique', () => {
    const lists: (string | number)[][] = [
      [...world.messages].map(({ id }) => id),
      [...world.activities].map(({ id }) => id),
      [...world.campaignActions.values(), ...world.broadcastActions.values()].flatMap((list) =>
        [...list].map(({ id }) => Number(id)),
      ),
      [...(world.segmentMembers.get(7) ?? [])].map(({ cio_id }) => cio_id),
      world.snippets.map(({ name }) => name),
    ];
    for (const ids of lists) {
      expect(ids.length).toBeGreaterThan(1);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('has messages whose campaigns and actions exist, with the type of the action', () => {
    const types = actionTypes(world);
    const sent = [...world.messages].filter(({ action_id }) => action_id !== null);
    expect(sent.length).toBeGreaterThan(100);
    for (const { action_id, campaign_id, type } of sent) {
      expect(types.get(`${campaign_id ?? 'broadcast'}/${action_id}`)).toBe(type);
    }
  });

  it('has metrics of what has happened by now only', () => {
    const { messages } = createWorld(settingsOf({ now: NOW, messagesSpanDays: 2 }).plan);
    expect(Math.max(...[...messages].flatMap(({ metrics }) => Object.values(metrics)))).toBeLessThanOrEqual(
      NOW,
    );
    expect([...messages].some(({ metrics }) => 'opened' in metrics)).toBe(true);
    expect([...messages].some(({ metrics }) => Object.keys(metrics).length === 0)).toBe(true);
  });

  it('has people whom segments, messages and activities share', () => {
    const members = new Set([...(world.segmentMembers.get(7) ?? [])].map(({ cio_id }) => cio_id));
    const known = (record: unknown) =>
      members.has(JSON.stringify(record).match(/"cio_id":"(\w+)"/)?.[1] ?? '');
    expect([...world.messages].some(known) && [...world.activities].some(known)).toBe(true);
  });

  it('has ties in time', () => {
    const times = [...world.messages].map(({ created }) => created);
    expect(new Set(times).size).toBeLessThan(times.length);
  });

  it('has no lone surrogates', () => {
    // JSON.stringify writes them as escapes
    expect(bytesOf({ now: NOW })).not.toMatch(/\\ud[89a-f]/);
  });

  it.each([[true], [false]])('has fields that no schema knows if wanted: %s', (unknownFields) => {
    expect(bytesOf({ now: NOW, unknownFields }).includes('beta_feature')).toBe(unknownFields);
  });

  it('has no two things of one name', () => {
    const lists = [world.campaigns, world.broadcasts, world.newsletters, world.transactionalMessages];
    const more = [world.segments, world.senderIdentities, world.subscriptionTopics];
    const names = [...lists, ...more, world.subscriptionChannels, world.snippets]
      .flat()
      .map((thing) => thing['name']);
    expect(names.length).toBeGreaterThan(100);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has messages of what has been started or sent only, and at that time or later', () => {
    const started = new Map<unknown, unknown>(
      [...world.campaigns, ...world.broadcasts].map((sender) => [sender.id, sender['first_started']]),
    );
    const sent = new Map<unknown, unknown>(
      world.newsletters.map((newsletter) => [newsletter.id, newsletter['sent_at']]),
    );
    for (const { created, campaign_id, newsletter_id } of world.messages) {
      if (campaign_id !== null) expect(started.get(campaign_id)).toBeGreaterThan(0);
      if (newsletter_id !== null) expect(sent.get(newsletter_id)).toBeLessThanOrEqual(created);
    }
  });

  it('has recipients at several domains, machines among those who open, and all kinds of ends', () => {
    const { messages } = createWorld(settingsOf({ now: NOW, sizes: { messages: 3000 } }).plan);
    const emails = [...messages].filter(({ type }) => type === 'email');
    const domains = emails.map(({ recipient }) => String(recipient).split('@')[1]?.toLowerCase());
    expect(new Set(domains).size).toBeGreaterThan(3);
    const all = [...messages].map(({ metrics }) => metrics);
    const byMachines = all.filter((one) => 'prefetch_opened' in one && !('human_opened' in one));
    expect(byMachines.length).toBeGreaterThan(0);
    for (const name of ['human_clicked', 'converted', 'bounced', 'spammed', 'unsubscribed', 'undeliverable'])
      expect([name, all.some((one) => name in one)]).toEqual([name, true]);
    const ids = [...messages].map((message) => message.transactional_message_id);
    expect(ids.some((id) => typeof id === 'number')).toBe(true);
  });

  it('has segments that one person leaves, and another joins, on each day', () => {
    let time = NOW;
    const { segmentMembers } = createWorld(settingsOf({ now: NOW }).plan, () => time);
    const members = () => [...(segmentMembers.get(7) ?? [])].map(({ cio_id }) => cio_id);
    const before = members();
    time += 3 * 86_400;
    const after = members();
    expect(after.filter((one) => before.includes(one))).toHaveLength(before.length - 3);
    expect(after).toHaveLength(before.length);
  });

  it('can be empty', () => {
    const sizes = Object.fromEntries(Object.keys(settingsOf({}).plan.sizes).map((name) => [name, 0]));
    const lists = Object.values(createWorld(settingsOf({ sizes }).plan));
    expect(lists.flatMap((list) => [...list])).toEqual([]);
  });

  it('can have messages without parents or activities without messages', () => {
    const sizes = { campaigns: 0, broadcasts: 0, newsletters: 0, messages: 20 };
    const alone = createWorld(settingsOf({ sizes }).plan);
    expect(
      [...alone.messages].every(({ campaign_id, action_id }) => campaign_id === null && action_id === null),
    ).toBe(true);
    expect([...createWorld(settingsOf({ sizes: { messages: 0 } }).plan).activities]).toHaveLength(230);
  });
});

function actionTypes({ campaignActions, broadcastActions }: World): Map<string, string> {
  const types = new Map<string, string>();
  for (const [campaign, list] of campaignActions) {
    for (const { id, type } of list) types.set(`${campaign}/${id}`, type);
  }
  for (const list of broadcastActions.values())
    for (const { id, type } of list) types.set(`broadcast/${id}`, type);
  return types;
}
