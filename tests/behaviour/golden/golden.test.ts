import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../support/emulator/start-emulator.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { lastState } from '../../support/harness/messages.ts';
import { type Env, runMain, type TapResult } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

/** A world that fits on a few pages; one request at a time, so that the order of the streams is always the same. */
async function start(): Promise<{ emulator: Emulator; env: Env }> {
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => NOW,
    messagesSpanDays: 20,
    sizes: {
      campaigns: 2,
      actionsPerCampaign: 2,
      broadcasts: 1,
      actionsPerBroadcast: 2,
      newsletters: 2,
      transactionalMessages: 1,
      segments: 2,
      membersPerSegment: 2,
      activities: 4,
      messages: 5,
      collections: 1,
      snippets: 1,
      senderIdentities: 2,
      subscriptionTopics: 1,
    },
  });
  const settings = {
    TAP_CUSTOMERIO_MAX_CONCURRENCY: '1',
    TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
    TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-10',
  };
  return { emulator, env: { ...env, ...settings } };
}

async function expectGolden(
  name: string,
  { code, stdout, stderr }: TapResult,
  expectedCode: number,
): Promise<void> {
  expect(code).toBe(expectedCode);
  await expect(stdout).toMatchFileSnapshot(`./${name}/stdout.jsonl`);
  const log = stderr
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/("metric":"http_request_duration","value":)[\d.]+/g, '$1SECONDS');
  await expect(log).toMatchFileSnapshot(`./${name}/stderr.log`);
}

const atNow = () => NOW * 1000;

describe('stdout and stderr are as the golden files have them', () => {
  it('of a full sync', async () => {
    const { env } = await start();
    await expectGolden('full-sync', await runMain([], env, atNow), 0);
  });

  it('of an incremental sync', async () => {
    const { emulator, env } = await start();
    const first = await runMain([], env, atNow);
    emulator.addMessages(1, { created: [NOW + 600] });
    emulator.addActivities(1, { timestamps: [NOW + 700] });
    const state = tempFile('state.json', lastState(first.messages));
    await expectGolden(
      'incremental-sync',
      await runMain(['--state', state], env, () => (NOW + 3600) * 1000),
      0,
    );
  });

  it('of a sync with a failing stream', async () => {
    const { emulator, env } = await start();
    emulator.faults.add({
      match: { template: '/v1/segments' },
      times: Infinity,
      action: { kind: 'status', status: 403 },
    });
    await expectGolden('failing-stream', await runMain([], env, atNow), 1);
  });

  it('of a sync with a refused key', async () => {
    const { env } = await start();
    await expectGolden(
      'refused-key',
      await runMain([], { ...env, TAP_CUSTOMERIO_APP_API_KEY: 'key-of-another-workspace' }, atNow),
      1,
    );
  });
});
