{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('broadcast_triggers')) }}
{{ stage('broadcast_triggers', [
  ('broadcast_id', 'integer', 'broadcast_id'),
  ('id', 'integer', 'trigger_id'),
  ('created_at', 'timestamp', 'created_at'),
  ('processed_at', 'timestamp', 'processed_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
