import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { startReplay } from '../../support/emulator/replay.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { envFor, runMain } from '../../support/harness/run-main.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const filesOf = (folder: string) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

/** Depends on this clock; is hidden; may lie on the other side of a change of Eastern clocks, moved by weeks. */
const HIDDEN = ['clock', 'fields', 'cursor-kinds', 'days-of-series'];

/** What a report of JSON found, as far as a recording keeps it. */
function findingsOf(stdout: string): unknown[] {
  const { findings }: { findings: { probe: string }[] } = JSON.parse(stdout);
  return findings.filter(({ probe }) => !HIDDEN.includes(probe));
}

/** Every text and every number of a body. */
function valuesIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

describe('--probe --record', () => {
  it.each<EmulatorOptions>([
    {},
    { messagesOrder: 'oldest_first', hiddenSenders: 'along', usedBy: 'beside', metricWindow: 'metric' },
    { profile: 'documented', pastTheEnd: 'refused', changeNumber: 'later', studioList: 'root' },
  ])('keeps what a replay answers alike: %j', async (options) => {
    const { env } = await emulatorFor({ sizes: { newsletters: 5 }, ...options });
    const folder = newFolder();
    const recorded = await runMain(['--probe', '--record', folder, '--format=json'], env);
    expect({ code: recorded.code, stderr: recorded.stderr }).toEqual({ code: 0, stderr: '' });
    const replay = await startReplay(folder);
    onTestFinished(() => replay.close());
    const replayed = await runMain(['--probe', '--format=json'], envFor(replay));
    expect(findingsOf(replayed.stdout)).toEqual(findingsOf(recorded.stdout));
    expect(replay.unknown).toEqual([]);
  });

  it('keeps nothing that came from the account: no text, no id, no number of its own, no name of an attribute', async () => {
    const { emulator, env } = await emulatorFor();
    const served = new Set<string>();
    const secret = { MarkedName: 'MarkedText', total: 9_753_124, nested: [{ state: 'MarkedState' }] };
    const mark = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(mark);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) =>
          /^(attributes|data|conditions)$/.test(name)
            ? [name, { ...Object(inner), ...secret }]
            : [name, name === 'name' || name === 'email' ? `Marked ${inner}` : mark(inner)],
        ),
      );
    };
    const change = (body: unknown) => {
      const marked = mark(body);
      for (const value of valuesIn(marked)) served.add(value);
      return marked;
    };
    emulator.faults.add({ match: {}, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
    const folder = newFolder();
    await runMain(['--probe', '--record', folder], env);
    const files = filesOf(folder).join('\n');
    expect(files.length).toBeGreaterThan(100_000);
    // Kept by intention: times, which are moved and may meet another one there; offsets of cursors; counts of bytes.
    const isKept = (value: string) => /^(1[67]\d{8}|858993\d{4})$|^djIwOj/.test(value);
    // Words without a digit, a capital, a blank or a sign can be the API's own.
    const values = [...served].filter(
      (value) => value.length >= 7 && /[\dA-Z @/]/.test(value) && !isKept(value),
    );
    expect(values.length).toBeGreaterThan(500);
    expect(values.filter((value) => files.includes(value))).toEqual([]);
    for (const trace of ['Marked', '9753124', emulator.apiKey, emulator.url])
      expect(files).not.toContain(trace);
  });

  it('refuses a folder that holds files, and one that cannot be made, before it asks anything but the API itself', async () => {
    const { env, emulator } = await emulatorFor();
    const folder = newFolder();
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const full = await runMain(['--probe', '--record', folder], env);
    expect(full.stderr).toBe(
      `CRITICAL --record ${folder}: the folder holds files already; name a new one, or empty it\n`,
    );
    const path = join(folder, 'mine.txt', 'below');
    const none = await runMain(['--probe', '--record', path], env);
    expect(none.stderr).toBe(
      `CRITICAL --record ${path}: the folder cannot be written (ENOTDIR); check the path\n`,
    );
    expect([full.code, none.code, full.stdout, emulator.requests.length]).toEqual([1, 1, '', 2]);
  });

  it('needs --probe', async () => {
    expect(await runMain(['--record', 'folder'])).toMatchObject({
      code: 2,
      stderr: 'CRITICAL --record keeps the answers of --probe: give both; see --help\n',
    });
  });
});
