import { LATE_METRICS } from './mutations/late-metrics.ts';
import type { Mutation } from './mutations/mutation.ts';
import { NEWEST_FIRST } from './mutations/newest-first.ts';
import { PAGES } from './mutations/pages.ts';
import { PROGRESS } from './mutations/progress.ts';
import { REQUESTS } from './mutations/requests.ts';
import { STATES } from './mutations/states.ts';
import { VERDICT } from './mutations/verdict.ts';
import { WINDOWS } from './mutations/windows.ts';

/** Rules deleted, inverted, or off by one. */
export const MUTATIONS: readonly Mutation[] = [
  ...PAGES,
  ...VERDICT,
  ...WINDOWS,
  ...LATE_METRICS,
  ...NEWEST_FIRST,
  ...PROGRESS,
  ...REQUESTS,
  ...STATES,
];
