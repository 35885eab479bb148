{# What happened to each message: a row for each of the API's metrics, those too that the tap does not know. The time is that of the first time. #}
{{ config(enabled=reads('messages')) }}
with known as (
  {{ json_rows(ref('stg_customerio__messages'), 'metrics', ['delivery_id']) }}
), other as (
  {{ json_rows(ref('stg_customerio__messages'), json_inner('additional_fields', 'metrics'), ['delivery_id']) }}
), named as (
  select
    delivery_id,
    {# As the API calls it. #}
    replace(field, 'secondary_', 'secondary:') as metric,
    cast(null as {{ dbt.type_bigint() }}) as link_id,
    cast(value as {{ dbt.type_timestamp() }}) as occurred_at
  from known
  where value is not null
  union all
  select
    delivery_id,
    case when field like '%link:%' then {{ dbt.split_part('field', "':'", 1) }} else field end,
    cast(case when field like '%link:%' then {{ dbt.split_part('field', "':'", 2) }} end as {{ dbt.type_bigint() }}),
    {{ from_unix('value') }}
  from other
  where value is not null
)
select
  delivery_id,
  metric,
  {# link:4 is a click on link 4, human_link:4 a person's, machine_link:4 a machine's #}
  replace(replace(replace(metric, 'secondary:', ''), 'prefetch_', 'machine_'), 'link', 'clicked') as event,
  link_id,
  occurred_at
from named
