import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  it('holds the program, what Meltano needs, and what npm adds; nothing else', () => {
    const others = files.filter((path) => !/^dist\//.test(path));
    expect(others.sort()).toEqual([
      'LICENSE',
      'README.md',
      'docs/README.md',
      'docs/coverage.md',
      'docs/dbt/README.md',
      'docs/dbt/sources.yml',
      'docs/guarantees.md',
      'docs/images/run.svg',
      'docs/meltano.md',
      'docs/recipes/Dockerfile',
      'docs/recipes/README.md',
      'docs/recipes/airflow_dag.py',
      'docs/recipes/cronjob.yaml',
      'docs/recipes/dagster_job.py',
      'docs/recipes/queries.md',
      'docs/recipes/sync.sh',
      'docs/running.md',
      'docs/settings.md',
      'docs/speed.md',
      'docs/streams.md',
      'docs/tables.md',
      'docs/targets.md',
      'docs/troubleshooting.md',
      'meltano/tap-customerio.yml',
      'package.json',
      'tests/ecosystem/meltano/meltano.yml',
    ]);
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

  it('discovers, helps and tells its version with nothing but its own files, so that it starts at once', () => {
    const alone = join(folder, 'alone');
    cpSync(join(folder, 'node_modules/tap-customerio'), alone, { recursive: true });
    for (const option of ['--discover', '--help', '--version', '--about']) {
      const output = execFileSync(process.execPath, [join(alone, 'dist/bin.js'), option], {
        encoding: 'utf8',
      });
      expect(output).toBe(tap(option));
    }
  });

  it('holds the licenses of what has been put into it', () => {
    const licenses = readFileSync(
      join(folder, 'node_modules/tap-customerio/dist/third-party-licenses.txt'),
      'utf8',
    );
    expect(licenses).toMatch(/^yargs \d+\.\d+\.\d+\n\n[\s\S]*Permission is hereby granted/m);
  });

  it('needs no install script, in itself or in what it depends on', () => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    const packages: Record<string, { hasInstallScript?: boolean }> = lock.packages;
    expect(Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });
});
