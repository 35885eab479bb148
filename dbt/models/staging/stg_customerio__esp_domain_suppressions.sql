{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('esp_domain_suppressions')) }}
{{ stage('esp_domain_suppressions', [
  ('domain', 'text', 'domain'),
  ('suppression_type', 'text', 'suppression_type'),
  ('email', 'text', 'email'),
  ('created', 'timestamp', 'created_at'),
  ('reason', 'text', 'reason'),
  ('status', 'text', 'status'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
