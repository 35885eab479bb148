{# One row a sender and day: what the API counted on that day, for messages of any age. Campaigns have days in UTC, others in Eastern time. #}
{{ config(enabled=kinds_with('_metrics') | length > 0) }}
select
  metric.sender_type,
  metric.sender_id,
  sender.sender_name,
  metric.date_day,
  metric.day_timezone,
  {{ period_counts() | join(', ') }}
from {{ ref('int_customerio__period_metrics') }} as metric
left join {{ ref('int_customerio__senders') }} as sender
  on sender.sender_type = metric.sender_type and sender.sender_id = metric.sender_id
