{# One row a segment: its people now, those who have left, and their share. #}
{{ config(enabled=reads('segments', 'segment_membership')) }}
with counts as (
  select
    segment_id,
    count(case when not has_left then 1 end) as people,
    count(case when has_left then 1 end) as people_left
  from {{ ref('int_customerio__segment_members') }}
  group by segment_id
)
select
  segment.segment_id,
  segment.name as segment_name,
  segment.type as segment_type,
  segment.state,
  segment.description,
  segment.created_at,
  segment.updated_at,
  coalesce(counts.people, 0) as people,
  coalesce(counts.people_left, 0) as people_left,
  {{ rate('counts.people_left', '(counts.people + counts.people_left)') }} as left_rate
from {{ ref('stg_customerio__segments') }} as segment
left join counts on counts.segment_id = segment.segment_id
