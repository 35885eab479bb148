// Made by `npm run generate`. Do not edit.

/**
 * One entry in the activity log of a person: an event, a change, or a step in the life of a message.
 */
export interface Activities {
  /**
   * Activity id.
   */
  id?: string;
  /**
   * Kind, such as event, page, attribute_change, sent_email, opened_push; object types appear as _o:<id>:create.
   */
  type?: string | null;
  /**
   * Name of the event, for type event and screen.
   */
  name?: string | null;
  /**
   * Address of the page, for type page.
   */
  url?: string | null;
  /**
   * The person's id as set by you: segment_membership.id. Null where the person has none.
   */
  customer_id?: string | null;
  /**
   * Identifiers of the person.
   */
  customer_identifiers?: {
    /**
     * The person's id as set by you; the same as customer_id.
     */
    id?: string | null;
    /**
     * The person's email address.
     */
    email?: string | null;
    /**
     * Customer.io's own id of the person; joins segment_membership.cio_id.
     */
    cio_id?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Message that the activity is about: messages.id.
   */
  delivery_id?: string | null;
  /**
   * Recipient's device, one of ios, android, email, phone.
   */
  delivery_type?: string | null;
  /**
   * Details, by type: the data of an event, the attributes changed (from, to), or facts about the delivery.
   */
  data?: {} | null;
  /**
   * When it happened.
   */
  timestamp?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One action of a broadcast: a message, one of its language variants, or a webhook.
 */
export interface BroadcastActions {
  /**
   * Broadcast of the action: broadcasts.id.
   */
  broadcast_id?: number;
  /**
   * Action id; messages.action_id refers to it.
   */
  id?: number;
  /**
   * Name of the action, if it has one.
   */
  name?: string | null;
  /**
   * Channel, one of email, in_app, push, twilio (SMS), slack, whatsapp, webhook.
   */
  type?: string | null;
  /**
   * One of automatic (sends), draft (queues drafts), off.
   */
  sending_state?: string | null;
  /**
   * Language of this variant; empty for the default language. Not for webhooks.
   */
  language?: string | null;
  /**
   * Shared by the language variants of one message. Not documented by the API.
   */
  multi_language_branch_action_id?: number | null;
  /**
   * Sender: sender_identities.id.
   */
  from_id?: number | null;
  /**
   * Receiver of replies: sender_identities.id.
   */
  reply_to_id?: number | null;
  /**
   * WhatsApp Business number that sends, for type whatsapp.
   */
  sender_identity_id?: number | null;
  /**
   * Environment of the recipient. Not documented by the API.
   */
  recipient_environment_id?: number | null;
  /**
   * Address of the sender, for email.
   */
  from?: string | null;
  /**
   * Address for replies.
   */
  reply_to?: string | null;
  /**
   * Recipient, often Liquid; for SMS and WhatsApp empty where it is set with Liquid.
   */
  recipient?: string | null;
  /**
   * CC addresses.
   */
  cc?: string | null;
  /**
   * BCC addresses.
   */
  bcc?: string | null;
  /**
   * Whether BCC receivers get a copy of their own instead of a real BCC.
   */
  fake_bcc?: boolean | null;
  /**
   * Subject of the email.
   */
  subject?: string | null;
  /**
   * Preview text of the email.
   */
  preheader_text?: string | null;
  /**
   * Content of the message or webhook; for whatsapp JSON text with the template and its parameters.
   */
  body?: string | null;
  /**
   * Plain-text content. Not documented by the API.
   */
  body_plain?: string | null;
  /**
   * AMP content of the email; clients without AMP show body.
   */
  body_amp?: string | null;
  /**
   * Content from the visual editor.
   */
  body_json?: string | null;
  /**
   * Editor the content was made with. Not documented by the API.
   */
  editor?: string | null;
  /**
   * Layout around the content, if any.
   */
  layout?: string | null;
  /**
   * premailer where CSS preprocessing is on.
   */
  preprocessor?: string | null;
  /**
   * Image of the MMS, for type twilio.
   */
  image_url?: string | null;
  /**
   * JSON text: list of headers, each with name and value, for email and webhook.
   */
  headers?: string | null;
  /**
   * HTTP method, for type webhook; one of get, post, put, delete, patch.
   */
  method?: string | null;
  /**
   * Method of the request. Not documented by the API.
   */
  request_method?: string | null;
  /**
   * Address that is called, for type webhook.
   */
  url?: string | null;
  /**
   * Whether unsubscribed people get it too, for type whatsapp.
   */
  send_to_unsubscribed?: boolean | null;
  /**
   * Whether links in template parameters are tracked, for type whatsapp.
   */
  tracked?: boolean | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the action was created.
   */
  created?: string | null;
  /**
   * When the action was last updated.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One API-triggered broadcast.
 */
export interface Broadcasts {
  /**
   * Broadcast id.
   */
  id?: number;
  /**
   * Name of the broadcast.
   */
  name?: string | null;
  /**
   * Always triggered_broadcast.
   */
  type?: string | null;
  /**
   * Status, one of running, draft.
   */
  state?: string | null;
  /**
   * Whether the broadcast is active.
   */
  active?: boolean | null;
  /**
   * Description, if one was written. Not documented by the API.
   */
  description?: string | null;
  /**
   * Tags of the broadcast.
   */
  tags?: string[] | null;
  /**
   * Who made the broadcast. Not documented by the API.
   */
  created_by?: string | null;
  /**
   * Actions of the broadcast; in full in the stream broadcast_actions.
   */
  actions?:
    | {
        /**
         * Action id: broadcast_actions.id.
         */
        id?: number | null;
        /**
         * Channel, one of email, webhook, push, sms, slack (in broadcast_actions twilio for sms).
         */
        type?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Templates that the broadcast uses. Deprecated by the API.
   */
  msg_template_ids?:
    | {
        /**
         * Template id.
         */
        id?: number | null;
        /**
         * Channel of the template, one of email, webhook, push, sms, slack.
         */
        type?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Setting of the scheduled start. Not documented by the API.
   */
  scheduled_start_should_backfill?: boolean | null;
  /**
   * Setting of the scheduled stop. Not documented by the API.
   */
  scheduled_stop_should_sunset?: boolean | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the broadcast is set to start. Not documented by the API.
   */
  scheduled_start?: string | null;
  /**
   * When the broadcast is set to stop. Not documented by the API.
   */
  scheduled_stop?: string | null;
  /**
   * When the broadcast was activated for the first time.
   */
  first_started?: string | null;
  /**
   * When the broadcast was created.
   */
  created?: string | null;
  /**
   * When the broadcast was last updated.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One action in the workflow of a campaign: a message, one of its language variants, or a webhook.
 */
export interface CampaignActions {
  /**
   * Campaign of the action: campaigns.id.
   */
  campaign_id?: number;
  /**
   * Action id; messages.action_id refers to it.
   */
  id?: number;
  /**
   * Name of the action, if it has one.
   */
  name?: string | null;
  /**
   * Channel, one of email, in_app, push, twilio (SMS), slack, whatsapp, webhook.
   */
  type?: string | null;
  /**
   * One of automatic (sends), draft (queues drafts), off.
   */
  sending_state?: string | null;
  /**
   * Language of this variant; empty for the default language. Not for webhooks.
   */
  language?: string | null;
  /**
   * Action that holds this one, such as a random split.
   */
  parent_action_id?: number | null;
  /**
   * Broadcast: broadcasts.id. Declared by the API for campaign actions too.
   */
  broadcast_id?: number | null;
  /**
   * Shared by the language variants of one message. Not documented by the API.
   */
  multi_language_branch_action_id?: number | null;
  /**
   * Sender: sender_identities.id.
   */
  from_id?: number | null;
  /**
   * Receiver of replies: sender_identities.id.
   */
  reply_to_id?: number | null;
  /**
   * WhatsApp Business number that sends, for type whatsapp.
   */
  sender_identity_id?: number | null;
  /**
   * Environment of the recipient. Not documented by the API.
   */
  recipient_environment_id?: number | null;
  /**
   * Address of the sender, for email.
   */
  from?: string | null;
  /**
   * Address for replies.
   */
  reply_to?: string | null;
  /**
   * Recipient, often Liquid; for SMS and WhatsApp empty where it is set with Liquid.
   */
  recipient?: string | null;
  /**
   * CC addresses.
   */
  cc?: string | null;
  /**
   * BCC addresses.
   */
  bcc?: string | null;
  /**
   * Whether BCC receivers get a copy of their own instead of a real BCC.
   */
  fake_bcc?: boolean | null;
  /**
   * Subject of the email.
   */
  subject?: string | null;
  /**
   * Preview text of the email.
   */
  preheader_text?: string | null;
  /**
   * Content of the message or webhook; for whatsapp JSON text with the template and its parameters.
   */
  body?: string | null;
  /**
   * Plain-text content. Not documented by the API.
   */
  body_plain?: string | null;
  /**
   * AMP content of the email; clients without AMP show body.
   */
  body_amp?: string | null;
  /**
   * Content from the visual editor.
   */
  body_json?: string | null;
  /**
   * Editor the content was made with. Not documented by the API.
   */
  editor?: string | null;
  /**
   * Layout around the content, if any.
   */
  layout?: string | null;
  /**
   * premailer where CSS preprocessing is on.
   */
  preprocessor?: string | null;
  /**
   * Image of the MMS, for type twilio.
   */
  image_url?: string | null;
  /**
   * JSON text: list of headers, each with name and value, for email and webhook.
   */
  headers?: string | null;
  /**
   * HTTP method, for type webhook; one of get, post, put, delete, patch.
   */
  method?: string | null;
  /**
   * Method of the request. Not documented by the API.
   */
  request_method?: string | null;
  /**
   * Address that is called, for type webhook.
   */
  url?: string | null;
  /**
   * Whether unsubscribed people get it too, for type whatsapp.
   */
  send_to_unsubscribed?: boolean | null;
  /**
   * Whether links in template parameters are tracked, for type whatsapp.
   */
  tracked?: boolean | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the action was created.
   */
  created?: string | null;
  /**
   * When the action was last updated.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One campaign (called automation in the Customer.io interface), whatever triggers it.
 */
export interface Campaigns {
  /**
   * Campaign id.
   */
  id?: number;
  /**
   * Name of the campaign.
   */
  name?: string | null;
  /**
   * Trigger, one of segment, event, form, date, relationship, object, webhook; others occur (seg_attr). Deprecated by the API.
   */
  type?: string | null;
  /**
   * Status, one of running, draft, stopped.
   */
  state?: string | null;
  /**
   * Whether the campaign is active and can send.
   */
  active?: boolean | null;
  /**
   * Description, if one was written.
   */
  description?: string | null;
  /**
   * Tags of the campaign.
   */
  tags?: string[] | null;
  /**
   * Who made the campaign. Not documented by the API.
   */
  created_by?: string | null;
  /**
   * Segments in the trigger conditions: segments.id.
   */
  trigger_segment_ids?: number[] | null;
  /**
   * Segments that filter the audience: segments.id.
   */
  filter_segment_ids?: number[] | null;
  /**
   * Object type that triggers, for type object or relationship.
   */
  object_type_id?: number | null;
  /**
   * Incoming webhook that triggers, for type webhook.
   */
  webhook_id?: number | null;
  /**
   * Event that triggers, for type event.
   */
  event_name?: string | null;
  /**
   * Kind of the event that triggers. Not documented by the API.
   */
  event_type?: string | null;
  /**
   * Actions of the campaign; in full in the stream campaign_actions.
   */
  actions?:
    | {
        /**
         * Action id: campaign_actions.id.
         */
        id?: number | null;
        /**
         * Channel or kind of the action.
         */
        type?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Templates that the campaign uses. Deprecated by the API.
   */
  msg_templates?:
    | {
        /**
         * Template id.
         */
        id?: number | null;
        /**
         * Channel of the template, one of email, sms, push, slack.
         */
        type?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Who starts a journey, for type object or relationship.
   */
  audience?: {
    /**
     * 0: a person added to the object. 1: every person of the object, or those who pass the filters.
     */
    type?: number | null;
    /**
     * JSON text: filters on people's attributes. Only where type is 1.
     */
    person_filters?: string | null;
    /**
     * JSON text: filters on attributes of the relationship. Only where type is 1.
     */
    relationship_filters?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * JSON text: object attributes that trigger, for type object.
   */
  object_attribute_triggers?: string | null;
  /**
   * JSON text: relationship attributes that trigger, for type relationship.
   */
  relationship_attribute_triggers?: string | null;
  /**
   * JSON text: filter on object attributes, for type object or relationship.
   */
  filter_object_attributes?: string | null;
  /**
   * JSON text: filter on relationship attributes, for type object or relationship.
   */
  filter_relationship_attributes?: string | null;
  /**
   * Attribute of people that holds the trigger's date, for type date.
   */
  date_attribute?: string | null;
  /**
   * How often a person can enter, for type date; one of once, monthly, yearly.
   */
  frequency?: string | null;
  /**
   * Hour of the trigger, 0 to 23, for type date.
   */
  start_hour?: number | null;
  /**
   * Minute of the trigger, for type date.
   */
  start_minutes?: number | null;
  /**
   * Time zone of the trigger, such as America/Chicago, for type date.
   */
  timezone?: string | null;
  /**
   * Whether each person's own time zone applies, for type date.
   */
  use_customer_timezone?: boolean | null;
  /**
   * Setting of the scheduled start. Not documented by the API.
   */
  scheduled_start_should_backfill?: boolean | null;
  /**
   * Setting of the scheduled stop. Not documented by the API.
   */
  scheduled_stop_should_sunset?: boolean | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the campaign is set to start. Not documented by the API.
   */
  scheduled_start?: string | null;
  /**
   * When the campaign is set to stop. Not documented by the API.
   */
  scheduled_stop?: string | null;
  /**
   * When the campaign was started for the first time.
   */
  first_started?: string | null;
  /**
   * When the campaign was created.
   */
  created?: string | null;
  /**
   * When the campaign was last updated.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One collection: a table of data that messages can query (its description, not its rows).
 */
export interface Collections {
  /**
   * Collection id.
   */
  id?: number;
  /**
   * Name by which Liquid refers to the collection.
   */
  name?: string | null;
  /**
   * Top-level keys found in the rows.
   */
  schema?: string[] | null;
  /**
   * Number of rows.
   */
  rows?: number | null;
  /**
   * Size in bytes.
   */
  bytes?: number | null;
  /**
   * When the collection was created.
   */
  created_at?: string | null;
  /**
   * When the collection was last updated.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One delivery: one message to one recipient, with what became of it.
 */
export interface Messages {
  /**
   * Delivery id; activities.delivery_id refers to it.
   */
  id?: string;
  /**
   * Channel: email, webhook, twilio (SMS), push, in_app, inbox, slack, whatsapp, live_notification, or a new one.
   */
  type?: string | null;
  /**
   * Address, phone number, device token, or URL of a webhook; for in_app the person's cio_id.
   */
  recipient?: string | null;
  /**
   * Subject of the email.
   */
  subject?: string | null;
  /**
   * The person's id as set by you: segment_membership.id. Null where the person has none.
   */
  customer_id?: string | null;
  /**
   * Identifiers of the person.
   */
  customer_identifiers?: {
    /**
     * The person's id as set by you; the same as customer_id.
     */
    id?: string | null;
    /**
     * The person's email address.
     */
    email?: string | null;
    /**
     * Customer.io's own id of the person; joins segment_membership.cio_id.
     */
    cio_id?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Campaign that sent it: campaigns.id. Null if none did.
   */
  campaign_id?: number | null;
  /**
   * API-triggered broadcast that sent it: broadcasts.id. Null if none did.
   */
  broadcast_id?: number | null;
  /**
   * Newsletter that sent it: newsletters.id. Null if none did.
   */
  newsletter_id?: number | null;
  /**
   * Transactional message it was made from: transactional_messages.id. Not documented by the API.
   */
  transactional_message_id?: number | null;
  /**
   * Action that sent it: campaign_actions.id or broadcast_actions.id.
   */
  action_id?: number | null;
  /**
   * Action that holds the action, such as a random split.
   */
  parent_action_id?: number | null;
  /**
   * Variant of the newsletter, by language or A/B test: one of newsletters.content_ids.
   */
  content_id?: number | null;
  /**
   * Template id.
   */
  msg_template_id?: number | null;
  /**
   * Template id under its documented, deprecated name; the API sends msg_template_id.
   */
  message_template_id?: number | null;
  /**
   * Event that triggered the campaign, for campaigns of type event.
   */
  trigger_event_id?: string | null;
  /**
   * Why the delivery failed, if it did.
   */
  failure_message?: string | null;
  /**
   * Whether Customer.io keeps no content of the message.
   */
  forgotten?: boolean | null;
  /**
   * Answers to an in-app survey, by name of the option: id, and ts in unix seconds.
   */
  tracked_responses?: {} | null;
  /**
   * What happened to the delivery and when; null for what has not. Grows after the send.
   */
  metrics?: {
    /**
     * When the delivery was created.
     */
    created?: string | null;
    /**
     * When it became a draft.
     */
    drafted?: string | null;
    /**
     * When it was sent.
     */
    sent?: string | null;
    /**
     * When it was delivered.
     */
    delivered?: string | null;
    /**
     * When it was opened.
     */
    opened?: string | null;
    /**
     * When a link in it was clicked.
     */
    clicked?: string | null;
    /**
     * When the person converted.
     */
    converted?: string | null;
    /**
     * When the person unsubscribed through it.
     */
    unsubscribed?: string | null;
    /**
     * When it was marked as spam.
     */
    spammed?: string | null;
    /**
     * When it bounced.
     */
    bounced?: string | null;
    /**
     * When it was dropped instead of sent.
     */
    dropped?: string | null;
    /**
     * When sending it failed.
     */
    failed?: string | null;
    /**
     * When it proved undeliverable.
     */
    undeliverable?: string | null;
    /**
     * When a person first opened it, from 2025-03-20.
     */
    human_opened?: string | null;
    /**
     * When a person first clicked a link in it, from 2025-04-20.
     */
    human_clicked?: string | null;
    /**
     * When a machine first opened it, from 2025-03-20.
     */
    prefetch_opened?: string | null;
    /**
     * When a machine first clicked a link in it, from 2025-04-20.
     */
    prefetch_clicked?: string | null;
    [k: string]: unknown;
  };
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the delivery was created, which may be before it was sent.
   */
  created?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One newsletter (called one-time send in the Customer.io interface).
 */
export interface Newsletters {
  /**
   * Newsletter id.
   */
  id?: number;
  /**
   * Name of the newsletter.
   */
  name?: string | null;
  /**
   * Channel, one of email, webhook, twilio (SMS), push, in_app, inbox.
   */
  type?: string | null;
  /**
   * Progress of the send. Not documented by the API.
   */
  send_state?: string | null;
  /**
   * Tags of the newsletter.
   */
  tags?: string[] | null;
  /**
   * Variants (translations, A/B versions); messages.content_id refers to them.
   */
  content_ids?: number[] | null;
  /**
   * Segments in the recipient conditions: segments.id.
   */
  recipient_segment_ids?: number[] | null;
  /**
   * Topic of the newsletter: subscription_topics.id. Needs a subscription center.
   */
  subscription_topic_id?: number | null;
  /**
   * State of an uploaded list of recipients. Not documented by the API.
   */
  recipient_file_status?: string | null;
  /**
   * What failed with an uploaded list of recipients. Not documented by the API.
   */
  recipient_file_error?: string | null;
  /**
   * Time zone of the schedule. Not documented by the API.
   */
  timezone?: string | null;
  /**
   * Whether the send follows each person's time zone. Not documented by the API.
   */
  tz_match_enabled?: boolean | null;
  /**
   * Expiry of the newsletter, unit unknown, passed on as sent. Not documented by the API.
   */
  expires_after?: number | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the newsletter is set to be sent. Not documented by the API.
   */
  scheduled_at?: string | null;
  /**
   * When the newsletter was last sent; null while unsent.
   */
  sent_at?: string | null;
  /**
   * When the newsletter was created.
   */
  created?: string | null;
  /**
   * When the newsletter was last updated.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One person in one segment, at the time of the sync.
 */
export interface SegmentMembership {
  /**
   * Segment: segments.id.
   */
  segment_id?: number;
  /**
   * Customer.io's own id of the person; each person has one.
   */
  cio_id?: string;
  /**
   * The person's id as set by you: messages.customer_id, activities.customer_id. Null if unset.
   */
  id?: string | null;
  /**
   * The person's email address. Null if unset, or if the workspace does not identify people by email.
   */
  email?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One segment of people.
 */
export interface Segments {
  /**
   * Segment id.
   */
  id?: number;
  /**
   * Name of the segment.
   */
  name?: string | null;
  /**
   * Kind, one of dynamic (by conditions), manual (by list).
   */
  type?: string | null;
  /**
   * One of events, build (evaluating conditions), events_queued, build_queued (waiting for it), finished.
   */
  state?: string | null;
  /**
   * Percent built; null when the segment is not being built.
   */
  progress?: number | null;
  /**
   * Description, if one was written.
   */
  description?: string | null;
  /**
   * Tags of the segment.
   */
  tags?: string[] | null;
  /**
   * Conditions of the segment, a tree of and, or, event, and attribute. Not documented by the API.
   */
  conditions?: {} | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * When the segment was created.
   */
  created_at?: string | null;
  /**
   * When the segment was last updated; whether a change of members counts is not documented.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One sender: the name and the address or phone number that messages come from, hidden ones included.
 */
export interface SenderIdentities {
  /**
   * Sender id; from_id and reply_to_id of actions refer to it.
   */
  id?: number;
  /**
   * Name of the sender.
   */
  name?: string | null;
  /**
   * Kind of sender, one of email, phone.
   */
  template_type?: string | null;
  /**
   * Email address of the sender.
   */
  email?: string | null;
  /**
   * Name and email address together: `name <email>`.
   */
  address?: string | null;
  /**
   * Phone number of the sender, for SMS.
   */
  phone?: string | null;
  /**
   * Whether Customer.io made the sender by itself.
   */
  auto_generated?: boolean | null;
  /**
   * Whether the sender is hidden in the Customer.io interface.
   */
  hidden?: boolean | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One snippet: a piece of content that messages share.
 */
export interface Snippets {
  /**
   * Name of the snippet, unique in the workspace.
   */
  name?: string;
  /**
   * Content: text, HTML or Liquid.
   */
  value?: string | null;
  /**
   * When the snippet was last updated.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One topic of the subscription center.
 */
export interface SubscriptionTopics {
  /**
   * Topic id; newsletters.subscription_topic_id refers to it.
   */
  id?: number;
  /**
   * Name of the topic in code, `topic_<id>`.
   */
  identifier?: string | null;
  /**
   * Name of the topic.
   */
  name?: string | null;
  /**
   * Description, if one was written.
   */
  description?: string | null;
  /**
   * Whether people without a choice of their own count as subscribed.
   */
  subscribed_by_default?: boolean | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One transactional message: the template from which your application has messages sent.
 */
export interface TransactionalMessages {
  /**
   * Transactional message id; messages.transactional_message_id refers to it.
   */
  id?: number;
  /**
   * Name of the transactional message.
   */
  name?: string | null;
  /**
   * Description, if one was written.
   */
  description?: string | null;
  /**
   * Name of the trigger, often empty. Not documented by the API.
   */
  trigger_name?: string | null;
  /**
   * Whether unsubscribed people get it too.
   */
  send_to_unsubscribed?: boolean | null;
  /**
   * Whether clicks on links are tracked.
   */
  link_tracking?: boolean | null;
  /**
   * Whether opens are tracked.
   */
  open_tracking?: boolean | null;
  /**
   * Whether Customer.io keeps no content of what was sent.
   */
  hide_message_body?: boolean | null;
  /**
   * Whether messages are queued as drafts instead of sent.
   */
  queue_drafts?: boolean | null;
  /**
   * When the transactional message was created.
   */
  created_at?: string | null;
  /**
   * When the transactional message was last updated.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/** The record of each stream, as its schema has it. */
export interface Records {
  activities: Activities;
  broadcast_actions: BroadcastActions;
  broadcasts: Broadcasts;
  campaign_actions: CampaignActions;
  campaigns: Campaigns;
  collections: Collections;
  messages: Messages;
  newsletters: Newsletters;
  segment_membership: SegmentMembership;
  segments: Segments;
  sender_identities: SenderIdentities;
  snippets: Snippets;
  subscription_topics: SubscriptionTopics;
  transactional_messages: TransactionalMessages;
}
