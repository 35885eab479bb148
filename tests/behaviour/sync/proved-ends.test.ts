import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { cutPage, momentsOf, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { type Json, recordsOf } from '../../support/harness/messages.ts';

const NEWSLETTERS = '/v1/newsletters';
const VERSIONS = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };

/** How a list's rows look on the wire: the newest has the lowest number. */
const LISTS = {
  newsletters: { path: NEWSLETTERS, list: 'newsletters', row: (id: number): Json => ({ id }) },
  activities: {
    path: '/v1/activities',
    list: 'activities',
    row: (id: number): Json => ({ id: String(id), timestamp: NOW - 60 * id }),
  },
  // All of one second: only there are cursors followed.
  messages: {
    path: '/v1/messages',
    list: 'messages',
    row: (id: number): Json => ({ id: String(id), created: NOW - 3600 }),
  },
};

const sorted = (ids: readonly unknown[]) => ids.map(Number).sort((a, b) => a - b);
const isInSpan = (at: number, { start_ts = '', end_ts = '' }: Readonly<Record<string, string>>) =>
  at >= Number(start_ts) && at <= Number(end_ts);

describe.each(Object.entries(LISTS))('a list of %s', (stream, { path, list, row }) => {
  const rows = numbers(1, 9).map(row);
  const isAsked = ({ query }: { query: Readonly<Record<string, string>> }) =>
    stream !== 'messages' || isInSpan(NOW - 3600, query);

  /** Cursors live for two seconds; one that is forgotten gets an empty list, as an end does. */
  async function startForgetting(isSlowAfter: (page: number, isNew: boolean) => boolean) {
    const api = await startMadeUpApi(stream);
    const mintedAt = new Map<string, number>();
    let now = 0;
    let served = 0;
    const known = new Set<string>();
    api.serve(path, (request) => {
      const start = request.query['start'];
      if (!isAsked(request) || (start && now - (mintedAt.get(start) ?? 0) > 2)) return { [list]: [] };
      const page = cutPage(rows, 2, start?.split('.')[0]);
      const next = page.next && `${page.next}.${mintedAt.size}`;
      mintedAt.set(next, now);
      served += 1;
      const place = start?.split('.')[0] ?? '0';
      if (isSlowAfter(served, !known.has(place))) {
        now += 3;
        api.pass(3);
      }
      known.add(place);
      return { [list]: page.rows, next };
    });
    return api;
  }

  it('whose cursors are forgotten while the reader is slow once is read whole', async () => {
    for (const slowAfter of numbers(1, 6)) {
      const { runAt } = await startForgetting((page) => page === slowAfter);
      const { code, ids } = await runAt(NOW);
      expect([code, sorted(ids(stream))]).toEqual([0, numbers(1, 9)]);
    }
  });

  it('whose cursors are forgotten behind each new page fails, and the next run finds all', async () => {
    let isSlow = true;
    const { runAt } = await startForgetting((_, isNew) => isNew && isSlow);
    const first = await runAt(NOW, { settings: VERSIONS });
    expect(first.code).toBe(1);
    expect(first.stderr).toContain(
      `ERROR ${stream}: GET ${path}: the list has changed so much while it was read that its pages do not join`,
    );
    expect(first.messages.some(({ type }) => type === 'ACTIVATE_VERSION')).toBe(false);
    isSlow = false;
    const second = await runAt(NOW + 60, { state: first.state });
    expect([second.code, sorted(second.ids(stream))]).toEqual([0, numbers(1, 9)]);
  });

  it('whose cursor is a record that is deleted between two pages loses no other', async () => {
    for (const deleted of numbers(1, 9)) {
      const { serve, runAt } = await startMadeUpApi(stream);
      let left = rows;
      serve(path, (request) => {
        if (!isAsked(request)) return { [list]: [] };
        const start = request.query['start'];
        const at = left.findIndex(({ id }) => String(id) === start);
        if (start && at < 0) return { [list]: [] };
        const page = left.slice(at + 1, at + 3);
        const next = at + 3 < left.length ? String(page.at(-1)?.['id']) : '';
        if (page.some(({ id }) => Number(id) === deleted))
          left = left.filter(({ id }) => Number(id) !== deleted);
        return { [list]: page, next };
      });
      const { code, ids } = await runAt(NOW, { settings: VERSIONS });
      expect([code, sorted(ids(stream))]).toEqual([0, numbers(1, 9)]);
    }
  });

  it('whose cursors are offsets that lead back to page one behind the end is read once, and not known to be whole', async () => {
    const { serve, runAt } = await startMadeUpApi(stream);
    serve(path, (request) => {
      if (!isAsked(request)) return { [list]: [], next: '' };
      const offset = Number(request.query['start'] ?? 0);
      const from = offset < rows.length ? offset : 0;
      return { [list]: rows.slice(from, from + 3), next: String(from + 3) };
    });
    const first = await runAt(NOW, { settings: VERSIONS });
    expect([first.code, sorted(first.ids(stream))]).toEqual([0, numbers(1, 9)]);
    expect(first.stderr).not.toContain('ERROR');
    expect(first.stderr).toContain(
      `WARNING ${stream}: GET ${path}: 1 list may lack records: the end led back to the first page, or records left while it was read`,
    );
    expect(first.messages.some(({ type }) => type === 'ACTIVATE_VERSION')).toBe(false);
    // What was read is not counted as read: the next run reads it again.
    const second = await runAt(NOW + 60, { state: first.state, settings: VERSIONS });
    expect([second.code, sorted(second.ids(stream))]).toEqual([0, numbers(1, 9)]);
  });

  it.each([
    ['a new next each time', (call: number) => `c${call}`],
    ['always the same next', () => 'c'],
  ])(
    'of which every cursor is answered with the first page, with %s, fails and says so',
    async (_, nextOf) => {
      const { serve, runAt } = await startMadeUpApi(stream);
      let calls = 0;
      serve(path, (request) => {
        if (!isAsked(request)) return { [list]: [], next: '' };
        calls += 1;
        return { [list]: rows.slice(0, 5), next: nextOf(calls) };
      });
      const { code, stderr, messages, asked } = await runAt(NOW, { settings: VERSIONS });
      expect(code).toBe(1);
      expect(stderr).toContain(
        `ERROR ${stream}: GET ${path}: the API answers each cursor with the first page again, so the rest of the list cannot be read`,
      );
      expect(messages.some(({ type }) => type === 'ACTIVATE_VERSION')).toBe(false);
      // The cursor twice, and the page behind it if that could be asked for ahead.
      expect(asked(path).filter(({ start }) => start !== undefined).length).toBeLessThan(4);
    },
  );

  it('whose second page is refused again and again fails and names the status', async () => {
    const { serve, runAt, emulator } = await startMadeUpApi(stream);
    emulator.faults.add({
      match: { template: path, where: ({ query }) => query['start'] !== undefined },
      times: Infinity,
      action: { kind: 'status', status: 404, body: '{"errors":[]}' },
    });
    serve(path, (request) => {
      const isListed = isAsked(request);
      return { [list]: isListed ? rows.slice(0, 5) : [], next: isListed ? 'c' : '' };
    });
    const { code, stderr } = await runAt(NOW);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `ERROR ${stream}: GET ${path}: a later page, asked for again, is refused: status 404`,
    );
  });

  it('whose last page points to itself ends there, in this run and in the next', async () => {
    const { serve, runAt } = await startMadeUpApi(stream);
    serve(path, (request) => {
      if (!isAsked(request)) return { [list]: [], next: '' };
      const { rows: page, next } = cutPage(rows, 3, request.query['start']);
      return { [list]: page, next: next || request.query['start'] };
    });
    const first = await runAt(NOW);
    expect([first.code, sorted(first.ids(stream))]).toEqual([0, numbers(1, 9)]);
    const second = await runAt(NOW + 60, { state: first.state });
    expect(second.code).toBe(0);
  });

  it.each(['the same records', 'no records'])(
    'of which page after page brings %s, each with a new next, fails after a hundred of them',
    async (what) => {
      const { serve, runAt, emulator } = await startMadeUpApi(stream);
      let minted = 0;
      serve(path, (request) => {
        if (!isAsked(request)) return { [list]: [], next: '' };
        minted += 1;
        const page = request.query['start'] === undefined ? rows.slice(0, 3) : rows.slice(3, 6);
        const isLast = what === 'no records' && request.query['start'] !== undefined;
        return { [list]: isLast ? [] : page, next: `c${minted}` };
      });
      const { code, stderr } = await runAt(NOW);
      expect(code).toBe(1);
      expect(stderr).toContain(`ERROR ${stream}: GET ${path}: page after page brings nothing new`);
      expect(emulator.requests.length).toBeLessThan(160);
    },
  );
});

