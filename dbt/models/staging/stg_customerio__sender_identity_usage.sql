{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('sender_identity_usage')) }}
{{ stage('sender_identity_usage', [
  ('sender_id', 'integer', 'sender_id'),
  ('campaigns', 'json', 'campaigns'),
  ('sent_newsletters', 'json', 'sent_newsletters'),
  ('draft_newsletters', 'json', 'draft_newsletters'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
