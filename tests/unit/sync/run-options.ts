import type { Run } from '../../../src/sync/run.ts';

/** Options of a run that looks back at nothing, and checks nothing that it need not. */
export const RUN_OPTIONS: Run['options'] = {
  maxConcurrency: 3,
  windowSeconds: 1,
  messagesLookbackSeconds: 0,
  messagesRewriteSeconds: 0,
  messagesLateMetrics: 'lookback',
  activitiesLookbackSeconds: 3600,
  lookbackIntervalSeconds: 0,
  emitActivateVersion: false,
  espDomains: [],
  metricsResolution: 'days',
  metricsLookbackSeconds: 0,
  verifyCounts: false,
};
