{# All of the streams are loaded. #}
{% macro reads() %}
  {%- set loaded = dbt_customerio.loaded_streams() -%}
  {%- for stream in varargs if stream not in loaded -%}{{ return(false) }}{%- endfor -%}
  {{ return(true) }}
{% endmacro %}

{# The streams that the variable lists, by name or by group. #}
{% macro loaded_streams() %}
  {%- set groups = dbt_customerio.stream_groups() -%}
  {%- set names = dbt_customerio.stream_names() -%}
  {%- set loaded = [] -%}
  {%- for word in var('customerio_streams') -%}
    {%- if word in groups -%}{%- do loaded.extend(groups[word]) -%}
    {%- elif word in names -%}{%- do loaded.append(word) -%}
    {%- else -%}
      {{ exceptions.raise_compiler_error(
        "customerio_streams: there is no stream or group " ~ word ~ "; the groups are " ~ groups | join(', ') ~ ", the streams those of docs/streams.md"
      ) }}
    {%- endif -%}
  {%- endfor -%}
  {{ return(loaded) }}
{% endmacro %}

{# The kinds of sender of which a stream is loaded, such as those with `_metrics`. #}
{% macro kinds_with(suffix) %}
  {%- set kinds = [] -%}
  {%- for kind in ['campaign', 'broadcast', 'newsletter', 'transactional'] if dbt_customerio.reads(kind ~ suffix) -%}
    {%- do kinds.append(kind) -%}
  {%- endfor -%}
  {{ return(kinds) }}
{% endmacro %}
