{# One row a sender, channel and week (UTC, from Monday) of sending: what became of the messages of that week, whenever it happened. #}
{{ config(enabled=reads('messages')) }}
with counts as (
  select
    {{ week_of('cast(coalesce(sent_at, created_at) as date)') }} as date_week,
    channel,
    sender_type,
    sender_id,
    sender_name,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  group by 1, 2, 3, 4, 5
)
select
  date_week,
  channel,
  sender_type,
  sender_id,
  sender_name,
  {{ counts_and_rates('counts') }}
from counts
