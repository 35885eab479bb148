{# One row a delivery: who got what from whom, and when what happened to it first. #}
{{ config(enabled=reads('messages')) }}
{%- set finds_people = reads('people') or reads('people_identifiers') %}
with message as (
  select
    *,
    case
      when campaign_id is not null then 'campaign'
      when broadcast_id is not null then 'broadcast'
      when newsletter_id is not null then 'newsletter'
      when transactional_message_id is not null then 'transactional'
      else 'other'
    end as sender_type,
    coalesce(campaign_id, broadcast_id, newsletter_id, transactional_message_id) as sender_id,
    {# An in-app message has no identifiers; its recipient is the cio_id. #}
    coalesce(customer_identifiers_cio_id, case when type = 'in_app' and customer_id is null then recipient end) as known_cio_id,
    {# Rows that were loaded before these metrics had columns. #}
    {{ json_inner('additional_fields', 'metrics') }} as other_metrics
  from {{ ref('stg_customerio__messages') }}
)
{%- if finds_people %}, person as (
  select customer_id, max(cio_id) as cio_id
  from {{ ref('int_customerio__people') }}
  where customer_id is not null and not is_gone
  group by customer_id
  having count(*) = 1
)
{%- endif %}
select
  delivery_id,
  type as channel,
  message.sender_type,
  message.sender_id,
  sender.sender_name,
  campaign_id,
  broadcast_id,
  newsletter_id,
  transactional_message_id,
  action_id,
  content_id,
  coalesce(msg_template_id, message_template_id) as template_id,
  trigger_event_id,
  {% if finds_people %}coalesce(known_cio_id, person.cio_id){% else %}known_cio_id{% endif %} as cio_id,
  coalesce(message.customer_id, customer_identifiers_id) as customer_id,
  customer_identifiers_email as email,
  recipient,
  case when type = 'email' and recipient like '%@%' then lower(replace({{ dbt.split_part('recipient', "'@'", 2) }}, '>', '')) end as recipient_domain,
  subject,
  failure_message,
  coalesce(forgotten, false) as is_forgotten,
  created_at,
  metrics_drafted_at as drafted_at,
  metrics_sent_at as sent_at,
  coalesce(metrics_delivered_at, metrics_secondary_delivered_at, {{ from_unix(json_text('other_metrics', 'secondary:delivered')) }}) as delivered_at,
  metrics_opened_at as opened_at,
  metrics_human_opened_at as human_opened_at,
  metrics_prefetch_opened_at as machine_opened_at,
  metrics_clicked_at as clicked_at,
  metrics_human_clicked_at as human_clicked_at,
  coalesce(metrics_machine_clicked_at, {{ from_unix(json_text('other_metrics', 'machine_clicked')) }}, metrics_prefetch_clicked_at) as machine_clicked_at,
  metrics_converted_at as converted_at,
  metrics_unsubscribed_at as unsubscribed_at,
  metrics_spammed_at as spammed_at,
  metrics_bounced_at as bounced_at,
  metrics_dropped_at as dropped_at,
  metrics_failed_at as failed_at,
  metrics_undeliverable_at as undeliverable_at
from message
left join {{ ref('int_customerio__senders') }} as sender
  on sender.sender_type = message.sender_type and sender.sender_id = message.sender_id
{%- if finds_people %}
left join person on known_cio_id is null and person.customer_id = message.customer_id
{%- endif %}
