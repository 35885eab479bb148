{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('design_studio_folders')) }}
{{ stage('design_studio_folders', [
  ('id', 'text', 'design_studio_folder_id'),
  ('name', 'text', 'name'),
  ('parent_folder_id', 'text', 'parent_folder_id'),
  ('created', 'timestamp', 'created_at'),
  ('updated', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
