{# One row a sender and link: its clicks since 45 days before the first run, which is as far back as the API counts. #}
{{ config(enabled=kinds_with('_link_metrics') | length > 0) }}
select
  link.sender_type,
  link.sender_id,
  sender.sender_name,
  link.link_id,
  max(link.href) as href,
  min(link.date_day) as first_day,
  max(link.date_day) as last_day,
  sum(link.clicked) as clicked,
  sum(link.human_clicked) as human_clicked,
  sum(link.machine_clicked) as machine_clicked
from {{ ref('int_customerio__link_metrics') }} as link
left join {{ ref('int_customerio__senders') }} as sender
  on sender.sender_type = link.sender_type and sender.sender_id = link.sender_id
group by 1, 2, 3, 4
