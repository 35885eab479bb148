{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('people_relationships')) }}
{{ stage('people_relationships', [
  ('cio_id', 'text', 'cio_id'),
  ('object_type_id', 'integer', 'object_type_id'),
  ('cio_object_id', 'text', 'cio_object_id'),
  ('object_id', 'text', 'object_id'),
  ('attributes', 'json', 'attributes'),
  ('timestamps', 'json', 'timestamps'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
