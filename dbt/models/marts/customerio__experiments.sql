{# One row a variant of an A/B test, with the counts of its messages. `is_winner` is what Customer.io says. #}
{{ config(enabled=reads('newsletters', 'newsletter_test_groups', 'messages')) }}
with content as (
  {{ list_rows(ref('stg_customerio__newsletter_test_groups'), 'content_ids', ['newsletter_id', 'test_group_id']) }}
), counts as (
  select
    content.newsletter_id,
    content.test_group_id,
    {{ count_messages() }}
  from content
  join {{ ref('customerio__messages') }} as message
    on message.newsletter_id = content.newsletter_id and message.content_id = cast(content.item as {{ dbt.type_bigint() }})
  group by content.newsletter_id, content.test_group_id
)
select
  variant.newsletter_id,
  newsletter.name as newsletter_name,
  variant.test_group_id,
  variant.name as variant_name,
  variant.label as variant_label,
  coalesce(variant.winner, false) as is_winner,
  {{ counts_and_rates('counts') }}
from {{ ref('stg_customerio__newsletter_test_groups') }} as variant
left join {{ ref('stg_customerio__newsletters') }} as newsletter on newsletter.newsletter_id = variant.newsletter_id
left join counts on counts.newsletter_id = variant.newsletter_id and counts.test_group_id = variant.test_group_id
