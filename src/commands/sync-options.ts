import type { Settings } from '../config/settings.ts';
import type { SyncOptions } from '../sync/run.ts';
import { DAY_SECONDS, HOUR_SECONDS, toUnixSeconds } from '../time/instant.ts';

/** Takes from the settings what a sync needs, in units of its own. */
export function toSyncOptions(settings: Settings): SyncOptions {
  return {
    maxConcurrency: settings.max_concurrency,
    anchor: toUnixSeconds(settings.anchor_date),
    windowSeconds: settings.messages_window_days * DAY_SECONDS,
    messagesLookbackSeconds: settings.messages_lookback_days * DAY_SECONDS,
    messagesRewriteSeconds: settings.messages_rewrite_days * DAY_SECONDS,
    messagesLateMetrics: settings.messages_late_metrics,
    activitiesLookbackSeconds: settings.activities_lookback_hours * HOUR_SECONDS,
    lookbackIntervalSeconds: settings.lookback_interval_hours * HOUR_SECONDS,
    emitActivateVersion: settings.emit_activate_version_messages,
    peopleSegmentId: settings.people_segment_id,
    espDomains: settings.esp_domains ?? [],
    metricsResolution: settings.metrics_resolution,
    metricsLookbackSeconds: settings.metrics_lookback_days * DAY_SECONDS,
    verifyCounts: settings.verify_counts,
  };
}
