import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { cutPage, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { recordsOf } from '../../support/harness/messages.ts';

const VERSIONS = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
const SUPPRESSIONS = '/v1/esp/suppression/{suppression_type}';
const MEMBERSHIP = '/v1/segments/{segment_id}/membership';

/** Answers that each come once, then the right one. */
const onceEach = (answers: readonly unknown[], right: (call: number) => unknown) => {
  let call = 0;
  return () => {
    call += 1;
    return call <= answers.length ? answers[call - 1] : right(call);
  };
};

const activated = (messages: readonly { type: string; stream?: unknown }[]) =>
  messages.flatMap(({ type, stream }) => (type === 'ACTIVATE_VERSION' ? stream : []));

describe('a first page without records', () => {
  const right = { campaigns: numbers(1, 3).map((id) => ({ id })) };

  it.each([
    ['null', { campaigns: null }],
    ['an empty list', { campaigns: [] }],
  ])('that comes as %s once is asked for again before all rows are deleted for it', async (_, wrong) => {
    const { serve, runAt } = await startMadeUpApi('campaigns');
    serve(
      '/v1/campaigns',
      onceEach([wrong], () => right),
    );
    const { code, ids, asked, messages } = await runAt(NOW, { settings: VERSIONS });
    expect([code, ids('campaigns'), asked('/v1/campaigns').length]).toEqual([0, [1, 2, 3], 2]);
    expect(activated(messages)).toEqual(['campaigns']);
  });

  it('is believed when it comes twice', async () => {
    const { serve, runAt } = await startMadeUpApi('campaigns');
    serve('/v1/campaigns', () => ({ campaigns: null }));
    const { code, ids, asked, messages } = await runAt(NOW, { settings: VERSIONS });
    expect([code, ids('campaigns'), asked('/v1/campaigns').length]).toEqual([0, [], 2]);
    expect(activated(messages)).toEqual(['campaigns']);
  });

  it('is asked for once where nothing is deleted for it', async () => {
    const { serve, runAt } = await startMadeUpApi('campaigns');
    serve('/v1/campaigns', () => ({ campaigns: null }));
    expect((await runAt(NOW)).asked('/v1/campaigns')).toHaveLength(1);
  });

  it('of a parent that is read for its children alone is asked for again, too', async () => {
    const { serve, runAt } = await startMadeUpApi('segment_membership');
    const segments = { segments: [{ id: 1, state: 'finished' }] };
    serve(
      '/v1/segments',
      onceEach([{ segments: null }], () => segments),
    );
    serve(MEMBERSHIP, () => ({ identifiers: [{ cio_id: 'a1' }], ids: ['1'], next: '' }));
    const { code, messages } = await runAt(NOW, { settings: VERSIONS });
    expect([code, recordsOf(messages, 'segment_membership').length]).toEqual([0, 1]);
  });
});

describe('of many partitions without records', () => {
  async function runWithEmpty(count: number, wrongAt?: number) {
    const { serve, runAt } = await startMadeUpApi('segment_membership');
    serve('/v1/segments', () => ({
      segments: numbers(1, count).map((id) => ({ id, state: 'finished' })),
    }));
    const calls = new Map<string, number>();
    serve(MEMBERSHIP, ({ path }) => {
      const id = path.split('/')[3] ?? '';
      calls.set(id, (calls.get(id) ?? 0) + 1);
      const isRight = id === String(wrongAt) && calls.get(id) === 2;
      return { identifiers: isRight ? [{ cio_id: 'a1' }] : null, ids: null, next: '' };
    });
    const settings = { ...VERSIONS, TAP_CUSTOMERIO_MAX_CONCURRENCY: '1' };
    const { code, messages } = await runAt(NOW, { settings });
    expect(code).toBe(0);
    const twice = numbers(1, count).filter((id) => calls.get(String(id)) === 2);
    return { twice, records: recordsOf(messages, 'segment_membership').length };
  }

  it('the first hundred are asked for twice, and then each hundredth', async () => {
    const { twice } = await runWithEmpty(320);
    expect(twice).toEqual([...numbers(1, 100), 200, 300]);
  });

  it('all that follow are, once a second answer differs', async () => {
    const { twice, records } = await runWithEmpty(210, 200);
    expect(records).toBe(1);
    expect(twice).toEqual([...numbers(1, 100), ...numbers(200, 210)]);
  });
});

describe('a page without records behind a full one', () => {
  const rows = numbers(1, 3303).map((id) => ({ email: `p${id}@example.test` }));

  it.each([
    ['with ACTIVATE_VERSION', VERSIONS],
    ['without', {}],
  ])('is asked for again where pages are counted by offset, %s', async (_, settings) => {
    const { serve, runAt } = await startMadeUpApi('esp_suppressions');
    let isWrong = true;
    serve(SUPPRESSIONS, ({ path, query }) => {
      if (!path.endsWith('bounces')) return { suppressions: null };
      if (isWrong && query['offset'] === '1000') {
        isWrong = false;
        return { suppressions: null };
      }
      const page = cutPage(rows, Number(query['limit']), query['offset']).rows;
      return { suppressions: page.length > 0 ? page : null };
    });
    const { code, messages } = await runAt(NOW, { settings });
    const emails = recordsOf(messages, 'esp_suppressions').map(({ email }) => email);
    expect([code, new Set(emails).size, emails.length]).toEqual([0, 3303, 3303]);
  });

  it('is asked for again where pages are numbered', async () => {
    const { serve, runAt } = await startMadeUpApi('assets');
    let isWrong = true;
    const assets = numbers(1, 5).map((id) => ({ id }));
    serve('/v1/assets', ({ query }) => {
      if (isWrong && query['page'] === '3') {
        isWrong = false;
        return { assets: [] };
      }
      return { assets: assets.slice(2 * Number(query['page'] ?? 1) - 2).slice(0, 2) };
    });
    const { code, ids } = await runAt(NOW);
    expect([code, ids('assets')]).toEqual([0, numbers(1, 5)]);
  });

  it('costs one request more', async () => {
    const { serve, runAt } = await startMadeUpApi('esp_suppressions');
    serve(SUPPRESSIONS, ({ path, query }) => ({
      suppressions: path.endsWith('bounces')
        ? cutPage(rows.slice(0, 2000), Number(query['limit']), query['offset']).rows
        : null,
    }));
    const offsets = (await runAt(NOW)).asked(SUPPRESSIONS).map(({ offset = '0' }) => offset);
    expect(offsets.filter((offset) => offset !== '0')).toEqual(['1000', '2000', '2000']);
    expect(offsets).toHaveLength(4 + 3);
  });
});

describe('a span of messages without records', () => {
  it.each([
    ['null', null],
    ['an empty list', []],
  ])('that comes as %s once is asked for again before it counts as read', async (_, wrong) => {
    const { emulator, serve, runAt } = await startMadeUpApi('messages');
    const messages = numbers(1, 70).map((id) => ({ id: `m${id}`, created: NOW - 3600 - id }));
    serve(
      '/v1/messages',
      onceEach([{ messages: wrong, next: '' }], () => ({ messages, next: '' })),
    );
    const settings = { TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-31T06:00:00Z' };
    const { code, ids } = await runAt(NOW, { settings });
    expect([code, ids('messages').length]).toEqual([0, 70]);
    expect(emulator.requests.filter(({ template }) => template === '/v1/messages')).toHaveLength(2);
  });
});

it('a list of activities that comes empty once is asked for again before it counts as read', async () => {
  const { emulator, serve, runAt } = await startMadeUpApi('activities');
  const activities = numbers(1, 70).map((id) => ({ id: `a${id}`, timestamp: NOW - 3600 - id }));
  serve(
    '/v1/activities',
    onceEach([{ activities: [], next: '' }], () => ({ activities, next: '' })),
  );
  const { code, ids } = await runAt(NOW);
  expect([code, ids('activities').length]).toEqual([0, 70]);
  expect(emulator.requests.filter(({ template }) => template === '/v1/activities')).toHaveLength(2);
});
