/** Where an emulator answers. */
export interface Api {
  url: string;
  apiKey: string;
}

const DAY_MS = 86_400_000;

/** The tap's config for a run from an emulator that has no limit, over all that it has. */
export function tapConfig({ url, apiKey }: Api): { [setting: string]: unknown } {
  return {
    app_api_key: apiKey,
    base_url: url,
    requests_per_second: 1000,
    // Older than all messages, which reach back further than one request of the API does.
    anchor_date: new Date(Date.now() - 500 * DAY_MS).toISOString(),
    // A run that outlives a stopped test is not to ask long for its emulator.
    max_retry_seconds: 5,
  };
}

/** The config of a run over every stream, and over a month: the metrics of longer are tens of thousands of records. */
export function everyStreamConfig(api: Api): { [setting: string]: unknown } {
  return {
    ...tapConfig(api),
    anchor_date: new Date(Date.now() - 31 * DAY_MS).toISOString(),
    metrics_lookback_days: 10,
    esp_domains: ['mail.example.com'],
  };
}
