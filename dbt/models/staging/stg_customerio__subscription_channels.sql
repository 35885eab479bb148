{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('subscription_channels')) }}
{{ stage('subscription_channels', [
  ('id', 'integer', 'channel_id'),
  ('type', 'text', 'type'),
  ('name', 'text', 'name'),
  ('description', 'text', 'description'),
  ('subscribed_by_default', 'boolean', 'subscribed_by_default'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
