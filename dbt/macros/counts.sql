{# What becomes of messages: each counts once, however often it happened. #}
{% macro message_events() %}
  {{ return(['sent', 'delivered', 'opened', 'human_opened', 'machine_opened', 'clicked', 'human_clicked', 'machine_clicked', 'converted', 'unsubscribed',
    'spammed', 'bounced', 'dropped', 'failed', 'undeliverable']) }}
{% endmacro %}

{# What the metrics streams count in each period. #}
{% macro period_counts() %}
  {{ return(['attempted', 'bounced', 'clicked', 'converted', 'created', 'deferred', 'delivered', 'drafted', 'failed', 'human_clicked', 'human_opened',
    'link_untracked', 'machine_clicked', 'open_untracked', 'opened', 'prefetch_opened', 'replied', 'sent', 'spammed', 'suppressed', 'topic_unsubscribed',
    'tracking_consent_denied', 'tracking_consent_granted', 'undeliverable', 'unsubscribed', 'untracked']) }}
{% endmacro %}

{# A share between 0 and 1, with four digits; null where there is nothing to share. #}
{% macro rate(part, whole) -%}
round(1.0 * {{ part }} / nullif({{ whole }}, 0), 4)
{%- endmacro %}

{# Counts of the rows of customerio__messages. #}
{% macro count_messages() -%}
count(*) as messages,
  {% for event in dbt_customerio.message_events() -%}
  count({{ event }}_at) as {{ event }},
  {% endfor -%}
  min(sent_at) as first_sent_at,
  max(sent_at) as last_sent_at
{%- endmacro %}

{# The counts that `count_messages` has made, and their rates; those of nothing are 0. #}
{% macro counts_and_rates(relation) -%}
{% for count in ['messages'] + dbt_customerio.message_events() -%}
  coalesce({{ relation }}.{{ count }}, 0) as {{ count }},
  {% endfor -%}
  {{ dbt_customerio.rate(relation ~ '.delivered', relation ~ '.sent') }} as delivered_rate,
  {{ dbt_customerio.rate(relation ~ '.bounced', relation ~ '.sent') }} as bounced_rate,
  {% for event in ['human_opened', 'human_clicked', 'converted', 'unsubscribed', 'spammed'] -%}
  {{ dbt_customerio.rate(relation ~ '.' ~ event, relation ~ '.delivered') }} as {{ event }}_rate,
  {% endfor -%}
  {{ relation }}.first_sent_at,
  {{ relation }}.last_sent_at
{%- endmacro %}

{# The sums of the API's counts. #}
{% macro sum_counts() -%}
{% for count in dbt_customerio.period_counts() -%}
  sum({{ count }}) as {{ count }}{{ "," if not loop.last }}
  {% endfor -%}
{%- endmacro %}
