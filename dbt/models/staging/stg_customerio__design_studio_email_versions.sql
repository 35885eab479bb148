{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('design_studio_email_versions')) }}
{{ stage('design_studio_email_versions', [
  ('id', 'text', 'design_studio_email_version_id'),
  ('node_id', 'text', 'node_id'),
  ('node_type', 'text', 'node_type'),
  ('name', 'text', 'name'),
  ('description', 'text', 'description'),
  ('created', 'timestamp', 'created_at'),
  ('created_on_publish', 'boolean', 'created_on_publish'),
  ('feedback', 'boolean', 'feedback'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
