{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('reporting_webhooks')) }}
{{ stage('reporting_webhooks', [
  ('id', 'integer', 'reporting_webhook_id'),
  ('name', 'text', 'name'),
  ('endpoint', 'text', 'endpoint'),
  ('type', 'text', 'type'),
  ('disabled', 'boolean', 'disabled'),
  ('full_resolution', 'boolean', 'full_resolution'),
  ('with_content', 'boolean', 'with_content'),
  ('events', 'json', 'events'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
