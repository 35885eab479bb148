import { expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { startMadeUpApi } from '../../support/harness/made-up-api.ts';

it('two object types may have objects of the same ids: a key is unique below its parent alone', async () => {
  const { runAt, serve } = await startMadeUpApi('object_types', 'object_identifiers');
  serve('/v1/object_types', () => ({ types: [1, 2].map((id) => ({ id: String(id), enabled: true })) }));
  serve('/v1/objects', ({ body }) => {
    const isComplement = JSON.stringify(body).includes('"not"');
    return { identifiers: isComplement ? [] : [{ cio_object_id: 'o1', object_id: 'acme' }], next: '' };
  });
  const { code, messages } = await runAt(NOW);
  const written = messages.flatMap((message) =>
    message.type === 'RECORD' && message.stream === 'object_identifiers'
      ? `${message.record['object_type_id']}/${message.record['cio_object_id']}`
      : [],
  );
  expect([code, written]).toEqual([0, ['1/o1', '2/o1']]);
});
