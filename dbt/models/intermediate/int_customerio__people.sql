{#
  Everybody who is known: of the stream people, else of people_identifiers, else whoever is in a segment or got a message.
  `is_gone`: the last reading did not find the person.
#}
{%- set stream = 'people' if reads('people') else 'people_identifiers' if reads('people_identifiers') %}
{%- if stream %}
select
  cio_id,
  customer_id,
  email,
  {% if stream == 'people' -%}
  coalesce(unsubscribed, false) as is_unsubscribed,
  attributes,
  timestamps,
  {{ is_gone() }} as is_gone
  {%- else -%}
  cast(null as {{ dbt.type_boolean() }}) as is_unsubscribed,
  cast(null as {{ type_json() }}) as attributes,
  cast(null as {{ type_json() }}) as timestamps,
  {{ is_gone() }} as is_gone
  {%- endif %}
from {{ ref('stg_customerio__' ~ stream) }}
{%- else %}
with seen as (
  select cast(null as {{ dbt.type_string() }}) as cio_id, cast(null as {{ dbt.type_string() }}) as customer_id, cast(null as {{ dbt.type_string() }}) as email
  where 1 = 0
  {% if reads('segment_membership') -%}
  union all
  select cio_id, customer_id, email from {{ ref('stg_customerio__segment_membership') }}
  {% endif -%}
  {% if reads('messages') -%}
  union all
  select customer_identifiers_cio_id, customer_identifiers_id, customer_identifiers_email from {{ ref('stg_customerio__messages') }}
  {% endif %}
)
select
  cio_id,
  max(customer_id) as customer_id,
  max(email) as email,
  cast(null as {{ dbt.type_boolean() }}) as is_unsubscribed,
  cast(null as {{ type_json() }}) as attributes,
  cast(null as {{ type_json() }}) as timestamps,
  cast(null as {{ dbt.type_boolean() }}) as is_gone
from seen
where cio_id is not null
group by cio_id
{%- endif %}
