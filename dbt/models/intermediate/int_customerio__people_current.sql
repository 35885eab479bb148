{# People whom the last reading found, for the snapshot. Their attributes are one text, in an order that does not change. #}
{{ config(enabled=reads('people')) }}
with attribute as (
  {{ json_rows(ref('int_customerio__people'), 'attributes', ['cio_id']) }}
), gathered as (
  select cio_id, {{ dbt.listagg("field || '=' || coalesce(value, '')", "', '", "order by field") }} as attributes_text
  from attribute
  group by cio_id
)
select
  person.cio_id,
  person.customer_id,
  person.email,
  person.is_unsubscribed,
  gathered.attributes_text
from {{ ref('int_customerio__people') }} as person
left join gathered on gathered.cio_id = person.cio_id
where not person.is_gone
