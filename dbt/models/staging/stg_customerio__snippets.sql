{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('snippets')) }}
{{ stage('snippets', [
  ('name', 'text', 'name'),
  ('value', 'text', 'value'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
