import { expect, it } from 'vitest';
import { faultsOfLayers } from '../../../scripts/check/layers.ts';

/** Files that import what is said, so that no folder is too large: the rest lies at the root. */
function sources(files: Record<string, readonly string[]>): Map<string, string> {
  const texts = Object.entries(files).map(([path, imports]): [string, string] => [
    path,
    imports.map((other) => `import type { One } from '${other}';\n`).join(''),
  ]);
  return new Map([...texts, ['api.ts', '\n'.repeat(1000)]]);
}

it('imports from a higher floor to a lower one have no fault', () => {
  const files = { 'bin.ts': ['./cli.ts'], 'cli.ts': ['./json/parse.ts'], 'json/parse.ts': ['../api.ts'] };
  expect(faultsOfLayers(sources(files))).toEqual([]);
});

it('files that import each other in a circle are a fault, and be it for a type', () => {
  const files = { 'pages/a.ts': ['./b.ts'], 'pages/b.ts': ['./c.ts'], 'pages/c.ts': ['./b.ts'] };
  expect(faultsOfLayers(sources(files))).toEqual([
    'a circle: pages/b.ts imports pages/c.ts imports pages/b.ts',
  ]);
});

it('folders that import each other are a fault, though no two files do', () => {
  const files = {
    'json/a.ts': ['../time/a.ts'],
    'time/a.ts': [],
    'time/b.ts': ['../json/b.ts'],
    'json/b.ts': [],
  };
  expect(faultsOfLayers(sources(files))).toEqual(['a circle: json imports time imports json']);
});

it.each([
  ['from a lower floor to a higher one', 'sync/a.ts', '../commands/sync.ts', 'sync sits between commands'],
  ['from one floor to the same', 'http/a.ts', '../singer/state.ts', 'http knows how to ask: no stream'],
  ['from what everyone may import', 'json/a.ts', '../streams/b.ts', 'json is for everyone'],
  ['of a folder that no table has', 'new/a.ts', '../streams/b.ts', 'new is not in the table'],
])('an import %s is a fault, and says why', (_, path, other, why) => {
  const [fault, ...more] = faultsOfLayers(sources({ [path]: [other] }));
  expect(more).toEqual([]);
  expect(fault).toMatch(new RegExp(`^${path} imports .*: ${why}`));
});

it('an import when it is needed counts like any other', () => {
  const files = new Map([...sources({}), ['singer/a.ts', "await import('../http/client.ts');\n"]]);
  expect(faultsOfLayers(files)).toEqual([
    'singer/a.ts imports http/client.ts: singer is the protocol alone: no API, no HTTP',
  ]);
});

it('more than nine floors are a fault', () => {
  const rooms = 'cli commands sync replication partitions pages streams json'.split(' ');
  const chain = ['bin.ts', ...rooms.map((room) => (room === 'cli' ? 'cli.ts' : `${room}/a.ts`))];
  const toSources = (paths: readonly string[]) =>
    sources(
      Object.fromEntries(
        paths.map((path, index) => [
          path,
          paths
            .slice(index + 1, index + 2)
            .map((below) => (path.includes('/') ? `../${below}` : `./${below}`)),
        ]),
      ),
    );
  expect(faultsOfLayers(toSources(chain))).toEqual([]);
  expect(faultsOfLayers(toSources([...chain, 'time/a.ts']))).toEqual([
    `10 floors, and 9 at most: bin imports ${rooms.join(' imports ')} imports time`,
  ]);
});

it('a folder with more than 12 % of the lines is a fault; what is generated does not count', () => {
  const lines = (share: number) =>
    new Map([
      ['api.ts', '\n'.repeat(1000 - share)],
      ['pages/a.ts', '\n'.repeat(share - 20)],
      ['pages/b.ts', '\n'.repeat(20)],
      ['generated/columns.ts', '\n'.repeat(5000)],
    ]);
  expect(faultsOfLayers(lines(120))).toEqual([]);
  expect(faultsOfLayers(lines(121))).toEqual(['pages/ has 12.1 % of the lines of src/, and 12.0 % at most']);
});
