import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-package-'));
let files: string[];

function tap(...argv: string[]): string {
  return execFileSync(join(folder, 'node_modules/.bin/tap-customerio'), argv, {
    cwd: folder,
    encoding: 'utf8',
  });
}

/** The tarball as npm would publish it, installed as a user would, in an empty folder. */
beforeAll(() => {
  const npm = (argv: string[], cwd: string) =>
    execFileSync('npm', argv, { cwd, encoding: 'utf8', stdio: 'pipe' });
  // The tests run on a build already; packing would build again under their feet.
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT),
  );
  files = packed.files.map(({ path }: { path: string }) => path);
  npm(
    [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      join(folder, packed.filename),
    ],
    folder,
  );
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the published package', () => {
  it('holds the program, the documentation, what Meltano and dbt need, and what npm adds; nothing else', () => {
    const within = (folder: string) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));
    const others = files.filter((path) => !/^dist\//.test(path));
    expect(others.sort()).toEqual(
      [
        ...within('docs'),
        ...within('dbt'),
        '.env.example',
        'LICENSE',
        'README.md',
        'meltano.yml',
        'meltano/tap-customerio.yml',
        'package.json',
      ].sort(),
    );
  });

  it('runs --version', () => {
    expect(tap('--version')).toMatch(/^tap-customerio v\d+\.\d+\.\d+\n$/);
  });

  it('runs --help', () => {
    expect(tap('--help')).toContain('--discover');
  });

  it('discovers the catalog that the project holds', () => {
    expect(tap('--discover')).toBe(readFileSync(join(ROOT, 'catalog.json'), 'utf8'));
  });

  it('holds the licenses of what has been put into it', () => {
    const licenses = readFileSync(
      join(folder, 'node_modules/tap-customerio/dist/third-party-licenses.txt'),
      'utf8',
    );
    for (const name of ['ajv', 'https-proxy-agent', 'node-fetch', 'yargs'])
      expect(licenses).toMatch(
        new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n[^]*?Permission is hereby granted`, 'm'),
      );
  });

  it('is installed alone: it depends on nothing, and needs no install script', () => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    const { '': _, ...packages }: Record<string, { hasInstallScript?: boolean }> = lock.packages;
    expect(Object.keys(packages)).toEqual(['node_modules/tap-customerio']);
    expect(Object.values(packages).filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
  });
});
