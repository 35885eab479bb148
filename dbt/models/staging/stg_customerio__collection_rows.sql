{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('collection_rows')) }}
{{ stage('collection_rows', [
  ('collection_id', 'integer', 'collection_id'),
  ('position', 'integer', 'position'),
  ('data', 'json', 'data'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
