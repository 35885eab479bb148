import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { emulatorFor } from '../support/harness/emulator-for.ts';
import { parseMessages } from '../support/harness/messages.ts';

/** A process that events can be sent to; what it writes is kept. */
function fakeProcess(env: Record<string, string> = {}, stdout: Writable = new PassThrough()) {
  let text = '';
  let stderr = '';
  stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    events.emit('written', text);
  });
  const events = Object.assign(new EventEmitter(), {
    stdout,
    stderr: new Writable({
      write(chunk, _, done) {
        stderr += chunk;
        done();
      },
    }),
    pid: 4711,
    env,
  });
  return { process: events, written: () => text, said: () => stderr };
}

/** A sync of many messages, in whose midst something happens, once. */
async function syncUntil(happens: (process: EventEmitter) => void) {
  const { env } = await emulatorFor({ sizes: { messages: 5000 }, latencyMs: 5 });
  const { process, written, said } = fakeProcess({
    ...env,
    TAP_CUSTOMERIO_STREAMS: 'messages',
  });
  let hasHappened = false;
  process.on('written', (text: string) => {
    if (hasHappened || !text.includes('"RECORD"')) return;
    hasHappened = true;
    happens(process);
  });
  const code = await main([], process);
  return { code, messages: parseMessages(written()), last: said().trim().split('\n').at(-1), process };
}

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)(
  '%s ends a run with a last STATE and %i, and a second one is left to Node',
  async (signal, expected) => {
    let listening: number | undefined;
    const { code, messages, last, process } = await syncUntil((it) => {
      it.emit(signal);
      listening = it.listenerCount(signal);
    });
    expect([code, listening, process.listenerCount(signal)]).toEqual([expected, 0, 0]);
    expect(messages.at(-1)?.type).toBe('STATE');
    expect(last).toMatch(new RegExp(`^CRITICAL stopped by ${signal}; what was written is whole`));
  },
);

it('a run that ends by itself listens to no signal any more', async () => {
  const { emulator, env } = await emulatorFor({ sizes: { messages: 0 } });
  const { process } = fakeProcess({ ...env, TAP_CUSTOMERIO_STREAMS: 'snippets' });
  let most = 0;
  process.on('written', () => {
    most = Math.max(most, process.listenerCount('SIGTERM'));
  });
  expect(await main([], process)).toBe(0);
  expect(emulator.requests.length).toBeGreaterThan(0);
  expect([most, ...process.eventNames()]).toEqual([1, 'written', 'uncaughtException']);
});

it('an error that nobody has caught ends a run as a stop does, and is a bug of the tap', async () => {
  const { code, messages, last } = await syncUntil((it) => {
    it.emit('uncaughtException', new RangeError('thrown in a timer'));
  });
  expect([code, messages.at(-1)?.type]).toEqual([1, 'STATE']);
  expect(last).toBe(
    'CRITICAL unexpected error, a bug of the tap: RangeError: thrown in a timer; set LOGLEVEL=DEBUG for the stack, and report it',
  );
});

it('what is thrown and is no error is told as it is', async () => {
  const { code, last } = await syncUntil((it) => {
    it.emit('uncaughtException', 'a text');
  });
  expect([code, last]).toEqual([1, expect.stringContaining('a bug of the tap: a text; set LOGLEVEL=DEBUG')]);
});

it.each([['--discover'], ['--about'], ['--help']])(
  'a reader that leaves before the end of what %s prints is no failure',
  async (option) => {
    const leaving = new Writable({
      write(_, __, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const { process, said } = fakeProcess({}, leaving);
    expect([await main([option], process), said()]).toEqual([0, '']);
  },
);

it('the disk that is full while --about is printed is a failure', async () => {
  const full = new Writable({
    write(_, __, done) {
      done(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
    },
  });
  const { process, said } = fakeProcess({}, full);
  expect(await main(['--about'], process)).toBe(1);
  expect(said()).toMatch(/^CRITICAL .*ENOSPC/);
});
