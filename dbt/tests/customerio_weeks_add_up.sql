{# The weeks of a sender hold what its days hold. #}
{{ config(enabled=kinds_with('_metrics') | length > 0) }}
with daily as (
  select sender_type, sender_id, sum(delivered) as delivered from {{ ref('customerio__daily_metrics') }} group by 1, 2
), weekly as (
  select sender_type, sender_id, sum(delivered) as delivered from {{ ref('customerio__weekly_metrics') }} group by 1, 2
)
select daily.sender_type, daily.sender_id
from daily
left join weekly on weekly.sender_type = daily.sender_type and weekly.sender_id = daily.sender_id
where daily.delivered <> coalesce(weekly.delivered, 0)
