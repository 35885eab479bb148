// Made by `npm run generate`. Do not edit.

export interface FilledSettings {
  /**
   * Key of the App API (not a Track key), made under Account settings, API credentials, App API keys.
   */
  app_api_key: string;
  /**
   * Region of the workspace, `us` or `eu`. A key works in its own region only.
   */
  region: 'us' | 'eu';
  /**
   * Overrides the region's address (https://api.customer.io, https://api-eu.customer.io), for a proxy or the emulator. Plain http is accepted for localhost only.
   */
  base_url?: string;
  /**
   * Streams to read, and groups such as `+default` and `+profiles`: a list, also as JSON text or separated by commas. `--discover` then prints these alone, and of a catalog only these are read. Default: every stream is discovered, and without a catalog `+default` is read.
   *
   * @minItems 1
   */
  streams?: [string, ...string[]];
  /**
   * Start of the first sync, an ISO 8601 date or date-time. Default: one year ago; messages then begin six months ago. `start_date` is an alias.
   */
  anchor_date?: string;
  /**
   * The API's limit, counted per workspace and shared with its other integrations.
   */
  requests_per_second: number;
  /**
   * How many requests may wait for an answer at once.
   */
  max_concurrency: number;
  /**
   * Longest span of time that is asked for in one series of requests. A shorter one costs more requests; the tap itself cuts one that the API cannot answer.
   */
  messages_window_days: number;
  /**
   * Reads the messages of the last N days again: they gain opens, clicks and conversions later. Only those that may have changed are written. 0 turns it off.
   */
  messages_lookback_days: number;
  /**
   * Once every N days, the lookback of messages writes all that it reads, changed or not: opens and clicks that reach the API more than a day late show in nothing else. 0 turns it off.
   */
  messages_rewrite_days: number;
  /**
   * How opens, clicks and other metrics are read that messages gain later. `lookback`: by reading the messages of the last days again. `by_metric`: in each run by the time of each metric, however old the message, and by those lookbacks only that write everything (`messages_rewrite_days`). `auto`: by metric, if a request in the same run has shown that the API filters so; otherwise by lookback.
   */
  messages_late_metrics: 'auto' | 'lookback' | 'by_metric';
  /**
   * Reads activities again, from N hours before the last lookback on: they are listed by event time and can arrive late.
   */
  activities_lookback_hours: number;
  /**
   * Looks back at most once every N hours; 0: in every run.
   */
  lookback_interval_hours: number;
  /**
   * Compares the number of a segment's members, of people and of objects with the API's own counters, and warns of a difference above 0.1 %.
   */
  verify_counts: boolean;
  /**
   * Reads the people of this segment only (`people_identifiers`, `people`, `people_relationships`). Default: everybody.
   */
  people_segment_id?: number;
  /**
   * Length of a period in the metrics streams: `days`, `weeks` or `months`.
   */
  metrics_resolution: 'days' | 'weeks' | 'months';
  /**
   * Reads the metrics of the last N days before the bookmark again: they count opens, clicks and conversions that come later.
   */
  metrics_lookback_days: number;
  /**
   * Sending domains for `esp_domain_suppressions`: a list, also as JSON text or separated by commas. Default: none.
   */
  esp_domains?: string[];
  /**
   * For one attempt, the whole body included.
   */
  request_timeout_seconds: number;
  /**
   * Total patience for one request, retries and waiting included.
   */
  max_retry_seconds: number;
  /**
   * Adds a column `read_at` to FULL_TABLE streams: when the reading began that found the row, the same for all rows of one reading. Rows with an older one, or none, are gone in Customer.io.
   */
  add_read_at: boolean;
  /**
   * For FULL_TABLE streams: a version on each RECORD, and ACTIVATE_VERSION after the last record of a complete stream, so that the target can mark or delete what is gone.
   */
  emit_activate_version_messages: boolean;
  /**
   * Writes objects whose keys nobody knows beforehand (`activities.data`, `messages.tracked_responses`) as JSON text, for targets that make a column of each key; for these, objects with columns of their own are never null, but hold nulls.
   */
  free_form_as_json_text: boolean;
  /**
   * Writes records into local files that BATCH messages name, for targets that load them: `{"encoding": {"format": "jsonl", "compression": "gzip"}, "storage": {"root": "file:///folder", "prefix": ""}, "batch_size": 100000}`, also as JSON text. Compression may be `none`, the root a path. Not together with `emit_activate_version_messages`. docs/targets.md says what to know.
   */
  batch_config?: {
    encoding: {
      format: 'jsonl';
      compression: 'gzip' | 'none';
    };
    storage: {
      root: string;
      prefix: string;
    };
    batch_size: number;
  };
  /**
   * User-Agent header of every request. Default: `tap-customerio/<version>`.
   */
  user_agent?: string;
}
