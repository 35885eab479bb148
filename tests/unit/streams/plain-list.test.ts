import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What `npm run generate` writes, and the API's own definition. */
const NOT_WRITTEN_BY_HAND = /^src\/generated\/|meltano\.yml$|\.openapi\.json$/;

it('a plain list takes a schema, a definition entry and an emulator entry, and no other file names it', () => {
  const named = ['schemas', 'src', 'scripts', 'tests'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
      .filter((path) => !NOT_WRITTEN_BY_HAND.test(path) && path !== 'tests/unit/streams/plain-list.test.ts')
      .filter((path) => `${path}\n${readFileSync(join(ROOT, path), 'utf8')}`.includes('ip_addresses')),
  );
  expect(named.sort()).toEqual([
    'schemas/reference/ip_addresses.json',
    'src/streams/reference.ts',
    'tests/support/emulator/resources/reference.ts',
  ]);
});
