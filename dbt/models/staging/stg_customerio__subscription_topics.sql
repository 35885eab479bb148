{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('subscription_topics')) }}
{{ stage('subscription_topics', [
  ('id', 'integer', 'topic_id'),
  ('identifier', 'text', 'identifier'),
  ('name', 'text', 'name'),
  ('description', 'text', 'description'),
  ('subscribed_by_default', 'boolean', 'subscribed_by_default'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
