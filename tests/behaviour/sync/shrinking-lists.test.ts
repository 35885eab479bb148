import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import {
  cutPage,
  type MadeUpApi,
  momentsOf,
  numbers,
  startMadeUpApi,
} from '../../support/harness/made-up-api.ts';
import { recordsOf } from '../../support/harness/messages.ts';
import type { Env } from '../../support/harness/run-main.ts';

const SIZE = 10;
const VERSIONS = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
const SUPPRESSIONS = '/v1/esp/suppression/{suppression_type}';

/** Three lists, each with another kind of pages; `serve` gives what `rows` holds when it is asked. */
const LISTS = {
  'by cursors that are offsets': {
    stream: 'newsletters',
    path: '/v1/newsletters',
    serve({ serve }: MadeUpApi, rows: (cursor: string | undefined) => readonly number[]) {
      serve('/v1/newsletters', ({ query }) => {
        const { rows: page, next } = cutPage(rows(query['start']), SIZE, query['start']);
        return { newsletters: page.map((id) => ({ id })), next };
      });
    },
  },
  'by offset': {
    stream: 'esp_suppressions',
    path: SUPPRESSIONS,
    serve({ serve }: MadeUpApi, rows: (cursor: string | undefined) => readonly number[]) {
      serve(SUPPRESSIONS, ({ path, query }) => {
        const page = path.endsWith('bounces')
          ? cutPage(rows(query['offset']), SIZE, query['offset']).rows
          : [];
        return { suppressions: page.length > 0 ? page.map((id) => ({ email: `${id}@example.test` })) : null };
      });
    },
  },
  'by number': {
    stream: 'assets',
    path: '/v1/assets',
    serve({ serve }: MadeUpApi, rows: (cursor: string | undefined) => readonly number[]) {
      serve('/v1/assets', ({ query }) => {
        const offset = String(SIZE * (Number(query['page'] ?? 1) - 1));
        return { assets: cutPage(rows(query['page']), SIZE, offset).rows.map((id) => ({ id })) };
      });
    },
  },
};

describe.each(Object.entries(LISTS))('a list in pages %s', (_, { stream, path, serve }) => {
  /** Runs while the list changes: when a page is asked for, that many pages have been. */
  async function runWhile(change: (asked: number) => readonly number[], settings: Env = VERSIONS) {
    const api = await startMadeUpApi(stream);
    let asked = 0;
    serve(api, (cursor) => {
      asked += cursor === undefined ? 0 : 1;
      return change(asked);
    });
    return await api.runAt(NOW, { settings });
  }
  const all = numbers(1, 60);
  const isActivated = (messages: readonly { type: string }[]) =>
    messages.some(({ type }) => type === 'ACTIVATE_VERSION');

  it.each([1, 2, 3, 4, 5])(
    'that loses records before page %i is read deletes nothing, and says so',
    async (at) => {
      const left = all.filter((id) => id > 5);
      const { code, messages, stderr } = await runWhile((asked) => (asked < at ? all : left));
      expect([code, isActivated(messages)]).toEqual([0, false]);
      expect(stderr).toContain(`WARNING ${stream}: GET ${path}: 1 list may lack records`);
    },
  );

  it('that has lost records deletes nothing in a later run either that goes on with the reading', async () => {
    const left = all.filter((id) => id > 5);
    const api = await startMadeUpApi(stream);
    let asked = 0;
    serve(api, (cursor) => {
      asked += cursor === undefined ? 0 : 1;
      return asked < 3 ? all : left;
    });
    const first = await api.runAt(NOW, { settings: VERSIONS });
    const read = (messages: readonly { type: string }[]) =>
      messages.filter(({ type }) => type === 'RECORD').length;
    for (const { written, state } of momentsOf(first.messages)) {
      const isUnderWay = JSON.stringify(state).includes('"under_way":[{');
      if (!isUnderWay || read(written) <= 30) continue;
      const { code, messages } = await api.runAt(NOW + 3600, { state, settings: VERSIONS });
      expect([code, isActivated(messages)]).toEqual([0, false]);
    }
  });

  it('that loses one record while it gains another is found out, too', async () => {
    const changed = [...all.filter((id) => id > 1), 61];
    const { code, messages } = await runWhile((asked) => (asked < 3 ? all : changed));
    expect([code, isActivated(messages)]).toEqual([0, false]);
  });

  it('that does not change is whole, at one request more for each page at most', async () => {
    const checked = await runWhile(() => all);
    expect([checked.code, isActivated(checked.messages)]).toEqual([0, true]);
    expect(checked.stderr).not.toContain('WARNING');
    const plain = await runWhile(() => all, {});
    expect(checked.asked(path).length).toBeLessThanOrEqual(2 * plain.asked(path).length);
  });

  it('that loses records is read as ever where nothing is deleted', async () => {
    const left = all.filter((id) => id > 5);
    const { code, stderr } = await runWhile((asked) => (asked < 3 ? all : left), {});
    expect(code).toBe(0);
    expect(stderr).not.toContain('WARNING');
  });
});

it('a list that loses records while it is read does not let the bookmark of metrics pass what it has hidden', async () => {
  const { serve, runAt } = await startMadeUpApi('campaign_actions', 'campaign_action_metrics');
  let actions = numbers(1, 12);
  serve('/v1/campaigns', () => ({ campaigns: [{ id: 1, first_started: NOW - 9 }] }));
  serve('/v1/campaigns/{campaign_id}/actions', ({ query }) => {
    if (query['start']) actions = numbers(2, 12);
    const { rows, next } = cutPage(actions, SIZE, query['start']);
    return { actions: rows.map((id) => ({ id: String(id) })), next };
  });
  const metrics = { metric: { series: { sent: [1] } } };
  serve('/v1/campaigns/{campaign_id}/actions/{action_id}/metrics', () => metrics);
  const { code, state } = await runAt(NOW);
  expect([code, JSON.stringify(state)]).toEqual([0, expect.stringContaining('"period_start":null')]);
  const second = await runAt(NOW, { state });
  expect(JSON.stringify(second.state)).not.toContain('"period_start":null');
  const read = recordsOf(second.messages, 'campaign_action_metrics').map(({ action_id }) =>
    Number(action_id),
  );
  expect(read.sort((a, b) => a - b)).toEqual(numbers(2, 12));
});
