{# Snowflake and BigQuery: their SQL was parsed, and never run. #}

{% macro type_json() %}{{ return(adapter.dispatch('type_json', 'dbt_customerio')()) }}{% endmacro %}
{% macro default__type_json() %}{{ return('json') }}{% endmacro %}
{% macro postgres__type_json() %}{{ return('jsonb') }}{% endmacro %}
{% macro snowflake__type_json() %}{{ return('variant') }}{% endmacro %}

{# An object or a list as JSON; null where it is JSON's own null. `is_text`: the target stored it as text. #}
{% macro as_json(column, is_text=false) %}{{ return(adapter.dispatch('as_json', 'dbt_customerio')(column, is_text)) }}{% endmacro %}
{% macro default__as_json(column, is_text) -%}
nullif(cast({{ column }} as json), cast('null' as json))
{%- endmacro %}
{% macro postgres__as_json(column, is_text) -%}
nullif({% if is_text %}cast({{ column }} as jsonb){% else %}to_jsonb({{ column }}){% endif %}, cast('null' as jsonb))
{%- endmacro %}
{% macro snowflake__as_json(column, is_text) -%}
strip_null_value({% if is_text %}parse_json({{ column }}){% else %}to_variant({{ column }}){% endif %})
{%- endmacro %}
{% macro bigquery__as_json(column, is_text) -%}
{%- set json = 'parse_json(' ~ column ~ ')' if is_text else 'to_json(' ~ column ~ ')' -%}
if(json_type({{ json }}) = 'null', null, {{ json }})
{%- endmacro %}

{# The text of a field. Names may hold a colon, as in link:4. #}
{% macro json_text(json, field) %}{{ return(adapter.dispatch('json_text', 'dbt_customerio')(json, field)) }}{% endmacro %}
{% macro default__json_text(json, field) -%}
json_extract_string({{ json }}, '$."{{ field }}"')
{%- endmacro %}
{% macro postgres__json_text(json, field) -%}
({{ json }} ->> '{{ field }}')
{%- endmacro %}
{% macro snowflake__json_text(json, field) -%}
cast(get({{ json }}, '{{ field }}') as varchar)
{%- endmacro %}
{% macro bigquery__json_text(json, field) -%}
json_value({{ json }}, '$."{{ field }}"')
{%- endmacro %}

{# An object within another. #}
{% macro json_inner(json, field) %}{{ return(adapter.dispatch('json_inner', 'dbt_customerio')(json, field)) }}{% endmacro %}
{% macro default__json_inner(json, field) -%}
json_extract({{ json }}, '$."{{ field }}"')
{%- endmacro %}
{% macro postgres__json_inner(json, field) -%}
({{ json }} -> '{{ field }}')
{%- endmacro %}
{% macro snowflake__json_inner(json, field) -%}
get({{ json }}, '{{ field }}')
{%- endmacro %}
{% macro bigquery__json_inner(json, field) -%}
json_query({{ json }}, '$."{{ field }}"')
{%- endmacro %}

{# A row for each field of an object, with the columns `keep`, `field` and `value` (text). No object, no row. #}
{% macro json_rows(relation, json, keep) %}{{ return(adapter.dispatch('json_rows', 'dbt_customerio')(relation, json, keep)) }}{% endmacro %}
{% macro default__json_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, field, json_extract_string(object, '$."' || field || '"') as value
from (select {{ keep | join(', ') }}, {{ json }} as object, unnest(json_keys({{ json }})) as field from {{ relation }}) as fields
{%- endmacro %}
{% macro postgres__json_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, fields.key as field, fields.value
from {{ relation }}
cross join lateral jsonb_each_text(case when jsonb_typeof({{ json }}) = 'object' then {{ json }} else '{}' end) as fields
{%- endmacro %}
{% macro snowflake__json_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, fields.key as field, cast(fields.value as varchar) as value
from {{ relation }}, lateral flatten(input => {{ json }}) as fields
{%- endmacro %}
{% macro bigquery__json_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, field, json_value({{ json }}[field]) as value
from {{ relation }} cross join unnest(json_keys({{ json }}, 1)) as field
{%- endmacro %}

{# A row for each item of a list, with the columns `keep` and `item` (text). No list, no row. #}
{% macro list_rows(relation, json, keep) %}{{ return(adapter.dispatch('list_rows', 'dbt_customerio')(relation, json, keep)) }}{% endmacro %}
{% macro default__list_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, unnest(json_extract_string({{ json }}, '$[*]')) as item from {{ relation }}
{%- endmacro %}
{% macro postgres__list_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, items.item
from {{ relation }}
cross join lateral jsonb_array_elements_text(case when jsonb_typeof({{ json }}) = 'array' then {{ json }} else '[]' end) as items (item)
{%- endmacro %}
{% macro snowflake__list_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, cast(items.value as varchar) as item
from {{ relation }}, lateral flatten(input => {{ json }}) as items
{%- endmacro %}
{% macro bigquery__list_rows(relation, json, keep) -%}
select {{ keep | join(', ') }}, item from {{ relation }} cross join unnest(json_value_array({{ json }})) as item
{%- endmacro %}

{# The JSON that a text holds. #}
{% macro parse_json(text) %}{{ return(adapter.dispatch('parse_json', 'dbt_customerio')(text)) }}{% endmacro %}
{% macro default__parse_json(text) -%}
cast({{ text }} as {{ dbt_customerio.type_json() }})
{%- endmacro %}
{% macro snowflake__parse_json(text) -%}
try_parse_json({{ text }})
{%- endmacro %}
{% macro bigquery__parse_json(text) -%}
safe.parse_json({{ text }})
{%- endmacro %}
