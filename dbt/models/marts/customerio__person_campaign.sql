{# One row a person and sender (campaign, broadcast, newsletter, transactional message): what became of all its messages to this person. #}
{{ config(enabled=reads('messages')) }}
with counts as (
  select
    cio_id,
    sender_type,
    sender_id,
    sender_name,
    {{ count_messages() }},
    max(human_opened_at) as last_human_opened_at,
    max(human_clicked_at) as last_human_clicked_at
  from {{ ref('customerio__messages') }}
  where cio_id is not null and sender_id is not null
  group by 1, 2, 3, 4
)
select
  cio_id,
  sender_type,
  sender_id,
  sender_name,
  {{ counts_and_rates('counts') }},
  last_human_opened_at,
  last_human_clicked_at
from counts
