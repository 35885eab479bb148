{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('sender_identities')) }}
{{ stage('sender_identities', [
  ('id', 'integer', 'sender_identity_id'),
  ('name', 'text', 'name'),
  ('template_type', 'text', 'template_type'),
  ('email', 'text', 'email'),
  ('address', 'text', 'address'),
  ('phone', 'text', 'phone'),
  ('auto_generated', 'boolean', 'auto_generated'),
  ('hidden', 'boolean', 'hidden'),
  ('deduplicate_id', 'text', 'deduplicate_id'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
