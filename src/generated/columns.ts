// Made by `npm run generate`. Do not edit.

/** The names of the columns of each stream, as its schema has them. */
export interface Columns {
  activities:
    | 'id' | 'type' | 'name' | 'url' | 'customer_id' | 'customer_identifiers' | 'cio_id' | 'delivery_id'
    | 'delivery_type' | 'data' | 'timestamp' | 'additional_fields';
  asset_folders:
    | 'id' | 'name' | 'parent_folder_id' | 'created' | 'updated' | 'additional_fields';
  assets:
    | 'id' | 'name' | 'path' | 'size' | 'parent_folder_id' | 'created' | 'updated' | 'additional_fields';
  broadcast_action_link_metrics:
    | 'broadcast_id' | 'action_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at'
    | 'periods_ago' | 'href' | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  broadcast_action_metrics:
    | 'broadcast_id' | 'action_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago'
    | 'attempted' | 'bounced' | 'clicked' | 'converted' | 'created' | 'deferred' | 'delivered'
    | 'drafted' | 'failed' | 'human_clicked' | 'human_opened' | 'link_untracked' | 'machine_clicked'
    | 'open_untracked' | 'opened' | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx'
    | 'responses_4xx' | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  broadcast_actions:
    | 'broadcast_id' | 'id' | 'name' | 'type' | 'sending_state' | 'language'
    | 'multi_language_branch_action_id' | 'from_id' | 'reply_to_id' | 'sender_identity_id'
    | 'recipient_environment_id' | 'from' | 'reply_to' | 'recipient' | 'cc' | 'bcc' | 'fake_bcc'
    | 'subject' | 'preheader_text' | 'body' | 'body_plain' | 'body_amp' | 'body_json' | 'editor'
    | 'layout' | 'preprocessor' | 'image_url' | 'headers' | 'method' | 'request_method' | 'url'
    | 'send_to_unsubscribed' | 'tracked' | 'deduplicate_id' | 'created' | 'updated'
    | 'additional_fields';
  broadcast_link_metrics:
    | 'broadcast_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'href'
    | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  broadcast_metrics:
    | 'broadcast_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'attempted'
    | 'bounced' | 'clicked' | 'converted' | 'created' | 'deferred' | 'delivered' | 'drafted' | 'failed'
    | 'human_clicked' | 'human_opened' | 'link_untracked' | 'machine_clicked' | 'open_untracked'
    | 'opened' | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx' | 'responses_4xx'
    | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  broadcast_trigger_errors:
    | 'broadcast_id' | 'trigger_id' | 'position' | 'error' | 'additional_fields';
  broadcast_triggers:
    | 'broadcast_id' | 'id' | 'created_at' | 'processed_at' | 'additional_fields';
  broadcasts:
    | 'id' | 'name' | 'type' | 'state' | 'active' | 'description' | 'tags' | 'created_by' | 'actions'
    | 'msg_template_ids' | 'scheduled_start_should_backfill' | 'scheduled_stop_should_sunset'
    | 'deduplicate_id' | 'scheduled_start' | 'scheduled_stop' | 'first_started' | 'created' | 'updated'
    | 'additional_fields';
  campaign_action_link_metrics:
    | 'campaign_id' | 'action_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at'
    | 'periods_ago' | 'href' | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  campaign_action_metrics:
    | 'campaign_id' | 'action_id' | 'resolution' | 'period_start' | 'attempted' | 'bounced' | 'clicked'
    | 'converted' | 'created' | 'deferred' | 'delivered' | 'drafted' | 'failed' | 'human_clicked'
    | 'human_opened' | 'link_untracked' | 'machine_clicked' | 'open_untracked' | 'opened'
    | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx' | 'responses_4xx'
    | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  campaign_actions:
    | 'campaign_id' | 'id' | 'name' | 'type' | 'sending_state' | 'language' | 'parent_action_id'
    | 'broadcast_id' | 'multi_language_branch_action_id' | 'from_id' | 'reply_to_id'
    | 'sender_identity_id' | 'recipient_environment_id' | 'from' | 'reply_to' | 'recipient' | 'cc'
    | 'bcc' | 'fake_bcc' | 'subject' | 'preheader_text' | 'body' | 'body_plain' | 'body_amp'
    | 'body_json' | 'editor' | 'layout' | 'preprocessor' | 'image_url' | 'headers' | 'method'
    | 'request_method' | 'url' | 'send_to_unsubscribed' | 'tracked' | 'deduplicate_id' | 'created'
    | 'updated' | 'additional_fields';
  campaign_journey_metrics:
    | 'campaign_id' | 'resolution' | 'period_start' | 'started' | 'activated' | 'never_activated'
    | 'messaged' | 'finished' | 'converted' | 'exited_early' | 'additional_fields';
  campaign_link_metrics:
    | 'campaign_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'href'
    | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  campaign_metrics:
    | 'campaign_id' | 'resolution' | 'period_start' | 'attempted' | 'bounced' | 'clicked' | 'converted'
    | 'created' | 'deferred' | 'delivered' | 'drafted' | 'failed' | 'human_clicked' | 'human_opened'
    | 'link_untracked' | 'machine_clicked' | 'open_untracked' | 'opened' | 'prefetch_opened' | 'replied'
    | 'responses_2xx' | 'responses_3xx' | 'responses_4xx' | 'responses_5xx' | 'sent' | 'spammed'
    | 'suppressed' | 'topic_unsubscribed' | 'tracking_consent_denied' | 'tracking_consent_granted'
    | 'undeliverable' | 'unsubscribed' | 'untracked' | 'additional_fields';
  campaigns:
    | 'id' | 'name' | 'type' | 'state' | 'active' | 'description' | 'tags' | 'created_by'
    | 'trigger_segment_ids' | 'filter_segment_ids' | 'object_type_id' | 'webhook_id' | 'event_name'
    | 'event_type' | 'actions' | 'msg_templates' | 'audience' | 'object_attribute_triggers'
    | 'relationship_attribute_triggers' | 'filter_object_attributes' | 'filter_relationship_attributes'
    | 'date_attribute' | 'frequency' | 'start_hour' | 'start_minutes' | 'timezone'
    | 'use_customer_timezone' | 'scheduled_start_should_backfill' | 'scheduled_stop_should_sunset'
    | 'deduplicate_id' | 'scheduled_start' | 'scheduled_stop' | 'first_started' | 'created' | 'updated'
    | 'additional_fields';
  collection_rows:
    | 'collection_id' | 'position' | 'data' | 'additional_fields';
  collections:
    | 'id' | 'name' | 'schema' | 'rows' | 'bytes' | 'created_at' | 'updated_at' | 'additional_fields';
  design_studio_components:
    | 'id' | 'name' | 'tag' | 'parent_folder_id' | 'created' | 'updated' | 'additional_fields';
  design_studio_email_contents:
    | 'id' | 'name' | 'parent_folder_id' | 'is_template' | 'is_linked' | 'available_languages'
    | 'created' | 'updated' | 'content' | 'envelope' | 'transformers' | 'additional_fields';
  design_studio_email_translations:
    | 'email_id' | 'language' | 'language_group_id' | 'parent_folder_id' | 'is_template' | 'is_linked'
    | 'available_languages' | 'created' | 'updated' | 'content' | 'envelope' | 'transformers'
    | 'additional_fields';
  design_studio_email_versions:
    | 'id' | 'node_id' | 'node_type' | 'name' | 'description' | 'created' | 'created_on_publish'
    | 'feedback' | 'additional_fields';
  design_studio_emails:
    | 'id' | 'name' | 'parent_folder_id' | 'is_template' | 'is_linked' | 'has_translations' | 'created'
    | 'updated' | 'additional_fields';
  design_studio_folders:
    | 'id' | 'name' | 'parent_folder_id' | 'created' | 'updated' | 'additional_fields';
  esp_domain_suppressions:
    | 'domain' | 'suppression_type' | 'email' | 'created' | 'reason' | 'status' | 'additional_fields';
  esp_suppressions:
    | 'suppression_type' | 'email' | 'created' | 'reason' | 'status' | 'additional_fields';
  exports:
    | 'id' | 'deduplicate_id' | 'type' | 'status' | 'failed' | 'description' | 'total' | 'downloads'
    | 'user_id' | 'user_email' | 'created_at' | 'updated_at' | 'additional_fields';
  inbox_preview_jobs:
    | 'run_id' | 'name' | 'node_id' | 'node_count' | 'is_processed' | 'total_previews_requested'
    | 'total_previews_ready' | 'total_previews_succeeded' | 'total_previews_cached'
    | 'total_previews_bounced' | 'created_at' | 'updated_at' | 'additional_fields';
  ip_addresses:
    | 'ip_address' | 'additional_fields';
  messages:
    | 'id' | 'type' | 'recipient' | 'subject' | 'customer_id' | 'customer_identifiers' | 'cio_id'
    | 'campaign_id' | 'broadcast_id' | 'newsletter_id' | 'transactional_message_id' | 'action_id'
    | 'parent_action_id' | 'content_id' | 'msg_template_id' | 'message_template_id' | 'trigger_event_id'
    | 'failure_message' | 'forgotten' | 'tracked_responses' | 'metrics' | 'deduplicate_id' | 'created'
    | 'additional_fields';
  newsletter_content_link_metrics:
    | 'newsletter_id' | 'content_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at'
    | 'periods_ago' | 'href' | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  newsletter_content_metrics:
    | 'newsletter_id' | 'content_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago'
    | 'type' | 'attempted' | 'bounced' | 'clicked' | 'converted' | 'created' | 'deferred' | 'delivered'
    | 'drafted' | 'failed' | 'human_clicked' | 'human_opened' | 'link_untracked' | 'machine_clicked'
    | 'open_untracked' | 'opened' | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx'
    | 'responses_4xx' | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  newsletter_contents:
    | 'newsletter_id' | 'id' | 'layout' | 'body_plain' | 'deduplicate_id' | 'created' | 'updated'
    | 'name' | 'type' | 'language' | 'subject' | 'preheader_text' | 'body' | 'body_amp' | 'from'
    | 'from_id' | 'reply_to' | 'reply_to_id' | 'recipient' | 'cc' | 'bcc' | 'fake_bcc' | 'preprocessor'
    | 'headers' | 'test_group_id' | 'additional_fields';
  newsletter_link_metrics:
    | 'newsletter_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'href'
    | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  newsletter_metrics:
    | 'newsletter_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'type' | 'attempted'
    | 'bounced' | 'clicked' | 'converted' | 'created' | 'deferred' | 'delivered' | 'drafted' | 'failed'
    | 'human_clicked' | 'human_opened' | 'link_untracked' | 'machine_clicked' | 'open_untracked'
    | 'opened' | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx' | 'responses_4xx'
    | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  newsletter_test_groups:
    | 'newsletter_id' | 'id' | 'name' | 'label' | 'winner' | 'content_ids' | 'additional_fields';
  newsletters:
    | 'id' | 'name' | 'type' | 'send_state' | 'tags' | 'content_ids' | 'recipient_segment_ids'
    | 'subscription_topic_id' | 'recipient_file_status' | 'recipient_file_error' | 'timezone'
    | 'tz_match_enabled' | 'expires_after' | 'deduplicate_id' | 'scheduled_at' | 'sent_at' | 'created'
    | 'updated' | 'additional_fields';
  object_identifiers:
    | 'object_type_id' | 'cio_object_id' | 'object_id' | 'additional_fields';
  object_relationships:
    | 'object_type_id' | 'cio_object_id' | 'cio_id' | 'id' | 'email' | 'object_type_disabled'
    | 'additional_fields';
  object_types:
    | 'id' | 'name' | 'singular_name' | 'slug' | 'singular_slug' | 'enabled' | 'icon'
    | 'additional_fields';
  objects:
    | 'object_type_id' | 'cio_object_id' | 'object_id' | 'attributes' | 'timestamps'
    | 'additional_fields';
  optouts:
    | 'cio_id' | 'channel' | 'from' | 'customer_id' | 'additional_fields';
  people:
    | 'cio_id' | 'id' | 'email' | 'unsubscribed' | 'attributes' | 'devices' | 'timestamps'
    | 'additional_fields';
  people_identifiers:
    | 'cio_id' | 'id' | 'email' | 'additional_fields';
  people_relationships:
    | 'cio_id' | 'object_type_id' | 'cio_object_id' | 'object_id' | 'attributes' | 'timestamps'
    | 'additional_fields';
  reporting_webhooks:
    | 'id' | 'name' | 'endpoint' | 'type' | 'disabled' | 'full_resolution' | 'with_content' | 'events'
    | 'additional_fields';
  segment_customer_counts:
    | 'segment_id' | 'count' | 'additional_fields';
  segment_membership:
    | 'segment_id' | 'cio_id' | 'id' | 'email' | 'additional_fields';
  segment_usage:
    | 'segment_id' | 'campaigns' | 'sent_newsletters' | 'draft_newsletters' | 'additional_fields';
  segments:
    | 'id' | 'name' | 'type' | 'state' | 'progress' | 'description' | 'tags' | 'conditions'
    | 'deduplicate_id' | 'created_at' | 'updated_at' | 'additional_fields';
  sender_identities:
    | 'id' | 'name' | 'template_type' | 'email' | 'address' | 'phone' | 'auto_generated' | 'hidden'
    | 'deduplicate_id' | 'additional_fields';
  sender_identity_usage:
    | 'sender_id' | 'campaigns' | 'sent_newsletters' | 'draft_newsletters' | 'additional_fields';
  snippets:
    | 'name' | 'value' | 'updated_at' | 'additional_fields';
  subscription_channels:
    | 'id' | 'type' | 'name' | 'description' | 'subscribed_by_default' | 'additional_fields';
  subscription_topics:
    | 'id' | 'identifier' | 'name' | 'description' | 'subscribed_by_default' | 'additional_fields';
  transactional_contents:
    | 'transactional_id' | 'id' | 'created' | 'updated' | 'name' | 'type' | 'language' | 'subject'
    | 'preheader_text' | 'body' | 'body_amp' | 'from' | 'from_id' | 'reply_to' | 'reply_to_id'
    | 'recipient' | 'cc' | 'bcc' | 'fake_bcc' | 'preprocessor' | 'headers' | 'test_group_id'
    | 'additional_fields';
  transactional_link_metrics:
    | 'transactional_id' | 'link_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago'
    | 'href' | 'clicked' | 'human_clicked' | 'machine_clicked' | 'additional_fields';
  transactional_messages:
    | 'id' | 'name' | 'description' | 'trigger_name' | 'send_to_unsubscribed' | 'link_tracking'
    | 'open_tracking' | 'hide_message_body' | 'queue_drafts' | 'created_at' | 'updated_at'
    | 'additional_fields';
  transactional_metrics:
    | 'transactional_id' | 'resolution' | 'period_start' | 'read_at' | 'periods_ago' | 'attempted'
    | 'bounced' | 'clicked' | 'converted' | 'created' | 'deferred' | 'delivered' | 'drafted' | 'failed'
    | 'human_clicked' | 'human_opened' | 'link_untracked' | 'machine_clicked' | 'open_untracked'
    | 'opened' | 'prefetch_opened' | 'replied' | 'responses_2xx' | 'responses_3xx' | 'responses_4xx'
    | 'responses_5xx' | 'sent' | 'spammed' | 'suppressed' | 'topic_unsubscribed'
    | 'tracking_consent_denied' | 'tracking_consent_granted' | 'undeliverable' | 'unsubscribed'
    | 'untracked' | 'additional_fields';
  workspaces:
    | 'id' | 'name' | 'messages_sent' | 'billable_messages_sent' | 'people' | 'object_types' | 'objects'
    | 'additional_fields';
}
