{#
  One row a segment and person, those included who have left (`has_left`) as long as the target keeps their rows. `last_seen_at` is
  when the last reading that found them began. Needs the setting add_read_at, or a target that marks deleted rows.
#}
{{ config(enabled=reads('segments', 'segment_membership')) }}
select
  member.segment_id,
  segment.name as segment_name,
  member.cio_id,
  member.customer_id,
  member.email,
  member.last_seen_at,
  member.has_left
from {{ ref('int_customerio__segment_members') }} as member
left join {{ ref('stg_customerio__segments') }} as segment on segment.segment_id = member.segment_id
