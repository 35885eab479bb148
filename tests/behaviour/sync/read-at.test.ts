import { describe, expect, it } from 'vitest';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, lastState, type Message } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const HOUR = 3600;
const SMALL = { campaigns: 2, newsletters: 2, messages: 5, activities: 5, membersPerSegment: 10 };
const READ_AT = { TAP_CUSTOMERIO_ADD_READ_AT: 'true' };

describe('add_read_at', () => {
  it('gives every row of a FULL_TABLE stream the time at which its reading began, and other streams nothing', async () => {
    const { env } = await emulatorFor({ now: NOW, clock: () => NOW, sizes: SMALL });
    const plain = await runMain([], env, () => NOW * 1000);
    const { messages } = await runMain([], { ...env, ...READ_AT }, () => NOW * 1000);
    for (const message of messages) {
      if (message.type === 'SCHEMA') {
        const names = Object.keys(Object(message.schema).properties);
        const isIncremental = message.stream === 'messages' || message.stream === 'activities';
        expect([message.stream, ...names.slice(-2)]).toEqual([
          message.stream,
          isIncremental ? expect.not.stringMatching('read_at') : 'read_at',
          'additional_fields',
        ]);
      }
    }
    const withIt = recordsOf(messages);
    const expected = recordsOf(plain.messages).map(({ stream, record }) =>
      stream === 'messages' || stream === 'activities'
        ? { stream, record }
        : { stream, record: { ...record, read_at: '2026-01-31T12:00:00Z' } },
    );
    expect(withIt).toHaveLength(expected.length);
    expect(withIt).toEqual(expect.arrayContaining(expected));
  });

  it('a reading that goes on after an interruption has the time at which it began; the next one has its own', async () => {
    let time = NOW;
    const { emulator, env } = await emulatorFor({ now: NOW, clock: () => time });
    const run = membersRun(env, () => time);
    // A key that is refused ends the run in the middle of the segments.
    const match = { template: '/v1/segments/{segment_id}/membership' };
    emulator.faults.add({ match, after: 2, times: 9, action: { kind: 'status', status: 401 } });
    const first = await run();
    expect(first.code).toBe(1);
    emulator.faults.clear();
    time = NOW + 2 * HOUR;
    const second = await run(lastState(first.messages));
    expect(timesOf(first.messages)).not.toEqual([]);
    expect(timesOf(second.messages)).not.toEqual([]);
    expect(timesOf([...first.messages, ...second.messages])).toEqual(['2026-01-31T12:00:00Z']);
    time = NOW + 3 * HOUR;
    const third = await run(lastState(second.messages));
    expect(timesOf(third.messages)).toEqual(['2026-01-31T15:00:00Z']);
  });

  it('a reading is later than those before it, though the clock has gone back', async () => {
    let time = NOW;
    const { emulator, env } = await emulatorFor({ now: NOW, clock: () => time, sizes: SMALL });
    const run = membersRun(env, () => time);
    const first = await run();
    expect(timesOf(first.messages)).toEqual(['2026-01-31T12:00:00Z']);
    time = NOW - 2 * HOUR;
    const second = await run(lastState(first.messages));
    expect(timesOf(second.messages)).toEqual(['2026-01-31T12:00:01Z']);
    // Ended in the middle, it goes on with the same time.
    const match = { template: '/v1/segments/{segment_id}/membership' };
    emulator.faults.add({ match, after: 2, times: 9, action: { kind: 'status', status: 401 } });
    const third = await run(lastState(second.messages));
    expect(third.code).toBe(1);
    emulator.faults.clear();
    const fourth = await run(lastState(third.messages));
    expect(timesOf([...third.messages, ...fourth.messages])).toEqual(['2026-01-31T12:00:02Z']);
    time = NOW + HOUR;
    const fifth = await run(lastState(fourth.messages));
    expect(timesOf(fifth.messages)).toEqual(['2026-01-31T13:00:00Z']);
  });
});

/** Runs that read members, one after the other; `clock` in unix seconds. */
function membersRun(env: Record<string, string>, clock: () => number) {
  return (state?: Json) =>
    runMain(
      ['--select', 'segment_membership', ...(state ? ['--state', tempFile('state.json', state)] : [])],
      { ...env, ...READ_AT, TAP_CUSTOMERIO_MAX_CONCURRENCY: '1' },
      () => clock() * 1000,
    );
}

function recordsOf(messages: readonly Message[]) {
  return messages.flatMap((message) =>
    message.type === 'RECORD' ? [{ stream: message.stream, record: message.record }] : [],
  );
}

function timesOf(messages: readonly Message[]): unknown[] {
  return [...new Set(recordsOf(messages).map(({ record }) => record['read_at']))];
}
