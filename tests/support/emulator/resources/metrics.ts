import { easternNumber, type Length, utcNumber } from '../calendar.ts';
import { campaignActionIdAt, campaignIdAt, countCampaignActions } from '../ids.ts';
import { integerBetween, randomFor } from '../random.ts';
import { refuse } from '../refusals.ts';
import type { Place, Resource } from '../resource.ts';

const COUNTS =
  'attempted bounced clicked converted created deferred delivered drafted failed human_clicked human_opened link_untracked machine_clicked open_untracked opened prefetch_opened replied sent spammed suppressed topic_unsubscribed tracking_consent_denied tracking_consent_granted undeliverable unsubscribed untracked'.split(
    ' ',
  );
const CLICKS = ['clicked', 'human_clicked', 'machine_clicked'];
const JOURNEYS = [
  'started',
  'activated',
  'never_activated',
  'messaged',
  'finished',
  'converted',
  'exited_early',
];

/** As far back as the API counts (parameters `period` and `steps`). */
const MOST: Readonly<Record<Length, number>> = { days: 45, weeks: 12, months: 121 };

/** Beyond this many periods nothing is remembered: nulls (docs/api-behaviour.md#103). */
const REMEMBERED = 40;

function lengthOf(text: string | undefined): Length {
  if (text !== 'days' && text !== 'weeks' && text !== 'months') throw refuse(400);
  return text;
}

/** What was counted in a period: the same whenever it is asked for. */
function countIn({ plan, params }: Place, what: string, length: Length, number: number): number {
  return integerBetween(randomFor(plan.seed, `${params.join('/')} ${what} ${length}`, number), 0, 20);
}

/** Periods counted back from now: the last one is the current one. */
function steps(place: Place, names: readonly string[], what = ''): Record<string, (number | null)[]> {
  const length = lengthOf(place.query['period'] ?? 'days');
  const asked = Number(place.query['steps'] ?? 12);
  const count = Math.max(1, Math.min(asked, MOST[length]));
  const current = easternNumber(length, place.now);
  const series = names.map((name) => [
    name,
    Array.from({ length: count }, (_, index) => {
      const ago = count - 1 - index;
      return length === 'days' && ago >= REMEMBERED
        ? null
        : countIn(place, name + what, length, current - ago);
    }),
  ]);
  return Object.fromEntries(series);
}

/** Periods from one instant to another, in UTC. */
function bounds(place: Place, names: readonly string[], parameter: string): Record<string, number[]> {
  const length = lengthOf(place.query[parameter]);
  const [first, last] = [place.query['start'], place.query['end']].map((at) => utcNumber(length, Number(at)));
  if (first === undefined || last === undefined || !(last - first < 20_000)) throw refuse(400);
  const series = names.map((name) => [
    name,
    Array.from({ length: last - first + 1 }, (_, index) => countIn(place, name, length, first + index)),
  ]);
  return Object.fromEntries(series);
}

/** As Go prints it. */
const told = (seconds: number) =>
  `${new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000Z', '')} +0000 UTC`;

function links(place: Place) {
  return {
    links: [1, 2].map((id) => ({
      link: { id, href: `https://example.com/${id}` },
      metric: { series: steps(place, CLICKS, ` ${id}`) },
    })),
  };
}

const isCampaign = ({ plan, params }: Place) =>
  Array.from({ length: plan.sizes.campaigns }, (_, index) => campaignIdAt(index)).some(
    (id) => String(id) === params[0],
  );

const isCampaignAction = (place: Place) => {
  const { plan, params } = place;
  const campaign = (Number(params[0]) - campaignIdAt(0)) / 3;
  const count = countCampaignActions(plan, campaign);
  return (
    isCampaign(place) &&
    Array.from({ length: count }, (_, position) => campaignActionIdAt(plan, campaign, position)).some(
      (id) => String(id) === params[1],
    )
  );
};

const isOf =
  (list: 'broadcasts' | 'newsletters' | 'transactionalMessages') =>
  ({ world, params }: Place) =>
    world[list].some(({ id }) => String(id) === params[0]);

const windowed = (place: Place) => ({
  start: told(Math.floor(Number(place.query['start']) / 86_400) * 86_400),
  end: told(Number(place.query['end'])),
  res: place.query['res'],
  metric: { series: bounds(place, COUNTS, 'res') },
});

const relative = (place: Place) => ({ metric: { series: steps(place, COUNTS) } });

const typed = (place: Place) => ({ metric: { type: 'email', series: steps(place, COUNTS) } });

/** A resource that is there where its parent is. */
const where = (
  template: string,
  isThere: (place: Place) => boolean,
  body: (place: Place) => unknown,
): Resource => ({
  template,
  body: (place) => (isThere(place) ? body(place) : undefined),
});

/** Metrics of what sends messages, and of its links. */
export const metrics: readonly Resource[] = [
  where('/v1/campaigns/{campaign_id}/metrics', isCampaign, windowed),
  where('/v1/campaigns/{campaign_id}/actions/{action_id}/metrics', isCampaignAction, windowed),
  where('/v1/campaigns/{campaign_id}/journey_metrics', isCampaign, (place) => ({
    journey_metric: bounds(place, JOURNEYS, 'resolution'),
  })),
  where('/v1/campaigns/{campaign_id}/metrics/links', isCampaign, links),
  where('/v1/campaigns/{campaign_id}/actions/{action_id}/metrics/links', isCampaignAction, links),
  where('/v1/broadcasts/{broadcast_id}/metrics', isOf('broadcasts'), relative),
  where('/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics', isOf('broadcasts'), relative),
  where('/v1/broadcasts/{broadcast_id}/metrics/links', isOf('broadcasts'), links),
  where('/v1/broadcasts/{broadcast_id}/actions/{action_id}/metrics/links', isOf('broadcasts'), links),
  where('/v1/newsletters/{newsletter_id}/metrics', isOf('newsletters'), typed),
  where('/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics', isOf('newsletters'), typed),
  where('/v1/newsletters/{newsletter_id}/metrics/links', isOf('newsletters'), links),
  where('/v1/newsletters/{newsletter_id}/contents/{content_id}/metrics/links', isOf('newsletters'), links),
  where('/v1/transactional/{transactional_id}/metrics', isOf('transactionalMessages'), relative),
  where('/v1/transactional/{transactional_id}/metrics/links', isOf('transactionalMessages'), links),
];
