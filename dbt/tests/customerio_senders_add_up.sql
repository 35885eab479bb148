{# The counts of campaigns are those of their messages: by sender, by day, and by person. #}
{{ config(enabled=reads('messages', 'campaigns')) }}
with message as (
  select campaign_id, count(*) as messages, count(human_clicked_at) as human_clicked, count(case when cio_id is not null then 1 end) as of_people
  from {{ ref('customerio__messages') }}
  where campaign_id is not null
  group by campaign_id
), daily as (
  select sender_id, sum(messages) as messages from {{ ref('customerio__daily_messages') }} where sender_type = 'campaign' group by sender_id
), person as (
  select sender_id, sum(messages) as messages from {{ ref('customerio__person_campaign') }} where sender_type = 'campaign' group by sender_id
)
select message.campaign_id
from message
join {{ ref('customerio__campaigns') }} as campaign on campaign.campaign_id = message.campaign_id
left join daily on daily.sender_id = message.campaign_id
left join person on person.sender_id = message.campaign_id
where message.messages <> campaign.messages
  or message.human_clicked <> campaign.human_clicked
  or message.messages <> daily.messages
  or message.of_people <> coalesce(person.messages, 0)
