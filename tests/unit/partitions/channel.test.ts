import { expect, it } from 'vitest';
import { createChannel } from '../../../src/partitions/channel.ts';

const groupOf = (id: number) => ({ contexts: [{ params: {}, columns: {}, key: [id] }] });

/** Resolves after all that can happen by itself. */
const turn = () => new Promise((resolve) => void setImmediate(resolve));

function open() {
  const channel = createChannel();
  const events: string[] = [];
  const read = async () => {
    for await (const { contexts } of channel.groups) events.push(`read ${contexts[0]?.key}`);
    events.push('read all');
  };
  const push = async (id: number) => {
    await channel.push(groupOf(id));
    events.push(`taken ${id}`);
  };
  return { channel, events, read, push };
}

it('a group counts as taken once the child asks for the next one', async () => {
  const { channel, events, push } = open();
  const pushed = push(1);
  const iterator = channel.groups[Symbol.asyncIterator]();
  await iterator.next();
  await turn();
  expect(events).toEqual([]);
  const reading = iterator.next();
  await pushed;
  channel.end();
  expect((await reading).done).toBe(true);
});

it('groups come in order, to a child that waits as well as to one that is late', async () => {
  const { channel, events, read, push } = open();
  const reading = read();
  await turn();
  await push(1);
  const [second, third] = [push(2), push(3)];
  await Promise.all([second, third]);
  channel.end();
  await reading;
  expect(events.filter((event) => event.startsWith('read'))).toEqual([
    'read 1',
    'read 2',
    'read 3',
    'read all',
  ]);
});

it('what was pushed before the end is read', async () => {
  const { channel, events, read, push } = open();
  void push(1);
  channel.end();
  await read();
  expect(events).toEqual(expect.arrayContaining(['read 1', 'taken 1', 'read all']));
});

it('a child that does not read any more keeps its parent waiting no longer', async () => {
  const { channel, events, push } = open();
  const pushes = [push(1), push(2)];
  await channel.groups[Symbol.asyncIterator]().next();
  channel.close();
  await Promise.all(pushes);
  await push(3);
  expect(events).toEqual(['taken 1', 'taken 2', 'taken 3']);
});
