{{ config(enabled=reads('messages') and var('customerio_warehouse_sync')) }}
select
  {{ workspace_id() }} as workspace_id,
  delivery_id,
  cio_id as internal_customer_id,
  cast(null as {{ dbt.type_string() }}) as subject_id,
  trigger_event_id as event_id,
  channel as delivery_type,
  coalesce(campaign_id, broadcast_id) as campaign_id,
  action_id,
  newsletter_id,
  content_id,
  cast(null as {{ dbt.type_bigint() }}) as trigger_id,
  created_at,
  transactional_message_id,
  cast(null as {{ dbt.type_bigint() }}) as seq_num
from {{ ref('customerio__messages') }}
