{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('object_types')) }}
{{ stage('object_types', [
  ('id', 'integer', 'object_type_id'),
  ('name', 'text', 'name'),
  ('singular_name', 'text', 'singular_name'),
  ('slug', 'text', 'slug'),
  ('singular_slug', 'text', 'singular_slug'),
  ('enabled', 'boolean', 'enabled'),
  ('icon', 'text', 'icon'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
