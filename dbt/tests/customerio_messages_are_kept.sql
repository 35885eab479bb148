{# Every delivery is one row. #}
{{ config(enabled=reads('messages')) }}
select * from (
  select
    (select count(*) from {{ ref('stg_customerio__messages') }}) as staged,
    (select count(*) from {{ ref('customerio__messages') }}) as messages,
    (select sum(messages) from {{ ref('customerio__daily_messages') }}) as daily,
    (select sum(messages) from {{ ref('customerio__weekly_messages') }}) as weekly
) as counts
where staged <> messages or staged <> daily or staged <> weekly
