{# The API's clicks on each link, by day in Eastern time. #}
{%- set kinds = kinds_with('_link_metrics') %}
{{ config(enabled=kinds | length > 0) }}
{% for kind in kinds -%}
select
  '{{ kind }}' as sender_type,
  {{ 'transactional_message' if kind == 'transactional' else kind }}_id as sender_id,
  link_id,
  href,
  {{ date_day('period_start') }} as date_day,
  clicked,
  human_clicked,
  machine_clicked
from {{ ref('stg_customerio__' ~ kind ~ '_link_metrics') }}
where resolution = 'days'
{{ "union all" if not loop.last }}
{% endfor %}
