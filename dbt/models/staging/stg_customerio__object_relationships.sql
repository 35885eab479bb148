{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('object_relationships')) }}
{{ stage('object_relationships', [
  ('object_type_id', 'integer', 'object_type_id'),
  ('cio_object_id', 'text', 'cio_object_id'),
  ('cio_id', 'text', 'cio_id'),
  ('id', 'text', 'customer_id'),
  ('email', 'text', 'email'),
  ('object_type_disabled', 'boolean', 'object_type_disabled'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
