{#
  The table of a stream, typed alike in every warehouse. `columns` lists (source, type, name); a source with a dot is a
  field of an object. An empty text is null, as some targets store it. Columns that were not selected in the catalog, or that the target does not add, are null.
#}
{% macro stage(stream, columns, keeps_deleted=false) %}
{%- set relation = source('customerio', stream) -%}
{#- While dbt parses, it asks for the relation only; a tenth of that time would go into columns. -#}
{%- if execute -%}
{%- set found = dbt_customerio.columns_of(relation) -%}
select
  {% for source, type, name in columns -%}
  {{ dbt_customerio.staged(source, type, found) }} as {{ name }}{{ "," if not loop.last }}
  {% endfor -%}
from {{ relation }}
{%- if not keeps_deleted and '_sdc_deleted_at' in (found or {}) %}
where _sdc_deleted_at is null
{%- endif %}
{%- endif -%}
{% endmacro %}

{# The types of a table's columns, by name in lower case; none where dbt may not ask. #}
{% macro columns_of(relation) %}
  {%- if not flags.INTROSPECT -%}{{ return(none) }}{%- endif -%}
  {%- set found = {} -%}
  {%- for column in adapter.get_columns_in_relation(relation) -%}
    {%- do found.update({column.name | lower: column.dtype | lower}) -%}
  {%- endfor -%}
  {%- if not found -%}
    {{ exceptions.raise_compiler_error(
      "there is no table " ~ relation ~ ": load the stream " ~ relation.identifier ~ ", or leave it out of the variable customerio_streams; customerio_schema says where the tables are"
    ) }}
  {%- endif -%}
  {{ return(found) }}
{% endmacro %}

{% macro staged(source, type, found) %}
  {%- set path = source.split('.') -%}
  {%- set types = {
    'integer': dbt.type_bigint(), 'boolean': dbt.type_boolean(), 'text': dbt.type_string(), 'timestamp': dbt.type_timestamp(),
    'json': dbt_customerio.type_json(),
  } -%}
  {%- set is_there = path[0] in found if found is not none else path[0] not in ['read_at', '_sdc_deleted_at'] -%}
  {%- set is_text = found is not none and found.get(path[0], '') in ['text', 'character varying', 'varchar', 'string'] -%}
  {%- set column = dbt_customerio.quoted(path[0]) if path[0] in ['from', 'rows', 'timestamp'] else path[0] -%}
  {%- if not is_there -%}
  cast(null as {{ types[type] }})
  {%- elif path | length > 1 -%}
  {%- if type == 'json' -%}
  {{ dbt_customerio.json_inner(dbt_customerio.as_json(column, is_text), path[1]) }}
  {%- else -%}
  cast(nullif({{ dbt_customerio.json_text(dbt_customerio.as_json(column, is_text), path[1]) }}, '') as {{ types[type] }})
  {%- endif -%}
  {%- elif type == 'json' -%}
  {{ dbt_customerio.as_json(column, is_text) }}
  {%- elif type == 'text' -%}
  nullif(cast({{ column }} as {{ types[type] }}), '')
  {%- else -%}
  cast({{ column }} as {{ types[type] }})
  {%- endif -%}
{% endmacro %}

{# A name that SQL reserves. Snowflake's targets make upper case of all names. #}
{% macro quoted(name) %}{{ return(adapter.dispatch('quoted', 'dbt_customerio')(name)) }}{% endmacro %}
{% macro default__quoted(name) %}{{ return(adapter.quote(name)) }}{% endmacro %}
{% macro snowflake__quoted(name) %}{{ return(adapter.quote(name | upper)) }}{% endmacro %}
