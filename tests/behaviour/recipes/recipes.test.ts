import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';

const RECIPES = fileURLToPath(new URL('../../../docs/recipes/', import.meta.url));
const FOLDERS = '/var/lib/customerio';
const textOf = (name: string) => readFileSync(join(RECIPES, name), 'utf8');

describe('docs/recipes', () => {
  it('lets nobody but their owner read the files that hold the key and the password', () => {
    const root = mkdtempSync(join(tmpdir(), 'tap-customerio-recipes-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const programs = join(root, 'bin');
    mkdirSync(programs);
    for (const [name, line] of [
      ['sudo', 'exec "$@"'],
      ['sync.sh', 'exit 0'],
    ] as const) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    }
    const [, commands = ''] = /```sh\n(.*?)```/s.exec(textOf('README.md')) ?? [];
    const { status, stderr } = spawnSync('sh', ['-ec', `umask 022\n${commands.replaceAll(FOLDERS, root)}`], {
      env: { PATH: [programs, process.env['PATH']].join(delimiter), USER: userInfo().username },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    for (const name of ['config.json', 'target.json']) {
      const path = join(root, 'shop', name);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toBeTypeOf('object');
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  it('has cron write where an ordinary user may: in the folder that was made for the workspace', () => {
    const lines = textOf('README.md').match(/^.* \* sync\.sh .*$/gm) ?? [];
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const [, folder] = /sync\.sh (\S+)/.exec(line) ?? [];
      expect(folder?.startsWith(`${FOLDERS}/`)).toBe(true);
      expect(line).toContain(` >> ${folder}/sync.log 2>&1`);
    }
  });

  it('ends a job that hangs, since no other runs beside it', () => {
    const job = parseAllDocuments(textOf('cronjob.yaml'))
      .map((document) => document.toJS())
      .find(({ kind }) => kind === 'CronJob');
    expect(job.spec.concurrencyPolicy).toBe('Forbid');
    expect(job.spec.jobTemplate.spec.activeDeadlineSeconds).toBe(21_600);
  });

  it('names no version of the tap, since the next release would leave it behind', () => {
    for (const name of readdirSync(RECIPES)) {
      expect(textOf(name)).not.toMatch(/(tap-customerio@|customerio-sync:)\d/);
    }
  });
});