describe('a run that was killed, and whose place is void since the record there was deleted', () => {
  it('is read anew by the next: nothing is lost', async () => {
    const { serve, runAt } = await startMadeUpApi('newsletters');
    let left = numbers(1, 9);
    serve(NEWSLETTERS, ({ query: { start } }) => {
      const at = left.indexOf(Number(start));
      if (start && at < 0) return { newsletters: [] };
      const page = left.slice(at + 1, at + 3);
      return {
        newsletters: page.map((id) => ({ id })),
        next: at + 3 < left.length ? String(page.at(-1)) : '',
      };
    });
    const first = await runAt(NOW);
    const moments = momentsOf(first.messages);
    // The first STATE, one for each page, and the last.
    expect(moments.length).toBeGreaterThanOrEqual(7);
    for (const { written, state } of moments) {
      left = numbers(1, 9).filter((id) => id !== 4);
      const second = await runAt(NOW + 60, { state });
      expect(second.code).toBe(0);
      const before = recordsOf(written, 'newsletters').map(({ id }) => id);
      const union = new Set([...before, ...second.ids('newsletters')].filter((id) => id !== 4));
      expect(sorted([...union])).toEqual(left);
      left = numbers(1, 9);
    }
  });
});

describe('records without their key', () => {
  it('that fill a page are an error of shape: the bookmark stays, and they are read once they have it', async () => {
    const { serve, runAt } = await startMadeUpApi('messages');
    let hasKeys = true;
    const message = (id: number) => ({ ...(hasKeys ? { id: `m${id}` } : {}), created: NOW + 600 + id });
    serve('/v1/messages', ({ query }) => ({
      messages: numbers(1, 5)
        .map(message)
        .filter(({ created }) => isInSpan(created, query)),
      next: '',
    }));
    const first = await runAt(NOW);
    hasKeys = false;
    const second = await runAt(NOW + 3600, { state: first.state });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      'ERROR messages: GET /v1/messages: no record of a whole page has its key; the API may have changed',
    );
    const createdOf = ({ state }: { state: Json }) => Object(state['bookmarks']).messages.created;
    expect([createdOf(first), createdOf(second)]).toEqual(['2026-01-31T11:55:00Z', '2026-01-31T11:55:00Z']);
    hasKeys = true;
    const third = await runAt(NOW + 7200, { state: second.state });
    expect([third.code, third.ids('messages')]).toEqual([0, ['m1', 'm2', 'm3', 'm4', 'm5']]);
  });
});

