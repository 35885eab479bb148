{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('transactional_messages')) }}
{{ stage('transactional_messages', [
  ('id', 'integer', 'transactional_message_id'),
  ('name', 'text', 'name'),
  ('description', 'text', 'description'),
  ('trigger_name', 'text', 'trigger_name'),
  ('send_to_unsubscribed', 'boolean', 'send_to_unsubscribed'),
  ('link_tracking', 'boolean', 'link_tracking'),
  ('open_tracking', 'boolean', 'open_tracking'),
  ('hide_message_body', 'boolean', 'hide_message_body'),
  ('queue_drafts', 'boolean', 'queue_drafts'),
  ('created_at', 'timestamp', 'created_at'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
