/** Scheme and host of the API in each region. Source: servers of the App API's OpenAPI definition. */
export const REGION_URLS = { us: 'https://api.customer.io', eu: 'https://api-eu.customer.io' } as const;

/**
 * Every setting: the one source of validation, of the type Settings, and of the table in docs/settings.md. The order is the
 * order in which people meet them. The description says how a computed default comes about.
 */
export const settingsSchema = {
  type: 'object',
  required: ['app_api_key'],
  properties: {
    app_api_key: {
      type: 'string',
      title: 'App API key',
      description:
        'Key of the App API (not a Track key), made under Account settings, API credentials, App API keys.',
      pattern: '^[\\x21-\\x7e]+$',
      secret: true,
    },
    region: {
      type: 'string',
      title: 'Region',
      description: 'Region of the workspace, `us` or `eu`. A key works in its own region only.',
      enum: ['us', 'eu'],
      default: 'us',
    },
    base_url: {
      type: 'string',
      title: 'Base URL',
      description: `Overrides the region's address (${REGION_URLS.us}, ${REGION_URLS.eu}), for a proxy or the emulator. Plain http is accepted for localhost only.`,
      format: 'uri',
    },
    streams: {
      type: 'array',
      title: 'Streams',
      description:
        'Streams to read, and groups such as `+default` and `+profiles`: a list, also as JSON text or separated by commas. `--discover` then prints these alone, and of a catalog only these are read. Default: every stream is discovered, and without a catalog `+default` is read.',
      items: { type: 'string' },
      minItems: 1,
    },
    anchor_date: {
      type: 'string',
      title: 'Anchor date',
      description:
        'Start of the first sync, an ISO 8601 date or date-time. Default: one year ago; messages then begin six months ago. `start_date` is an alias.',
      format: 'date-time',
    },
    requests_per_second: {
      type: 'integer',
      title: 'Requests a second',
      description: "The API's limit, counted per workspace and shared with its other integrations.",
      minimum: 1,
      maximum: 1_000_000,
      default: 10,
    },
    max_concurrency: {
      type: 'integer',
      title: 'Requests in flight',
      description: 'How many requests may wait for an answer at once.',
      minimum: 1,
      maximum: 100,
      default: 3,
    },
    messages_window_days: {
      type: 'integer',
      title: 'Window of messages in days',
      description:
        'Longest span of time that is asked for in one series of requests. A shorter one costs more requests; the tap itself cuts one that the API cannot answer.',
      minimum: 1,
      maximum: 180,
      default: 180,
    },
    messages_lookback_days: {
      type: 'integer',
      title: 'Lookback of messages in days',
      description:
        'Reads the messages of the last N days again: they gain opens, clicks and conversions later. Only those that may have changed are written. 0 turns it off.',
      minimum: 0,
      maximum: 180,
      default: 30,
    },
    messages_rewrite_days: {
      type: 'integer',
      title: 'Days between rewrites of the lookback',
      description:
        'Once every N days, the lookback of messages writes all that it reads, changed or not: opens and clicks that reach the API more than a day late show in nothing else. 0 turns it off.',
      minimum: 0,
      maximum: 365,
      default: 7,
    },
    messages_late_metrics: {
      type: 'string',
      title: 'Reading of late opens and clicks',
      description:
        'How opens, clicks and other metrics are read that messages gain later. `lookback`: by reading the messages of the last days again. `by_metric`: in each run by the time of each metric, however old the message, and by those lookbacks only that write everything (`messages_rewrite_days`). `auto`: by metric, if a request in the same run has shown that the API filters so; otherwise by lookback.',
      enum: ['auto', 'lookback', 'by_metric'],
      default: 'auto',
    },
    activities_lookback_hours: {
      type: 'integer',
      title: 'Lookback of activities in hours',
      description:
        'Reads activities again, from N hours before the last lookback on: they are listed by event time and can arrive late.',
      minimum: 1,
      maximum: 720,
      default: 24,
    },
    lookback_interval_hours: {
      type: 'integer',
      title: 'Interval of lookbacks in hours',
      description: 'Looks back at most once every N hours; 0: in every run.',
      minimum: 0,
      maximum: 8760,
      default: 24,
    },
    verify_counts: {
      type: 'boolean',
      title: 'Verification of counts',
      description:
        "Compares the number of a segment's members, of people and of objects with the API's own counters, and warns of a difference above 0.1 %.",
      default: false,
    },
    people_segment_id: {
      type: 'integer',
      title: 'Segment of people',
      description:
        'Reads the people of this segment only (`people_identifiers`, `people`, `people_relationships`). Default: everybody.',
      minimum: 1,
    },
    metrics_resolution: {
      type: 'string',
      title: 'Resolution of metrics',
      description: 'Length of a period in the metrics streams: `days`, `weeks` or `months`.',
      enum: ['days', 'weeks', 'months'],
      default: 'days',
    },
    metrics_lookback_days: {
      type: 'integer',
      title: 'Lookback of metrics in days',
      description:
        'Reads the metrics of the last N days before the bookmark again: they count opens, clicks and conversions that come later.',
      minimum: 0,
      maximum: 365,
      default: 90,
    },
    esp_domains: {
      type: 'array',
      title: 'Sending domains',
      description:
        'Sending domains for `esp_domain_suppressions`: a list, also as JSON text or separated by commas. Default: none.',
      items: { type: 'string', pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' },
    },
    request_timeout_seconds: {
      type: 'number',
      title: 'Request time-out in seconds',
      description: 'For one attempt, the whole body included.',
      exclusiveMinimum: 0,
      maximum: 3600,
      default: 60,
    },
    max_retry_seconds: {
      type: 'number',
      title: 'Patience in seconds',
      description: 'Total patience for one request, retries and waiting included.',
      minimum: 0,
      maximum: 86_400,
      default: 300,
    },
    add_read_at: {
      type: 'boolean',
      title: 'Column read_at',
      description:
        'Adds a column `read_at` to FULL_TABLE streams: when the reading began that found the row, the same for all rows of one reading. Rows with an older one, or none, are gone in Customer.io.',
      default: false,
    },
    emit_activate_version_messages: {
      type: 'boolean',
      title: 'ACTIVATE_VERSION messages',
      description:
        'For FULL_TABLE streams: a version on each RECORD, and ACTIVATE_VERSION after the last record of a complete stream, so that the target can mark or delete what is gone.',
      default: false,
    },
    free_form_as_json_text: {
      type: 'boolean',
      title: 'Free-form objects as JSON text',
      description:
        'Writes objects whose keys nobody knows beforehand (`activities.data`, `messages.tracked_responses`) as JSON text, for targets that make a column of each key; for these, objects with columns of their own are never null, but hold nulls.',
      default: false,
    },
    batch_config: {
      type: 'object',
      title: 'BATCH files',
      description:
        'Writes records into local files that BATCH messages name, for targets that load them: `{"encoding": {"format": "jsonl", "compression": "gzip"}, "storage": {"root": "file:///folder", "prefix": ""}, "batch_size": 100000}`, also as JSON text. Compression may be `none`, the root a path. Not together with `emit_activate_version_messages`. docs/targets.md says what to know.',
      required: ['encoding', 'storage'],
      additionalProperties: false,
      properties: {
        encoding: {
          type: 'object',
          required: ['format'],
          additionalProperties: false,
          properties: {
            format: { type: 'string', enum: ['jsonl'] },
            compression: { type: 'string', enum: ['gzip', 'none'], default: 'gzip' },
          },
        },
        storage: {
          type: 'object',
          required: ['root'],
          additionalProperties: false,
          properties: {
            root: { type: 'string', format: 'folder' },
            prefix: { type: 'string', pattern: '^[A-Za-z0-9._-]*$', default: '' },
          },
        },
        batch_size: { type: 'integer', minimum: 1, maximum: 10_000_000, default: 100_000 },
      },
    },
    user_agent: {
      type: 'string',
      title: 'User agent',
      description: 'User-Agent header of every request. Default: `tap-customerio/<version>`.',
      pattern: '^[\\x20-\\x7e]+$',
    },
  },
} as const;

/** Other names of settings, taken when the setting itself is not given. */
export const SETTING_ALIASES: ReadonlyMap<string, string> = new Map([['start_date', 'anchor_date']]);
