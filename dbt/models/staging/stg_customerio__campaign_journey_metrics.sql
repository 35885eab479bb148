{# Made by `npm run generate`. Do not edit. #}
{{ config(enabled=reads('campaign_journey_metrics')) }}
{{ stage('campaign_journey_metrics', [
  ('campaign_id', 'integer', 'campaign_id'),
  ('resolution', 'text', 'resolution'),
  ('period_start', 'timestamp', 'period_start'),
  ('started', 'integer', 'started'),
  ('activated', 'integer', 'activated'),
  ('never_activated', 'integer', 'never_activated'),
  ('messaged', 'integer', 'messaged'),
  ('finished', 'integer', 'finished'),
  ('converted', 'integer', 'converted'),
  ('exited_early', 'integer', 'exited_early'),
  ('additional_fields', 'json', 'additional_fields'),
]) }}
