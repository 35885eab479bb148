import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOW } from '../../support/harness/emulator-for.ts';
import { startMadeUpApi } from '../../support/harness/made-up-api.ts';

const page = readFileSync(new URL('../../../docs/tables.md', import.meta.url), 'utf8');
const text = page.replace(/\s+/g, ' ');

describe('docs/tables.md', () => {
  it('says that activities of deleted people are not read, as they are not', async () => {
    expect(text).toContain('Activities of deleted people are not read');
    const { runAt, emulator } = await startMadeUpApi('activities');
    emulator.addActivities(1);
    const { ids, asked } = await runAt(NOW);
    expect(ids('activities')).toHaveLength(1);
    expect(asked('/v1/activities')).toEqual([{ limit: '100' }]);
  });

  it('says of messages what else than an address a recipient is, and which types come beside e-mail', () => {
    const messages = text.slice(text.indexOf('## messages'), text.indexOf('## sender_identities'));
    expect(messages).toMatch(/\| `type` \| text \| yes \| Channel: .*?inbox.*?or a new one\. \|/);
    expect(messages).toMatch(/\| `recipient` \| text \| yes \| .*?for in_app the person's cio_id\. \|/);
    expect(messages).toMatch(/\| `customer_identifiers` \| object \| yes \|/);
  });
});
