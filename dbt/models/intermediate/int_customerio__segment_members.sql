{# Members of segments, and those who have left and are still in the table. #}
{{ config(enabled=reads('segment_membership')) }}
select
  segment_id,
  cio_id,
  customer_id,
  email,
  read_at as last_seen_at,
  {{ is_gone() }} as has_left
from {{ ref('stg_customerio__segment_membership') }}
