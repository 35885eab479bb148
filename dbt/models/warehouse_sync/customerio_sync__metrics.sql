{# The first time of each kind of event: the API does not tell of the others. #}
{{ config(enabled=reads('messages') and var('customerio_warehouse_sync')) }}
{%- set has_links = kinds_with('_link_metrics') | length > 0 %}
{%- if has_links %}
with link as (
  select sender_type, sender_id, link_id, max(href) as href
  from {{ ref('int_customerio__link_metrics') }}
  group by 1, 2, 3
)
{%- endif %}
select
  event.delivery_id || ':' || event.metric || coalesce(':' || cast(event.link_id as {{ dbt.type_string() }}), '') as event_id,
  {{ workspace_id() }} as workspace_id,
  event.delivery_id,
  replace(replace(event.event, 'human_', ''), 'machine_', '') as metric,
  case when event.event in ('failed', 'bounced', 'dropped', 'undeliverable') then message.failure_message end as reason,
  event.link_id,
  {% if has_links %}link.href{% else %}cast(null as {{ dbt.type_string() }}){% endif %} as link_url,
  event.occurred_at as created_at,
  cast(null as {{ dbt.type_bigint() }}) as seq_num,
  case when event.event like 'machine_%' then true when event.event like 'human_%' then false end as machine,
  message.recipient_domain as inbox_domain
from {{ ref('int_customerio__message_events') }} as event
join {{ ref('customerio__messages') }} as message on message.delivery_id = event.delivery_id
{%- if has_links %}
left join link on link.link_id = event.link_id and link.sender_id = message.sender_id and link.sender_type = message.sender_type
{%- endif %}
