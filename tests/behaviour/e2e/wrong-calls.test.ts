import { describe, expect, it } from 'vitest';
import { emulatorFor } from '../../support/harness/emulator-for.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const KEY = { TAP_CUSTOMERIO_APP_API_KEY: 'key' };

/** argv, environment, exit code, the one line on stderr. */
const CALLS: [string, string[], Record<string, string>, number, RegExp][] = [
  ['an unknown flag', ['--frobnicate'], KEY, 2, /^CRITICAL Unknown argument: frobnicate; see --help\n$/],
  [
    'a misspelt flag',
    ['--confg', 'a'],
    KEY,
    2,
    /^CRITICAL Unknown argument: confg \(did you mean --config\?\); see --help\n$/,
  ],
  [
    'a --test that there is not',
    ['--test=foo'],
    KEY,
    2,
    /^CRITICAL --test must be one of all, schema; see --help\n$/,
  ],
  [
    'a misspelt stream',
    ['--select', 'poeple'],
    KEY,
    2,
    /^CRITICAL --select: there is no stream or group "poeple" \(did you mean people\?\); .*\n$/,
  ],
  [
    'a summary of what is no run',
    ['--discover', '--summary', 'summary.json'],
    KEY,
    2,
    /^CRITICAL --summary is for a run that reads streams; see --help\n$/,
  ],
  ['a stray argument', ['config.json'], KEY, 2, /^CRITICAL Unknown argument: config.json; see --help\n$/],
  [
    'a flag without its value',
    ['--config'],
    KEY,
    2,
    /^CRITICAL Not enough arguments following: config; see --help\n$/,
  ],
  [
    'a value for a switch',
    ['--discover=banana'],
    KEY,
    2,
    /^CRITICAL --discover takes no value; see --help\n$/,
  ],
  [
    'a flag with a dot',
    ['--config.a', 'b'],
    KEY,
    2,
    /^CRITICAL Unknown arguments?: config.a.*; see --help\n$/,
  ],
  [
    'an anchor_date in the future',
    [],
    { ...KEY, TAP_CUSTOMERIO_ANCHOR_DATE: '2199-01-01' },
    1,
    /^CRITICAL invalid settings: anchor_date lies in the future, so that nothing would be read\n$/,
  ],
  [
    'two catalogs',
    ['--catalog', 'a', '-p', 'b'],
    KEY,
    2,
    /^CRITICAL --catalog is given more than once; see --help\n$/,
  ],
  [
    'no key',
    [],
    {},
    1,
    /^CRITICAL invalid settings: app_api_key is required: .*TAP_CUSTOMERIO_APP_API_KEY\n$/,
  ],
  [
    'a missing config',
    ['-c', '/no/such.json'],
    KEY,
    1,
    /^CRITICAL --config \/no\/such.json: there is no such file; check the path\n$/,
  ],
  [
    'a missing catalog',
    ['--catalog', '/no/such.json'],
    KEY,
    1,
    /^CRITICAL --catalog \/no\/such.json: there is no such file; .*\n$/,
  ],
  [
    'a missing state',
    ['-s', '/no/such.json'],
    KEY,
    1,
    /^CRITICAL --state \/no\/such.json: there is no such file; .*\n$/,
  ],
];

