{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('segment_membership')) }}
{{ stage('segment_membership', [
  ('segment_id', 'integer', 'segment_id'),
  ('cio_id', 'text', 'cio_id'),
  ('id', 'text', 'customer_id'),
  ('email', 'text', 'email'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
], keeps_deleted=true) }}
