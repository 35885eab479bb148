import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readSettings, validateSettings } from '../../../src/config/settings.ts';
import { settingsSchema } from '../../../src/config/settings-schema.ts';
import { TapError } from '../../../src/tap-error.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const KEY = 'the-secret-key';

/** The message that settings are refused with. */
function refusalOf(given: Record<string, unknown>): string {
  try {
    validateSettings({ app_api_key: KEY, ...given });
  } catch (error) {
    if (error instanceof TapError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

function config(content: Record<string, unknown>): string {
  return tempFile('config.json', content);
}

it('the schema of the settings is a JSON schema: a run does not check that', () => {
  const ajv = new Ajv({ strict: false });
  expect([ajv.validateSchema(settingsSchema), ajv.errors]).toEqual([true, null]);
});

describe('validateSettings', () => {
  it('fills in the defaults', () => {
    expect(validateSettings({ app_api_key: KEY })).toEqual({
      app_api_key: KEY,
      region: 'us',
      base_url: 'https://api.customer.io',
      requests_per_second: 10,
      max_concurrency: 3,
      messages_window_days: 180,
      messages_lookback_days: 30,
      messages_late_metrics: 'auto',
      messages_rewrite_days: 7,
      activities_lookback_hours: 24,
      lookback_interval_hours: 24,
      verify_counts: false,
      metrics_resolution: 'days',
      metrics_lookback_days: 90,
      request_timeout_seconds: 60,
      max_retry_seconds: 300,
      emit_activate_version_messages: false,
      add_read_at: false,
      free_form_as_json_text: false,
    });
  });

  it.each([
    ['a list', ['a.example', 'B.example']],
    ['JSON text', '["a.example", "b.example"]'],
    ['a text with commas', ' a.example , b.example,'],
  ])('takes domains from %s', (_, given) => {
    const { esp_domains } = validateSettings({ app_api_key: KEY, esp_domains: given });
    expect(esp_domains).toEqual(['a.example', 'b.example']);
  });

  it.each([[['https://a.example']], [['a@b.example']], [['a']], ['[broken'], [7], [{}]])(
    'refuses %j as domains, by name',
    (esp_domains) => {
      expect(() => validateSettings({ app_api_key: KEY, esp_domains })).toThrow('esp_domains must be');
    },
  );

  const BATCHES = { encoding: { format: 'jsonl' }, storage: { root: '/batches' } };

  it.each([
    ['an object', BATCHES],
    ['JSON text', JSON.stringify(BATCHES)],
  ])('takes batch_config from %s, and fills in its defaults', (_, given) => {
    expect(validateSettings({ app_api_key: KEY, batch_config: given }).batch_config).toEqual({
      encoding: { format: 'jsonl', compression: 'gzip' },
      storage: { root: '/batches', prefix: '' },
      batch_size: 100_000,
    });
  });

  const FOLDER =
    'batch_config.storage.root must be a folder of this machine without # and ? in its path, such as /var/lib/batches or file:///var/lib/batches';

  it.each<[string, unknown, string]>([
    ['no JSON', '{broken', 'batch_config must be an object, or JSON text of one'],
    ['a list', '[]', 'batch_config must be an object, or JSON text of one'],
    ['no storage', { encoding: BATCHES.encoding }, 'batch_config.storage is required'],
    ['no root', { ...BATCHES, storage: {} }, 'batch_config.storage.root is required'],
    ['no format', { ...BATCHES, encoding: {} }, 'batch_config.encoding.format is required'],
    [
      'another format',
      { ...BATCHES, encoding: { format: 'parquet' } },
      'batch_config.encoding.format must be one of ["jsonl"]',
    ],
    [
      'another compression',
      { ...BATCHES, encoding: { format: 'jsonl', compression: 'zstd' } },
      'batch_config.encoding.compression must be one of ["gzip","none"]',
    ],
    ['a bucket', { ...BATCHES, storage: { root: 's3://bucket/x' } }, FOLDER],
    ['another machine', { ...BATCHES, storage: { root: 'file://host/x' } }, FOLDER],
    ['no folder', { ...BATCHES, storage: { root: '' } }, FOLDER],
    [
      'a folder in the prefix',
      { ...BATCHES, storage: { root: '/x', prefix: '../' } },
      'batch_config.storage.prefix must be letters, digits, dots, dashes and underscores',
    ],
    ['an empty file', { ...BATCHES, batch_size: 0 }, 'batch_config.batch_size must be >= 1'],
    ['a misspelt name', { ...BATCHES, batchsize: 5 }, 'batch_config.batchsize is not known'],
  ])('refuses a batch_config with %s', (_, given, fault) => {
    expect(refusalOf({ batch_config: given })).toBe(`invalid settings: ${fault}`);
  });

  it('refuses BATCH files and ACTIVATE_VERSION together: it would delete the rows of the files', () => {
    const given = { batch_config: BATCHES, emit_activate_version_messages: true };
    expect(refusalOf(given)).toMatch(
      /^invalid settings: batch_config and emit_activate_version_messages exclude each other, since [^.]*; unset one of them$/,
    );
  });

  it('leaves what it is given as it is', () => {
    const given = { app_api_key: KEY, requests_per_second: '5' };
    validateSettings(given);
    expect(given).toEqual({ app_api_key: KEY, requests_per_second: '5' });
  });

  it.each([
    ['us', 'https://api.customer.io'],
    ['eu', 'https://api-eu.customer.io'],
  ])('picks the address of region %s', (region, address) => {
    expect(validateSettings({ app_api_key: KEY, region }).base_url).toBe(address);
  });

  it('lets base_url win over the region', () => {
    const settings = validateSettings({ app_api_key: KEY, region: 'eu', base_url: 'https://proxy.example' });
    expect(settings.base_url).toBe('https://proxy.example');
  });

  it.each([
    ['https anywhere', 'https://proxy.example/cio'],
    ['http to localhost', 'http://localhost:8080'],
    ['http to 127.0.0.1', 'http://127.0.0.1:8080'],
    ['http to another address of the loopback network', 'http://127.1.2.3'],
    ['http to ::1', 'http://[::1]:8080'],
  ])('takes a base_url with %s', (_, baseUrl) => {
    expect(validateSettings({ app_api_key: KEY, base_url: baseUrl }).base_url).toBe(baseUrl);
  });

  it.each([
    ['plain http to another host', 'http://api.customer.io'],
    ['plain http to a host that only begins like loopback', 'http://127.0.0.1.example.com'],
    ['plain http to a host that only ends like localhost', 'http://notlocalhost'],
    ['another scheme', 'ftp://localhost'],
    ['no scheme', 'api.customer.io'],
    ['a user in it', 'https://me:pw@api.customer.io'],
    ['a query', 'https://api.customer.io?x=1'],
    ['a fragment', 'https://api.customer.io#x'],
    ['nothing in it', ''],
    ['a blank at its end, which would end up in each address', 'https://api.customer.io '],
    ['a line break at its end', 'https://api.customer.io\n'],
  ])('refuses a base_url with %s', (_, baseUrl) => {
    expect(refusalOf({ base_url: baseUrl })).toBe(
      'invalid settings: base_url must be an https address such as https://api.customer.io (plain http only for localhost)',
    );
  });

  it.each(['2026-01-31', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00+02:00', '2026-01-31 12:00:00'])(
    'takes %s as anchor_date',
    (anchorDate) => {
      expect(validateSettings({ app_api_key: KEY, anchor_date: anchorDate }).anchor_date).toBe(anchorDate);
    },
  );

  it.each(['1970-01-01', '1970-01-01T00:00:00Z', '1900-01-01', '0001-01-01T00:00:00Z'])(
    'takes the anchor_date %s, by which people mean everything, as the beginning of unix time',
    (anchorDate) => {
      const { anchor_date } = validateSettings({ app_api_key: KEY, anchor_date: anchorDate });
      expect(anchor_date).toBe('1970-01-01T00:00:01Z');
    },
  );

  it.each(['last week', '2026-02-30', '1900-02-30', '31.01.2026', ''])(
    'refuses %j as anchor_date',
    (anchorDate) => {
      expect(refusalOf({ anchor_date: anchorDate })).toBe(
        'invalid settings: anchor_date must be an ISO 8601 date or date-time such as 2026-01-31 or 2026-01-31T12:00:00Z (one such as "3 days ago" is understood in Meltano only)',
      );
    },
  );

  it.each<[string, unknown, string, unknown]>([
    ['a whole number as text', '5', 'requests_per_second', 5],
    ['a fraction as text', '2.5', 'request_timeout_seconds', 2.5],
    ['true as text', 'true', 'emit_activate_version_messages', true],
    ['false as text', 'false', 'emit_activate_version_messages', false],
    ['a key of digits as number', 12_345, 'app_api_key', '12345'],
  ])('takes %s', (_, value, name, expected) => {
    expect(validateSettings({ app_api_key: KEY, [name]: value })).toHaveProperty(name, expected);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a region that is none', { region: 'asia' }, 'region must be one of ["us","eu"]'],
    ['a word for a whole number', { max_concurrency: 'many' }, 'max_concurrency must be a whole number'],
    ['a fraction for a whole number', { max_concurrency: 1.5 }, 'max_concurrency must be a whole number'],
    ['a word for a number', { max_retry_seconds: 'long' }, 'max_retry_seconds must be a number'],
    [
      'a word for a boolean',
      { emit_activate_version_messages: 'maybe' },
      'emit_activate_version_messages must be a boolean',
    ],
    ['a boolean for a whole number', { max_concurrency: true }, 'max_concurrency must be a whole number'],
    ['a boolean for a number', { max_retry_seconds: false }, 'max_retry_seconds must be a number'],
    ['a boolean for a text', { user_agent: true }, 'user_agent must be a string'],
    ['a number for a list', { esp_domains: 5 }, 'esp_domains must be a list'],
    ['an object for a list', { streams: { campaigns: true } }, 'streams must be a list'],
    ['a list for a text', { user_agent: ['x'] }, 'user_agent must be a string'],
    ['no requests at all', { requests_per_second: 0 }, 'requests_per_second must be >= 1'],
    ['none in flight', { max_concurrency: 0 }, 'max_concurrency must be >= 1'],
    ['too many in flight', { max_concurrency: 101 }, 'max_concurrency must be <= 100'],
    ['an empty window', { messages_window_days: 0 }, 'messages_window_days must be >= 1'],
    [
      'a window of more than the API gives at once',
      { messages_window_days: 181 },
      'messages_window_days must be <= 180',
    ],
    ['a negative lookback', { messages_lookback_days: -1 }, 'messages_lookback_days must be >= 0'],
    ['no time at all', { request_timeout_seconds: 0 }, 'request_timeout_seconds must be > 0'],
    ['a negative patience', { max_retry_seconds: -1 }, 'max_retry_seconds must be >= 0'],
    [
      'a line break in the key',
      { app_api_key: `${KEY}\n` },
      'app_api_key must be plain characters without spaces or line breaks',
    ],
    [
      'an empty key',
      { app_api_key: '' },
      'app_api_key must be plain characters without spaces or line breaks',
    ],
    ['a line break in the user agent', { user_agent: 'a\r\nb' }, 'user_agent must be plain characters'],
  ])('refuses %s', (_, given, fault) => {
    expect(refusalOf(given)).toBe(`invalid settings: ${fault}`);
  });

  it.each([
    ['max_retry_seconds', 0] as const,
    ['messages_lookback_days', 180] as const,
    ['max_concurrency', 100] as const,
  ])('takes the last %s that is allowed: %d', (name, value) => {
    expect(validateSettings({ app_api_key: KEY, [name]: value })[name]).toBe(value);
  });

  it('says of a missing key where to put it', () => {
    expect(() => validateSettings({})).toThrow(
      'invalid settings: app_api_key is required: put an App API key into the config file or into TAP_CUSTOMERIO_APP_API_KEY',
    );
  });

  it('lists every fault at once', () => {
    const message = refusalOf({ region: 'asia', max_concurrency: 0, base_url: 'x', anchor_date: 'y' });
    expect(message.split('; ')).toHaveLength(4);
  });

  it('never shows a value', () => {
    const secrets = Object.keys(settingsSchema.properties).map((name) => [name, 'pass word\n']);
    expect(refusalOf(Object.fromEntries(secrets))).not.toContain('pass word');
  });

  // ajv takes these texts for a number: windows from then on would never end.
  it.each(['requests_per_second', 'messages_lookback_days'])('refuses infinity as text for %s', (name) => {
    expect(refusalOf({ [name]: 'Infinity' })).toBe(`invalid settings: ${name} must be a finite number`);
    expect(refusalOf({ [name]: '1e400' })).toBe(`invalid settings: ${name} must be a finite number`);
  });
});

describe('readSettings', () => {
  it('reads a file', async () => {
    const { settings, unknown } = await readSettings([config({ app_api_key: KEY, region: 'eu' })], {});
    expect(settings).toMatchObject({ app_api_key: KEY, region: 'eu' });
    expect(unknown).toEqual([]);
  });

  it('reads the environment without being told to', async () => {
    const { settings } = await readSettings([], { TAP_CUSTOMERIO_APP_API_KEY: KEY });
    expect(settings.app_api_key).toBe(KEY);
  });

  it.each<[string, string[], number]>([
    ['the file wins over the environment', ['file'], 1],
    ['the environment wins over the file where ENV is asked for', ['file', 'ENV'], 9],
    ['the environment wins also where ENV comes first', ['ENV', 'file'], 9],
    ['the later file wins over the earlier', ['file', 'later file'], 2],
  ])('%s', async (_, sources, perSecond) => {
    const files: Record<string, string> = {
      file: config({ app_api_key: KEY, requests_per_second: 1 }),
      'later file': config({ requests_per_second: 2 }),
    };
    const paths = sources.map((source) => files[source] ?? source);
    const { settings } = await readSettings(paths, { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '9' });
    expect(settings.requests_per_second).toBe(perSecond);
  });

  it('keeps of the earlier file what the later does not say', async () => {
    const { settings } = await readSettings(
      [config({ app_api_key: KEY, region: 'eu' }), config({ max_concurrency: 1 })],
      {},
    );
    expect(settings).toMatchObject({ app_api_key: KEY, region: 'eu', max_concurrency: 1 });
  });

  it.each<[string, Record<string, unknown>]>([
    ['null', { region: null }],
    ['an empty text', { region: '' }],
    ['absent', {}],
  ])('takes a setting that is %s as not given', async (_, later) => {
    const { settings } = await readSettings([config({ app_api_key: KEY, region: 'eu' }), config(later)], {});
    expect(settings.region).toBe('eu');
  });

  it.each([
    ...['True', 'true', '1', 'yes', 'ON', 1].map((word) => [word, true] as const),
    ...['False', 'FALSE', '0', 'no', 'off', 0].map((word) => [word, false] as const),
  ])('understands %j for a boolean, from a file and from the environment', async (word, value) => {
    const given = { emit_activate_version_messages: word };
    const fromFile = await readSettings([config({ app_api_key: KEY, ...given })], {});
    expect(fromFile.settings.emit_activate_version_messages).toBe(value);
    const env = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: String(word) };
    const fromEnv = await readSettings([config({ app_api_key: KEY })], env);
    expect(fromEnv.settings.emit_activate_version_messages).toBe(value);
  });

  it('understands a region in capitals', async () => {
    const { settings } = await readSettings([config({ app_api_key: KEY, region: ' EU ' })], {});
    expect(settings.base_url).toBe('https://api-eu.customer.io');
  });

  it('takes an empty variable as not given', async () => {
    const { settings } = await readSettings([config({ app_api_key: KEY })], { TAP_CUSTOMERIO_REGION: '' });
    expect(settings.region).toBe('us');
  });

  it('takes start_date for anchor_date', async () => {
    const { settings, unknown } = await readSettings(
      [config({ app_api_key: KEY, start_date: '2026-01-01' })],
      {},
    );
    expect(settings.anchor_date).toBe('2026-01-01');
    expect(unknown).toEqual([]);
  });

  it.each([
    ['TAP_CUSTOMERIO_REGOIN', ' (did you mean TAP_CUSTOMERIO_REGION?)'],
    ['TAP_CUSTOMERIO_ACHOR_DATE', ' (did you mean TAP_CUSTOMERIO_ANCHOR_DATE?)'],
    ['TAP_CUSTOMERIO_WAREHOUSE_TABLE', undefined],
    ['TAP_CUSTOMERIO__REGION', undefined],
    ['TAP_CUSTOMERIO_REGION', undefined],
  ])('says what the variable %s was meant to be, where it is nearly a setting', async (name, meant) => {
    const env = { TAP_CUSTOMERIO_APP_API_KEY: KEY, [name]: 'eu' };
    const { unknown } = await readSettings([], env);
    expect(unknown).toEqual(
      meant ? [`the environment variable ${name} is not known and has no effect${meant}`] : [],
    );
  });

  it('names a misspelt variable where the key is missing', async () => {
    await expect(readSettings([], { TAP_CUSTOMERIO_APP_API_KEEY: KEY })).rejects.toThrow(
      'did you mean TAP_CUSTOMERIO_APP_API_KEY?',
    );
  });

  it('takes start_date of the environment too', async () => {
    const env = { TAP_CUSTOMERIO_APP_API_KEY: KEY, TAP_CUSTOMERIO_START_DATE: '2026-01-01' };
    expect((await readSettings([], env)).settings.anchor_date).toBe('2026-01-01');
  });

  it.each([
    ['first', { anchor_date: '2026-02-02', start_date: '2026-01-01' }],
    ['last', { start_date: '2026-01-01', anchor_date: '2026-02-02' }],
  ])('lets anchor_date win over start_date in one file, standing %s', async (_, dates) => {
    const { settings } = await readSettings([config({ app_api_key: KEY, ...dates })], {});
    expect(settings.anchor_date).toBe('2026-02-02');
  });

  it('lets start_date of a later file win over anchor_date of an earlier one', async () => {
    const { settings } = await readSettings(
      [config({ app_api_key: KEY, anchor_date: '2026-02-02' }), config({ start_date: '2026-01-01' })],
      {},
    );
    expect(settings.anchor_date).toBe('2026-01-01');
  });

  it('names what the files hold that is no setting, and what may have been meant', async () => {
    const { unknown } = await readSettings(
      [config({ app_api_key: KEY, app_key: 'x' }), config({ Region: 'eu' })],
      {},
    );
    expect(unknown).toEqual([
      'the setting "app_key" is not known and has no effect (did you mean app_api_key?)',
      'the setting "Region" is not known and has no effect (did you mean region?)',
    ]);
  });

  it('fails on a file that is missing', async () => {
    await expect(readSettings(['no/such.json'], {})).rejects.toThrow('--config no/such.json');
  });
});
