import { type Journey, journeysOf, type SentBy, timesOf } from '../counts.ts';
import { hrefOf, linkIdsOf } from '../links.ts';
import type { Place, Resource } from '../resource.ts';
import { mapValues, seriesByBounds, seriesByStep, type Times } from '../series.ts';
import { DAY } from '../world-plan.ts';

const METRICS =
  'attempted bounced clicked converted created deferred delivered drafted failed human_clicked human_opened link_untracked machine_clicked open_untracked opened prefetch_opened replied sent spammed suppressed topic_unsubscribed tracking_consent_denied tracking_consent_granted undeliverable unsubscribed untracked'.split(
    ' ',
  );

/** Clicks that a metric of links counts, by the name of the metric in a message. */
const CLICKS = { clicked: 'link', human_clicked: 'human_link', machine_clicked: 'machine_link' } as const;

/** A journey that nobody has left is over two weeks after its last message. */
const TWO_WEEKS = 14 * DAY;

/** The metrics of journeys, each with what makes a journey count. */
const JOURNEYS: Readonly<Record<string, (journey: Journey, now: number) => boolean>> = {
  started: () => true,
  activated: ({ reached }) => reached.size > 0,
  never_activated: ({ reached }) => reached.size === 0,
  messaged: ({ reached }) => reached.has('sent'),
  finished: ({ reached, lastSent }, now) =>
    reached.size > 0 && !reached.has('unsubscribed') && lastSent < now - TWO_WEEKS,
  converted: ({ reached }) => reached.has('converted'),
  exited_early: ({ reached }) => reached.has('unsubscribed'),
};

type Body = (place: Place, sender: SentBy) => unknown;

const timesFor = ({ world }: Place, sender: SentBy): Times =>
  Object.fromEntries(METRICS.map((metric) => [metric, timesOf(world, sender, metric)]));

/** As Go prints it. */
const printed = (seconds: number) =>
  `${new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000Z', '')} +0000 UTC`;

const windowed: Body = (place, sender) => {
  const { end, res } = place.query;
  const { start, series } = seriesByBounds(place.query, res, timesFor(place, sender));
  return { start: printed(start), end: printed(Number(end)), res, metric: { series } };
};

const relative: Body = (place, sender) => ({
  metric: { series: seriesByStep(place.query, place, timesFor(place, sender)) },
});

const typed: Body = (place, sender) => {
  const newsletter = place.world.newsletters.find(({ id }) => String(id) === place.params[0]);
  const series = seriesByStep(place.query, place, timesFor(place, sender));
  return { metric: { type: newsletter?.['type'], series } };
};

const links: Body = (place, sender) => ({
  links: linkIdsOf(Number(place.params[0])).map((id) => ({
    link: { id, href: hrefOf(id) },
    metric: {
      series: seriesByStep(
        place.query,
        place,
        mapValues(CLICKS, (name) => timesOf(place.world, sender, `${name}:${id}`)),
      ),
    },
  })),
});

/** Journeys count in the period in which they started. */
const journeys: Body = ({ world, query, now }, { id }) => {
  const all = journeysOf(world, id);
  const times = mapValues(JOURNEYS, (counts) =>
    all.filter((journey) => counts(journey, now)).map(({ started }) => started),
  );
  return { journey_metric: seriesByBounds(query, query['resolution'], times).series };
};

/** The number in a path, if the list has it. */
function idIn(list: Iterable<{ id: string | number }> | undefined, text: string | undefined) {
  return [...(list ?? [])].some(({ id }) => String(id) === text) ? Number(text) : undefined;
}

type Found = (place: Place) => number | undefined;

const ofCampaign: Found = ({ world, params }) => idIn(world.campaigns, params[0]);
const ofCampaignAction: Found = ({ world, params }) =>
  idIn(world.campaignActions.get(Number(params[0])), params[1]);
const ofBroadcast: Found = ({ world, params }) => idIn(world.broadcasts, params[0]);
const ofBroadcastAction: Found = ({ world, params }) =>
  idIn(world.broadcastActions.get(Number(params[0])), params[1]);
const ofNewsletter: Found = ({ world, params }) => idIn(world.newsletters, params[0]);
const ofContent: Found = ({ world, params }) => {
  const newsletter = world.newsletters.find(({ id }) => String(id) === params[0]);
  const contents = [newsletter?.['content_ids'] ?? []].flat().map((id) => ({ id: Number(id) }));
  return idIn(contents, params[1]);
};
const ofTransactional: Found = ({ world, params }) => idIn(world.transactionalMessages, params[0]);

/** Metrics of the messages that a sender of this kind has sent; nothing where there is no such sender. */
const of = (template: string, field: SentBy['field'], find: Found, body: Body): Resource => ({
  template,
  body: (place) => {
    const id = find(place);
    return id === undefined ? undefined : body(place, { field, id });
  },
});

const CAMPAIGN = '/v1/campaigns/{campaign_id}';
const CAMPAIGN_ACTION = `${CAMPAIGN}/actions/{action_id}`;
const BROADCAST = '/v1/broadcasts/{broadcast_id}';
const BROADCAST_ACTION = `${BROADCAST}/actions/{action_id}`;
const NEWSLETTER = '/v1/newsletters/{newsletter_id}';
const CONTENT = `${NEWSLETTER}/contents/{content_id}`;
const TRANSACTIONAL = '/v1/transactional/{transactional_id}';

/** Metrics of what sends messages, and of its links: all of them counted from the world's messages. */
export const metrics: readonly Resource[] = [
  of(`${CAMPAIGN}/metrics`, 'campaign_id', ofCampaign, windowed),
  of(`${CAMPAIGN}/metrics/links`, 'campaign_id', ofCampaign, links),
  of(`${CAMPAIGN}/journey_metrics`, 'campaign_id', ofCampaign, journeys),
  of(`${CAMPAIGN_ACTION}/metrics`, 'action_id', ofCampaignAction, windowed),
  of(`${CAMPAIGN_ACTION}/metrics/links`, 'action_id', ofCampaignAction, links),
  of(`${BROADCAST}/metrics`, 'broadcast_id', ofBroadcast, relative),
  of(`${BROADCAST}/metrics/links`, 'broadcast_id', ofBroadcast, links),
  of(`${BROADCAST_ACTION}/metrics`, 'action_id', ofBroadcastAction, relative),
  of(`${BROADCAST_ACTION}/metrics/links`, 'action_id', ofBroadcastAction, links),
  of(`${NEWSLETTER}/metrics`, 'newsletter_id', ofNewsletter, typed),
  of(`${NEWSLETTER}/metrics/links`, 'newsletter_id', ofNewsletter, links),
  of(`${CONTENT}/metrics`, 'content_id', ofContent, typed),
  of(`${CONTENT}/metrics/links`, 'content_id', ofContent, links),
  of(`${TRANSACTIONAL}/metrics`, 'transactional_message_id', ofTransactional, relative),
  of(`${TRANSACTIONAL}/metrics/links`, 'transactional_message_id', ofTransactional, links),
];
