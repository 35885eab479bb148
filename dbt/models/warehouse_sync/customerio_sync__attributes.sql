{# Attributes as they are now, with the time of their last change: the API keeps no earlier values. #}
{{ config(enabled=reads('people') and var('customerio_warehouse_sync')) }}
with attribute as (
  {{ json_rows(ref('int_customerio__people'), 'attributes', ['cio_id']) }}
), change as (
  {{ json_rows(ref('int_customerio__people'), 'timestamps', ['cio_id']) }}
)
select
  {{ workspace_id() }} as workspace_id,
  attribute.cio_id as internal_customer_id,
  attribute.field as attribute_name,
  attribute.value as attribute_value,
  {{ from_unix('change.value') }} as {{ quoted('timestamp') }},
  cast(null as {{ dbt.type_bigint() }}) as seq_num
from attribute
left join change on change.cio_id = attribute.cio_id and change.field = attribute.field
