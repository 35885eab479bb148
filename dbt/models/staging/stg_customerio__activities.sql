{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('activities')) }}
{{ stage('activities', [
  ('id', 'text', 'activity_id'),
  ('type', 'text', 'type'),
  ('name', 'text', 'name'),
  ('url', 'text', 'url'),
  ('customer_id', 'text', 'customer_id'),
  ('customer_identifiers', 'json', 'customer_identifiers'),
  ('customer_identifiers.id', 'text', 'customer_identifiers_id'),
  ('customer_identifiers.email', 'text', 'customer_identifiers_email'),
  ('customer_identifiers.cio_id', 'text', 'customer_identifiers_cio_id'),
  ('cio_id', 'text', 'cio_id'),
  ('delivery_id', 'text', 'delivery_id'),
  ('delivery_type', 'text', 'delivery_type'),
  ('data', 'json', 'data'),
  ('timestamp', 'timestamp', 'occurred_at'),
  ('additional_fields', 'json', 'additional_fields'),
]) }}
