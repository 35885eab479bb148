import type { PartitionBy, Periods, Rows, SkipWhen, StreamEntries } from './definition.ts';

/** Most periods that the API counts back from now. */
const STEPS: Periods = { kind: 'steps', most: { days: 45, weeks: 12, months: 121 } };

const byPeriods = (ask: Periods) =>
  ({ method: 'INCREMENTAL', key: 'period_start', by: { kind: 'periods', ask } }) as const;

const BY_STEPS = byPeriods(STEPS);
const BY_BOUNDS = byPeriods({ kind: 'bounds', resolution: 'res', startPath: 'start' });

const SERIES: Rows = { kind: 'series', at: 'metric.series' };
const LINKS: Rows = { kind: 'series', at: 'metric.series', list: 'links' };

const LINK = { link_id: { from: ['link.id'] }, href: { from: ['link.href'] } } as const;
const TYPE = { type: { from: ['metric.type'] } } as const;

/** Answers to webhooks by the class of their status; a column must not begin with a digit. */
const RESPONSES = {
  responses_2xx: { from: ['2xx'] },
  responses_3xx: { from: ['3xx'] },
  responses_4xx: { from: ['4xx'] },
  responses_5xx: { from: ['5xx'] },
} as const;

/** Skips what has never started: it has no numbers. */
const STARTED: SkipWhen = { column: 'first_started', is: 'unset' };

/** Opens and clicks are counted for six months after sending; what was sent before that changes no more. */
const RECENT: SkipWhen = { column: 'sent_at', is: 'before', days: 183 };

const CAMPAIGN = {
  kind: 'each',
  stream: 'campaigns',
  keys: { campaign_id: 'id' },
  skipWhen: STARTED,
} as const;
const CAMPAIGN_ACTION = {
  kind: 'each',
  stream: 'campaign_actions',
  keys: { campaign_id: 'campaign_id', action_id: 'id' },
} as const;
const BROADCAST = {
  kind: 'each',
  stream: 'broadcasts',
  keys: { broadcast_id: 'id' },
  skipWhen: STARTED,
} as const;
const BROADCAST_ACTION = {
  kind: 'each',
  stream: 'broadcast_actions',
  keys: { broadcast_id: 'broadcast_id', action_id: 'id' },
} as const;
const NEWSLETTER = {
  kind: 'each',
  stream: 'newsletters',
  keys: { newsletter_id: 'id' },
  skipWhen: RECENT,
} as const;
const NEWSLETTER_CONTENT = {
  kind: 'each',
  stream: 'newsletter_contents',
  keys: { newsletter_id: 'newsletter_id', content_id: 'id' },
  skipWhen: { of: 'newsletters', ...RECENT },
} as const;
const TRANSACTIONAL = {
  kind: 'each',
  stream: 'transactional_messages',
  keys: { transactional_id: 'id' },
} as const satisfies PartitionBy;

/** Streams of what was sent and what became of it, counted by periods: for campaigns, broadcasts, newsletters, and their links. */
export const metrics = {
  campaign_metrics: {
    operation: 'campaignMetrics',
    path: '/v1/campaigns/{campaign_id}/metrics',
    query: { version: '2' },
    rows: SERIES,
    promote: RESPONSES,
    primaryKey: ['campaign_id', 'resolution', 'period_start'],
    replication: BY_BOUNDS,
    partitionBy: CAMPAIGN,
    groups: ['metrics'],
  },
  campaign_action_metrics: {
    operation: 'campaignActionMetrics',
    path: '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics',
    query: { version: '2' },
    rows: SERIES,
    promote: RESPONSES,
    primaryKey: ['campaign_id', 'action_id', 'resolution', 'period_start'],
    replication: BY_BOUNDS,
    partitionBy: CAMPAIGN_ACTION,
    groups: ['metrics'],
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
    rows: SERIES,
    promote: RESPONSES,
    primaryKey: ['broadcast_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: BROADCAST,
    groups: ['metrics'],
  },
  broadcast_action_metrics: {
    operation: 'broadcastActionMetrics',
    path: '/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics',
    rows: SERIES,
    promote: RESPONSES,
    primaryKey: ['broadcast_id', 'action_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: BROADCAST_ACTION,
    groups: ['metrics'],
  },
  newsletter_metrics: {
    operation: 'getNewsletterMetrics',
    path: '/v1/newsletters/{newsletter_id}/metrics',
    rows: SERIES,
    promote: { ...RESPONSES, ...TYPE },
    primaryKey: ['newsletter_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: NEWSLETTER,
    groups: ['metrics'],
  },
  newsletter_content_metrics: {
    operation: 'getVariantMetrics',
    path: '/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics',
    rows: SERIES,
    promote: { ...RESPONSES, ...TYPE },
    primaryKey: ['newsletter_id', 'content_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: NEWSLETTER_CONTENT,
    groups: ['metrics'],
  },
  transactional_metrics: {
    operation: 'transactionalMetrics',
    path: '/v1/transactional/{transactional_id}/metrics',
    rows: SERIES,
    promote: RESPONSES,
    primaryKey: ['transactional_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: TRANSACTIONAL,
    groups: ['metrics'],
  },
  campaign_link_metrics: {
    operation: 'campaignLinkMetrics',
    path: '/v1/campaigns/{campaign_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['campaign_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: CAMPAIGN,
    groups: ['metrics'],
  },
  campaign_action_link_metrics: {
    operation: 'campaignActionLinks',
    path: '/v1/campaigns/{campaign_id}/actions/{action_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['campaign_id', 'action_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: CAMPAIGN_ACTION,
    groups: ['metrics'],
  },
  broadcast_link_metrics: {
    operation: 'broadcastLinks',
    path: '/v1/broadcasts/{broadcast_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['broadcast_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: BROADCAST,
    groups: ['metrics'],
  },
  broadcast_action_link_metrics: {
    operation: 'broadcastActionLinks',
    path: '/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['broadcast_id', 'action_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: BROADCAST_ACTION,
    groups: ['metrics'],
  },
  newsletter_link_metrics: {
    operation: 'getNewsletterLinks',
    path: '/v1/newsletters/{newsletter_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['newsletter_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: NEWSLETTER,
    groups: ['metrics'],
  },
  newsletter_content_link_metrics: {
    operation: 'getVariantLinks',
    path: '/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['newsletter_id', 'content_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: NEWSLETTER_CONTENT,
    groups: ['metrics'],
  },
  transactional_link_metrics: {
    operation: 'transactionalLinks',
    path: '/v1/transactional/{transactional_id}/metrics/links',
    rows: LINKS,
    promote: LINK,
    primaryKey: ['transactional_id', 'link_id', 'resolution', 'period_start'],
    replication: BY_STEPS,
    partitionBy: TRANSACTIONAL,
    groups: ['metrics'],
  },
} satisfies Partial<StreamEntries>;
