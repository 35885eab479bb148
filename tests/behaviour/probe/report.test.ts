import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../../src/config/given-settings.ts';
import { PROBES } from '../../../src/probes/table.ts';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { runMain } from '../../support/harness/run-main.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

async function probe(options: EmulatorOptions = {}, ...argv: string[]) {
  const { emulator, env } = await emulatorFor(options);
  const { code, stdout, stderr } = await runMain(['--probe', ...argv], env);
  return { emulator, code, stdout, stderr };
}

/** Every text and number of a body. */
function valuesIn(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

describe('--probe', () => {
  it('prints one report and nothing else, with at most 120 requests, all of which only read', async () => {
    const { code, stdout, stderr, emulator } = await probe();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^# Probe of the App API\n/);
    expect(emulator.requests.length).toBeGreaterThan(60);
    expect(emulator.requests.length).toBeLessThanOrEqual(120);
    const writing = emulator.requests.filter(({ method }) => method !== 'GET');
    expect(new Set(writing.map(({ template }) => template))).toEqual(
      new Set(['/v1/customers', '/v1/customers/attributes']),
    );
  });

  it('says that nothing is to be done where every difference is safe', async () => {
    const { stdout } = await probe({ metricWindow: 'metric', messagesOrder: 'oldest_first' });
    expect(stdout).toContain(
      '## What to do\n\nNothing: no answer below puts a record at risk. What could not be told stays open',
    );
    expect(stdout).toContain('| 31 | In which order do messages come? | oldest first | follows the cursors;');
    expect(stdout).not.toContain('(at risk)');
  });

  it.each([
    ['a page of HTML', '<html>sign in</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a long number', '{"actions":[{"id":12345678901234567890}],"next":""}'],
  ])('says what it can tell where a cursor is answered 200 with %s', async (_, body) => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({
      match: { where: ({ query }) => query['start'] !== undefined },
      times: ALWAYS,
      action: { kind: 'body', body },
    });
    const { code, stdout } = await runMain(['--probe'], { ...env, TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '1' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Probe of the App API\n/);
  });

  it('says first which streams are at risk, why, and what can be done, and marks the lines', async () => {
    const { code, stdout } = await probe({ wholeLists: 'paged', forbidden: ['/v1/snippets'] });
    expect(code).toBe(0);
    const [, toDo = ''] = stdout.split('\n\n## ');
    expect(toDo.split('\n')).toEqual([
      'What to do',
      '',
      'Records of these streams may be missing or wrong, or the stream may fail, until a release says otherwise:',
      '',
      '- **those of the lists that are named here** (115): Which lists may this key not read? Some are refused (403 (JSON) for /v1/snippets). The tap fails these streams and reads the others. What you can do: give the key their scope, or deselect these streams.',
      '- **segments, campaigns, broadcasts, transactional_messages, segment_membership** (16): Do lists that come in one answer ignore `limit`? They are cut at `limit`, so they have pages. The tap reads the first page of them only. What you can do: leave `emit_activate_version_messages` off, so that no row behind the first page is deleted.',
      '',
      'No other answer puts a record at risk. What could not be told stays open until the workspace holds more: run the probe again then. Please attach this report to an issue of kind "A probe of the API": it helps the next user.',
    ]);
    expect(stdout).toMatch(/^\| 16 \|.*\*\*\(at risk\)\*\* \| reads the first page of them only \|$/m);
  });

  it('names in every advice a setting that there is, or a selection, or another run', () => {
    const advice = PROBES.flatMap(({ otherwise }) =>
      Object.values(otherwise).flatMap((consequence) => (consequence.atRisk ? [consequence.youCan] : [])),
    );
    expect(advice.length).toBeGreaterThan(10);
    for (const text of advice) {
      expect(text).toMatch(/`\w+`|deselect|run again/);
      for (const [, name = ''] of text.matchAll(/`(\w+)`/g)) expect(SETTING_NAMES).toContain(name);
    }
  });

  it('prints the same as JSON with --format=json', async () => {
    const { stdout } = await probe({ usedBy: 'beside' }, '--format=json');
    const { region, requests, headers, findings } = JSON.parse(stdout);
    expect({ region, requests }).toEqual({ region: 'us', requests: expect.any(Number) });
    expect(headers).toContain('date');
    expect(findings).toContainEqual({
      probe: 'used-by',
      fact: 66,
      question: 'Is `segment_id` within `used_by`?',
      finding: 'otherwise',
      variant: 'beside',
      answer: 'no, beside it or nowhere',
      tap_does: 'takes it from the request',
      is_safe: true,
      at_risk: [],
      you_can: null,
    });
  });

  it.each(['text', 'json'])('holds nothing of the account as %s', async (format) => {
    const { emulator, env } = await emulatorFor();
    const served = new Set<string>();
    const mark = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(mark);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) =>
          /^(name|email|recipient|subject|description|href|url)$/.test(name) && typeof inner === 'string'
            ? [name, `MARKED ${inner}`]
            : [name, mark(inner)],
        ),
      );
    };
    emulator.faults.add({
      match: {},
      times: ALWAYS,
      action: {
        kind: 'change',
        change: (body) => {
          const marked = mark(body);
          for (const value of valuesIn(marked)) served.add(String(value));
          return marked;
        },
      },
    });
    const { stdout, stderr } = await runMain(['--probe', `--format=${format}`], env);
    expect(stdout.length).toBeGreaterThan(2000);
    // Whatever has a digit, a capital, a blank or a sign in it, and is long enough not to be met by chance.
    const values = [...served].filter((value) => value.length >= 5 && /[\dA-Z @/]/.test(value));
    expect(values.length).toBeGreaterThan(500);
    expect(values.filter((value) => stdout.includes(value) || stderr.includes(value))).toEqual([]);
    expect(stdout).not.toContain('MARKED');
    expect(stdout).not.toContain(emulator.apiKey);
    expect(stdout).not.toContain(emulator.url);
  });

  it("names fields that the tap does not know, but none whose name may be the account's", async () => {
    const { emulator, env } = await emulatorFor({ unknownFields: false });
    const more = { region_id: 1, tier2: 1, 'Ada Example': 1, 'ada@example.com': 1, Ada: 1 };
    emulator.faults.add({
      match: { template: '/v1/segments' },
      times: ALWAYS,
      action: {
        kind: 'change',
        change: (body) => ({ segments: [...Object(body).segments.map(Object), more] }),
      },
    });
    const { stdout } = await runMain(['--probe'], env);
    expect(stdout).toContain('segments.region_id, segments.tier*');
    expect(stdout).not.toMatch(/ada/i);
  });

  it('stays within 120 requests where each is sent again, and says what it could not ask', async () => {
    const { emulator, env } = await emulatorFor();
    emulator.faults.add({
      match: { path: /^(?!\/v1\/workspaces)/ },
      times: ALWAYS,
      action: { kind: 'status', status: 503 },
    });
    const { code, stdout } = await runMain(['--probe'], env);
    expect(code).toBe(0);
    expect(emulator.requests.length).toBeLessThanOrEqual(120);
    expect(stdout).toContain('| 31 | In which order do messages come? | GET /v1/messages was answered 503 |');
  });

  it('takes an answer without a body, or without a Date, for what it is', async () => {
    const { emulator, env } = await emulatorFor({ date: 'none' });
    emulator.faults.add({
      match: { template: '/v1/segments' },
      times: ALWAYS,
      action: { kind: 'status', status: 204, body: '' },
    });
    emulator.faults.add({
      match: { template: '/v1/snippets' },
      times: ALWAYS,
      action: { kind: 'status', status: 403, body: '<html></html>' },
    });
    const { code, stdout } = await runMain(['--probe'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('| 124 | Does `Date` agree with this clock? | answers have no `Date` |');
    expect(stdout).toMatch(/some are refused \(403 \((HTML|text)\) for \/v1\/snippets\)/);
    expect(stdout).toContain(
      '| 16 | Do lists that come in one answer ignore `limit`? | there are fewer than two segments |',
    );
  });

  it('ends with one sentence, and prints nothing, where the key is refused', async () => {
    const { env } = await emulatorFor();
    const { code, stdout, stderr } = await runMain(['--probe'], {
      ...env,
      TAP_CUSTOMERIO_APP_API_KEY: 'another',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^CRITICAL GET \/v1\/workspaces: status 401: the key is refused by /);
  });

  it('takes no value, and has no effect beside --discover', async () => {
    expect(await runMain(['--probe=all'])).toMatchObject({
      code: 2,
      stderr: 'CRITICAL --probe takes no value; see --help\n',
    });
    const { stderr } = await runMain(['--probe', '--discover']);
    expect(stderr).toBe('WARNING --probe has no effect beside --discover\n');
  });
});
