{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('assets')) }}
{{ stage('assets', [
  ('id', 'integer', 'asset_id'),
  ('name', 'text', 'name'),
  ('path', 'text', 'path'),
  ('size', 'integer', 'size'),
  ('parent_folder_id', 'integer', 'parent_folder_id'),
  ('created', 'timestamp', 'created_at'),
  ('updated', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
