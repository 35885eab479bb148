{# One row a campaign, with the counts of its messages and their rates. #}
{{ config(enabled=reads('campaigns', 'messages')) }}
with counts as (
  select
    sender_id,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  where sender_type = 'campaign'
  group by sender_id
)
select
  campaign_id,
  name as campaign_name,
  type as campaign_type,
  state,
  active as is_active,
  tags,
  first_started_at,
  created_at,
  updated_at,
  {{ counts_and_rates('counts') }}
from {{ ref('stg_customerio__campaigns') }} as sender
left join counts on counts.sender_id = sender.campaign_id
