{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('inbox_preview_jobs')) }}
{{ stage('inbox_preview_jobs', [
  ('run_id', 'integer', 'run_id'),
  ('name', 'text', 'name'),
  ('node_id', 'text', 'node_id'),
  ('node_count', 'integer', 'node_count'),
  ('is_processed', 'boolean', 'is_processed'),
  ('total_previews_requested', 'integer', 'total_previews_requested'),
  ('total_previews_ready', 'integer', 'total_previews_ready'),
  ('total_previews_succeeded', 'integer', 'total_previews_succeeded'),
  ('total_previews_cached', 'integer', 'total_previews_cached'),
  ('total_previews_bounced', 'integer', 'total_previews_bounced'),
  ('created_at', 'timestamp', 'created_at'),
  ('updated_at', 'timestamp', 'updated_at'),
  ('additional_fields', 'json', 'additional_fields'),
  ('read_at', 'timestamp', 'read_at'),
  ('_sdc_deleted_at', 'timestamp', 'deleted_at'),
]) }}
