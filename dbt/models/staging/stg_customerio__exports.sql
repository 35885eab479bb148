{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('exports')) }}
{{ stage('exports', [
  ('id', 'integer', 'export_id'),
  ('deduplicate_id', 'text', 'deduplicate_id'),
  ('type', 'text', 'type'),
  ('status', 'text', 'status'),
  ('failed', 'boolean', 'failed'),
  ('description', 'text', 'description'),
  ('total', 'integer', 'total'),
  ('downloads', 'integer', 'downloads'),
  ('user_id', 'integer', 'user_id'),
  ('user_email', 'text', 'user_email'),
  ('created_at', 'timestamp', 'created_at'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
