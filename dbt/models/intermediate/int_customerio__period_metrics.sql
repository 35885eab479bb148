{#
  The API's counts for each sender and day. `date_day` is the day that the API counted: campaigns are counted by days in UTC,
  all others by days in Eastern time; `day_timezone` says which.
#}
{%- set kinds = kinds_with('_metrics') %}
{{ config(enabled=kinds | length > 0) }}
{% for kind in kinds -%}
select
  '{{ kind }}' as sender_type,
  {{ 'transactional_message' if kind == 'transactional' else kind }}_id as sender_id,
  {{ date_day('period_start') }} as date_day,
  '{{ day_timezone(kind) }}' as day_timezone,
  {{ period_counts() | join(', ') }}
from {{ ref('stg_customerio__' ~ kind ~ '_metrics') }}
where resolution = 'days'
{{ "union all" if not loop.last }}
{% endfor %}
