{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('design_studio_emails')) }}
{{ stage('design_studio_emails', [
  ('id', 'text', 'design_studio_email_id'),
  ('name', 'text', 'name'),
  ('parent_folder_id', 'text', 'parent_folder_id'),
  ('is_template', 'boolean', 'is_template'),
  ('is_linked', 'boolean', 'is_linked'),
  ('has_translations', 'boolean', 'has_translations'),
  ('created', 'timestamp', 'created_at'),
  ('updated', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
