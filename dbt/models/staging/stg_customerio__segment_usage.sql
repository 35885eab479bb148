{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('segment_usage')) }}
{{ stage('segment_usage', [
  ('segment_id', 'integer', 'segment_id'),
  ('campaigns', 'json', 'campaigns'),
  ('sent_newsletters', 'json', 'sent_newsletters'),
  ('draft_newsletters', 'json', 'draft_newsletters'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
