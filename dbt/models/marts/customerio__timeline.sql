{#
  One row an event of a person: what happened to their messages, and what they did. Activities that tell of a delivery are left
  out, since the message tells the same.
#}
{{ config(enabled=reads('messages') or reads('activities')) }}
{% if reads('messages') -%}
select
  event.delivery_id || ':' || event.event as event_id,
  message.cio_id,
  min(event.occurred_at) as occurred_at,
  event.event,
  message.subject as detail,
  message.channel,
  message.sender_type,
  message.sender_id,
  message.sender_name,
  message.delivery_id
from {{ ref('int_customerio__message_events') }} as event
join {{ ref('customerio__messages') }} as message on message.delivery_id = event.delivery_id
where event.link_id is null
group by event.delivery_id, event.event, message.cio_id, message.subject, message.channel, message.sender_type, message.sender_id,
  message.sender_name, message.delivery_id
{% endif -%}
{% if reads('messages') and reads('activities') -%}
union all
{% endif -%}
{% if reads('activities') -%}
select
  activity_id,
  customer_identifiers_cio_id,
  occurred_at,
  type,
  coalesce(name, url),
  cast(null as {{ dbt.type_string() }}),
  cast(null as {{ dbt.type_string() }}),
  cast(null as {{ dbt.type_bigint() }}),
  cast(null as {{ dbt.type_string() }}),
  delivery_id
from {{ ref('stg_customerio__activities') }}
{%- if reads('messages') %}
where delivery_id is null
{%- endif %}
{% endif %}
