{# One row a sender and week from Monday: the sums of customerio__daily_metrics. #}
{{ config(enabled=kinds_with('_metrics') | length > 0) }}
select
  sender_type,
  sender_id,
  sender_name,
  {{ week_of('date_day') }} as date_week,
  day_timezone,
  {{ sum_counts() }}
from {{ ref('customerio__daily_metrics') }}
group by 1, 2, 3, 4, 5
