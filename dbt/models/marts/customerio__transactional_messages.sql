{# One row a transactional message, with the counts of what was sent from it and their rates. #}
{{ config(enabled=reads('transactional_messages', 'messages')) }}
with counts as (
  select
    sender_id,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  where sender_type = 'transactional'
  group by sender_id
)
select
  transactional_message_id,
  name as transactional_message_name,
  description,
  created_at,
  updated_at,
  {{ counts_and_rates('counts') }}
from {{ ref('stg_customerio__transactional_messages') }} as sender
left join counts on counts.sender_id = sender.transactional_message_id
