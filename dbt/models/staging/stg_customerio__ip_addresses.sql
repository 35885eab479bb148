{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('ip_addresses')) }}
{{ stage('ip_addresses', [
  ('ip_address', 'text', 'ip_address'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
