{# `deleted` is what the last reading did not find; who was suppressed in Customer.io is no longer in the API. #}
{{ config(enabled=reads('people') and var('customerio_warehouse_sync')) }}
with change as (
  {{ json_rows(ref('int_customerio__people'), 'timestamps', ['cio_id']) }}
), last_change as (
  select cio_id, max({{ from_unix('value') }}) as changed_at
  from change
  group by cio_id
)
select
  {{ workspace_id() }} as workspace_id,
  person.customer_id,
  person.cio_id as internal_customer_id,
  person.is_gone as deleted,
  cast(null as {{ dbt.type_boolean() }}) as suppressed,
  {{ from_unix(json_text('person.attributes', 'created_at')) }} as created_at,
  last_change.changed_at as updated_at,
  person.email as email_addr,
  cast(null as {{ dbt.type_bigint() }}) as seq_num
from {{ ref('int_customerio__people') }} as person
left join last_change on last_change.cio_id = person.cio_id