describe('a key that comes several times', () => {
  it('on pages apart, as a number and as a text, is written once', async () => {
    const { serve, runAt } = await startMadeUpApi('newsletters');
    const pages = [['90', 1], [2], [90, 3], ['090', 4, 1]];
    serve(NEWSLETTERS, ({ query }) => {
      const page = Number(query['start'] ?? 0);
      return {
        newsletters: pages[page]?.map((id) => ({ id })),
        next: page < pages.length - 1 ? String(page + 1) : '',
      };
    });
    const { code, ids } = await runAt(NOW);
    expect([code, ids('newsletters')]).toEqual([0, [90, 1, 2, 3, 4]]);
  });
});

describe('a next that is a number beyond 2^53', () => {
  it('is asked for digit by digit', async () => {
    const { emulator, runAt } = await startMadeUpApi('newsletters');
    const body = ({ query }: { query: Readonly<Record<string, string>> }) =>
      query['start'] === '9223372036854775807'
        ? '{"newsletters":[{"id":2}],"next":""}'
        : '{"newsletters":[{"id":1}],"next":9223372036854775807}';
    emulator.faults.add({
      match: { template: NEWSLETTERS },
      times: Infinity,
      action: { kind: 'body', body },
    });
    const { code, ids, asked } = await runAt(NOW);
    expect([code, ids('newsletters')]).toEqual([0, [1, 2]]);
    expect(asked(NEWSLETTERS).map(({ start }) => start)).toEqual([undefined, '9223372036854775807']);
  });
});

