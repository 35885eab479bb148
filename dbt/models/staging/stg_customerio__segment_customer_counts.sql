{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('segment_customer_counts')) }}
{{ stage('segment_customer_counts', [
  ('segment_id', 'integer', 'segment_id'),
  ('count', 'integer', 'count'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
