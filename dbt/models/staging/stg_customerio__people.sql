{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('people')) }}
{{ stage('people', [
  ('cio_id', 'text', 'cio_id'),
  ('id', 'text', 'customer_id'),
  ('email', 'text', 'email'),
  ('unsubscribed', 'boolean', 'unsubscribed'),
  ('attributes', 'json', 'attributes'),
  ('devices', 'json', 'devices'),
  ('timestamps', 'json', 'timestamps'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
], keeps_deleted=true) }}
