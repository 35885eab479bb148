{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('optouts')) }}
{{ stage('optouts', [
  ('cio_id', 'text', 'cio_id'),
  ('channel', 'text', 'channel'),
  ('from', 'text', 'sender'),
  ('customer_id', 'text', 'customer_id'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
