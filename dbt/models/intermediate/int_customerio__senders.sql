{# What sends messages: campaigns, broadcasts, newsletters, transactional messages, as far as they are loaded. #}
{%- set kinds = [
  ('campaign', 'campaigns', 'campaign_id'),
  ('broadcast', 'broadcasts', 'broadcast_id'),
  ('newsletter', 'newsletters', 'newsletter_id'),
  ('transactional', 'transactional_messages', 'transactional_message_id'),
] %}
select
  cast(null as {{ dbt.type_string() }}) as sender_type,
  cast(null as {{ dbt.type_bigint() }}) as sender_id,
  cast(null as {{ dbt.type_string() }}) as sender_name
where 1 = 0
{% for kind, stream, id in kinds if reads(stream) -%}
union all
select '{{ kind }}', {{ id }}, name from {{ ref('stg_customerio__' ~ stream) }}
{% endfor %}
