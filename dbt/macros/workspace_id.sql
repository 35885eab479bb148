{# The workspace, if the user has named it. #}
{% macro workspace_id() -%}
cast({{ var('customerio_workspace_id') or 'null' }} as {{ dbt.type_bigint() }})
{%- endmacro %}
