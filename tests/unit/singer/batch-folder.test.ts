import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBatchFolder } from '../../../src/singer/batch-folder.ts';
import { TapError } from '../../../src/tap-error.ts';

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder below one that is there, as a setting would name it. */
async function openFolder(compression: 'gzip' | 'none' = 'gzip', root = join(tempFolder(), 'new föl der')) {
  return { root, folder: await openBatchFolder({ root, prefix: 'p-', compression, runId: 'run' }) };
}

const piece = (text: string) => [Buffer.from(text)];
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('openBatchFolder', () => {
  it('makes the folder, for its user only', async () => {
    const { root } = await openFolder();
    expect(modeOf(root)).toBe('700');
  });

  it('names the folder and the reason if it cannot be made', async () => {
    const root = join(tempFolder(), 'file');
    writeFileSync(root, '');
    await expect(openFolder('gzip', join(root, 'below'))).rejects.toThrow(
      `batch_config: ${join(root, 'below')} cannot be written (ENOTDIR); make room, or check storage.root`,
    );
  });
});

describe('a file of records', () => {
  it.each([
    ['gzip', '.jsonl.gz'],
    ['none', '.jsonl'],
  ] as const)(
    'with compression %s holds what was written, in its order, for its user only',
    async (compression, end) => {
      const { root, folder } = await openFolder(compression);
      const file = folder.create('people');
      // More than a stream takes at once, and without waiting, as pages come side by side.
      const texts = Array.from({ length: 40 }, (_, index) => `${String(index).repeat(50_000)}\n`);
      const written = texts.map((text) => file.write([...piece(text), ...piece(text)]));
      const url = await file.close();
      await Promise.all(written);
      const path = join(root, `p-people-run-1${end}`);
      expect(url).toBe(`file://${path}`);
      const bytes = readFileSync(path);
      expect(
        (compression === 'gzip' ? gunzipSync(bytes) : bytes).toString() ===
          texts.map((text) => text + text).join(''),
      ).toBe(true);
      expect(modeOf(path)).toBe('600');
    },
  );

  it('has another name until it is whole', async () => {
    const { root, folder } = await openFolder();
    const file = folder.create('people');
    await file.write(piece('{}\n'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readdirSync(root)).toEqual(['p-people-run-1.jsonl.gz.partial']);
    await file.close();
    expect(readdirSync(root)).toEqual(['p-people-run-1.jsonl.gz']);
  });

  it('has no name of another', async () => {
    const { root, folder } = await openFolder('none');
    await Promise.all([folder.create('people').close(), folder.create('people').close()]);
    expect(readdirSync(root)).toEqual(['p-people-run-1.jsonl', 'p-people-run-2.jsonl']);
  });

  it.each(['gzip', 'none'] as const)(
    'with compression %s that cannot be written says so, again and again',
    async (compression) => {
      const { root, folder } = await openFolder(compression);
      rmSync(root, { recursive: true });
      const file = folder.create('people');
      const large = [Buffer.alloc(2_000_000, 'x'), Buffer.alloc(2_000_000, 'x')];
      await expect(file.write(large)).rejects.toThrow(TapError);
      await expect(file.write(large)).rejects.toThrow(
        /^batch_config: .*partial cannot be written \(ENOENT\)/,
      );
      await expect(file.close()).rejects.toThrow(TapError);
    },
  );

  it('leaves nothing behind that cannot be finished', async () => {
    const { root, folder } = await openFolder('none');
    mkdirSync(join(root, 'p-people-run-1.jsonl'));
    const file = folder.create('people');
    await file.write(piece('{}\n'));
    await expect(file.close()).rejects.toThrow('EISDIR');
    expect(readdirSync(root)).toEqual(['p-people-run-1.jsonl']);
  });

  it('does not write over one that is there', async () => {
    const { root, folder } = await openFolder('none');
    writeFileSync(join(root, 'p-people-run-1.jsonl.partial'), 'precious');
    const file = folder.create('people');
    await expect(file.close()).rejects.toThrow('EEXIST');
    expect(readFileSync(join(root, 'p-people-run-1.jsonl.partial'), 'utf8')).toBe('precious');
  });
});
