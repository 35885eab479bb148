{# One row a campaign and day in UTC: the journeys that began on that day, and what became of them. The latest days still grow. #}
{{ config(enabled=reads('campaigns', 'campaign_journey_metrics')) }}
select
  journey.campaign_id,
  campaign.name as campaign_name,
  {{ date_day('journey.period_start') }} as date_day,
  journey.started,
  journey.activated,
  journey.never_activated,
  journey.messaged,
  journey.finished,
  journey.converted,
  journey.exited_early,
  {{ rate('journey.converted', 'journey.started') }} as converted_rate
from {{ ref('stg_customerio__campaign_journey_metrics') }} as journey
left join {{ ref('stg_customerio__campaigns') }} as campaign on campaign.campaign_id = journey.campaign_id
where journey.resolution = 'days'
