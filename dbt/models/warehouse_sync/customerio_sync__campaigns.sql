{{ config(enabled=reads('campaigns') and var('customerio_warehouse_sync')) }}
select
  {{ workspace_id() }} as workspace_id,
  campaign_id,
  name,
  created_at,
  updated_at,
  cast(null as {{ dbt.type_bigint() }}) as seq_num
from {{ ref('stg_customerio__campaigns') }}
