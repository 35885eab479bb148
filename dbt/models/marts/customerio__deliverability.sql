{# One row a domain of recipients and week of sending (UTC, from Monday): which mail providers take emails, and which complain. #}
{{ config(enabled=reads('messages')) }}
with counts as (
  select
    recipient_domain,
    {{ week_of('cast(coalesce(sent_at, created_at) as date)') }} as date_week,
    {{ count_messages() }}
  from {{ ref('customerio__messages') }}
  where recipient_domain is not null
  group by 1, 2
)
select
  recipient_domain,
  date_week,
  {{ counts_and_rates('counts') }}
from counts
