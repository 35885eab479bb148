import { expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { momentsOf, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { recordsOf } from '../../support/harness/messages.ts';

const METRICS = '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics';

it('metrics of actions begin anew in another resolution, though the actions could be gone on with', async () => {
  const { serve, runAt } = await startMadeUpApi('campaign_actions', 'campaign_action_metrics');
  serve('/v1/campaigns', () => ({ campaigns: numbers(1, 4).map((id) => ({ id, first_started: NOW - 9 })) }));
  serve('/v1/campaigns/{campaign_id}/actions', ({ path }) => {
    const campaign = Number(path.split('/')[3]);
    return { actions: [{ id: String(10 * campaign) }, { id: String(10 * campaign + 1) }] };
  });
  serve(METRICS, () => ({ metric: { series: { sent: [1, 2, 3] } } }));
  const { messages } = await runAt(NOW);
  const interrupted = momentsOf(messages).filter(({ state }) =>
    JSON.stringify(state).includes('"resolution":"days","doubtful"'),
  );
  const settings = { TAP_CUSTOMERIO_METRICS_RESOLUTION: 'weeks' };
  for (const { state } of interrupted) {
    const { messages: later } = await runAt(NOW + 3600, { state, settings });
    const actions = recordsOf(later, 'campaign_action_metrics').map(({ action_id }) => action_id);
    expect([...new Set(actions)]).toHaveLength(8);
  }
  expect(interrupted.length).toBeGreaterThan(0);
});
