{# Who was in each segment in the last reading, for the snapshot. #}
{{ config(enabled=reads('segment_membership')) }}
select segment_id, cio_id
from {{ ref('int_customerio__segment_members') }}
where not has_left
