import { describe, expect, it } from 'vitest';
import { playShortRuns } from '../../support/harness/short-runs.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Each run is given a sixth of the requests of a whole one. */
const SIXTHS = { share: 6, most: 12 };
const FAILS = { kind: 'status', status: 500 } as const;

describe('runs of all streams that are each ended after a sixth of the requests have brought all after at most twelve', () => {
  it.each([
    ['by a kill, each hour', { by: 'kill', pause: HOUR }],
    ['by a kill, each day', { by: 'kill', pause: DAY }],
    ['by SIGTERM, each hour', { by: 'SIGTERM', pause: HOUR }],
    ['by SIGTERM, each day', { by: 'SIGTERM', pause: DAY }],
  ] as const)('%s', async (_, ending) => {
    expect((await playShortRuns({ ...SIXTHS, ...ending })).missing).toEqual({});
  });

  it('by a kill, while ACTIVATE_VERSION follows what was read whole', async () => {
    const settings = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
    expect((await playShortRuns({ ...SIXTHS, by: 'kill', pause: HOUR, settings })).missing).toEqual({});
  });

  it.each([
    ['messages', '/v1/messages'],
    ['a child of a few', '/v1/segments/{segment_id}/membership'],
    ['one that others are read for', '/v1/campaigns/{campaign_id}/actions'],
    ['a child of such', '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics'],
    ['a child of many', '/v1/customers/{customer_id}/relationships'],
  ])('while %s always fails: all others', async (_, template) => {
    const fault = { match: { template }, action: FAILS };
    expect((await playShortRuns({ ...SIXTHS, by: 'kill', pause: HOUR, fault })).missing).toEqual({});
  });
});
