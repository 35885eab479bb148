{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('newsletter_content_link_metrics')) }}
{{ stage('newsletter_content_link_metrics', [
  ('newsletter_id', 'integer', 'newsletter_id'),
  ('content_id', 'integer', 'content_id'),
  ('link_id', 'integer', 'link_id'),
  ('resolution', 'text', 'resolution'),
  ('period_start', 'timestamp', 'period_start'),
  ('read_at', 'timestamp', 'read_at'),
  ('periods_ago', 'integer', 'periods_ago'),
  ('href', 'text', 'href'),
  ('clicked', 'integer', 'clicked'),
  ('human_clicked', 'integer', 'human_clicked'),
  ('machine_clicked', 'integer', 'machine_clicked'),
  ('additional_fields', 'json', 'additional_fields'),
]) }}
