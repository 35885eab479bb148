import type { Periods, SkipWhen, StreamEntries, StreamName } from './definition.ts';

/** Most periods that the API counts back from now. */
const STEPS: Periods = { kind: 'steps', most: { days: 45, weeks: 12, months: 121 } };

const byPeriods = (ask: Periods) =>
  ({ method: 'INCREMENTAL', key: 'period_start', by: { kind: 'periods', ask } }) as const;

const BY_STEPS = byPeriods(STEPS);
const BY_BOUNDS = byPeriods({ kind: 'bounds', resolution: 'res', startPath: 'start' });

const TYPE = { type: { from: ['metric.type'] } } as const;

/** Answers to webhooks by the class of their status; a column must not begin with a digit. */
const RESPONSES = {
  responses_2xx: { from: ['2xx'] },
  responses_3xx: { from: ['3xx'] },
  responses_4xx: { from: ['4xx'] },
  responses_5xx: { from: ['5xx'] },
} as const;

/** What all counts have in common, and what those of links do. */
const COUNTS = {
  rows: { kind: 'series', at: 'metric.series' },
  promote: RESPONSES,
  replication: BY_STEPS,
  groups: ['metrics'],
} as const;
const LINKS = {
  rows: { kind: 'series', at: 'metric.series', list: 'links' },
  promote: { link_id: { from: ['link.id'] }, href: { from: ['link.href'] } },
  replication: BY_STEPS,
  groups: ['metrics'],
} as const;

/** Skips what has never started: it has no numbers. */
const STARTED: SkipWhen = { column: 'first_started', is: 'unset' };

/** Opens and clicks are counted for six months after sending; what was sent before that changes no more. */
const RECENT: SkipWhen = { column: 'sent_at', is: 'before', days: 183 };

const each = <const Stream extends StreamName, const Keys>(stream: Stream, keys: Keys) =>
  ({ kind: 'each', stream, keys }) as const;

const CAMPAIGN = { ...each('campaigns', { campaign_id: 'id' }), skipWhen: STARTED };
const CAMPAIGN_ACTION = each('campaign_actions', { campaign_id: 'campaign_id', action_id: 'id' });
const BROADCAST = { ...each('broadcasts', { broadcast_id: 'id' }), skipWhen: STARTED };
const BROADCAST_ACTION = each('broadcast_actions', { broadcast_id: 'broadcast_id', action_id: 'id' });
const NEWSLETTER = { ...each('newsletters', { newsletter_id: 'id' }), skipWhen: RECENT };
const NEWSLETTER_CONTENT = {
  ...each('newsletter_contents', { newsletter_id: 'newsletter_id', content_id: 'id' }),
  skipWhen: { of: 'newsletters', ...RECENT },
} as const;
const TRANSACTIONAL = each('transactional_messages', { transactional_id: 'id' });

/** Streams of what was sent and what became of it, counted by periods: for campaigns, broadcasts, newsletters, and their links. */
export const metrics = {
  campaign_metrics: {
    operation: 'campaignMetrics',
    path: '/v1/campaigns/{campaign_id}/metrics',
    query: { version: '2' },
    ...COUNTS,
    primaryKey: ['campaign_id', 'resolution', 'period_start'],
    replication: BY_BOUNDS,
    partitionBy: CAMPAIGN,
  },
  campaign_action_metrics: {
    operation: 'campaignActionMetrics',
    path: '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics',
    query: { version: '2' },
    ...COUNTS,
    primaryKey: ['campaign_id', 'action_id', 'resolution', 'period_start'],
    replication: BY_BOUNDS,
    partitionBy: CAMPAIGN_ACTION,
  },
  campaign_journey_metrics: {
    operation: 'campaignJourneyMetrics',
    path: '/v1/campaigns/{campaign_id}/journey_metrics',
    rows: { kind: 'series', at: 'journey_metric' },
    primaryKey: ['campaign_id', 'resolution', 'period_start'],
    // `res` was refused on every call (docs/api-behaviour.md#102).
    replication: byPeriods({ kind: 'bounds', resolution: 'resolution' }),
    partitionBy: CAMPAIGN,
    groups: ['metrics'],
  },
  broadcast_metrics: {
    operation: 'broadcastMetrics',
    path: '/v1/broadcasts/{broadcast_id}/metrics',
    ...COUNTS,
    primaryKey: ['broadcast_id', 'resolution', 'period_start'],
    partitionBy: BROADCAST,
  },
  broadcast_action_metrics: {
    operation: 'broadcastActionMetrics',
    path: '/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics',
    ...COUNTS,
    primaryKey: ['broadcast_id', 'action_id', 'resolution', 'period_start'],
    partitionBy: BROADCAST_ACTION,
  },
  newsletter_metrics: {
    operation: 'getNewsletterMetrics',
    path: '/v1/newsletters/{newsletter_id}/metrics',
    ...COUNTS,
    promote: { ...RESPONSES, ...TYPE },
    primaryKey: ['newsletter_id', 'resolution', 'period_start'],
    partitionBy: NEWSLETTER,
  },
  newsletter_content_metrics: {
    operation: 'getVariantMetrics',
    path: '/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics',
    ...COUNTS,
    promote: { ...RESPONSES, ...TYPE },
    primaryKey: ['newsletter_id', 'content_id', 'resolution', 'period_start'],
    partitionBy: NEWSLETTER_CONTENT,
  },
  transactional_metrics: {
    operation: 'transactionalMetrics',
    path: '/v1/transactional/{transactional_id}/metrics',
    ...COUNTS,
    primaryKey: ['transactional_id', 'resolution', 'period_start'],
    partitionBy: TRANSACTIONAL,
  },
  campaign_link_metrics: {
    operation: 'campaignLinkMetrics',
    path: '/v1/campaigns/{campaign_id}/metrics/links',
    ...LINKS,
    primaryKey: ['campaign_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: CAMPAIGN,
  },
  campaign_action_link_metrics: {
    operation: 'campaignActionLinks',
    path: '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics/links',
    ...LINKS,
    primaryKey: ['campaign_id', 'action_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: CAMPAIGN_ACTION,
  },
  broadcast_link_metrics: {
    operation: 'broadcastLinks',
    path: '/v1/broadcasts/{broadcast_id}/metrics/links',
    ...LINKS,
    primaryKey: ['broadcast_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: BROADCAST,
  },
  broadcast_action_link_metrics: {
    operation: 'broadcastActionLinks',
    path: '/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics/links',
    ...LINKS,
    primaryKey: ['broadcast_id', 'action_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: BROADCAST_ACTION,
  },
  newsletter_link_metrics: {
    operation: 'getNewsletterLinks',
    path: '/v1/newsletters/{newsletter_id}/metrics/links',
    ...LINKS,
    primaryKey: ['newsletter_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: NEWSLETTER,
  },
  newsletter_content_link_metrics: {
    operation: 'getVariantLinks',
    path: '/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics/links',
    ...LINKS,
    primaryKey: ['newsletter_id', 'content_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: NEWSLETTER_CONTENT,
  },
  transactional_link_metrics: {
    operation: 'transactionalLinks',
    path: '/v1/transactional/{transactional_id}/metrics/links',
    ...LINKS,
    primaryKey: ['transactional_id', 'link_id', 'resolution', 'period_start'],
    partitionBy: TRANSACTIONAL,
  },
} satisfies Partial<StreamEntries>;
