{# One row a person: subscriptions, what became of the messages to them, when they were last seen. #}
{{ config(enabled=reads('messages')) }}
{%- set topics = "_cio_subscription_preferences_computed" %}
with counts as (
  select
    cio_id,
    {{ count_messages() }},
    max(human_opened_at) as last_human_opened_at,
    max(human_clicked_at) as last_human_clicked_at
  from {{ ref('customerio__messages') }}
  where cio_id is not null
  group by cio_id
), seen as (
  select cio_id, max(occurred_at) as last_seen_at
  from {{ ref('customerio__timeline') }}
  where event in ('human_opened', 'human_clicked', 'converted', 'unsubscribed', 'event', 'page', 'screen')
  group by cio_id
)
{%- if reads('people') %}, computed as (
  select cio_id, {{ json_inner(parse_json(json_text('attributes', topics)), 'topics') }} as topics
  from {{ ref('int_customerio__people') }}
), topic as (
  {{ json_rows('computed', 'topics', ['cio_id']) }}
), subscription as (
  select cio_id, count(case when value = 'true' then 1 end) as topics_subscribed, count(case when value = 'false' then 1 end) as topics_opted_out
  from topic
  group by cio_id
)
{%- endif %}
{%- if reads('esp_suppressions') %}, suppressed as (
  select lower(email) as email, min(suppression_type) as suppression_type, min(created_at) as suppressed_at
  from {{ ref('stg_customerio__esp_suppressions') }}
  group by 1
)
{%- endif %}
{%- if reads('optouts') %}, optout as (
  select cio_id, count(case when channel = 'sms' then 1 end) as sms, count(case when channel = 'whatsapp' then 1 end) as whatsapp
  from {{ ref('stg_customerio__optouts') }}
  group by cio_id
)
{%- endif %}
select
  person.cio_id,
  person.customer_id,
  person.email,
  person.is_gone,
  person.is_unsubscribed,
  {% if reads('people') -%}
  subscription.topics_subscribed,
  subscription.topics_opted_out,
  {% endif -%}
  {% if reads('esp_suppressions') -%}
  suppressed.email is not null as is_suppressed,
  suppressed.suppression_type,
  suppressed.suppressed_at,
  {% endif -%}
  {% if reads('optouts') -%}
  coalesce(optout.sms, 0) > 0 as has_opted_out_of_sms,
  coalesce(optout.whatsapp, 0) > 0 as has_opted_out_of_whatsapp,
  {% endif -%}
  person.attributes,
  {% for attribute in var('customerio_person_attributes') -%}
  {{ json_text('person.attributes', attribute) }} as attribute_{{ attribute }},
  {% endfor -%}
  {{ counts_and_rates('counts') }},
  counts.last_human_opened_at,
  counts.last_human_clicked_at,
  seen.last_seen_at
from {{ ref('int_customerio__people') }} as person
left join counts on counts.cio_id = person.cio_id
left join seen on seen.cio_id = person.cio_id
{%- if reads('people') %}
left join subscription on subscription.cio_id = person.cio_id
{%- endif %}
{%- if reads('esp_suppressions') %}
left join suppressed on suppressed.email = lower(person.email)
{%- endif %}
{%- if reads('optouts') %}
left join optout on optout.cio_id = person.cio_id
{%- endif %}
