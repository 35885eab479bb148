{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('broadcast_trigger_errors')) }}
{{ stage('broadcast_trigger_errors', [
  ('broadcast_id', 'integer', 'broadcast_id'),
  ('trigger_id', 'integer', 'trigger_id'),
  ('position', 'integer', 'position'),
  ('error', 'text', 'error'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
