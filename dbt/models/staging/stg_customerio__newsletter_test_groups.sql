{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('newsletter_test_groups')) }}
{{ stage('newsletter_test_groups', [
  ('newsletter_id', 'integer', 'newsletter_id'),
  ('id', 'integer', 'test_group_id'),
  ('name', 'text', 'name'),
  ('label', 'text', 'label'),
  ('winner', 'boolean', 'winner'),
  ('content_ids', 'json', 'content_ids'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
