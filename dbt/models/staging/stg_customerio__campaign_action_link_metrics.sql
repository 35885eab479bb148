{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('campaign_action_link_metrics')) }}
{{ stage('campaign_action_link_metrics', [
  ('campaign_id', 'integer', 'campaign_id'),
  ('action_id', 'integer', 'action_id'),
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
