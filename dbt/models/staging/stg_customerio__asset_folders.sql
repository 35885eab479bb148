{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('asset_folders')) }}
{{ stage('asset_folders', [
  ('id', 'integer', 'asset_folder_id'),
  ('name', 'text', 'name'),
  ('parent_folder_id', 'integer', 'parent_folder_id'),
  ('created', 'timestamp', 'created_at'),
  ('updated', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
