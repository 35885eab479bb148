{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('design_studio_components')) }}
{{ stage('design_studio_components', [
  ('id', 'text', 'design_studio_component_id'),
  ('name', 'text', 'name'),
  ('tag', 'text', 'tag'),
  ('parent_folder_id', 'text', 'parent_folder_id'),
  ('created', 'timestamp', 'created_at'),
  ('updated', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
