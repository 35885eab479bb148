{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('segments')) }}
{{ stage('segments', [
  ('id', 'integer', 'segment_id'),
  ('name', 'text', 'name'),
  ('type', 'text', 'type'),
  ('state', 'text', 'state'),
  ('progress', 'integer', 'progress'),
  ('description', 'text', 'description'),
  ('tags', 'json', 'tags'),
  ('conditions', 'json', 'conditions'),
  ('deduplicate_id', 'text', 'deduplicate_id'),
  ('created_at', 'timestamp', 'created_at'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
