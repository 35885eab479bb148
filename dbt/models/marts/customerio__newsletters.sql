{# One row a newsletter, with the counts of its messages and their rates. #}
{{ config(enabled=reads('newsletters', 'messages')) }}
with counts as (
  select
    sender_id,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  where sender_type = 'newsletter'
  group by sender_id
)
select
  newsletter_id,
  name as newsletter_name,
  type as channel,
  send_state,
  tags,
  subscription_topic_id,
  scheduled_at,
  sent_at,
  created_at,
  updated_at,
  {{ counts_and_rates('counts') }}
from {{ ref('stg_customerio__newsletters') }} as sender
left join counts on counts.sender_id = sender.newsletter_id
