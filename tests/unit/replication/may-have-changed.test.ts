import { expect, it } from 'vitest';
import { mayHaveChanged } from '../../../src/replication/may-have-changed.ts';
import { isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

const { replication } = definitions.messages;
if (!isReadByWindows(replication)) throw new TypeError('no windows');
const windows = replication;

const CREATED = 1_769_000_000;
const UNREAD = { metricsAfter: CREATED + 100, createdBefore: CREATED };

it.each<[string, { readonly [key: string]: unknown }, boolean]>([
  ['may have, if it says nothing of changes', {}, true],
  ['may have, by its newest metric', { metrics: { sent: CREATED + 99, opened: CREATED + 101 } }, true],
  [
    'has not, if its newest metric was read',
    { metrics: { sent: CREATED + 99, opened: CREATED + 100 } },
    false,
  ],
  ['may have, by its change key', { deduplicate_id: `x:${CREATED + 101}`, metrics: null }, true],
  ['has not, if its change key was read', { deduplicate_id: `x:${CREATED + 100}` }, false],
  [
    'may have, by the later of the two',
    { deduplicate_id: `x:${CREATED}`, metrics: { a: CREATED + 101 } },
    true,
  ],
  ['may have, if its change key holds no number at the end', { deduplicate_id: `x:${CREATED}:y` }, true],
  ['may have, if its change key is a number alone', { deduplicate_id: CREATED }, true],
  ['has not, by metrics that are no times', { metrics: { a: 'x', b: CREATED } }, false],
  [
    'may have, if it was created before all that was looked at',
    { created: CREATED - 1, metrics: { a: CREATED } },
    true,
  ],
  ['may have, if it has no time', { created: null, metrics: { a: CREATED } }, true],
])('a record %s', (_, record, expected) => {
  expect(mayHaveChanged({ created: CREATED, ...record }, windows, UNREAD)).toBe(expected);
});

it('a record may have changed where nothing was looked at', () => {
  const record = { created: CREATED, metrics: { a: CREATED } };
  expect(mayHaveChanged(record, windows, { ...UNREAD, createdBefore: undefined })).toBe(true);
  expect(mayHaveChanged(record, windows, UNREAD)).toBe(false);
});
