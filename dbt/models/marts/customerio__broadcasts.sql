{# One row an API-triggered broadcast, with the counts of its messages and their rates. #}
{{ config(enabled=reads('broadcasts', 'messages')) }}
with counts as (
  select
    sender_id,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  where sender_type = 'broadcast'
  group by sender_id
)
select
  broadcast_id,
  name as broadcast_name,
  state,
  active as is_active,
  tags,
  first_started_at,
  created_at,
  updated_at,
  {{ counts_and_rates('counts') }}
from {{ ref('stg_customerio__broadcasts') }} as sender
left join counts on counts.sender_id = sender.broadcast_id