describe('a wrong call', () => {
  it.each(CALLS)(
    'with %s gets one clear sentence and the right exit code',
    async (_, argv, env, code, line) => {
      const result = await runMain(argv, env);
      expect(result.stderr).toMatch(line);
      expect(result).toMatchObject({ code, stdout: '' });
    },
  );

  it('with a misspelt key is told what may have been meant', async () => {
    const { code, stderr } = await runMain(['--config', tempFile('config.json', { app_api_keey: 'secret' })]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^CRITICAL invalid settings: app_api_key is required: .*; the setting "app_api_keey" is not known and has no effect \(did you mean app_api_key\?\)\n$/,
    );
    expect(stderr).not.toContain('secret');
  });

  it.each(['--about', '--test', '--test=schema'])(
    'with %s beside --discover gets the catalog, and is told so',
    async (option) => {
      const { code, stdout, stderr } = await runMain(['--discover', option], KEY);
      expect(code).toBe(0);
      expect(stderr).toBe(`WARNING ${option.replace(/=.*/, '')} has no effect beside --discover\n`);
      expect(Object.keys(JSON.parse(stdout))).toEqual(['streams']);
    },
  );

  it('gets all faults of its settings at once, each named, without a value', async () => {
    const config = tempFile('config.json', {
      app_api_key: 'se cret',
      region: 'moon',
      anchor_date: '2026-02-30',
      base_url: 'http://example.com',
      max_concurrency: 'many',
      messages_window_days: 181,
    });
    const { code, stderr } = await runMain(['--config', config]);
    expect(code).toBe(1);
    for (const name of [
      'app_api_key',
      'region',
      'anchor_date',
      'base_url',
      'max_concurrency',
      'messages_window_days',
    ]) {
      expect(stderr).toContain(`${name} must be`);
    }
    expect(stderr).not.toMatch(/se cret|moon|02-30|example\.com|many/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['--config', 'no JSON', 'the file is not valid JSON (line 1, column 1); correct it'],
    ['--config', '[]', 'the file must hold a JSON object'],
    ['--catalog', '{', 'the file is not valid JSON (line 1, column 2); correct it'],
  ])('with a broken file for %s is told so, not shown it', async (flag, content, what) => {
    const path = tempFile('file.json', content);
    expect(await runMain([flag, path], KEY)).toMatchObject({
      code: 1,
      stderr: `CRITICAL ${flag} ${path}: ${what}\n`,
    });
  });

  it.each([
    ['no list of streams', {}, 'catalog: "streams" must be a list; write one with --discover'],
    [
      'a stream without a name',
      { streams: [{}] },
      'catalog: streams[0] has no tap_stream_id; compare with the output of --discover',
    ],
    [
      'a stream without a schema',
      { streams: [{ stream: 'snippets' }] },
      'catalog: the schema of stream snippets is missing or no JSON Schema; compare with the output of --discover',
    ],
  ])('with a catalog that has %s is told what to change', async (_, catalog, message) => {
    expect(await runMain(['--catalog', tempFile('catalog.json', catalog)], KEY)).toMatchObject({
      code: 1,
      stderr: `CRITICAL ${message}\n`,
    });
  });

  it.each([
    ['text', 'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
    [
      '{"messages": {}}',
      'state: "bookmarks" is missing; put the streams\' bookmarks under it, or empty the file',
    ],
    ['{"bookmarks": []}', 'state: "bookmarks" must be an object with a key for each stream'],
    [
      '{"bookmarks": {"messages": 5}}',
      'state: bookmarks.messages must be an object; correct it, or remove it to read the stream anew',
    ],
    ['{"type": "STATE", "value": 5}', 'state: the value of the STATE message must be an object'],
  ])('with the state %s is told what to change', async (content, message) => {
    expect(await runMain(['--state', tempFile('state.json', content)], KEY)).toMatchObject({
      code: 1,
      stderr: `CRITICAL ${message}\n`,
    });
  });

  it.each([
    ['yesterday', /WARNING messages: bookmark: created is no date-time such as 20\d\d-.*; it is ignored/],
    [
      '2199-01-01',
      /WARNING messages: bookmark: created lies ahead of the time, 20.*; it is void, and what it covered is read again/,
    ],
  ])('with the bookmark %s is told so, and what it may hide is read again', async (created, message) => {
    const { env } = await emulatorFor();
    const state = tempFile('state.json', { bookmarks: { messages: { created } } });
    const { code, stderr } = await runMain(['--state', state], env);
    expect(code).toBe(0);
    expect(stderr).toMatch(message);
  });

  it('with a refused key stops at once and says which settings to look at', async () => {
    const { emulator, env } = await emulatorFor();
    const { code, stderr } = await runMain([], { ...env, TAP_CUSTOMERIO_APP_API_KEY: 'wrong-key' });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^CRITICAL GET \S+: status 401: the key is refused by http.*app_api_key.*region us/,
    );
    expect(stderr).not.toContain('wrong-key');
    expect(emulator.requests.length).toBeLessThanOrEqual(3);
  });
});

describe('settings', () => {
  it('come from files, the later over the earlier, and from the environment where files say nothing', async () => {
    const { emulator, env } = await emulatorFor();
    const first = tempFile('first.json', { app_api_key: 'wrong', base_url: env['TAP_CUSTOMERIO_BASE_URL'] });
    const second = tempFile('second.json', { app_api_key: emulator.apiKey });
    const result = await runMain(['-c', first, '-c', second], { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '1000' });
    expect(result.code).toBe(0);
  });

  it('come from the environment over the files with --config=ENV', async () => {
    const { env } = await emulatorFor();
    const wrong = tempFile('wrong.json', { app_api_key: 'wrong' });
    expect((await runMain(['--config', wrong, '--config=ENV'], env)).code).toBe(0);
    expect((await runMain(['--config', wrong], env)).code).toBe(1);
  });

  it('that are not known are named in a WARNING and have no effect', async () => {
    const { env } = await emulatorFor();
    const { code, stderr } = await runMain(['-c', tempFile('config.json', { api_key: 'x' })], env);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^WARNING the setting "api_key" is not known and has no effect \(did you mean app_api_key\?\)\n/,
    );
  });
});

describe('the program', () => {
  it('prints its version', async () => {
    expect(await runTap(['--version'])).toMatchObject({
      code: 0,
      stdout: 'tap-customerio v0.1.0\n',
      stderr: '',
    });
  });

  it('prints the same help built as from the sources, where another package tells the width of texts', async () => {
    const [built, fromSources] = await Promise.all([runTap(['--help']), runMain(['--help'])]);
    expect(built.stdout).toBe(fromSources.stdout);
    expect(built.stdout).toMatch(/^[\n -~]+$/);
  });

  it('prints its options with --help', async () => {
    const { code, stdout, stderr } = await runTap(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of ['--config', '--catalog', '--properties', '--state', '--discover'])
      expect(stdout).toContain(option);
  });

  it('ends a wrong call with its exit code as a process too', async () => {
    expect((await runTap(['--frobnicate'])).code).toBe(2);
    expect((await runTap([])).code).toBe(1);
  });
});

describe('LOGLEVEL=DEBUG', () => {
  it('adds a stack that names the lines of the sources, though the program is built into few files', async () => {
    const { stderr } = await runTap(['--config', 'no-such-file.json'], { ...KEY, LOGLEVEL: 'DEBUG' });
    expect(stderr).toMatch(
      /DEBUG TapError: .* at readTextFile \(\S*src\/config\/read-json-file\.ts:\d+:\d+\)/,
    );
  });
});
