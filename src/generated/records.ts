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
     * Customer.io's own id of the person: people.cio_id; joins segment_membership.cio_id.
     */
    cio_id?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Customer.io's own id of the person, from customer_identifiers: people.cio_id; joins segment_membership.cio_id.
   */
  cio_id?: string | null;
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
 * One folder of the asset library.
 */
export interface AssetFolders {
  /**
   * Folder id.
   */
  id?: number;
  /**
   * Name of the folder.
   */
  name?: string | null;
  /**
   * Folder above: asset_folders.id. Null at the top.
   */
  parent_folder_id?: number | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One file of the asset library.
 */
export interface Assets {
  /**
   * File id.
   */
  id?: number;
  /**
   * Name of the file.
   */
  name?: string | null;
  /**
   * Path of the file.
   */
  path?: string | null;
  /**
   * Size in bytes.
   */
  size?: number | null;
  /**
   * Folder: asset_folders.id. Null at the top.
   */
  parent_folder_id?: number | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Clicks on a link of an action of a broadcast in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface BroadcastActionLinkMetrics {
  /**
   * Broadcast: broadcast_actions.broadcast_id.
   */
  broadcast_id?: number;
  /**
   * Action: broadcast_actions.id.
   */
  action_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of an action of a broadcast in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface BroadcastActionMetrics {
  /**
   * Broadcast: broadcast_actions.broadcast_id.
   */
  broadcast_id?: number;
  /**
   * Action: broadcast_actions.id.
   */
  action_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
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
 * Clicks on a link of a broadcast in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface BroadcastLinkMetrics {
  /**
   * Broadcast: broadcasts.id.
   */
  broadcast_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of a broadcast in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface BroadcastMetrics {
  /**
   * Broadcast: broadcasts.id.
   */
  broadcast_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One error of a run of a broadcast.
 */
export interface BroadcastTriggerErrors {
  /**
   * Broadcast: broadcast_triggers.broadcast_id.
   */
  broadcast_id?: number;
  /**
   * Trigger: broadcast_triggers.id.
   */
  trigger_id?: number;
  /**
   * Place of the error among those of its trigger, from 0.
   */
  position?: number;
  /**
   * What went wrong, in the words of the API.
   */
  error?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One run of a broadcast that was triggered by the API.
 */
export interface BroadcastTriggers {
  /**
   * Broadcast: broadcasts.id.
   */
  broadcast_id?: number;
  /**
   * Trigger id, counted in each broadcast.
   */
  id?: number;
  /**
   * Time at which it was triggered.
   */
  created_at?: string | null;
  /**
   * Time at which it had been processed.
   */
  processed_at?: string | null;
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
 * Clicks on a link of an action of a campaign in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface CampaignActionLinkMetrics {
  /**
   * Campaign: campaign_actions.campaign_id.
   */
  campaign_id?: number;
  /**
   * Action: campaign_actions.id.
   */
  action_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of an action of a campaign in one period.
 */
export interface CampaignActionMetrics {
  /**
   * Campaign: campaign_actions.campaign_id.
   */
  campaign_id?: number;
  /**
   * Action: campaign_actions.id.
   */
  action_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
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
 * Journeys through a campaign that began in one period; it grows as long as they last.
 */
export interface CampaignJourneyMetrics {
  /**
   * Campaign: campaigns.id.
   */
  campaign_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Number of journeys that began, before filters.
   */
  started?: number | null;
  /**
   * Number of journeys that no filter ended before the first action.
   */
  activated?: number | null;
  /**
   * Number of journeys that a filter ended before the first action.
   */
  never_activated?: number | null;
  /**
   * Number of journeys that passed an action other than a delay.
   */
  messaged?: number | null;
  /**
   * Number of journeys that reached the end.
   */
  finished?: number | null;
  /**
   * Number of journeys of people who met the conversion goal.
   */
  converted?: number | null;
  /**
   * Number of journeys left because trigger or filters no longer held.
   */
  exited_early?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Clicks on a link of a campaign in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface CampaignLinkMetrics {
  /**
   * Campaign: campaigns.id.
   */
  campaign_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of a campaign in one period.
 */
export interface CampaignMetrics {
  /**
   * Campaign: campaigns.id.
   */
  campaign_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
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
   * Object type that triggers, for type object or relationship: object_types.id.
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
 * One row of a collection.
 */
export interface CollectionRows {
  /**
   * Collection: collections.id.
   */
  collection_id?: number;
  /**
   * Place of the row in the collection, from 0.
   */
  position?: number;
  /**
   * The row; its fields are your own.
   */
  data?: {} | null;
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
 * One component of Design Studio, without its content.
 */
export interface DesignStudioComponents {
  /**
   * Component id.
   */
  id?: string;
  /**
   * Name of the component.
   */
  name?: string | null;
  /**
   * Tag by which emails use it.
   */
  tag?: string | null;
  /**
   * Folder: design_studio_folders.id. Null at the top.
   */
  parent_folder_id?: string | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One email of Design Studio with its content.
 */
export interface DesignStudioEmailContents {
  /**
   * Email id: design_studio_emails.id.
   */
  id?: string;
  /**
   * Name of the email.
   */
  name?: string | null;
  /**
   * Folder: design_studio_folders.id. Null at the top.
   */
  parent_folder_id?: string | null;
  /**
   * Whether it is a template.
   */
  is_template?: boolean | null;
  /**
   * Whether it is linked to a workflow.
   */
  is_linked?: boolean | null;
  /**
   * Languages of its translations.
   */
  available_languages?: string[] | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Subject and bodies.
   */
  content?: {
    /**
     * Subject.
     */
    subject?: string | null;
    /**
     * Preview text.
     */
    preheader_text?: string | null;
    /**
     * Body as HTML.
     */
    html?: string | null;
    /**
     * Body as plain text.
     */
    text?: string | null;
    /**
     * AMP body.
     */
    amp?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Sender, recipient and headers.
   */
  envelope?: {
    /**
     * Address of the sender.
     */
    from?: string | null;
    /**
     * Sender: sender_identities.id.
     */
    from_id?: number | null;
    /**
     * Address for replies.
     */
    reply_to?: string | null;
    /**
     * Receiver of replies: sender_identities.id.
     */
    reply_to_id?: number | null;
    /**
     * Recipient, often as Liquid.
     */
    recipient?: string | null;
    /**
     * Addresses that get a blind copy.
     */
    bcc?: string | null;
    /**
     * Whether blind copies are sent as messages of their own.
     */
    fake_bcc?: boolean | null;
    /**
     * Further headers.
     */
    headers?:
      | {
          /**
           * Name of the header.
           */
          name?: string | null;
          /**
           * Value of the header.
           */
          value?: string | null;
          [k: string]: unknown;
        }[]
      | null;
    [k: string]: unknown;
  } | null;
  /**
   * Switches of the clean-up of the HTML.
   */
  transformers?: {} | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One translation of an email of Design Studio with its content.
 */
export interface DesignStudioEmailTranslations {
  /**
   * Email: design_studio_emails.id.
   */
  email_id?: string;
  /**
   * Language of the translation.
   */
  language?: string;
  /**
   * Email that the translation belongs to.
   */
  language_group_id?: string | null;
  /**
   * Folder: design_studio_folders.id. Null at the top.
   */
  parent_folder_id?: string | null;
  /**
   * Whether it is a template.
   */
  is_template?: boolean | null;
  /**
   * Whether it is linked to a workflow.
   */
  is_linked?: boolean | null;
  /**
   * Languages of all translations of the email.
   */
  available_languages?: string[] | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Subject and bodies.
   */
  content?: {
    /**
     * Subject.
     */
    subject?: string | null;
    /**
     * Preview text.
     */
    preheader_text?: string | null;
    /**
     * Body as HTML.
     */
    html?: string | null;
    /**
     * Body as plain text.
     */
    text?: string | null;
    /**
     * AMP body.
     */
    amp?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Sender, recipient and headers.
   */
  envelope?: {
    /**
     * Address of the sender.
     */
    from?: string | null;
    /**
     * Sender: sender_identities.id.
     */
    from_id?: number | null;
    /**
     * Address for replies.
     */
    reply_to?: string | null;
    /**
     * Receiver of replies: sender_identities.id.
     */
    reply_to_id?: number | null;
    /**
     * Recipient, often as Liquid.
     */
    recipient?: string | null;
    /**
     * Addresses that get a blind copy.
     */
    bcc?: string | null;
    /**
     * Whether blind copies are sent as messages of their own.
     */
    fake_bcc?: boolean | null;
    /**
     * Further headers.
     */
    headers?:
      | {
          /**
           * Name of the header.
           */
          name?: string | null;
          /**
           * Value of the header.
           */
          value?: string | null;
          [k: string]: unknown;
        }[]
      | null;
    [k: string]: unknown;
  } | null;
  /**
   * Switches of the clean-up of the HTML.
   */
  transformers?: {} | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One saved version of an email of Design Studio.
 */
export interface DesignStudioEmailVersions {
  /**
   * Version id.
   */
  id?: string;
  /**
   * Email: design_studio_emails.id.
   */
  node_id?: string | null;
  /**
   * What was saved.
   */
  node_type?: string | null;
  /**
   * Name of the version.
   */
  name?: string | null;
  /**
   * Description of the version.
   */
  description?: string | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Whether it was saved when the email was published.
   */
  created_on_publish?: boolean | null;
  /**
   * Whether a round of feedback made the version.
   */
  feedback?: boolean | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One email of Design Studio, without its content.
 */
export interface DesignStudioEmails {
  /**
   * Email id.
   */
  id?: string;
  /**
   * Name of the email.
   */
  name?: string | null;
  /**
   * Folder: design_studio_folders.id. Null at the top.
   */
  parent_folder_id?: string | null;
  /**
   * Whether it is a template.
   */
  is_template?: boolean | null;
  /**
   * Whether it is linked to a workflow.
   */
  is_linked?: boolean | null;
  /**
   * Whether it has translations.
   */
  has_translations?: boolean | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One folder of Design Studio.
 */
export interface DesignStudioFolders {
  /**
   * Folder id.
   */
  id?: string;
  /**
   * Name of the folder.
   */
  name?: string | null;
  /**
   * Folder above: design_studio_folders.id. Null at the top.
   */
  parent_folder_id?: string | null;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One address that is not sent to from one sending domain.
 */
export interface EspDomainSuppressions {
  /**
   * Sending domain, of the setting esp_domains.
   */
  domain?: string;
  /**
   * Reason in short, one of blocks, bounces, spam_reports, invalid_emails.
   */
  suppression_type?: string;
  /**
   * Address.
   */
  email?: string;
  /**
   * When the address was suppressed.
   */
  created?: string | null;
  /**
   * Reason as the email provider wrote it down; may repeat the address.
   */
  reason?: string | null;
  /**
   * Status code of the provider, mostly 550.
   */
  status?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One address that the email provider does not send to. May hold addresses of other workspaces with the same sending domain.
 */
export interface EspSuppressions {
  /**
   * Reason in short, one of blocks, bounces, spam_reports, invalid_emails.
   */
  suppression_type?: string;
  /**
   * Address.
   */
  email?: string;
  /**
   * When the address was suppressed.
   */
  created?: string | null;
  /**
   * Reason as the email provider wrote it down; may repeat the address.
   */
  reason?: string | null;
  /**
   * Status code of the provider, mostly 550.
   */
  status?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One export that was made in the workspace.
 */
export interface Exports {
  /**
   * Export id.
   */
  id?: number;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * What was exported.
   */
  type?: string | null;
  /**
   * State, one of pending, done, failed.
   */
  status?: string | null;
  /**
   * Whether the export failed.
   */
  failed?: boolean | null;
  /**
   * Description of the export.
   */
  description?: string | null;
  /**
   * Number of entries; 0 until the export is done.
   */
  total?: number | null;
  /**
   * How often it was downloaded.
   */
  downloads?: number | null;
  /**
   * Colleague who made it.
   */
  user_id?: number | null;
  /**
   * Email address of the colleague who made it.
   */
  user_email?: string | null;
  /**
   * Time of creation.
   */
  created_at?: string | null;
  /**
   * Time of the last update.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One job of inbox previews: screenshots of an email in mail programs.
 */
export interface InboxPreviewJobs {
  /**
   * Job id.
   */
  run_id?: number;
  /**
   * Name of the job.
   */
  name?: string | null;
  /**
   * Email: design_studio_emails.id.
   */
  node_id?: string | null;
  /**
   * Number of emails in the job.
   */
  node_count?: number | null;
  /**
   * Whether the job is done.
   */
  is_processed?: boolean | null;
  /**
   * Previews that were asked for.
   */
  total_previews_requested?: number | null;
  /**
   * Previews that are there.
   */
  total_previews_ready?: number | null;
  /**
   * Previews that succeeded.
   */
  total_previews_succeeded?: number | null;
  /**
   * Previews that were there already.
   */
  total_previews_cached?: number | null;
  /**
   * Previews that bounced.
   */
  total_previews_bounced?: number | null;
  /**
   * Time of creation.
   */
  created_at?: string | null;
  /**
   * Time of the last update.
   */
  updated_at?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One address from which Customer.io calls webhooks, for allow lists.
 */
export interface IpAddresses {
  /**
   * IP address.
   */
  ip_address?: string;
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
     * Customer.io's own id of the person: people.cio_id; joins segment_membership.cio_id.
     */
    cio_id?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Customer.io's own id of the person, from customer_identifiers: people.cio_id; joins segment_membership.cio_id.
   */
  cio_id?: string | null;
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
   * Content of the newsletter, by language or A/B test: newsletter_contents.id.
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
    /**
     * When a machine first clicked a link in it, under the name that the counts have.
     */
    machine_clicked?: string | null;
    /**
     * When sending it was attempted.
     */
    attempted?: string | null;
    /**
     * When it was processed for sending.
     */
    processed?: string | null;
    /**
     * When the person unsubscribed from a topic through it.
     */
    topic_unsubscribed?: string | null;
    /**
     * When it was delivered at the second try or channel; the API says secondary:delivered.
     */
    secondary_delivered?: string | null;
    /**
     * When the second try or channel failed; the API says secondary:failed.
     */
    secondary_failed?: string | null;
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
 * Clicks on a link of a content of a newsletter in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface NewsletterContentLinkMetrics {
  /**
   * Newsletter: newsletter_contents.newsletter_id.
   */
  newsletter_id?: number;
  /**
   * Content: newsletter_contents.id.
   */
  content_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of a content of a newsletter in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface NewsletterContentMetrics {
  /**
   * Newsletter: newsletter_contents.newsletter_id.
   */
  newsletter_id?: number;
  /**
   * Content: newsletter_contents.id.
   */
  content_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Channel, such as email.
   */
  type?: string | null;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One content of a newsletter: a language or a variant of an A/B test.
 */
export interface NewsletterContents {
  /**
   * Newsletter: newsletters.id.
   */
  newsletter_id?: number;
  /**
   * Content id; messages.content_id refers to it.
   */
  id?: number;
  /**
   * Layout as HTML, if any.
   */
  layout?: string | null;
  /**
   * Body as plain text. Seen live, not documented by the API.
   */
  body_plain?: string | null;
  /**
   * `<id>:<unix seconds of the last update>`; changes with each update.
   */
  deduplicate_id?: string | null;
  /**
   * Time of creation. Seen live, not documented by the API.
   */
  created?: string | null;
  /**
   * Time of the last update. Seen live, not documented by the API.
   */
  updated?: string | null;
  /**
   * Name of the content, if it has one.
   */
  name?: string | null;
  /**
   * Channel, such as email, push, twilio (SMS), in_app.
   */
  type?: string | null;
  /**
   * Language of this variant; empty for the default language.
   */
  language?: string | null;
  /**
   * Subject, for email.
   */
  subject?: string | null;
  /**
   * Preview text, for email.
   */
  preheader_text?: string | null;
  /**
   * Body; what a person is sent is filled in by Liquid.
   */
  body?: string | null;
  /**
   * AMP body, for email.
   */
  body_amp?: string | null;
  /**
   * Address of the sender, for email.
   */
  from?: string | null;
  /**
   * Sender: sender_identities.id.
   */
  from_id?: number | null;
  /**
   * Address for replies, for email.
   */
  reply_to?: string | null;
  /**
   * Receiver of replies: sender_identities.id.
   */
  reply_to_id?: number | null;
  /**
   * Recipient, often as Liquid.
   */
  recipient?: string | null;
  /**
   * Addresses that get a copy.
   */
  cc?: string | null;
  /**
   * Addresses that get a blind copy.
   */
  bcc?: string | null;
  /**
   * Whether blind copies are sent as messages of their own.
   */
  fake_bcc?: boolean | null;
  /**
   * Preprocessor of the styles, such as premailer or none.
   */
  preprocessor?: string | null;
  /**
   * JSON text of a list of headers, each with name and value.
   */
  headers?: string | null;
  /**
   * Group of an A/B test; 0 without a test. Seen live, not documented by the API.
   */
  test_group_id?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Clicks on a link of a newsletter in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface NewsletterLinkMetrics {
  /**
   * Newsletter: newsletters.id.
   */
  newsletter_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Messages of a newsletter in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface NewsletterMetrics {
  /**
   * Newsletter: newsletters.id.
   */
  newsletter_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Channel, such as email.
   */
  type?: string | null;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One group of the A/B test of a newsletter.
 */
export interface NewsletterTestGroups {
  /**
   * Newsletter: newsletters.id.
   */
  newsletter_id?: number;
  /**
   * Group id, counted from 0 in each newsletter.
   */
  id?: number;
  /**
   * Name of the group.
   */
  name?: string | null;
  /**
   * Name of the variant.
   */
  label?: string | null;
  /**
   * Whether the variant won.
   */
  winner?: boolean | null;
  /**
   * Contents of the group: newsletter_contents.id.
   */
  content_ids?: number[] | null;
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
   * Contents (translations, A/B variants): newsletter_contents.id.
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
 * One object of the workspace, by identifiers alone.
 */
export interface ObjectIdentifiers {
  /**
   * Type of the object: object_types.id.
   */
  object_type_id?: number;
  /**
   * Customer.io's own id of the object; does not change.
   */
  cio_object_id?: string;
  /**
   * The object's id as set by you.
   */
  object_id?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One person who is related to an object.
 */
export interface ObjectRelationships {
  /**
   * Type of the object: object_types.id.
   */
  object_type_id?: number;
  /**
   * Object: objects.cio_object_id.
   */
  cio_object_id?: string;
  /**
   * Person: people.cio_id.
   */
  cio_id?: string;
  /**
   * The person's id as set by you. Null if unset.
   */
  id?: string | null;
  /**
   * The person's email address. Null if unset.
   */
  email?: string | null;
  /**
   * Whether the type of the object is switched off.
   */
  object_type_disabled?: boolean | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One type of objects, such as companies.
 */
export interface ObjectTypes {
  /**
   * Type id; campaigns.object_type_id refers to it.
   */
  id?: number;
  /**
   * Name, plural.
   */
  name?: string | null;
  /**
   * Name, singular.
   */
  singular_name?: string | null;
  /**
   * Name in addresses, plural.
   */
  slug?: string | null;
  /**
   * Name in addresses, singular.
   */
  singular_slug?: string | null;
  /**
   * Whether the type is switched on.
   */
  enabled?: boolean | null;
  /**
   * Icon, if the type has one.
   */
  icon?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One object with all attributes, at the time of the sync.
 */
export interface Objects {
  /**
   * Type of the object: object_types.id.
   */
  object_type_id?: number;
  /**
   * Customer.io's own id of the object: object_identifiers.cio_object_id.
   */
  cio_object_id?: string;
  /**
   * The object's id as set by you.
   */
  object_id?: string | null;
  /**
   * Attributes of the object; their names are your own.
   */
  attributes?: {} | null;
  /**
   * By attribute, the unix seconds of its last change.
   */
  timestamps?: {} | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One person who has opted out of a sender of SMS or WhatsApp.
 */
export interface Optouts {
  /**
   * Person: people.cio_id.
   */
  cio_id?: string;
  /**
   * Channel, such as sms or whatsapp.
   */
  channel?: string;
  /**
   * Sender that the person has opted out of.
   */
  from?: string;
  /**
   * The person's id as set by you. Null if unset.
   */
  customer_id?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One person of the workspace with all attributes, at the time of the sync.
 */
export interface People {
  /**
   * Customer.io's own id of the person; does not change.
   */
  cio_id?: string;
  /**
   * The person's id as set by you. Null if unset.
   */
  id?: string | null;
  /**
   * The person's email address. Null if unset.
   */
  email?: string | null;
  /**
   * Whether the person has unsubscribed from everything.
   */
  unsubscribed?: boolean | null;
  /**
   * Attributes of the person; their names are your own, and most values are texts.
   */
  attributes?: {} | null;
  /**
   * Devices of the person; empty if there are none.
   */
  devices?: {
    /**
     * Token of the device.
     */
    id?: string | null;
    /**
     * Platform, such as ios or android.
     */
    platform?: string | null;
    /**
     * Time at which the device was last used.
     */
    last_used?: string | null;
    /**
     * Attributes of the device.
     */
    attributes?: {} | null;
    [k: string]: unknown;
  }[];
  /**
   * By attribute, the unix seconds of its last change. Deprecated by the API.
   */
  timestamps?: {} | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One person of the workspace, by identifiers alone.
 */
export interface PeopleIdentifiers {
  /**
   * Customer.io's own id of the person: people.cio_id.
   */
  cio_id?: string;
  /**
   * The person's id as set by you. Null if unset.
   */
  id?: string | null;
  /**
   * The person's email address. Null if unset.
   */
  email?: string | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One relationship of a person to an object.
 */
export interface PeopleRelationships {
  /**
   * Person: people.cio_id.
   */
  cio_id?: string;
  /**
   * Type of the object: object_types.id.
   */
  object_type_id?: number;
  /**
   * Object: objects.cio_object_id.
   */
  cio_object_id?: string;
  /**
   * The object's id as set by you.
   */
  object_id?: string | null;
  /**
   * Attributes of the relationship.
   */
  attributes?: {} | null;
  /**
   * By attribute, the unix seconds of its last change.
   */
  timestamps?: {} | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One reporting webhook: a server that Customer.io tells events to.
 */
export interface ReportingWebhooks {
  /**
   * Webhook id.
   */
  id?: number;
  /**
   * Name of the webhook.
   */
  name?: string | null;
  /**
   * Address of the receiver, without user, password and query, which may hold secrets.
   */
  endpoint?: string | null;
  /**
   * Type of the webhook.
   */
  type?: string | null;
  /**
   * Whether the webhook is switched off.
   */
  disabled?: boolean | null;
  /**
   * Whether each open and click is reported, not only the first.
   */
  full_resolution?: boolean | null;
  /**
   * Whether events of sent messages carry the body.
   */
  with_content?: boolean | null;
  /**
   * Types of events that are reported.
   */
  events?: string[] | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * How many people a segment holds, at the time of the sync.
 */
export interface SegmentCustomerCounts {
  /**
   * Segment: segments.id.
   */
  segment_id?: number;
  /**
   * Number of people, by the counter of the API.
   */
  count?: number | null;
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
   * Customer.io's own id of the person, which each person has: people.cio_id.
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
 * What uses a segment.
 */
export interface SegmentUsage {
  /**
   * Segment: segments.id.
   */
  segment_id?: number;
  /**
   * Campaigns that use it: campaigns.id.
   */
  campaigns?: number[] | null;
  /**
   * Newsletters sent with it: newsletters.id.
   */
  sent_newsletters?: number[] | null;
  /**
   * Newsletters not sent yet that use it: newsletters.id.
   */
  draft_newsletters?: number[] | null;
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
 * What uses a sender.
 */
export interface SenderIdentityUsage {
  /**
   * Sender: sender_identities.id.
   */
  sender_id?: number;
  /**
   * Campaigns that use it: campaigns.id.
   */
  campaigns?: number[] | null;
  /**
   * Newsletters sent with it: newsletters.id.
   */
  sent_newsletters?: number[] | null;
  /**
   * Newsletters not sent yet that use it: newsletters.id.
   */
  draft_newsletters?: number[] | null;
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
 * One channel that people can subscribe to.
 */
export interface SubscriptionChannels {
  /**
   * Channel id.
   */
  id?: number;
  /**
   * Type of the channel.
   */
  type?: string | null;
  /**
   * Name of the channel.
   */
  name?: string | null;
  /**
   * Description of the channel.
   */
  description?: string | null;
  /**
   * Whether people are subscribed as long as they have not said otherwise.
   */
  subscribed_by_default?: boolean | null;
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
 * One content of a transactional message: a language.
 */
export interface TransactionalContents {
  /**
   * Transactional message: transactional_messages.id.
   */
  transactional_id?: number;
  /**
   * Content id.
   */
  id?: number;
  /**
   * Time of creation.
   */
  created?: string | null;
  /**
   * Time of the last update.
   */
  updated?: string | null;
  /**
   * Name of the content, if it has one.
   */
  name?: string | null;
  /**
   * Channel, such as email, push, twilio (SMS), in_app.
   */
  type?: string | null;
  /**
   * Language of this variant; empty for the default language.
   */
  language?: string | null;
  /**
   * Subject, for email.
   */
  subject?: string | null;
  /**
   * Preview text, for email.
   */
  preheader_text?: string | null;
  /**
   * Body; what a person is sent is filled in by Liquid.
   */
  body?: string | null;
  /**
   * AMP body, for email.
   */
  body_amp?: string | null;
  /**
   * Address of the sender, for email.
   */
  from?: string | null;
  /**
   * Sender: sender_identities.id.
   */
  from_id?: number | null;
  /**
   * Address for replies, for email.
   */
  reply_to?: string | null;
  /**
   * Receiver of replies: sender_identities.id.
   */
  reply_to_id?: number | null;
  /**
   * Recipient, often as Liquid.
   */
  recipient?: string | null;
  /**
   * Addresses that get a copy.
   */
  cc?: string | null;
  /**
   * Addresses that get a blind copy.
   */
  bcc?: string | null;
  /**
   * Whether blind copies are sent as messages of their own.
   */
  fake_bcc?: boolean | null;
  /**
   * Preprocessor of the styles, such as premailer or none.
   */
  preprocessor?: string | null;
  /**
   * JSON text of a list of headers, each with name and value.
   */
  headers?: string | null;
  /**
   * Group of an A/B test; 0 without a test. Seen live, not documented by the API.
   */
  test_group_id?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * Clicks on a link of a transactional message in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface TransactionalLinkMetrics {
  /**
   * Transactional message: transactional_messages.id.
   */
  transactional_id?: number;
  /**
   * Link id.
   */
  link_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Address that the link leads to.
   */
  href?: string | null;
  /**
   * Clicks on the link, by people and machines.
   */
  clicked?: number | null;
  /**
   * Clicks on the link by people.
   */
  human_clicked?: number | null;
  /**
   * Clicks on the link by machines, such as scanners for viruses.
   */
  machine_clicked?: number | null;
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

/**
 * Messages of a transactional message in one period. Days are labelled in Eastern time, as documented; not checked against a live account.
 */
export interface TransactionalMetrics {
  /**
   * Transactional message: transactional_messages.id.
   */
  transactional_id?: number;
  /**
   * Length of the period, one of days, weeks, months: the setting metrics_resolution.
   */
  resolution?: string;
  /**
   * Time at which the period begins.
   */
  period_start?: string;
  /**
   * Time at which the API answered; the period is counted back from it.
   */
  read_at?: string | null;
  /**
   * How many periods before the current one, by the order of the answer; 0 is the current one.
   */
  periods_ago?: number | null;
  /**
   * Number of messages whose sending was attempted.
   */
  attempted?: number | null;
  /**
   * Number of messages that bounced.
   */
  bounced?: number | null;
  /**
   * Number of messages in which a link was clicked.
   */
  clicked?: number | null;
  /**
   * Number of messages that led to a conversion.
   */
  converted?: number | null;
  /**
   * Number of messages created.
   */
  created?: number | null;
  /**
   * Number of messages that the receiving server put off.
   */
  deferred?: number | null;
  /**
   * Number of messages delivered.
   */
  delivered?: number | null;
  /**
   * Number of messages that became drafts.
   */
  drafted?: number | null;
  /**
   * Number of messages whose sending failed.
   */
  failed?: number | null;
  /**
   * Number of emails in which a person clicked a link, from 2025-04-20.
   */
  human_clicked?: number | null;
  /**
   * Number of emails that a person opened, from 2025-03-20.
   */
  human_opened?: number | null;
  /**
   * Number of emails delivered while links were not tracked; leave them out of a click rate.
   */
  link_untracked?: number | null;
  /**
   * Number of emails in which a machine clicked a link, from 2025-04-20.
   */
  machine_clicked?: number | null;
  /**
   * Number of emails delivered while opens were not tracked, for any reason; leave them out of an open rate.
   */
  open_untracked?: number | null;
  /**
   * Number of messages opened.
   */
  opened?: number | null;
  /**
   * Number of emails that a machine opened, from 2025-03-20.
   */
  prefetch_opened?: number | null;
  /**
   * Number of SMS answered with a keyword.
   */
  replied?: number | null;
  /**
   * Number of webhooks that were answered with a status from 200 to 299; the API says 2xx.
   */
  responses_2xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 300 to 399; the API says 3xx.
   */
  responses_3xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 400 to 499; the API says 4xx.
   */
  responses_4xx?: number | null;
  /**
   * Number of webhooks that were answered with a status from 500 to 599; the API says 5xx.
   */
  responses_5xx?: number | null;
  /**
   * Number of messages sent.
   */
  sent?: number | null;
  /**
   * Number of messages marked as spam.
   */
  spammed?: number | null;
  /**
   * Number of messages not sent because the address is suppressed.
   */
  suppressed?: number | null;
  /**
   * Number of messages through which a person unsubscribed from a topic.
   */
  topic_unsubscribed?: number | null;
  /**
   * Number of people who refused that opens are tracked.
   */
  tracking_consent_denied?: number | null;
  /**
   * Number of people who agreed that opens are tracked.
   */
  tracking_consent_granted?: number | null;
  /**
   * Number of messages that proved undeliverable.
   */
  undeliverable?: number | null;
  /**
   * Number of messages through which a person unsubscribed.
   */
  unsubscribed?: number | null;
  /**
   * Number of emails sent without tracking of opens because the person did not want it; part of open_untracked.
   */
  untracked?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/**
 * One workspace of the account, with counters that are up to two hours old.
 */
export interface Workspaces {
  /**
   * Workspace id.
   */
  id?: number;
  /**
   * Name of the workspace.
   */
  name?: string | null;
  /**
   * Messages sent in the current billing period.
   */
  messages_sent?: number | null;
  /**
   * Number of emails that are billed for the current billing period.
   */
  billable_messages_sent?: number | null;
  /**
   * Number of people.
   */
  people?: number | null;
  /**
   * Number of object types.
   */
  object_types?: number | null;
  /**
   * Number of objects.
   */
  objects?: number | null;
  /**
   * Fields that the tap does not know, with their path as nesting; null if there are none.
   */
  additional_fields?: {} | null;
}

/** The record of each stream, as its schema has it. */
export interface Records {
  activities: Activities;
  asset_folders: AssetFolders;
  assets: Assets;
  broadcast_action_link_metrics: BroadcastActionLinkMetrics;
  broadcast_action_metrics: BroadcastActionMetrics;
  broadcast_actions: BroadcastActions;
  broadcast_link_metrics: BroadcastLinkMetrics;
  broadcast_metrics: BroadcastMetrics;
  broadcast_trigger_errors: BroadcastTriggerErrors;
  broadcast_triggers: BroadcastTriggers;
  broadcasts: Broadcasts;
  campaign_action_link_metrics: CampaignActionLinkMetrics;
  campaign_action_metrics: CampaignActionMetrics;
  campaign_actions: CampaignActions;
  campaign_journey_metrics: CampaignJourneyMetrics;
  campaign_link_metrics: CampaignLinkMetrics;
  campaign_metrics: CampaignMetrics;
  campaigns: Campaigns;
  collection_rows: CollectionRows;
  collections: Collections;
  design_studio_components: DesignStudioComponents;
  design_studio_email_contents: DesignStudioEmailContents;
  design_studio_email_translations: DesignStudioEmailTranslations;
  design_studio_email_versions: DesignStudioEmailVersions;
  design_studio_emails: DesignStudioEmails;
  design_studio_folders: DesignStudioFolders;
  esp_domain_suppressions: EspDomainSuppressions;
  esp_suppressions: EspSuppressions;
  exports: Exports;
  inbox_preview_jobs: InboxPreviewJobs;
  ip_addresses: IpAddresses;
  messages: Messages;
  newsletter_content_link_metrics: NewsletterContentLinkMetrics;
  newsletter_content_metrics: NewsletterContentMetrics;
  newsletter_contents: NewsletterContents;
  newsletter_link_metrics: NewsletterLinkMetrics;
  newsletter_metrics: NewsletterMetrics;
  newsletter_test_groups: NewsletterTestGroups;
  newsletters: Newsletters;
  object_identifiers: ObjectIdentifiers;
  object_relationships: ObjectRelationships;
  object_types: ObjectTypes;
  objects: Objects;
  optouts: Optouts;
  people: People;
  people_identifiers: PeopleIdentifiers;
  people_relationships: PeopleRelationships;
  reporting_webhooks: ReportingWebhooks;
  segment_customer_counts: SegmentCustomerCounts;
  segment_membership: SegmentMembership;
  segment_usage: SegmentUsage;
  segments: Segments;
  sender_identities: SenderIdentities;
  sender_identity_usage: SenderIdentityUsage;
  snippets: Snippets;
  subscription_channels: SubscriptionChannels;
  subscription_topics: SubscriptionTopics;
  transactional_contents: TransactionalContents;
  transactional_link_metrics: TransactionalLinkMetrics;
  transactional_messages: TransactionalMessages;
  transactional_metrics: TransactionalMetrics;
  workspaces: Workspaces;
}
