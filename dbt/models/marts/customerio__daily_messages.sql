{# One row a sender, channel and day (UTC) of sending: what became of the messages of that day, whenever it happened. #}
{{ config(enabled=reads('messages')) }}
with counts as (
  select
    cast(coalesce(sent_at, created_at) as date) as date_day,
    channel,
    sender_type,
    sender_id,
    sender_name,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  group by 1, 2, 3, 4, 5
)
select
  date_day,
  channel,
  sender_type,
  sender_id,
  sender_name,
  {{ counts_and_rates('counts') }}
from counts