describe('hidden senders', () => {
  it.each<[string, (hidden: boolean) => number[]]>([
    ['come alone with hidden=true', (hidden) => (hidden ? [3] : [1, 2])],
    ['come beside the others with hidden=true', (hidden) => (hidden ? [1, 2, 3] : [1, 2])],
    ['come always, whatever is asked', () => [1, 2, 3]],
  ])('that %s are read with the visible ones, one record per id', async (_, idsFor) => {
    const { serve, runAt } = await startMadeUpApi('sender_identities');
    serve('/v1/sender_identities', ({ query }) => ({
      sender_identities: idsFor(query['hidden'] === 'true').map((id) => ({ id, hidden: id === 3 })),
      next: '',
    }));
    const { code, ids } = await runAt(NOW);
    expect([code, ids('sender_identities')]).toEqual([0, [1, 2, 3]]);
  });
});

describe('a page that is too much for the API', () => {
  it('of messages, with 504 above 500, is asked for in half the limit, and the window is read whole', async () => {
    const { emulator, runAt } = await startMadeUpApi('messages');
    emulator.addMessages(1200, { created: numbers(1, 1200).map((index) => NOW - 3600 - index) });
    emulator.faults.add({
      match: { template: '/v1/messages', where: ({ query }) => Number(query['limit']) > 500 },
      times: Infinity,
      action: { kind: 'status', status: 504 },
    });
    const settings = {
      TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-31T06:00:00Z',
      TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
      // One span alone.
      TAP_CUSTOMERIO_MAX_CONCURRENCY: '1',
    };
    const { code, ids, asked } = await runAt(NOW, { settings });
    expect([code, ids('messages').length]).toEqual([0, 1200]);
    expect(asked('/v1/messages').map(({ limit }) => limit)).toEqual(['1000', '500', '500', '500']);
  });

  it('of messages is learned once, not by each window', async () => {
    const { emulator, runAt } = await startMadeUpApi('messages');
    const days = numbers(1, 10);
    emulator.addMessages(days.length, { created: days.map((day) => NOW - 86_400 * day + 3600) });
    emulator.faults.add({
      match: { template: '/v1/messages', where: ({ query }) => Number(query['limit']) > 300 },
      times: Infinity,
      action: { kind: 'status', status: 504 },
    });
    const settings = {
      TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-21T12:00:00Z',
      TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '1',
      TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
    };
    const { code, ids, asked } = await runAt(NOW, { settings });
    expect([code, ids('messages').length]).toEqual([0, 10]);
    // Three windows are read at a time, which do not know of each other at first.
    const failed = asked('/v1/messages').filter(({ limit }) => Number(limit) > 300);
    expect(failed.length).toBeLessThanOrEqual(6);
  });
});

describe('a list whose records are known by their place alone', () => {
  const AGAIN = 'the API answers each cursor with the first page again';

  it.each([
    [
      'fails where each cursor leads to page one',
      1,
      AGAIN,
      ['a', 'b'],
      () => ({ errors: ['a', 'b'], next: '0' }),
    ],
    [
      'ends where its last page leads to itself',
      0,
      '',
      ['a', 'b', 'c', 'd'],
      (start: string | undefined) => ({ errors: start === undefined ? ['a', 'b'] : ['c', 'd'], next: '2' }),
    ],
  ])('%s, in place of being asked for ever', async (_, code, told, errors, answer) => {
    const { emulator, runAt } = await startMadeUpApi('broadcast_trigger_errors');
    emulator.faults.add({
      match: { path: /\/triggers\/1\/errors$/ },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'body', body: ({ query }) => JSON.stringify(answer(query['start'])) },
    });
    const run = await runAt(NOW);
    const [first] = recordsOf(run.messages, 'broadcast_trigger_errors');
    const ofFirst = recordsOf(run.messages, 'broadcast_trigger_errors').filter(
      ({ broadcast_id }) => broadcast_id === first?.['broadcast_id'],
    );
    expect([run.code, ofFirst.map(({ error }) => error)]).toEqual([code, errors]);
    expect(run.stderr).toContain(told);
  });
});
