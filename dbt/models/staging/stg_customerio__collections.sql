{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('collections')) }}
{{ stage('collections', [
  ('id', 'integer', 'collection_id'),
  ('name', 'text', 'name'),
  ('schema', 'json', 'schema'),
  ('rows', 'integer', 'row_count'),
  ('bytes', 'integer', 'byte_count'),
  ('created_at', 'timestamp', 'created_at'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
