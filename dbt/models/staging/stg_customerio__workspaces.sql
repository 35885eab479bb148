{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('workspaces')) }}
{{ stage('workspaces', [
  ('id', 'integer', 'workspace_id'),
  ('name', 'text', 'name'),
  ('messages_sent', 'integer', 'messages_sent'),
  ('billable_messages_sent', 'integer', 'billable_messages_sent'),
  ('people', 'integer', 'people'),
  ('object_types', 'integer', 'object_types'),
  ('objects', 'integer', 'objects'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
